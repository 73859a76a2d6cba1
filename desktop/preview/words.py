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


@frozen
class Search:
    """How far a search in a PDF has come. number: which match is looked at; pictures: pages without text."""

    written: str
    number: int
    total: int
    busy: bool
    known: int
    pages: int
    pictures: int
    failed: bool


def found(search: Search) -> tuple[str, str]:
    """The line under the search field, and its tone."""
    if search.failed and not search.known:
        return "這份 PDF 的文字讀不出來，不能搜尋。", "warning"
    if search.pages and search.pictures == search.pages:
        return "這份 PDF 是掃描或圖片，沒有可以搜尋、選取的文字。", "warning"
    if not search.written:
        return "", "muted"
    reading = f"正在讀頁面文字（{search.known}／{search.pages} 頁）…" if search.busy else ""
    if search.total:
        return f"{search.number} / {search.total}" + (f"　{reading}" if reading else ""), "muted"
    if search.busy:
        return reading, "muted"
    shown = search.written if len(search.written) <= 20 else search.written[:20] + "…"
    return f"找不到「{shown}」。" + _unsearched(search), "warning"


def _unsearched(search: Search) -> str:
    """What the answer does not cover."""
    if search.failed and search.known < search.pages:
        return f"有 {search.pages - search.known} 頁讀不出文字。"
    return f"有 {search.pictures} 頁是圖片，裡面的字找不到。" if search.pictures else ""


def copied(text: str, allowed: bool) -> str:
    """What is said once text was copied."""
    said = f"已複製 {len(text.replace(chr(10), ''))} 個字。"
    return said if allowed else said + "這份 PDF 的作者標示不要複製，引用時請註明出處。"


WAITING_TO_COPY = "正在讀頁面文字，讀完就會複製。"
NOTHING_TO_COPY = "這裡沒有可以複製的文字。"
