"""Shows a PDF: pages below each other, page by page with keys, zoom. Needs QtPdf, so it is imported on first use."""

from PySide6.QtCore import QBuffer, QIODevice, QPointF, Slot
from PySide6.QtGui import QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import theme
from desktop.preview import words
from desktop.preview.controls import Bar, IconAction, TextAction, Viewer, Words
from desktop.preview.kinds import Kind
from desktop.preview.text_layer import TextLayer
from desktop.preview.texts import PageReader

STEP = 1.25
SMALLEST, LARGEST = 0.2, 6.0
_TROUBLES = {
    QPdfDocument.Error.IncorrectPassword: words.PDF_LOCKED,
    QPdfDocument.Error.UnsupportedSecurityScheme: words.PDF_STRANGE,
}


class DocumentViewer(Viewer):
    """A PDF in memory. reader: reads what its pages say, elsewhere."""

    def __init__(self, reader: PageReader | None = None, parent: QWidget | None = None) -> None:
        super().__init__(Bar("頁面控制"), parent)
        self._buffer: QBuffer | None = None
        self._data = b""
        self._document = QPdfDocument(self)
        self.text = TextLayer(reader, self)
        self.view = self.text.view
        self.view.setDocument(self._document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setFrameShape(QPdfView.Shape.NoFrame)
        self.view.setAccessibleName("文件內容")
        self.setFocusProxy(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.text.find_bar)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.text.whisper)
        self._fill_bar()
        self._document.statusChanged.connect(self._status_changed)
        self.view.pageNavigator().currentPageChanged.connect(self._page_changed)
        theme.follow(self._retint)

    def _fill_bar(self) -> None:
        self.previous = IconAction("chevron-up", "上一頁")
        self.next = IconAction("chevron-down", "下一頁")
        self.page = Words()
        self.smaller = IconAction("zoom-out", "縮小")
        self.larger = IconAction("zoom-in", "放大")
        self.fit = TextAction("符合寬度")
        self.search = IconAction("search", "在這份 PDF 裡找（Ctrl+F）")
        for widget in (self.previous, self.page, self.next):
            self.bar.add(widget)
        self.bar.gap()
        for button in (self.search, self.smaller, self.larger, self.fit):
            self.bar.add(button)
        self.previous.clicked.connect(lambda: self.act("previous"))
        self.next.clicked.connect(lambda: self.act("next"))
        self.search.clicked.connect(lambda: self.act("find"))
        self.smaller.clicked.connect(lambda: self.act("out"))
        self.larger.clicked.connect(lambda: self.act("in"))
        self.fit.clicked.connect(lambda: self.act("fit"))

    @property
    def pages(self) -> int:
        return self._document.pageCount()

    @property
    def current(self) -> int:
        """The page on top, counted from 1."""
        return self.view.pageNavigator().currentPage() + 1

    def show_file(self, name: str, kind: Kind, data: bytes) -> None:
        self.release()
        self._data = data
        self._buffer = QBuffer(self)
        self._buffer.setData(data)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        if self._document.status() != QPdfDocument.Status.Loading:
            self._judge()

    def release(self) -> None:
        buffer, self._buffer, self._data = self._buffer, None, b""
        self.text.release()
        self._document.close()
        if buffer is not None:
            buffer.close()
            buffer.setData(b"")
            buffer.deleteLater()

    @Slot(QPdfDocument.Status)
    def _status_changed(self, status: QPdfDocument.Status) -> None:
        if status == QPdfDocument.Status.Error and self.isVisible() and self.pages:
            self.fail(words.PDF_DAMAGED)

    def _judge(self) -> None:
        error = self._document.error()
        if self._document.status() != QPdfDocument.Status.Ready or not self.pages:
            self.fail(_TROUBLES.get(error, words.PDF_DAMAGED))
            return
        if any(self._document.pagePointSize(n).isEmpty() for n in range(min(self.pages, 50))):
            self.fail(words.PDF_DAMAGED)
            return
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.pageNavigator().jump(0, QPointF())
        self.text.begin(self._data)
        self.facts.emit(f"{self.pages} 頁")
        self._page_changed()
        self.ready.emit()

    @Slot()
    def _page_changed(self) -> None:
        self.page.setText(f"{self.current} / {self.pages}")
        self.page.setAccessibleName(f"第 {self.current} 頁，共 {self.pages} 頁")
        self.previous.setEnabled(self.current > 1)
        self.next.setEnabled(self.current < self.pages)

    def act(self, what: str) -> bool:
        match what:
            case "next" | "previous":
                self._turn(1 if what == "next" else -1)
            case "in" | "out":
                self._zoom(STEP if what == "in" else 1 / STEP)
            case "fit":
                self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
            case _:
                return self.text.act(what)
        return True

    def takes(self, what: str) -> bool:
        return self.text.takes(what)

    def _turn(self, step: int) -> None:
        target = self.current - 1 + step
        if 0 <= target < self.pages:
            self.view.pageNavigator().jump(target, QPointF())

    def _zoom(self, factor: float) -> None:
        wanted = self.zoom * factor
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(LARGEST, max(SMALLEST, wanted)))

    @property
    def zoom(self) -> float:
        """The factor in force, also while the pages fit the width."""
        if self.view.zoomMode() == QPdfView.ZoomMode.Custom:
            return self.view.zoomFactor()
        margins = self.view.documentMargins()
        room = self.view.viewport().width() - margins.left() - margins.right()
        widest = max((self._document.pagePointSize(n).width() for n in range(min(self.pages, 50))), default=0)
        return room / (widest * self.view.logicalDpiX() / 72) if widest else 1.0

    def _retint(self) -> None:
        palette = self.view.palette()
        palette.setColor(QPalette.ColorRole.Dark, theme.color("sunken"))
        self.view.setPalette(palette)
