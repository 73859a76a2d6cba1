"""The sheet of a record: its title and state, what is to be known of it, the form, and the buttons under it."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.models import guided, reading
from desktop.models.draft import Draft
from desktop.models.entry_list import status_of, title_of
from desktop.views import kit
from desktop.views.conflict_banner import ConflictBanner
from desktop.views.host import Host
from desktop.views.record_banner import RecordBanner
from desktop.views.record_form import RecordForm
from domain.forms import Form
from domain.records import Record

LOW, SHORT = 420, 540


class RecordSheet(QWidget):
    """Lays out what an editor shows; it saves nothing and decides nothing."""

    def __init__(self, host: Host, form: Form, draft: Draft, footer: kit.StickyFooter) -> None:
        super().__init__()
        self._footer, self._short = footer, False
        self._desk = host.desk
        self._form = form
        self.back = kit.IconButton("chevron-left", "回到清單")
        self.back.hide()
        self.title = kit.ElidedLabel()
        self.title.setProperty("role", "section")
        self.pill = kit.StatusPill("")
        self.banner = RecordBanner(self._desk)
        self.dates = kit.label("", role="small", wrap=True)
        self.dates.setIndent(theme.px(8))
        self.said = kit.label("", wrap=True)
        self.said.setIndent(theme.px(8))
        self.conflicts = ConflictBanner(host)
        self.form = RecordForm(draft, self._desk.school(), self._desk.codes)
        self._lay_out(footer)
        self._place_told(False)
        theme.follow(self._fit)

    def show_title(self, record: Record) -> None:
        self.title.setText(title_of(self._form, record))

    def show_head(self, record: Record) -> None:
        """Where the record stands: its title, its pill, the days of its certification."""
        self.show_title(record)
        pill, tone = status_of(record, self._desk.pending(record.id), len(self._desk.conflicts(record.id)))
        self.pill.set(pill, tone)
        self.pill.setVisible(bool(pill))
        told = reading.certification(record) if self._form.group == "outcome" else ""
        self.dates.setText(told)
        self.dates.setVisible(bool(told))
        words = guided.comments(self._desk, record.owner, record.id)
        self.said.setText(
            "\n".join(f"{one.head.partition('關於')[0].rstrip(' ·')}：{one.text}" for one in words)
        )
        self.said.setVisible(bool(words))

    def _lay_out(self, footer: QWidget) -> None:
        self._head = head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        head.addWidget(self.pill)
        self._told = QWidget()
        told = QVBoxLayout(self._told)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(theme.px(8))
        told.addWidget(self.dates)
        told.addWidget(self.said)
        told.addWidget(self.conflicts)
        told.addWidget(self.banner)
        self._card = kit.Card()
        self._card.body.addLayout(head)
        self._card.body.addWidget(self.form, 1)
        self._card.body.addWidget(footer)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(8), 0, 0, 0)
        box.addWidget(self._card)

    def _place_told(self, low: bool) -> None:
        """What is to be known of the record stands over the form, or scrolls with it where there is little room."""
        self._low = low
        if low:
            self.form.body.insertWidget(0, self._told)
            self._told.setContentsMargins(0, 0, 0, 0)
        else:
            self._card.body.insertWidget(1, self._told)
            self._told.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < theme.px(LOW)
        if low != self._low:
            self._place_told(low)
        short = self.height() < theme.px(SHORT)
        if short != self._short:
            self._short = short
            self._tighten()

    def _tighten(self) -> None:
        """Head, foot and gaps give way to the fields where there is little room."""
        self._head.setContentsMargins(theme.px(24), theme.px(6 if self._short else 12), theme.px(16), 0)
        self.form.set_tight(self._short)
        self._footer.set_tight(self._short)

    def _fit(self) -> None:
        """The form's own margins are enough; the sheet only lends its rounded edge."""
        self._card.body.setContentsMargins(1, theme.px(4), 1, theme.px(4))
        self._card.body.setSpacing(0)
        self._tighten()
