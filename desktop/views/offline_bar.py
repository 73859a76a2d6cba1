"""One line over a queue: how much of it works without a network, and having the rest brought now."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop import theme
from desktop.models import offline as model
from desktop.models.offline import Ready
from desktop.operations import offline as operations
from desktop.views import kit
from desktop.views.host import Host
from sync.report import Report


class OfflineBar(kit.Card):
    """Hidden when everything is here. The courier brings what was asked for first, in the order of the list."""

    def __init__(self, host: Host) -> None:
        super().__init__(flat=True)
        self.host, self.desk = host, host.desk
        self._known = Ready(0, ())
        self.words = kit.label("", wrap=True)
        self.trouble = kit.label("", "small", "warning", wrap=True)
        self.trouble.hide()
        self.fetch_button = kit.Button("全部下載", "secondary", "download")
        self.fetch_button.clicked.connect(self.fetch)
        self.pause_button = kit.Button("暫停", "ghost", "pause")
        self.pause_button.clicked.connect(self.pause)
        lines = QVBoxLayout()
        lines.setSpacing(theme.px(2))
        lines.addWidget(self.words)
        lines.addWidget(self.trouble)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(kit.IconLabel("download", "muted"))
        row.addLayout(lines, 1)
        row.addWidget(self.pause_button)
        row.addWidget(self.fetch_button)
        self.body.addLayout(row)
        self.hide()
        if self.desk.courier is not None:
            self.desk.courier.condition_changed.connect(self._tell)
            self.desk.courier.returned.connect(self._returned)

    def show_ready(self, known: Ready) -> None:
        self._known = known
        if not known.lacking:
            self.trouble.hide()
        self.setVisible(bool(known.lacking))
        self._tell()

    def fetch(self) -> None:
        """Ask for all of it; what the disk has no room for is said before anything is asked."""
        files, courier = self._known.lacking, self.desk.courier

        def asked(_: object) -> None:
            self.trouble.hide()
            if courier is not None and courier.paused:
                courier.pause(False)
            elif courier is not None:
                courier.soon()

        self.desk.write(lambda: operations.fetch_all(self.desk, files), asked, self._cannot)

    def pause(self) -> None:
        """Nothing is brought for an hour, or it goes on."""
        if self.desk.courier is not None:
            self.desk.courier.pause(not self.desk.courier.paused)

    # ---- inside

    def _tell(self) -> None:
        """What is known, and what the courier does about it."""
        courier = self.desk.courier
        paused = courier is not None and courier.paused
        now = courier.condition if courier is not None else None
        busy = now is not None and now.running and now.phase == "download"
        doing = f"，正在下載第 {now.done + 1}／{now.total} 個" if now is not None and busy else ""
        self.words.setText(f"{self._known.words}{'，已暫停' if paused else doing}。")
        self.pause_button.setText("繼續" if paused else "暫停")
        self.pause_button.set_icon("play" if paused else "pause")
        self.pause_button.setVisible(paused or busy)
        self.fetch_button.setVisible(not busy)

    def _returned(self, report: Report) -> None:
        sentence, names = model.failed(self._known, [(one.subject, one.sentence) for one in report.problems])
        self.trouble.setText(sentence)
        self.trouble.setToolTip(names)
        self.trouble.setVisible(bool(sentence))

    def _cannot(self, error: Exception) -> None:
        self.trouble.setText(str(error))
        self.trouble.show()
        self.host.fail(error)
