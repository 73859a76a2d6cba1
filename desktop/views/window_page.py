"""作業期間: the list with its form, or all of them over the months; above, what does not go together in them."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import theme
from desktop.models import office as model
from desktop.models.entry_list import Line
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.office_page import OfficePage
from desktop.views.window_calendar import WindowCalendar
from domain.records import Record

LIST, MONTHS = "list", "months"
ROOMY, MANY, FEW = 700, 3, 1
"""A low window shows FEW of the warnings at first, so that the form keeps its place."""


class WindowPage(OfficePage):
    """Warnings never forbid anything; a click on one opens the window that it speaks of."""

    def __init__(self, host: Host) -> None:
        self.warnings = QWidget()
        self._warned = QVBoxLayout(self.warnings)
        self._warned.setContentsMargins(0, 0, 0, 0)
        self._warned.setSpacing(theme.px(6))
        self.warnings.hide()
        self._said: tuple[tuple[str, Record], ...] = ()
        self._all = False
        self.calendar = WindowCalendar()
        self.calendar.chosen.connect(self._from_calendar)
        self.months = kit.ScrollPage()
        self.months.add(self.calendar)
        self.months.body.addStretch(1)
        self.months.setAccessibleName("月曆")
        self.switch = kit.SegmentedControl([(LIST, "清單"), (MONTHS, "月曆")], "檢視方式")
        super().__init__(host, "window")
        self.header.add_action(self.switch)
        self.switch.changed.connect(self._show_as)
        self._box.insertWidget(1, self.warnings)
        self._box.addWidget(self.months, 1)
        self.months.hide()

    def reload(self) -> None:
        self._spans = model.spans(self.desk)
        super().reload()
        today = self.desk.school().now.astimezone().date()
        self.calendar.show_spans(self._spans, model.months(self._spans, today), today)
        self._warn(model.warnings(self.desk, self._spans))
        self.switch.setVisible(bool(self._spans))
        if not self._spans and not self.months.isHidden():
            self.switch.select(LIST)
            self._show_as(LIST)

    def _in_order(self, entries: object) -> list[str]:
        return [span.record.id for span in self._spans]

    def _line(self, record: Record, pending: int, conflict: int) -> Line:
        line = super()._line(record, pending, conflict)
        span = next(one for one in self._spans if one.record.id == record.id)
        pill, tone = (line.pill, line.tone) if line.pill else (span.pill, span.tone)
        return Line(record, line.title, span.brief, span.whom, pill, tone, line.icon)

    def _warn(self, said: tuple[tuple[str, Record], ...]) -> None:
        if said == self._said:
            return
        self._said = said
        self._fill()

    def _fill(self) -> None:
        while (item := self._warned.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        room = MANY if self.height() >= theme.px(ROOMY) else FEW
        shown = self._said if self._all else self._said[:room]
        for sentence, record in shown:
            banner = kit.Banner("warning", sentence, "查看")
            banner.acted.connect(lambda record=record: self._from_calendar(record.id))
            self._warned.addWidget(banner)
        if len(self._said) > len(shown):
            more = kit.Button(f"還有 {len(self._said) - len(shown)} 個提醒", "ghost")
            more.clicked.connect(self._show_all)
            self._warned.addWidget(more)
        self._make_room()

    def _make_room(self) -> None:
        """In a low window the form that is open needs the place of the warnings."""
        low = self.height() < theme.px(ROOMY)
        self.warnings.setVisible(bool(self._said) and not (low and self.editor is not None))

    def _layout_columns(self) -> None:
        super()._layout_columns()
        self._make_room()

    def _edit(self, record: Record, fresh: bool) -> None:
        super()._edit(record, fresh)
        self._make_room()

    def resizeEvent(self, event: object) -> None:
        was = self._warned.count()
        super().resizeEvent(event)
        if was and not self._all:
            self._fill()

    def _show_all(self) -> None:
        self._all = True
        self._fill()

    def _show_as(self, way: str) -> None:
        self.split.setVisible(way == LIST)
        self.months.setVisible(way == MONTHS)

    def _from_calendar(self, record: str) -> None:
        self.switch.select(LIST)
        self._show_as(LIST)
        self.open_record(record)
