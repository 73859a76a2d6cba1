"""The words of the preview: sizes, clock times, and the sentence for each thing that can be wrong with a file."""

from attrs import frozen


@frozen
class Trouble:
    """Why a file cannot be shown, and what to do about it."""

    sentence: str
    remedy: str


EMPTY = Trouble("這個檔案是空的（0 位元組）。", "請回到原本的檔案，確認內容後重新加入。")
UNKNOWN = Trouble("這種檔案無法在這裡預覽。", "可預覽的是 PDF、JPG、PNG、MP3、MP4。")
WEB_PAGE = Trouble(
    "這個檔案的內容是網頁，不是文件。", "多半是下載時登入已過期。請回到原本的網站登入後重新下載，再加入一次。"
)
PROGRAM = Trouble("這個檔案的內容是程式，不是文件。", "請不要打開它；換成正確的檔案再加入。")
OFFICE = Trouble("這個檔案的內容是 Office 文件或壓縮檔。", "請用原本的軟體另存成 PDF，再加入一次。")
PDF_DAMAGED = Trouble(
    "這個 PDF 已損壞，無法開啟。", "可能沒有傳完。請用原本的檔案重新加入，或重新匯出成 PDF。"
)
PDF_LOCKED = Trouble("這個 PDF 有密碼保護，無法預覽。", "請用原本的軟體另存成沒有密碼的 PDF，再加入一次。")
PDF_STRANGE = Trouble("這個 PDF 用了無法支援的保護方式。", "請用原本的軟體重新列印或匯出成 PDF，再加入一次。")
PICTURE_DAMAGED = Trouble("這張圖片已損壞，無法開啟。", "可能沒有傳完。請用原本的照片重新加入。")
PICTURE_HUGE = Trouble("這張圖片的尺寸太大，無法預覽。", "請先縮小圖片（例如長邊 4000 點以內），再加入一次。")
PICTURE_CUT = "圖片後半段缺少資料，可能沒有傳完。"
MEDIA_CUT = "後半段缺少資料，可能沒有傳完。"
MEDIA_DAMAGED = Trouble("這個影音檔已損壞，無法播放。", "可能沒有傳完。請用原本的檔案重新加入。")
NO_FRAME = Trouble(
    "這段影片的格式（例如 AV1）無法在這裡顯示畫面。",
    "請轉成 H.264 編碼的 MP4 再加入；也可以另存一份，用別的軟體播放。",
)
NO_PLAYER = Trouble("這台電腦無法播放影音。", "可以另存一份，用別的軟體播放。")


def size_text(size: int) -> str:
    """ "820 KB", "3.2 MB"; the school's limits count 1 MB as 1024 KB, so does this."""
    if size < 1024:
        return f"{size} 位元組"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def clock(milliseconds: int) -> str:
    """ "0:03", "12:05", "1:02:03"."""
    seconds = max(0, milliseconds) // 1000
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"
