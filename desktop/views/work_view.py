"""What a teacher looks at while deciding: the student's words, the files, the first of them opened by itself."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from desktop import theme
from desktop.desk import Desk
from desktop.models import certify_queue as queue, reading
from desktop.views.preview_side import PreviewSide
from desktop.views.record_view import RecordView
from desktop.views.remark_panel import RemarkPanel

WIDE, NARROW, TALL = 600, 540, 520
SETTLE_MS = 180


class _Fitting(QScrollArea):
    """As tall as what is in it where there is room; scrolls where there is not."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setWidget(inside)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), self._inside.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(90))


class WorkView(QWidget):
    """Words and file side by side or one above the other, one at a time in a small window; remarks under the words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._work: queue.Work | None = None
        self._previewing = True
        self._single = False
        self.detail = RecordView(desk, brief=True)
        self.detail.file_opened.connect(self._open_file)
        self.preview = PreviewSide(desk)
        self.preview.closed.connect(self._preview_shut)
        self.panel = RemarkPanel(desk)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(self._words())
        self._split.addWidget(self.preview)
        self._split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(8), 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._split, 1)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._show_file)

    def show_work(self, work: queue.Work | None) -> None:
        """Show the work; the same one again only when something of it changed."""
        before, self._work = self._work, work
        if work is None:
            self._settle.stop()
            self.detail.clear()
            self.preview.hide()
        elif before != work:
            self._write(work)
            if before is None or before.record.id != work.record.id:
                self._settle.start()

    def open_panel(self, on: bool) -> None:
        self._low.setVisible(on)
        if on and self._single:
            self.preview.hide()
        self.lay_out()

    @property
    def writing(self) -> bool:
        """Whether the panel is open."""
        return not self._low.isHidden()

    def lay_out(self) -> None:
        """In a small window an open file, and then a remark being written, takes the place of the words."""
        low = self.height() < theme.px(TALL)
        wide = self.width() >= theme.px(NARROW if low else WIDE)
        turned = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self._split.orientation() != turned:
            self._split.setOrientation(turned)
        self._single = low and not wide
        self.detail.setVisible(not (low and self.writing))
        self._left.setVisible(not self._single or self.preview.isHidden())

    def _words(self) -> QWidget:
        """The student's words, and under them what the teacher writes."""
        self._left = QWidget()
        inside = QWidget()
        around = QVBoxLayout(inside)
        around.setContentsMargins(theme.px(4), 0, theme.px(4), 0)
        around.addWidget(self.panel)
        self._low = _Fitting(inside)
        self._low.hide()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.detail, 1)
        column.addWidget(self._low)
        return self._left

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def _write(self, work: queue.Work) -> None:
        record, desk, view = work.record, self._desk, self.detail
        pill, tone = queue.state_of(work)
        view.begin(work.student, f"{work.place}　{work.of('subject_name')}".strip(), pill, tone)
        if work.files_missing:
            view.add_note(
                "warning", f"還有 {work.files_missing} 個檔案沒有完整送達學校，到齊後才能認證通過。"
            )
        said = reading.remarks(record, desk.codes)
        if said:
            view.add_note("danger" if record.state == "failed" else "info", f"說明：{said}")
        sent = reading.moment(record.srv.get("submitted_at"))
        told = reading.pairs(queue.OUTCOME, record, desk.profile, desk.codes)
        view.add_pairs("", [*told, *((reading.Pair("送出認證", sent),) if sent else ())])
        view.add_files(record, reading.files(queue.OUTCOME, record, desk.profile))
        view.end()

    def _show_file(self) -> None:
        first = next(iter(self._work.record.files.values()), None) if self._work else None
        if first is None or not self._previewing or self._single:
            self.preview.hide()
        else:
            self._open(first)
        self.lay_out()

    def _open_file(self, attachment: object) -> None:
        self._previewing = True
        self._settle.stop()
        self._open(attachment)
        self.lay_out()

    def _open(self, attachment: object) -> None:
        fresh = self.preview.isHidden()
        self.preview.open(attachment)
        if fresh:
            self._split.setSizes([440, 560])

    def _preview_shut(self) -> None:
        self._previewing = self._single
        self.lay_out()
