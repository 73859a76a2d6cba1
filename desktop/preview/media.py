"""Plays a sound or a film from memory. Needs QtMultimedia, so it is imported on first use. Never starts by itself."""

from PySide6.QtCore import QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QResizeEvent
from PySide6.QtMultimedia import QVideoFrame
from PySide6.QtMultimediaWidgets import QGraphicsVideoItem
from PySide6.QtWidgets import (
    QGraphicsScene,
    QGraphicsView,
    QLabel,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.preview import words
from desktop.preview.controls import Bar, Ground, IconAction, Viewer, Words
from desktop.preview.kinds import Kind, cut_short
from desktop.preview.player import QUEUED, the_player

FRAME_WAIT = 3000
LOAD_WAIT = 15000
"""Milliseconds until a film without a picture, or a file without an answer, is called out."""


class SeekBar(QSlider):
    """A slider that goes where it is clicked."""

    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName(name)
        self.sliderMoved.connect(self.chosen)
        self.actionTriggered.connect(self._stepped)
        theme.follow(self._resize)

    def _resize(self) -> None:
        self.setMinimumSize(theme.px(48), theme.px(24))

    def _stepped(self, _action: int) -> None:
        if not self.isSliderDown():
            self.chosen.emit(self.sliderPosition())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.width():
            part = min(1.0, max(0.0, event.position().x() / self.width()))
            target = self.minimum() + round(part * (self.maximum() - self.minimum()))
            self.setSliderPosition(target)
            self.chosen.emit(target)
        super().mousePressEvent(event)


class Screen(QGraphicsView):
    """Where a film is shown, fitted to the room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("影片畫面")
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scene = QGraphicsScene(self)
        self.item = QGraphicsVideoItem()
        self._scene.addItem(self.item)
        self.setScene(self._scene)
        self.item.nativeSizeChanged.connect(self._fit, QUEUED)
        theme.follow(self._retint)

    @Slot(QSizeF)
    def _fit(self, size: QSizeF | None = None) -> None:
        native = self.item.nativeSize() if size is None else size
        if native.isEmpty():
            return
        self.item.setSize(native)
        self._scene.setSceneRect(self.item.boundingRect())
        self.fitInView(self.item, Qt.AspectRatioMode.KeepAspectRatio)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _retint(self) -> None:
        self.setBackgroundBrush(theme.color("sunken"))


class MediaViewer(Viewer):
    """A sound or a film in memory."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Bar("播放控制"), parent)
        self._data, self._ending = b"", ""
        self._shown = self._play_when_loaded = self._loading_done = self._called_out = False
        self._kind: Kind = "audio"
        self._duration = 0
        self.frames = 0
        self.player = the_player()
        self.film = Screen()
        self._emblem = QLabel()
        self._emblem.setAlignment(Qt.AlignmentFlag.AlignCenter)
        quiet = Ground("sunken")
        QVBoxLayout(quiet).addWidget(self._emblem)
        self._quiet = quiet
        self._stack = QStackedWidget()
        self._stack.addWidget(self._quiet)
        self._stack.addWidget(self.film)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._no_frame = QTimer(self, singleShot=True, interval=FRAME_WAIT)
        self._no_answer = QTimer(self, singleShot=True, interval=LOAD_WAIT)
        self._fill_bar()
        self._connect()
        theme.follow(self._retint)

    def _fill_bar(self) -> None:
        self.toggle = IconAction("play", "播放")
        self.setFocusProxy(self.toggle)
        self.toggle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.seek_bar = SeekBar("播放位置")
        self.time = Words(role="muted")
        self.volume = SeekBar("音量")
        self.volume.setRange(0, 100)
        self.volume.setValue(80)
        self.volume.setMaximumWidth(72)
        self.bar.row.setSpacing(8)
        self.bar.add(self.toggle)
        self.bar.add(self.seek_bar, 1)
        self.bar.add(self.time)
        self.bar.add(label := Words(role="small"))
        label.setText("音量")
        self.bar.add(self.volume)

    def _connect(self) -> None:
        self.toggle.clicked.connect(lambda: self.act("toggle"))
        self.seek_bar.chosen.connect(self._seek)
        self.volume.chosen.connect(lambda value: self.player.set_volume(value / 100))
        self._no_frame.timeout.connect(self._picture_missing)
        self._no_answer.timeout.connect(lambda: self.fail(words.MEDIA_DAMAGED))
        self.player.loaded.connect(self._loaded)
        self.player.failed.connect(self._failed)
        self.player.moved.connect(self._moved)
        self.player.measured.connect(self._measured)
        self.player.playing_changed.connect(self._playing_changed)
        self.player.taken.connect(self._taken)
        self.film.item.videoSink().videoFrameChanged.connect(self._frame, QUEUED)

    @property
    def mine(self) -> bool:
        """Whether the one player plays for this viewer."""
        return self.player.owner is self

    @property
    def duration(self) -> int:
        return self._duration

    def show_file(self, name: str, kind: Kind, data: bytes) -> None:
        stem, dot, ending = name.rpartition(".")
        self._data, self._ending = data, f".{ending.lower()}" if stem and dot and ending.isascii() else ""
        self._kind, self._duration = kind, 0
        self._open(play=False)

    def release(self) -> None:
        self._data, self._shown = b"", False
        self._no_frame.stop()
        self._no_answer.stop()
        self.player.close(self)

    def act(self, what: str) -> bool:
        if what not in ("toggle", "pause"):
            return False
        if not self.mine:
            if what == "toggle" and self._data:
                self._open(play=True)
        elif self.player.playing:
            self.player.pause()
        elif what == "toggle":
            self.player.play()
        return True

    def _open(self, play: bool) -> None:
        self._play_when_loaded, self._loading_done, self.frames = play, False, 0
        self._no_answer.start()
        self.player.open(self, self._data, self._ending, self.film.item)
        self.player.set_volume(self.volume.value() / 100)

    @Slot()
    def _loaded(self) -> None:
        if not self.mine or (self._shown and not self._play_when_loaded):
            return
        self._no_answer.stop()
        self._loading_done = True
        self._measured(self.player.duration)
        moving = self._kind == "video" and self.player.has_video
        self._stack.setCurrentWidget(self.film if moving else self._quiet)
        if moving:
            self._no_frame.start()
        if self._play_when_loaded:
            self.player.play()
        elif moving:
            self.player.pause()  # brings the first picture, and no sound
        if not self._shown:
            self._shown = True
            if self._kind == "video" and cut_short(self._data):
                self.noticed.emit(words.MEDIA_CUT)
            self.ready.emit()

    @Slot()
    def _failed(self) -> None:
        if self.mine:
            self.fail(words.MEDIA_DAMAGED)

    @Slot(QVideoFrame)
    def _frame(self, frame: QVideoFrame) -> None:
        if not (self._loading_done and frame.isValid()):
            return
        self.frames += 1
        self._no_frame.stop()
        if self._called_out:
            self._called_out = False
            self.noticed.emit("")

    @Slot()
    def _picture_missing(self) -> None:
        if self.mine and not self.frames:
            self._called_out = True
            self.noticed.emit(f"{words.NO_FRAME.sentence}{words.NO_FRAME.remedy}")

    @Slot(int)
    def _moved(self, milliseconds: int) -> None:
        if self.mine:
            if not self.seek_bar.isSliderDown():
                self.seek_bar.setValue(milliseconds)
            self._say_time(milliseconds)

    @Slot(int)
    def _measured(self, milliseconds: int) -> None:
        if self.mine and milliseconds > 0:
            self._duration = milliseconds
            self.seek_bar.setRange(0, milliseconds)
            self.seek_bar.setSingleStep(max(1000, milliseconds // 50))
            self.seek_bar.setPageStep(max(5000, milliseconds // 10))
            self._say_time(0)
            self.facts.emit(words.clock(milliseconds))

    @Slot(bool)
    def _playing_changed(self, playing: bool) -> None:
        if self.mine:
            self._say_playing(playing)

    @Slot()
    def _taken(self) -> None:
        if not self.mine:
            self._say_playing(False)

    def _say_playing(self, playing: bool) -> None:
        self.toggle.show_icon("pause" if playing else "play", "暫停" if playing else "播放")

    def _say_time(self, milliseconds: int) -> None:
        text = f"{words.clock(milliseconds)} / {words.clock(self._duration)}"
        if text != self.time.text():
            self.time.setText(text)

    def _seek(self, milliseconds: int) -> None:
        if self.mine:
            self.player.seek(milliseconds)

    def _retint(self) -> None:
        self._emblem.setPixmap(theme.icon("file-audio", role="accent", size=96).pixmap(theme.px(96)))
