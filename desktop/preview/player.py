"""The application's one media player. Needs QtMultimedia, so it is imported on first use.

Every command goes through the event loop: called straight from Python, stop() holds the interpreter's lock while it
waits for a sound thread that may be waiting for that very lock, and the program hangs.
"""

from PySide6.QtCore import (
    Q_ARG,
    QBuffer,
    QByteArray,
    QCoreApplication,
    QElapsedTimer,
    QEventLoop,
    QIODevice,
    QMetaObject,
    QObject,
    Qt,
    QTimer,
    QUrl,
    Signal,
    Slot,
)
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer, QVideoFrame
from PySide6.QtMultimediaWidgets import QGraphicsVideoItem

QUEUED = Qt.ConnectionType.QueuedConnection
PATIENCE = 2000
"""Milliseconds that bytes are kept after the player let go of them, and that the end of the program waits."""


class Player(QObject):
    """What `the_player` answers. Whoever opened last owns it: `owner` tells viewers whether a signal is theirs."""

    loaded = Signal()
    failed = Signal()
    ended = Signal()
    moved = Signal(int)
    measured = Signal(int)
    playing_changed = Signal(bool)
    taken = Signal()

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self.owner: object | None = None
        self._player = QMediaPlayer(application)
        self._sound = QAudioOutput(application)
        self._player.setAudioOutput(self._sound)
        self._waiting: tuple[bytes, str, QGraphicsVideoItem] | None = None
        self._buffer: QBuffer | None = None
        self._retired: list[QBuffer] = []
        self._attached = self._failed = False
        self._player.mediaStatusChanged.connect(self._status_changed)
        self._player.playbackStateChanged.connect(self._state_changed)
        self._player.positionChanged.connect(self._position_changed)
        self._player.durationChanged.connect(self._duration_changed)
        self._player.errorOccurred.connect(self._error_occurred)
        application.aboutToQuit.connect(self.shut_down)

    def open(self, owner: object, data: bytes, ending: str, screen: QGraphicsVideoItem) -> None:
        """Take the player over and load the bytes. `screen`: where a film is shown. Nothing starts to play."""
        self.owner, self._failed = owner, False
        self.taken.emit()
        self._let_go()
        self._waiting = (data, ending, screen)
        QMetaObject.invokeMethod(self, "attach", QUEUED)

    def close(self, owner: object) -> None:
        """Let go of the bytes, if that owner still has the player."""
        if self.owner is owner:
            self.owner = None
            self._let_go()

    def play(self) -> None:
        QMetaObject.invokeMethod(self._player, "play", QUEUED)

    def pause(self) -> None:
        """Also shows a loaded film's first picture."""
        QMetaObject.invokeMethod(self._player, "pause", QUEUED)

    def seek(self, milliseconds: int) -> None:
        QMetaObject.invokeMethod(self._player, "setPosition", QUEUED, Q_ARG("qlonglong", milliseconds))

    def set_volume(self, volume: float) -> None:
        QMetaObject.invokeMethod(self._sound, "setVolume", QUEUED, Q_ARG("float", volume))

    @property
    def playing(self) -> bool:
        return self._player.playbackState() == QMediaPlayer.PlaybackState.PlayingState

    @property
    def has_video(self) -> bool:
        return self._player.hasVideo()

    @property
    def duration(self) -> int:
        return self._player.duration()

    @property
    def idle(self) -> bool:
        return self._player.mediaStatus() == QMediaPlayer.MediaStatus.NoMedia

    @Slot()
    def shut_down(self) -> None:
        """Stop and wait, a moment at most, until the player holds nothing."""
        self.owner = None
        self._let_go()
        clock = QElapsedTimer()
        clock.start()
        while clock.elapsed() < PATIENCE:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 20)
            if self.idle and self._buffer is None:
                break

    def _let_go(self) -> None:
        self._waiting, self._attached = None, False
        QMetaObject.invokeMethod(self._player, "stop", QUEUED)
        QMetaObject.invokeMethod(self._player, "setSource", QUEUED, Q_ARG(QUrl, QUrl()))
        QMetaObject.invokeMethod(self, "retire", QUEUED)

    @Slot()
    def retire(self) -> None:
        """Runs after stop and setSource did. A reading thread may be on its way out, so the bytes stay a while."""
        if self._buffer is not None:
            self._retired.append(self._buffer)
            self._buffer = None
            QTimer.singleShot(PATIENCE, self, self._drop)

    def _drop(self) -> None:
        buffer = self._retired.pop(0)
        buffer.close()
        buffer.setData(QByteArray())
        buffer.deleteLater()

    @Slot()
    def attach(self) -> None:
        """Runs when the player is idle: a later open or close has taken `_waiting` away."""
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        data, ending, screen = waiting
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        screen.videoSink().setVideoFrame(QVideoFrame())
        self._player.setVideoOutput(screen)
        self._attached = True
        self._player.setSourceDevice(self._buffer, QUrl(f"memory:/file{ending}"))

    @Slot(QMediaPlayer.MediaStatus)
    def _status_changed(self, status: QMediaPlayer.MediaStatus) -> None:
        if not self._attached:  # the file before this one is on its way out
            return
        if status == QMediaPlayer.MediaStatus.LoadedMedia:
            if self._player.hasVideo() or self._player.hasAudio():
                self.loaded.emit()
            else:  # a head without a body opens, and holds nothing
                self._fail()
        elif status == QMediaPlayer.MediaStatus.InvalidMedia:
            self._fail()
        elif status == QMediaPlayer.MediaStatus.EndOfMedia:
            self.ended.emit()

    @Slot(QMediaPlayer.PlaybackState)
    def _state_changed(self, state: QMediaPlayer.PlaybackState) -> None:
        self.playing_changed.emit(state == QMediaPlayer.PlaybackState.PlayingState)

    @Slot("qlonglong")
    def _position_changed(self, milliseconds: int) -> None:
        self.moved.emit(milliseconds)

    @Slot("qlonglong")
    def _duration_changed(self, milliseconds: int) -> None:
        self.measured.emit(milliseconds)

    @Slot(QMediaPlayer.Error, str)
    def _error_occurred(self, error: QMediaPlayer.Error, _text: str) -> None:
        if error != QMediaPlayer.Error.NoError and self._player.duration() <= 0:
            self._fail()

    def _fail(self) -> None:
        if self._attached and not self._failed:
            self._failed = True
            self.failed.emit()


_made: list[Player] = []


def the_player() -> Player:
    """The one player, made on first use."""
    if not _made:
        application = QCoreApplication.instance()
        if application is None:
            raise RuntimeError("a player needs an application")
        _made.append(Player(application))
    return _made[0]


def shut_down() -> None:
    """Silence the player, if there is one."""
    if _made:
        _made[0].shut_down()
