"""What the students of the great school write: titles and sentences by form, and every other field by its kind."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from derive.resources import codelists
from domain.fields import Choice, Day, Field, Number, Text, YearTerm
from domain.forms import Form
from domain.records import Value

TOPICS = [
    "校園植物的葉面積與光照",
    "手搖發電機的轉速與電壓",
    "社區排水溝的水質",
    "福利社銷量的迴歸分析",
    "鳳梨酵素對明膠的影響",
    "老街招牌的字體演變",
    "少年小樹之歌的譯本比較",
    "自製分光器測路燈",
    "校門口車流與號誌",
    "食譜裡的酸鹼",
    "地震測報的誤差",
    "外婆的裁縫機",
    "日治時期的圳道",
    "圖書館動線改造",
    "微積分與最省料的罐子",
    "以牙還牙的賽局",
    "原住民族語路名",
    "我們班的垃圾一週",
    "茶葉蛋的擴散",
    "紙橋承重",
    "口述歷史：眷村的早餐",
    "AI 寫的詩可信嗎",
]
TITLES: Mapping[str, tuple[str, ...]] = {
    "cadre_experience": ("學藝股長", "班長", "風紀股長", "總務股長", "環保股長", "社團副社長", "公關組長"),
    "competition": (
        "校內科學展覽",
        "全國語文競賽",
        "資訊奧林匹亞初選",
        "英語演講比賽",
        "縣市美術比賽",
        "縣市運動會",
    ),
    "service_learning": ("社區淨灘", "國小課輔", "圖書館志工", "送餐陪伴", "流浪動物之家", "長照據點表演"),
    "flexible_learning": ("自主學習：Python 爬蟲", "自主學習：日文 N5", "微課程：閱讀理財", "選手培訓：羽球"),
    "group_activity": ("畢業專題發表", "班級合唱", "校慶園遊會", "聯合露營", "學生自治會選舉"),
    "workplace_learning": ("消防局一日體驗", "獸醫診所見習", "木工廠參訪", "市立醫院志工", "書店店員體驗"),
    "work": ("短片〈補習班樓下〉", "木製檯燈", "刊物〈圳〉", "手機遊戲：找回鉛筆", "數位插畫集"),
    "advanced_placement": ("微積分先修", "普通物理先修", "程式設計先修", "日文先修"),
    "other_performance": ("路跑十公里", "捐血十次", "街頭藝人證", "縣史導覽員", "多益模擬滿分"),
}
SENTENCES = (
    "一開始數據總是對不上，後來發現是量測的時間沒有固定",
    "我負責整理資料和畫圖，同學負責訪談",
    "老師提醒我先寫下假設再動手，這一點改變了整個過程",
    "失敗了三次之後，我們把變因減到一個",
    "原本以為很簡單，做完才知道自己不懂的還很多",
    "最大的收穫是學會把想法說給別人聽",
    "如果再做一次，我會先找二十個人試問卷",
    "參考資料都列在最後一頁，圖表由我自己繪製",
)
UNITS = ("本校", "市立圖書館", "教育局", "國立大學推廣部", "家扶中心", "區公所", "科學教育館")


class Writer:
    """Fills any form from one seed."""

    def __init__(self, rng: Random, school_year: int) -> None:
        self.rng = rng
        self.year = school_year
        self._codes = codelists()

    def summary(self) -> str:
        return f"{self.rng.choice(TOPICS)}：{self.sentences(2)}"

    def sentences(self, count: int) -> str:
        return "。".join(self.rng.sample(SENTENCES, count)) + "。"

    def values(self, form: Form, year: int) -> dict[str, Value]:
        """Every field of the form, for something that was done in that school year."""
        first = date(year + 1911, 9, 1) + timedelta(days=self.rng.randrange(120))
        found: dict[str, Value] = {}
        for field in form.values_fields:
            value = self._value(form, field, year, first)
            if value is not None:
                found[field.key] = value
        return found

    def _value(self, form: Form, field: Field, year: int, first: date) -> Value:
        match field:
            case Text():
                return self._text(form, field)[: field.limit]
            case Choice():
                offered = self._codes[field.codes].offered(self.year)
                return self.rng.choice(offered[:12]).code if offered else None
            case Day():
                later = not any(word in field.key for word in ("start", "begin"))
                return (first + timedelta(days=self.rng.randrange(5, 40) if later else 0)).isoformat()
            case Number():
                return "2"
            case YearTerm():
                return f"{year}-{self.rng.randrange(1, 3)}"
        return None

    def _text(self, form: Form, field: Text) -> str:
        if field.key == form.title_field:
            return self.rng.choice(TITLES.get(form.key, TOPICS))
        if field.lines > 1 or field.limit >= 100:
            return self.sentences(1 + self.rng.randrange(3))
        return (
            self.rng.choice(UNITS) if "unit" in field.key or "organ" in field.key else self.rng.choice(TOPICS)
        )
