"""Takes the pictures: a scene in every look, a contact sheet a scene, and a page to leaf through."""

from __future__ import annotations

import html
from pathlib import Path

from attrs import field, frozen
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from demo import hands
from desktop import theme


@frozen
class Look:
    """Light or dark, how large the words are, and the window's size."""

    mode: str
    percent: int
    width: int
    height: int

    @property
    def name(self) -> str:
        return f"{self.mode}-{self.percent}-{self.width}x{self.height}"

    @property
    def size(self) -> QSize:
        return QSize(self.width, self.height)


LOOKS = (
    Look("light", 100, 1280, 800),
    Look("dark", 100, 1024, 640),
    Look("light", 150, 1366, 768),
    Look("dark", 150, 1024, 640),
)


def wear(look: Look) -> None:
    """The whole application in this look."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, look.mode, look.percent / 100)
    theme.current().reduced_motion = True


def pose(window: QWidget, look: Look) -> None:
    """The window in its size, its dialogs in its middle, everything laid out."""
    window.resize(look.size)
    centre(window)
    hands.live(0.15)


def grab(window: QWidget) -> QImage:
    """What stands on the screen: the window, and what is in front of it."""
    image = window.grab().toImage()
    painter = QPainter(image)
    for other in QApplication.topLevelWidgets():
        if other is window or not other.isVisible() or other.windowType() == Qt.WindowType.ToolTip:
            continue
        place = window.mapFromGlobal(other.mapToGlobal(QPoint(0, 0)))
        painter.drawPixmap(place, other.grab())
        painter.drawRect(
            QRect(place, other.size()).adjusted(-1, -1, 0, 0)
        )  # the frame a window manager draws
    painter.end()
    return image


@frozen
class Camera:
    """Writes into the folder; `wanted` keeps only scenes whose name contains it."""

    folder: Path
    wanted: tuple[str, ...] = ()
    taken: dict[str, list[Path]] = field(factory=dict)

    def wants(self, scene: str) -> bool:
        return not self.wanted or any(word in scene for word in self.wanted)

    def shoot(self, window: QWidget, scene: str, look: Look) -> None:
        """The window as it stands."""
        pose(window, look)
        path = self.folder / f"{scene}--{look.name}.png"
        if not grab(window).save(str(path)):
            raise OSError(f"{path} was not written")
        self.taken.setdefault(scene, []).append(path)

    def publish(self) -> Path:
        """A contact sheet a scene, and index.html over all of them."""
        sheets = self.folder / "sheets"
        sheets.mkdir(exist_ok=True)
        parts = []
        for scene, paths in sorted(self.taken.items()):
            contact([QImage(str(path)) for path in paths]).save(str(sheets / f"{scene}.png"))
            links = " ".join(f'<a href="{p.name}">{html.escape(p.stem.split("--")[1])}</a>' for p in paths)
            picture = f'<a href="sheets/{scene}.png"><img src="sheets/{scene}.png" loading="lazy"></a>'
            parts.append(f"<section><h2>{html.escape(scene)}</h2><p>{links}</p>{picture}</section>")
        style = "body{font-family:sans-serif;margin:24px;background:#888}img{width:100%;max-width:1600px}"
        page = f"<!DOCTYPE html><meta charset=utf-8><title>歷程：所有畫面</title><style>{style}</style>"
        index = self.folder / "index.html"
        index.write_text(page + "\n".join(parts), encoding="utf-8")
        return index


def centre(window: QWidget) -> None:
    """Dialogs stand in the middle of their window, as a window manager puts them."""
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible() and other.windowType() == Qt.WindowType.Dialog:
            fitting = other.layout().totalHeightForWidth(other.width()) if other.layout() else 0
            wanted = min(max(other.height(), fitting), window.height())
            other.resize(other.width(), max(wanted, other.minimumSizeHint().height()))
            other.move(window.mapToGlobal(window.rect().center()) - other.rect().center())


def contact(images: list[QImage], cell: QSize | None = None) -> QImage:
    """The pictures side by side, two a row."""
    cell = cell or QSize(1000, 640)
    rows = (len(images) + 1) // 2
    sheet = QImage(cell.width() * min(2, len(images)), cell.height() * rows, QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.magenta)
    painter = QPainter(sheet)
    for place, image in enumerate(images):
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        small = image.scaled(cell - QSize(6, 6), keep, smooth)
        corner = QPoint(place % 2 * cell.width() + 3, place // 2 * cell.height() + 3)
        painter.drawImage(QRect(corner, small.size()), small)
    painter.end()
    return sheet
