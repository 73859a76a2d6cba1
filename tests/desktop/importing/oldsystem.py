"""A ZIP as the replaced school system's 我的備份 makes it (manual 8-1): per kind a folder, a list and the files."""

import io
import zipfile

from openpyxl import Workbook

from demo import samples


def listing(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def good(folder, key):
    """One of the demo's sound files: its bytes."""
    folder.mkdir(exist_ok=True)
    name, make = samples.GOOD[key]
    return make(folder / name).read_bytes()


def pack(entries, encoding=""):
    """The ZIP's bytes; encoding: names in it without the UTF-8 flag, as older programs write them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(_Plain(name, encoding) if encoding else name, data)
    return out.getvalue()


class _Plain(zipfile.ZipInfo):
    """An entry whose name is written in another encoding."""

    def __init__(self, name, encoding):
        super().__init__(name, (2025, 6, 30, 10, 0, 0))
        self.compress_type = zipfile.ZIP_DEFLATED
        self._encoding = encoding

    def _encodeFilenameFlags(self):
        return self.filename.encode(self._encoding), self.flag_bits & ~0x800


def portfolio(folder):
    """Every folder of the manual, with Chinese labels, ROC dates and file names in cells."""
    report, photo, film = (good(folder, key) for key in ("inquiry_report", "award_photo", "film"))
    return {
        "自傳/自傳清單.xlsx": listing(
            ["學年度", "學期", "自傳用途", "撰寫日期", "自傳簡述", "自傳檔案"],
            [113, 1, "社團甄選", "1130915", "我來自海邊", "自傳.pdf"],
        ),
        "自傳/自傳.pdf": report,
        "學習計畫/學習計畫清單.xlsx": listing(
            ["學年度", "學期", "用途", "撰寫日期", "簡述", "檔案"], [113, 2, "自主學習", "114/02/20", "學寫程式", ""]
        ),
        "校內幹部/校內幹部清單.xlsx": listing(
            ["學年度", "學期", "單位名稱", "開始日期", "結束日期", "擔任職務", "幹部等級"],
            [113, 1, "高一仁", "1130901", "1140120", "班長", "班級幹部"],
        ),
        "學期課程學習成果/學期課程學習成果清單.xlsx": listing(
            ["學年度", "學期", "科目名稱", "成果簡述", "課程學習成果文件檔案", "認證狀態"],
            [114, 1, "物理", "自製發電機的探究", "發電機 探究.pdf", "認證成功"],
            [114, 1, "火星語", "沒有這門課", "", "認證成功"],
        ),
        "學期課程學習成果/發電機 探究.pdf": report,
        "幹部經歷/幹部經歷清單.xlsx": listing(
            ["學年度", "學期別", "單位名稱", "開始日期", "結束日期", "擔任職務", "內容簡述", "幹部等級"],
            [114, 1, "吉他社", "1140901", "1150120", "社長", "帶領社團。", "社團幹部"],
        ),
        "競賽表現/競賽表現清單.xlsx": listing(
            ["學年度", "學期別", "競賽名稱", "項目", "競賽領域", "競賽等級", "獎項", "結果公佈日期", "內容簡述",
             "團體參與", "證明文件", "影音檔案"],
            [114, 1, "校內科展", "生物組", "自然科學", "校級", "特優", "1141220", "植物的向光性。", "團體",
             "許功蓋 獎狀.jpg", "影片.mp4"],
        ),
        "競賽表現/許功蓋 獎狀.jpg": photo,
        "競賽表現/影片.mp4": film,
        "檢定證照/檢定證照清單.xlsx": listing(
            ["學年度", "學期別", "證照名稱", "證照類別", "取得證照日期", "內容簡述"],
            [114, 1, "潛水 OW", "不在以上類別", "114.07.01", "在墾丁考到的。"],
        ),
        "志工服務/志工服務清單.xlsx": listing(
            ["學年度", "學期別", "服務名稱", "服務單位", "開始日期", "結束日期", "時數", "內容簡述"],
            [114, 1, "淨灘", "環保局", "1140705", "1140706", 12.5, "撿了三十公斤。"],
        ),
        "彈性學習/彈性學習清單.xlsx": listing(
            ["學年度", "學期別", "彈性學習時間類別(種類)", "內容(開設名稱)", "開設單位", "每週節數", "開設週數",
             "內容簡述"],
            [114, 1, "自主學習", "程式設計", "資訊科", 2, 9, "寫了一個遊戲。"],
        ),
        "職場學習/職場學習清單.xlsx": listing(
            ["學年度", "學期別", "職場學習類別", "職場學習單位", "開始日期", "結束日期", "時數", "內容簡述"],
            [114, 1, "職場實習", "海洋館", "1140801", "1140815", 80, "照顧企鵝。"],
        ),
        "作品成果/作品成果清單.xlsx": listing(
            ["學年度", "學期別", "名稱", "日期", "內容簡述"], [114, 1, "短片《海》", "1141001", "三分鐘的短片。"]
        ),
        "其它活動/其它活動清單.xlsx": listing(
            ["學年度", "學期別", "名稱", "主辦單位", "開始日期", "結束日期", "時數", "內容簡述"],
            [114, 1, "英語夏令營", "育樂營協會", "1140710", "1140714", 30, "當了五天隊輔。"],
        ),
    }  # fmt: skip
