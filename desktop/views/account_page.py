"""What the pages about the own account share: one column, one banner, and one thing at a time asked of the school."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.views import kit
from desktop.views.host import Host
from domain.errors import LichengError

T = TypeVar("T")


class AccountPage(QWidget):
    """A page to be filled with cards by `page.add`."""

    def __init__(self, host: Host, title: str, subtitle: str) -> None:
        super().__init__()
        self.host = host
        self.desk = host.desk
        self.busy = False
        self.page = kit.ScrollPage(max_width=640)
        self.page.add(kit.PageHeader(title, subtitle))
        self.banner = kit.Banner(closable=True)
        self.page.add(self.banner)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)

    def open_record(self, record: str) -> None:
        """There is no record to open here."""

    def leave(self) -> bool:
        """Nothing here is kept until its button is pressed."""
        return True

    def tell(self, tone: str, text: str) -> None:
        """What came of it, at the top of the page and aloud."""
        self.banner.say(tone, text)
        self.page.ensureWidgetVisible(self.banner)
        kit.announce(self, text, urgent=tone == "danger")

    def ask(self, button: kit.Button, job: Callable[[], T], done: Callable[[T], None]) -> None:
        """Run the job beside the window; until it is home nothing else is asked."""
        if self.busy:
            return
        self.busy = True
        self.banner.dismiss()
        button.setEnabled(False)
        words = button.text()
        button.setText("處理中…")

        def then(tell: Callable[[Any], None], what: Any) -> None:
            self.busy = False
            button.setText(words)
            button.setEnabled(True)
            tell(what)

        self.desk.hands.start(
            job, lambda result: then(done, result), lambda error: then(self._refused, error), to=self
        )

    def _refused(self, error: Exception) -> None:
        if isinstance(error, LichengError):
            self.tell("danger", str(error))
        else:
            self.host.fail(error)


def right(*widgets: QWidget) -> QHBoxLayout:
    """Buttons at the right end of a card."""
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    return row
