"""What else can be done with a record: in the list by the right button, in the form behind the three dots."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop import theme
from desktop.models import portfolio
from desktop.models.entry_list import QUOTED, cut, title_of
from desktop.operations import copies, papers
from desktop.views.history_dialog import open_history
from desktop.views.host import Host
from domain.forms import FORMS
from domain.records import Record
from domain.refusals import Refused

COPY = "複製成新的一筆"


class RecordMenu(QMenu):
    """record: asked for when something is chosen, so that what was typed meanwhile is in it.

    Its icons are drawn when it is first opened.
    """

    def __init__(self, host: Host, record: Callable[[], Record], parent: QWidget) -> None:
        super().__init__(parent)
        self._host = host
        self._record = record
        self.setToolTipsVisible(True)
        self.copying = self._add(COPY, "copy", self._copy)
        self.printing = self._add("存成 PDF", "download", self._print)
        self.signed = self._add("簽章收據", "certificate", self._show_receipts)
        self.history = self._add("歷史", "history", self._show_history)

    def refresh(self, there: bool = True) -> None:
        """Grey, with the reason, what cannot be done now. there: the record exists already."""
        verdict = copies.may_copy(self._host.desk, self._record())
        self.copying.setEnabled(there and bool(verdict))
        for action in (self.history, self.printing):
            action.setEnabled(there)
        self._refresh_receipts()
        why = verdict.text if isinstance(verdict, Refused) else "內容和檔案都一樣，學年度換成今年"
        self.copying.setToolTip(why)

    def _add(self, text: str, icon: str, slot: Callable[[], None]) -> QAction:
        action = self.addAction(text)
        action.triggered.connect(slot)
        self.aboutToShow.connect(lambda: action.setIcon(theme.icon(icon)))
        return action

    def _show_history(self) -> None:
        parent = self.parent()
        if isinstance(parent, QWidget):
            open_history(self._host, self._record(), parent)

    def _refresh_receipts(self) -> None:
        """Never before the school has answered."""
        signed = any(said.receipt for said in self._host.desk.journal(self._record().id))
        self.signed.setEnabled(signed)
        self.signed.setToolTip("" if signed else "學校還沒有簽收過這一筆。")

    def _show_receipts(self) -> None:
        self._host.go("signed_receipts", self._record().id)

    def _print(self) -> None:
        save_as_pdf(self._host, self._record())

    def _copy(self) -> None:
        copy_and_open(self._host, self._record())


def copy_and_open(host: Host, record: Record, same_year: bool = False) -> None:
    """Begin a record like this one and show it."""
    title = title_of(FORMS[record.form], record)

    def opened(result: object) -> None:
        if isinstance(result, tuple):
            host.go(record.form, result[1].id)
            host.say(
                f"已複製「{title}」。請把和去年不同的地方改掉。"
                if not same_year
                else "已新增一份相同的內容。"
            )

    host.desk.write(lambda: copies.copy(host.desk, record, same_year), opened, host.fail)


def save_as_pdf(host: Host, record: Record) -> None:
    """This record with its files, without cover and contents."""
    desk = host.desk
    parent = desk.record(record.parent) if record.parent else None
    chosen = portfolio.Chosen(record, parent)
    path = host.ask_where_to_save("存成 PDF", f"{cut(portfolio.heading(chosen), QUOTED)}.pdf")
    if path is None:
        return
    target = papers.named(path, ".pdf")
    cover = portfolio.cover(desk, desk.clock.here().astimezone().date())

    def done(bound: papers.Bound) -> None:
        left = f"有 {len(bound.left_out)} 個附件沒有放進去，PDF 裡寫了原因。" if bound.left_out else ""
        host.say(f"已存成 {target.name}，共 {bound.pages} 頁。{left}", "warning" if left else "success")

    host.say("正在製作 PDF…")
    desk.hands.start(
        lambda: papers.portfolio(desk, portfolio.book(desk, [chosen], cover, alone=True), target),
        done,
        host.fail,
    )
