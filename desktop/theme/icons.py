"""The line icons of resources/icons, tinted from the tokens and sharp at every device pixel ratio.

Icons are drawn on a 20 x 20 grid with `currentColor`; nobody else opens the SVG files.
"""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"
_RATIOS = (1.0, 1.25, 1.5, 2.0, 3.0)


@cache
def names() -> frozenset[str]:
    return frozenset(path.stem for path in FOLDER.glob("*.svg"))


@cache
def source(name: str) -> str:
    """The SVG text of one icon. KeyError for a name nobody drew."""
    if name not in names():
        raise KeyError(name)
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


def tinted(name: str, colour: str) -> bytes:
    return source(name).replace("currentColor", colour).encode()


@cache
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0, gap: int = 0) -> QPixmap:
    """One picture of `size` logical pixels, `gap` wider at the right. `colour` is `#RRGGBB`."""
    renderer = QSvgRenderer(QByteArray(tinted(name, colour)))
    side = round(size * ratio)
    made = QPixmap(QSize(round((size + gap) * ratio), side))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


@cache
def tinted_icon(name: str, colour: str, disabled: str, size: int, gap: int = 0) -> QIcon:
    made = QIcon()
    for ratio in _RATIOS:
        usual = pixmap(name, colour, size, ratio, gap)
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected):
            made.addPixmap(usual, mode)
        made.addPixmap(pixmap(name, disabled, size, ratio, gap), QIcon.Mode.Disabled)
    return made
