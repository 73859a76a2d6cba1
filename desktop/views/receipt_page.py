"""收訖明細: what the national database has received, to be confirmed or reported by category (SA §7-1)."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.models import receipts
from desktop.operations import receipts as operations
from desktop.views import kit
from desktop.views.host import Host
from desktop.views.receipt_cards import report_card, state_card
from desktop.views.receipt_table import ReceiptTable
from desktop.views.report_panel import ReportPanel
from desktop.views.when_seen import WhenSeen
from domain.forms import FORMS
from domain.intents import Action
from domain.records import Record
from domain.refusals import Refused, Verdict

PHRASE = "確認"
TOLD = {
    "imported": "還沒到確認期限，可以先看內容。",
    "open": "每一個項目都看過之後，再選擇。",
    "confirmed": "已確認資料皆正確。",
    "reported": "已回報問題，等學校處理。",
    "processed": "學校已處理，請再核對一次。",
}


class ReceiptPage(QWidget):
    """A term, its categories in a strip, the tables of one category, and what may be said of it below."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host
        self.desk = host.desk
        self.term = ""
        self.category = self.desk.profile.receipts.categories[0]
        self._found: tuple[receipts.Category, ...] = ()
        self._drawn: tuple[object, ...] = ()
        self._build()
        WhenSeen(self, self.desk.bus, self._on_changed)
        self._minute = QTimer(self, interval=30_000)
        self._minute.timeout.connect(self._refresh)
        self._minute.start()
        self.reload()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        found = self.desk.record(record)
        if found is not None and found.form == "receipt":
            self.show_category(found.text("year_term"), found.text("category"))

    def leave(self) -> bool:
        return True

    # ---- choosing

    def show_category(self, term: str, key: str) -> None:
        """Look at one category of a term."""
        if key in self.desk.profile.receipts.categories:
            self.category = key
            self.strip.select(key)
        if term:
            self.term = term
        self.reload()

    @property
    def current(self) -> receipts.Category | None:
        return next((one for one in self._found if one.key == self.category), None)

    @property
    def record(self) -> Record | None:
        return self.current.record if self.current else None

    def _choose_term(self, term: str) -> None:
        self.term = term
        self.reload()

    def _choose_category(self, key: str) -> None:
        self.category = key
        self.panel.hide()
        self._refresh()

    # ---- saying

    def confirm(self) -> None:
        record, category = self.record, self.current
        if record is None or category is None:
            return
        agreed = kit.ConfirmDialog.ask(
            self,
            "確認資料皆正確",
            f"「{category.label}」共 {category.count} 筆，確認全部正確。",
            "確認資料皆正確",
            consequence="確認之後就不能再回報問題，也不能取消。",
            phrase=PHRASE,
        )
        if agreed:
            self.desk.write(
                lambda: operations.confirm(self.desk, record),
                lambda _: self.host.say(f"已確認「{category.label}」，連上學校後會送出。", "success"),
                self.host.fail,
            )

    def _begin_report(self) -> None:
        self.panel.begin()
        self.page.verticalScrollBar().setValue(0)

    def send_report(self, types: list[str], text: str) -> None:
        record = self.record
        if record is not None:
            self.desk.write(
                lambda: operations.report(self.desk, record, types, text),
                lambda _: self._reported(),
                self.host.fail,
            )

    def _reported(self) -> None:
        self.panel.hide()
        self.host.say("已回報問題，連上學校後會送出。", "success")

    def _repick(self) -> None:
        self.host.go(receipts.SELECTION_PAGES[self.category])

    # ---- showing

    def reload(self) -> None:
        """Read the receipts again; the term that is looked at stays."""
        found = receipts.terms(self.desk)
        self.terms.set_options(found)
        codes = [code for code, _ in found]
        if codes and self.term not in codes:
            self.term = codes[0]
        self.terms.set_value(self.term)
        self.shelf.setCurrentIndex(0 if codes else 1)
        self.footer.setVisible(bool(codes))
        self.terms.setVisible(bool(codes))
        self._refresh()

    def _refresh(self) -> None:
        self._found = receipts.categories(self.desk, self.term)
        for one in self._found:
            self.strip.set_label(one.key, one.title)
        category = self.current
        if category is not None:
            self._draw(category)
            self._refresh_actions(category)

    def _draw(self, category: receipts.Category) -> None:
        """Make the tables anew only when something in them differs: a scroll position is the reader's."""
        record = category.record
        told = receipts.periods(self.desk, record, category.key) if record else ()
        report = receipts.report_of(self.desk, record) if record else None
        pending = self.desk.pending(record.id) if record else 0
        drawn = (category, told, report, pending)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        self._clear()
        if record is None:
            self.body.addWidget(kit.EmptyState("inbox", "學校還沒有匯入這個類別。"))
        else:
            self.body.addWidget(state_card(record, told, pending))
            if report is not None:
                self.body.addWidget(report_card(report))
            self._add_tables(category)
        self.body.addStretch(1)

    def _add_tables(self, category: receipts.Category) -> None:
        if not category.readable:
            words = "這份明細的內容讀不出來，請先不要確認，並通知學校重新匯入。"
            self.body.addWidget(kit.Banner("danger", words))
        shown = receipts.nonempty(category.tables)
        for table in shown:
            self.body.addWidget(kit.SectionTitle(table.title))
            self.body.addWidget(ReceiptTable(table))
        empty = [table.title for table in category.tables if not table.rows]
        if empty:
            words = "、".join(empty)
            self.body.addWidget(kit.label(f"無資料：{words}", role="small", wrap=True))

    def _refresh_actions(self, category: receipts.Category) -> None:
        record = category.record
        repick = category.key in receipts.SELECTION_PAGES and record is not None
        self.repick_button.setVisible(repick)
        self.report_button.setVisible(record is not None and self.desk.profile.receipts.reporting)
        self.confirm_button.setVisible(record is not None)
        self.footer.setVisible(record is not None)
        if record is None:
            self.panel.hide()
            return
        may_confirm = self.desk.may(Action.CONFIRM, record)
        if not category.readable:
            may_confirm = Refused("unreadable", "這份明細的內容讀不出來。", "請通知學校重新匯入。")
        may_report = self.desk.may(Action.REPORT, record)
        _gate(self.confirm_button, may_confirm)
        _gate(self.report_button, may_report)
        if repick:
            _gate(self.repick_button, receipts.may_repick(self.desk, record))
        if not may_report:
            self.panel.hide()
        self.footer.set_text(self._told(record, may_confirm))

    def _told(self, record: Record, may_confirm: Verdict) -> str:
        if isinstance(may_confirm, Refused) and record.state in ("open", "imported", "processed"):
            return may_confirm.sentence
        return TOLD.get(record.state, "")

    # ---- building

    def _build(self) -> None:
        title = self.desk.profile.title_of(FORMS["receipt"])
        self.terms = kit.ComboBox(name="學年期")
        self.terms.setMinimumContentsLength(16)
        self.terms.edited.connect(self._choose_term)
        self.header = kit.PageHeader(title, "請逐筆核對送到國教署的資料。", [self.terms])
        labels = self.desk.codes["receipt_category"]
        keys = self.desk.profile.receipts.categories
        self.strip = kit.SegmentedControl([(key, f"{labels.label(key)} (0)") for key in keys], name="類別")
        self.strip.changed.connect(self._choose_category)
        self.page = kit.ScrollPage()
        holder = QWidget()
        self.body = QVBoxLayout(holder)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.panel = ReportPanel(self.desk.codes["problem_type"])
        self.panel.sent.connect(self.send_report)
        self.panel.given_up.connect(self.panel.hide)
        self.panel.hide()
        self.page.add(self.panel)
        self.page.add(holder)
        self.shelf = QStackedWidget()
        self.shelf.addWidget(self._content())
        self.shelf.addWidget(kit.EmptyState("inbox", f"學校還沒有匯入{title}。"))
        head = QVBoxLayout()
        head.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(12))
        head.addWidget(self.header)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.shelf, 1)
        box.addWidget(self._footer())
        theme.follow(self._fit)

    def _content(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(theme.px(24), 0, theme.px(24), theme.px(8))
        column.setSpacing(theme.px(12))
        column.addWidget(self.strip)
        column.addWidget(self.page, 1)
        return made

    def _footer(self) -> kit.StickyFooter:
        self.footer = kit.StickyFooter()
        self.repick_button = kit.Button("調整勾選", "secondary", "check-square")
        self.repick_button.clicked.connect(self._repick)
        self.report_button = kit.Button("問題回報", "secondary", "comment")
        self.report_button.clicked.connect(self._begin_report)
        self.confirm_button = kit.Button("確認資料皆正確", "primary", "check")
        self.confirm_button.clicked.connect(self.confirm)
        for button in (self.repick_button, self.report_button, self.confirm_button):
            self.footer.add_action(button)
        return self.footer

    def _clear(self) -> None:
        while (item := self.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _fit(self) -> None:
        self.page.body.setContentsMargins(0, 0, theme.px(8), theme.px(16))
        self.page.body.setSpacing(theme.px(12))
        self.body.setSpacing(theme.px(12))

    def _on_changed(self, changes: Changes) -> None:
        if changes:
            self.reload()


def _gate(button: kit.Button, verdict: Verdict) -> None:
    """Grey with the reason."""
    why = verdict.text if isinstance(verdict, Refused) else ""
    button.setEnabled(bool(verdict))
    button.setToolTip(why)
    button.setAccessibleDescription(why)
