"""離校與保存期限: who has left and until when the school keeps; removing for good what is past its time."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop import theme
from desktop.models import leavers as model
from desktop.models.grid import GridModel
from desktop.models.leavers import GONE, KEPT
from desktop.operations import keeping
from desktop.views import kit
from desktop.views.grid_view import GridView
from desktop.views.host import Host
from domain import text
from domain.errors import Offline
from domain.keeping import confirmation
from sync.wire.keeping import Keeping

ALL, DUE = "all", "due"
OFFLINE = "這一頁要連上學校才看得到；清除也只在學校進行。"
ASKING = "正在向學校查詢…"
NOTHING = {KEPT: "沒有登記離校的學生。離校日期登記在人員資料。", GONE: "還沒有清除過。"}
FOR_GOOD = "清除之後，這些學生的紀錄、檔案、帳號與歷史都無法復原，只留下一行清除紀錄。備份裡的要另外處理。"


class LeaverPage(QWidget):
    """Nothing is kept here: it is asked of the school each time."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host, self.desk = host, host.desk
        self.told: Keeping | None = None
        self._build()
        self.reload()

    # ---- what the window asks

    def open_record(self, record: str) -> None:
        """There is nothing to open here."""

    def leave(self) -> bool:
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run(partial(keeping.ask, self.desk))

    # ---- doing

    def purge(self) -> None:
        """Ask for a reason and the phrase, then order it."""
        accounts = self.views[KEPT].chosen()
        if not accounts:
            return
        box = PurgeDialog(self, len(accounts))
        if box.exec() == QDialog.DialogCode.Accepted:
            self._run(partial(keeping.purge, self.desk, accounts, box.reason, confirmation(len(accounts))))
        box.deleteLater()

    # ---- showing

    def reload(self) -> None:
        which = self.switch.value
        self.due.setVisible(which == KEPT)
        self.footer.setVisible(which == KEPT and self.told is not None)
        if self.told is None:
            self.shelf.setCurrentIndex(2)
            return
        rows = model.rows(self.told, which, self.search.value().strip(), self.due.value() == DUE)
        self.views[which].grid.replace(rows)
        self.header.set_subtitle(model.summary(self.told))
        self.empty.set_sentence(NOTHING[which])
        self.shelf.setCurrentIndex((0 if which == KEPT else 1) if rows else 2)
        self._gate()

    def _gate(self) -> None:
        accounts = self.views[KEPT].chosen() if self.told is not None else ()
        why = "請先選取可以清除的學生。" if not accounts else ""
        if self.told is not None and accounts:
            why = model.refused(self.told, accounts)
        self.button.setText(f"清除 {len(accounts)} 位…" if accounts else "清除…")
        self.button.setEnabled(not why)
        self.button.setToolTip(why)
        self.button.setAccessibleDescription(why)
        self.footer.set_text(why, "muted")

    # ---- asking

    def _run(self, job: Callable[[], Keeping]) -> None:
        self.empty.set_sentence(ASKING)
        self.desk.hands.start(job, self._heard, self._failed)

    def _heard(self, told: Keeping) -> None:
        before = len(self.told.gone) if self.told is not None else len(told.gone)
        self.told = told
        self.reload()
        if len(told.gone) > before:
            self.host.say(f"已清除 {len(told.gone) - before} 位學生的資料。", "success")

    def _failed(self, error: Exception) -> None:
        self.empty.set_sentence(OFFLINE)
        if isinstance(error, Offline):
            self.told = None
            self.reload()
        else:
            self.host.fail(error)

    # ---- building

    def _build(self) -> None:
        self.switch = kit.SegmentedControl([(KEPT, "離校"), (GONE, "已清除")], "看哪一種")
        self.switch.changed.connect(lambda _: self.reload())
        self.header = kit.PageHeader("離校與保存期限", "", [self.switch])
        self.due = kit.ComboBox([(ALL, "所有離校學生"), (DUE, "已過保存期限的")], name="期限")
        self.due.set_value(ALL)
        self.due.edited.connect(lambda _: self.reload())
        self.search = kit.SearchBox("姓名、帳號")
        self.search.searched.connect(lambda _: self.reload())
        self.views = {
            key: GridView(GridModel(model.COLUMNS[key], self), word)
            for key, word in ((KEPT, "離校學生"), (GONE, "清除紀錄"))
        }
        self.views[KEPT].selectionModel().selectionChanged.connect(lambda *_: self._gate())
        self.empty = kit.EmptyState("shield", ASKING)
        self.shelf = QStackedWidget()
        for part in (*self.views.values(), self.empty):
            self.shelf.addWidget(part)
        self.button = kit.Button("清除…", "danger", "trash")
        self.button.clicked.connect(self.purge)
        self.footer = kit.StickyFooter()
        self.footer.add_action(self.button)
        bar = QHBoxLayout()
        bar.setSpacing(theme.px(8))
        bar.addWidget(self.due)
        bar.addWidget(self.search, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        box.setSpacing(theme.px(12))
        box.addWidget(self.header)
        box.addLayout(bar)
        box.addWidget(self.shelf, 1)
        box.addWidget(self.footer)


class PurgeDialog(kit.ConfirmDialog):
    """There is no way back: a reason, and the phrase to type."""

    def __init__(self, parent: QWidget, count: int) -> None:
        words = f"要清除這 {count} 位離校學生的所有資料嗎？"
        super().__init__(parent, "清除離校學生的資料", words, "清除", True, FOR_GOOD, confirmation(count))
        self.words = kit.TextArea("例如：保存期滿", lines=2)
        self.add_detail(kit.FieldFrame("理由（留在清除紀錄裡）", self.words, True))
        self.words.edited.connect(lambda _: self._compare(self.phrase_box.value()))
        self._compare("")

    @property
    def reason(self) -> str:
        return text.normal(self.words.value()).strip()

    def _compare(self, typed: str) -> None:
        super()._compare(typed)
        words = getattr(self, "words", None)
        if words is None or not text.normal(words.value()).strip():
            self.confirm_button.setEnabled(False)
