"""A desk without a window: the vault opened with a password from the prompt or LICHENG_PASSWORD."""

import getpass
import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication

from desktop import sessions
from desktop.clock import Clock
from desktop.desk import Desk
from desktop.store import vault
from domain.errors import LichengError

_qt: list[QCoreApplication] = []


def password() -> str:
    return os.environ.get("LICHENG_PASSWORD") or getpass.getpass("密碼：")


@contextmanager
def open_desk(options: Namespace) -> Iterator[Desk]:
    """The desk of the one account here, or of the one that was named."""
    label = _which(sessions.known(options.home), options.account)
    opening = sessions.sign_in(options.home, label.url, label.account, password())
    with over(opening) as desk:
        yield desk


@contextmanager
def over(opening: sessions.Opening) -> Iterator[Desk]:
    """A desk over an open vault; closed at the end whatever happens."""
    application()
    desk = sessions.desk_for(opening, Clock())
    try:
        yield desk
    finally:
        desk.close()


def application() -> None:
    """Timers and lanes need an application of Qt's; the one that is there, or one without a window."""
    if QCoreApplication.instance() is None:
        _qt.append(QCoreApplication(["licheng"]))


def _which(labels: tuple[vault.Label, ...], wanted: str) -> vault.Label:
    fitting = [label for label in labels if wanted in ("", label.account)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise LichengError("no_account", "這台電腦上沒有這個帳號。", "請先執行 licheng login。")
    names = "、".join(label.account for label in fitting)
    raise LichengError("which_account", f"這台電腦上有多個帳號：{names}。", "請用 --account 指定。")
