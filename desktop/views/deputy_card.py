"""The card on which a deputy is named: who, for which course, from which day to which."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop import theme
from desktop.desk import Desk
from desktop.models import deputies as model
from desktop.operations.deputies import Wish
from desktop.views import kit
from domain.people import Role

NOBODY = "學校的名單裡還沒有別的教師。請學校匯入教師名單，同步之後就能選。"


class DeputyCard(kit.Card):
    """wanted(Wish): all of it is filled in. given_up: not now."""

    wanted = Signal(object)
    given_up = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("指定代理人")
        self.desk = desk
        self.office = desk.actor.role is Role.ADMINISTRATOR
        self.teacher = kit.ComboBox([], "", "請人代理的教師")
        self.deputy = kit.ComboBox([], "請選擇", "代理人")
        self.course = kit.ComboBox([], "", "課程")
        self.first, self.last = kit.DateEdit("開始日期"), kit.DateEdit("結束日期")
        self.banner = kit.Banner()
        self.add(self.banner)
        self._frames = {
            "teacher": kit.FieldFrame("請人代理的教師", self.teacher, True),
            "deputy": kit.FieldFrame("代理人", self.deputy, True),
            "course": kit.FieldFrame("課程", self.course),
            "first": kit.FieldFrame("開始日期", self.first, True, "這一天零時起"),
            "last": kit.FieldFrame("結束日期", self.last, True, "到這一天結束"),
        }
        self._lay_out()
        self._frames["teacher"].setVisible(self.office)
        self.teacher.edited.connect(lambda _: self._of_teacher())
        self.deputy.edited.connect(lambda _: self._frames["deputy"].clear())

    def begin(self) -> None:
        """An empty card, from today for a week."""
        teachers = model.teachers(self.desk)
        self.teacher.set_options(teachers)
        if teachers:
            self.teacher.set_value(teachers[0][0])
        today = model.today(self.desk)
        self.first.set_value(today.isoformat())
        self.last.set_value(today.fromordinal(today.toordinal() + 6).isoformat())
        self.banner.hide()
        self._of_teacher()

    def complain(self, text: str) -> None:
        self.banner.say("warning", text)
        kit.announce(self.banner, text, urgent=True)

    def submit(self) -> None:
        """Say what is wanted, or mark what is missing."""
        kit.commit_preedit()
        missing = {
            "deputy": "" if self.deputy.value() else "請選擇代理人",
            "first": self.first.problem or ("" if self.first.value() else "請填寫開始日期"),
            "last": self.last.problem or ("" if self.last.value() else "請填寫結束日期"),
        }
        for key, words in missing.items():
            self._frames[key].set_error(words)
        if not any(missing.values()):
            self.wanted.emit(self._wish())

    # ---- inside

    @property
    def _whose(self) -> tuple[str, str]:
        if self.office:
            return self.teacher.value(), self.teacher.currentText()
        return self.desk.actor.id, self.desk.actor.name

    def _of_teacher(self) -> None:
        teacher, name = self._whose
        others = model.teachers(self.desk, teacher)
        self.deputy.set_options([("", "請選擇"), *others])
        self.course.set_options(model.courses(self.desk, teacher, name))
        self.button.setEnabled(bool(others))
        if not others:
            self.complain(NOBODY)

    def _wish(self) -> Wish:
        teacher, name = self._whose
        course = self.course.value()
        subject = self.course.currentText() if course else ""
        days = self.first.value(), self.last.value()
        return Wish(teacher, name, self.deputy.value(), self.deputy.currentText(), course, subject, *days)

    def _lay_out(self) -> None:
        for keys in (("teacher", "deputy"), ("course",), ("first", "last")):
            row = QHBoxLayout()
            row.setSpacing(theme.px(16))
            for key in keys:
                row.addWidget(self._frames[key], 1)
            self.body.addLayout(row)
        self.button = kit.Button("指定", "primary", "check")
        self.cancel = kit.Button("取消", "ghost")
        self.body.addLayout(_at_right((self.cancel, self.given_up.emit), (self.button, self.submit)))


def _at_right(*buttons: tuple[kit.Button, Callable[[], None]]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    row.addStretch(1)
    for button, act in buttons:
        button.clicked.connect(act)
        row.addWidget(button)
    return row
