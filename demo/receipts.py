"""What the national database would have sent back for last year's second term: something to check in 收訖明細."""

import json
from collections.abc import Iterator

from demo import roster
from derive.resources import profile
from domain.records import Record

PAST = tuple(one for one in roster.COURSES if (one.back, one.term) == (1, "2"))
UPLOADED_BY = "教務處註冊組"


def receipts(profile_name: str, year: int) -> Iterator[tuple[str, Record]]:
    """(name, receipt) for every student, in the categories that this kind of school shows."""
    for student in roster.STUDENTS:
        made = {"grades": _grades(), "outcomes": _outcomes(), "cadres": _cadres(student.account)}
        for category in profile(profile_name).receipts.categories:
            if category not in made:
                continue
            values = {
                "year_term": f"{year - 1}-2", "category": category, "import_serial": "1",
                "content": json.dumps(made[category], ensure_ascii=False), "uploaded_by": UPLOADED_BY,
            }  # fmt: skip
            yield (
                f"receipt {student.account} {category}",
                Record("", "receipt", student.account, values=values),
            )


def _grades() -> dict[str, list[dict[str, str]]]:
    rows = [
        {
            "課程代碼": course.code, "科目名稱": course.subject, "開課年級": "1", "修課學分": course.credits,
            "學期學業成績": str(88 - 3 * place), "成績及格": "是", "補考成績": "", "是否採計學分": "是",
        }
        for place, course in enumerate(PAST)
    ]  # fmt: skip
    return {"學期成績": rows, "補修成績": [], "重修成績": []}


def _outcomes() -> dict[str, list[dict[str, str]]]:
    rows = [
        {
            "科目名稱": course.subject,
            "成果簡述": "期末作品與反思",
            "課程學習成果文件檔案連結": "",
            "影音檔案連結": "",
        }
        for course in PAST[:1]
    ]
    return {"學期課程學習成果": rows}


def _cadres(student: str) -> dict[str, list[dict[str, str]]]:
    rows = [
        {"單位名稱": one.unit, "擔任職務": one.title}
        for one in roster.CADRES
        if (one.student, one.back, one.term) == (student, 1, "2")
    ]
    return {"幹部經歷": rows}
