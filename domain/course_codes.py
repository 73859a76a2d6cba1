"""課程代碼: 23 characters whose places mean something. Only what a source names is judged (domain.md 2.11 of the facts:
places 1-3, 16, 17, 19 and 20-21); the rest may be any letter or digit.
"""

import re

LENGTH = 23
GROUP_CODE = slice(0, 16)
"""群組代碼: up to and with the 班群."""
FREE_TIME = frozenset("89")
"""課程類別 of 團體活動時間 and 彈性學習時間."""
CREDITED = "D"
"""科目屬性 of 充實(增廣)/補強性教學 that gives credits all the same."""

_SHAPE = re.compile(r"1[0-9]{2}[0-9A-Z]{20}", re.ASCII)


def spelled(text: str) -> str:
    """As the code file writes it."""
    return "".join(text.split()).upper()


def fault(code: str) -> str:
    """What is wrong with the code, "" when nothing is."""
    if len(code) != LENGTH:
        return f"課程代碼要 {LENGTH} 碼，這裡是 {len(code)} 碼"
    if _SHAPE.fullmatch(code) is None:
        return "課程代碼的前三碼是入學學年度，其餘只能是英文大寫與數字"
    return ""


def entry_year(code: str) -> int:
    """The ROC school year in which the students of this curriculum entered."""
    return int(code[:3])


def graded(code: str) -> bool:
    """Whether grades of the course are handed in: 團體活動 and 彈性學習 have none, unless they give credits."""
    return code[16] not in FREE_TIME or code[18] == CREDITED
