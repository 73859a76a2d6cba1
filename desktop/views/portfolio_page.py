"""學習歷程 PDF: pick records, put them in order, write the cover, get one PDF to hand in."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.changes import Changes
from desktop.models import portfolio
from desktop.models.entry_list import RECORD, LineList
from desktop.models.portfolio import Chosen, Filter, Picking
from desktop.operations import papers
from desktop.paper.book import Cover
from desktop.views import kit
from desktop.views.host import Host, size_text
from desktop.views.paper_job import PaperJob
from desktop.views.rows import ROLES
from desktop.views.when_seen import WhenSeen
from domain.forms import FORMS, HELD
from domain.records import Record

FIELDS = (("title", "標題"), ("school", "學校"), ("name", "姓名"), ("group", "班級"), ("day", "日期"))
NOTE = "PDF 沒有加密，請只交給您想給的人；公用電腦用完請刪除。"
NARROW = 700
AT_ONCE = 1


class PortfolioPage(QWidget):
    """`export_to` makes the PDF without asking where to."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host
        self.desk = host.desk
        self.picking = Picking()
        self.shown: tuple[Chosen, ...] = ()
        self.model = LineList({name: role for name, role in ROLES.items() if name != "icon"}, self)
        self._filling = False
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self._building = kit.Slices(self._built(), self, AT_ONCE)
        WhenSeen(self, self.desk.bus, self._on_changed)

    # ---- what the window asks

    def whole(self) -> "PortfolioPage":
        """The page with all its parts, for whoever cannot wait for them."""
        self._building.finish()
        return self

    def open_record(self, record: str) -> None:
        self.whole()
        row = self.model.row_of(record)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))

    def leave(self) -> bool:
        """A PDF in the making goes on while another page is open."""
        return True

    # ---- making it

    @property
    def cover(self) -> Cover:
        kit.commit_preedit()
        return Cover(**{key: editor.value().strip() for key, editor in self.editors.items()})

    def ask_and_export(self) -> None:
        cover = self.cover
        day = self.desk.clock.here().astimezone()
        name = "_".join(part for part in (cover.title, cover.name, f"{day:%Y%m%d}") if part)
        path = self.host.ask_where_to_save("存成 PDF", f"{name}.pdf")
        if path is not None:
            self.export_to(papers.named(path, ".pdf"))

    def export_to(self, path: Path) -> None:
        """What is ticked, in the order of the list."""
        chosen, cover, files = self.picking.inside(self.shown), self.cover, self.with_files.value()
        alone = not self.with_front.value()
        if alone:
            cover = structs.replace(cover, title=cover.title or portfolio.TITLE)
        desk = self.desk
        self.job.start(
            path,
            lambda to, tell, cancel: papers.portfolio(
                desk, portfolio.book(desk, chosen, cover, files, alone), to, tell, cancel
            ),
        )

    # ---- choosing

    @property
    def filter(self) -> Filter:
        forms = (self.kind.value(),) if self.kind.value() else ()
        return Filter(self.term.value(), self.scope.value, forms, self.order.value())

    def reorder(self, step: int) -> None:
        """The current record one place up or down."""
        record = self.list.currentIndex().data(RECORD)
        if isinstance(record, Record):
            self.picking.move(self.shown, record.id, step)
            self._fill()
            self.open_record(record.id)

    def tick_all(self, on: bool) -> None:
        self.picking.mark(self.shown, [one.record.id for one in self.shown] if on else [])
        self._fill()

    def _ticked(self) -> None:
        if not self._filling:
            self.picking.mark(self.shown, [record.id for record in self.model.ticked()])
            self._count()

    def _order_chosen(self, _: str) -> None:
        self.picking.forget_order()
        self.reload()

    # ---- showing

    def reload(self) -> None:
        """Read the records again; what was unticked and moved stays so."""
        every = portfolio.everything(self.desk)
        self.term.set_options([("", "全部學期"), *portfolio.terms(every)])
        forms = {one.record.form for one in every}
        titles = [(f.key, self.desk.profile.title_of(f)) for f in HELD if f.key in forms]
        self.kind.set_options([("", "全部類型"), *titles])
        self._found = portfolio.candidates(self.desk, self.filter)
        self._fill()

    def _fill(self) -> None:
        self._filling = True
        self.shown = self.picking.arranged(self._found)
        self.model.replace([portfolio.line(self.desk, one) for one in self.shown])
        self.model.tick([one.record.id for one in self.picking.inside(self.shown)])
        self._filling = False
        self.shelf.setCurrentIndex(0 if self.shown else 1)
        self._count()

    def _count(self) -> None:
        chosen = self.picking.inside(self.shown)
        count, size = portfolio.measure(chosen, self.with_files.value())
        files = f"、{count} 個附件、{size_text(size)}" if count else ""
        self.footer.set_text(f"選了 {len(chosen)} 筆紀錄{files}")
        why = "" if chosen else "請至少選一筆紀錄。"
        self.export_button.setEnabled(not why and not self.job.running)
        self.export_button.setToolTip(why)
        for editor in self.editors.values():
            editor.setEnabled(self.with_front.value())

    def _write_cover(self, cover: Cover) -> None:
        for key, editor in self.editors.items():
            editor.set_value(getattr(cover, key))

    def _on_changed(self, changes: Changes) -> None:
        wanted = changes.all or changes.settings or changes.records or changes.forms & set(FORMS)
        if wanted and self._building.over:
            self.reload()

    # ---- building

    def _built(self) -> Iterator[None]:
        """Part by part, so that the window never waits for the page."""
        self.job = PaperJob(self.host)
        self.job.changed.connect(self._count)
        self.split.setChildrenCollapsible(False)
        inner = QVBoxLayout()
        inner.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(8))
        inner.setSpacing(theme.px(12))
        title = self.desk.profile.label_of("portfolio") or portfolio.TITLE
        inner.addWidget(kit.PageHeader(title, "選好的紀錄和附件，合成一份可以交出去的 PDF。"))
        around = QScrollArea()  # a window with little room scrolls, rather than put one thing over another
        around.setWidgetResizable(True)
        around.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        around.setFrameShape(QFrame.Shape.NoFrame)
        around.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        around.setWidget(self.split)
        inner.addWidget(around, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(inner, 1)
        box.addWidget(self._footer())
        yield
        self.split.addWidget(self._records())
        yield
        self.split.addWidget(self._side())
        self.split.setStretchFactor(0, 1)
        self.split.setSizes([theme.px(620), theme.px(380)])
        yield
        self._write_cover(portfolio.cover(self.desk, self.desk.clock.here().astimezone().date()))
        self.model.checked.connect(self._ticked)
        yield
        self.reload()

    def _records(self) -> QWidget:
        self.term = kit.ComboBox([("", "全部學期")], name="學年度與學期")
        self.kind = kit.ComboBox([("", "全部類型")], name="類型")
        self.order = kit.ComboBox(portfolio.ORDERS, name="順序")
        self.order.set_value(portfolio.BY_FORM)
        self.order.edited.connect(self._order_chosen)
        for combo in (self.term, self.kind):
            combo.set_value("")
            combo.edited.connect(lambda _: self.reload())
        self.scope = kit.SegmentedControl(portfolio.SCOPES, "範圍")
        self.scope.changed.connect(lambda _: self.reload())
        self.list = kit.RecordList()
        self.list.setAccessibleName("要放進 PDF 的紀錄")
        self.list.setModel(self.model)
        self.shelf = QStackedWidget()
        self.shelf.addWidget(self.list)
        self.shelf.addWidget(kit.EmptyState("search", "這個範圍內沒有紀錄。換一個學期、類型或範圍。"))
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, theme.px(8), 0)
        column.setSpacing(theme.px(8))
        for parts in ((self.term, self.kind, self.order), (self.scope,)):
            column.addLayout(_row(*parts))
        column.addWidget(self.shelf, 1)
        column.addLayout(self._list_buttons())
        return pane

    def _list_buttons(self) -> QHBoxLayout:
        every, none = kit.Button("全選", "ghost"), kit.Button("全不選", "ghost")
        every.clicked.connect(lambda: self.tick_all(True))
        none.clicked.connect(lambda: self.tick_all(False))
        self.up, self.down = (
            kit.Button("上移", "ghost", "chevron-up"),
            kit.Button("下移", "ghost", "chevron-down"),
        )
        for button, step, key in ((self.up, -1, "Alt+Up"), (self.down, 1, "Alt+Down")):
            button.clicked.connect(lambda _=False, step=step: self.reorder(step))
            button.setToolTip(f"{button.text()}選取的紀錄（{key}）")
            keys = QShortcut(QKeySequence(key), self.list, context=Qt.ShortcutContext.WidgetShortcut)
            keys.activated.connect(button.click)
        row = _row(every, none)
        row.addWidget(self.up)
        row.addWidget(self.down)
        return row

    def _side(self) -> QWidget:
        page = kit.ScrollPage()
        card = kit.Card("封面")
        self.with_front = kit.CheckField("加上封面和目錄")
        self.with_files = kit.CheckField("放進附件")
        self.editors = {key: kit.LineEdit() for key, _ in FIELDS}
        for box in (self.with_front, self.with_files):
            box.set_value(True)
            box.edited.connect(lambda _: self._count())
        card.add(self.with_front)
        for key, label in FIELDS:
            card.add(kit.FieldFrame(label, self.editors[key]))
        page.add(self.job)
        page.add(card)
        more = kit.Card("附件")
        more.add(self.with_files)
        more.add(kit.label("PDF 整份放進去，圖片一張一頁；影音寫檔名、長度和指紋。", role="small", wrap=True))
        page.add(more)
        page.add(kit.label(NOTE, role="small", wrap=True))
        page.body.addStretch(1)
        self._page = page
        theme.follow(self._fit)
        return page

    def _footer(self) -> kit.StickyFooter:
        self.footer = kit.StickyFooter()
        self.export_button = kit.Button("存成 PDF", "primary", "download")
        self.export_button.clicked.connect(self.ask_and_export)
        self.export_button.setEnabled(False)
        self.footer.add_action(self.export_button)
        return self.footer

    def _fit(self) -> None:
        self._page.body.setContentsMargins(theme.px(8), 0, theme.px(4), theme.px(8))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Little room: the cover stands under the list."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(NARROW)
        self.split.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)


def _row(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return row
