"""What a student does first, told from what is there: nothing is asked, nothing remembered but the work itself."""

from collections.abc import Sequence

from desktop.desk import Desk
from desktop.models.home import Note, page_of_window
from domain.forms import FORMS
from domain.people import Role
from domain.records import Record

WRITTEN = tuple(form.key for form in FORMS.values() if form.group in ("outcome", "diverse", "profile"))


def own(desk: Desk) -> tuple[Record, ...]:
    """The records that the student wrote."""
    return tuple(entry.record for entry in desk.entries(WRITTEN) if entry.record.owner == desk.actor.id)


def steps(desk: Desk, mine: Sequence[Record]) -> tuple[Note, ...]:
    """The first steps, done ones marked; none when all are done, or for staff. mine: what the student wrote."""
    if desk.actor.role is not Role.STUDENT:
        return ()
    facts = desk.sync_facts()
    at_school = any(record.ver for record in mine) and not facts.unsent and not facts.uploads
    page = page_of_window(desk, "diverse_edit")
    told = (
        ("登入這台電腦", "資料會加密存在這裡，沒有網路也能寫。復原碼請收好，忘記密碼時靠它打開。", "", True),
        ("寫第一筆紀錄", "從多元表現、自傳或課程學習成果開始都可以，寫到一半也會存好。", page, bool(mine)),
        ("放進第一個檔案", "把獎狀的照片或 PDF 拖進紀錄裡。", page, any(record.files for record in mine)),
        ("送到學校", "連上網路就會自動送出；視窗左下角看得到進度。", "", at_school),
    )
    if all(done for *_, done in told):
        return ()
    first = next(place for place, (*_, done) in enumerate(told) if not done)
    return tuple(_note(*step, place == first) for place, step in enumerate(told))


def _note(title: str, text: str, page: str, done: bool, first: bool) -> Note:
    if done:
        return Note(title, "", "", "", "", "success", "完成")
    return Note(title, text, "", page, "", "accent", "下一步" if first else "")
