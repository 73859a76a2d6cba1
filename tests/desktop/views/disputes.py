"""Hands for disputes between two computers: how they come about, how the page shows them."""

from __future__ import annotations

import hashlib

import msgspec
from msgspec import Raw
from PySide6.QtWidgets import QApplication, QLabel

from desktop.desk import Desk
from desktop.views.attention_page import AttentionPage
from desktop.views.pages import page_for
from domain.records import Record
from domain.windows import stamp
from sync import wire
from tests.desktop.views import desks

OURS = "以電磁感應自製發電機，量測轉速與電壓的關係。"
THEIRS = "以電磁感應自製手搖發電機，並量測 rpm 與電壓的關係。"


def visit(desk: Desk) -> desks.Visit:
    return desks.Visit(desk)


def show(qtbot, desk: Desk) -> AttentionPage:
    page = page_for("attention", visit(desk))
    assert isinstance(page, AttentionPage)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    return page


def words(widget) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def idle(desk: Desk):
    return lambda: not desk.writer.waiting


def disputed(desk: Desk, record: Record, changes: dict[str, object], seq: int = 100) -> None:
    """The school says that other values came second for the record's fields."""
    late = [wire.ConflictRow(key, "dev-2", value, desks.identity(500)) for key, value in changes.items()]
    row = msgspec.structs.replace(desks._row(record, seq), conflicts=late)
    raw = msgspec.json.encode([row])
    page = wire.ScopePage(1, Raw(raw), 1, hashlib.sha256(raw).hexdigest(), seq, 9, False)
    reply = wire.PullReply(desks.identity(0), "r", "epoch-1", stamp(desks.NOW), {"acc:all": page}, 30, True)
    desk._touched(desk.store.apply(reply))
