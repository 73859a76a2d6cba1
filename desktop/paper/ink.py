"""Measures, colours and faces of what is printed. One unit is a tenth of a point, so nothing is rounded to a screen."""

from html import escape

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageSize, QPainter, QPdfWriter, QTextDocument

from desktop.theme.fonts import FAMILIES
from desktop.theme.tokens import load

UNIT = 10
WIDTH, HEIGHT = 595.28, 841.89
MARGIN = 72 / 2.54 * 2
HEAD, FOOT = 34.0, 30.0
NAMELESS = ("locl", "liga")
"""They put shapes in the place of digits and letters that no PDF reader can read back as text."""
INNER = QRectF(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)
"""What is left of an A4 page inside two centimetres, in points."""


def units(points: float) -> float:
    return points * UNIT


def scaled(rect: QRectF) -> QRectF:
    """The rectangle in units."""
    return QRectF(*(units(one) for one in (rect.x(), rect.y(), rect.width(), rect.height())))


def colour(name: str) -> QColor:
    return QColor(load().light[name])


def face(points: float, bold: bool = False) -> QFont:
    """Families are always named: a fallback face draws other shapes."""
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(round(units(points)))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for feature in NAMELESS:
        made.setFeature(QFont.Tag(feature), 0)
    return made


def words(text: str) -> str:
    """For HTML: escaped, with the writer's own line ends."""
    return escape(text).replace("\n", "<br>")


def span(text: str, points: float, ink: str = "text", bold: bool = False) -> str:
    weight = 600 if bold else 400
    style = f"font-size:{round(units(points))}px;color:{load().light[ink]};font-weight:{weight}"
    return f'<span style="{style}">{words(text)}</span>'


def paragraph(inner: str, above: float = 0, below: float = 0, line: int = 140) -> str:
    style = f"margin-top:{units(above):.0f}px;margin-bottom:{units(below):.0f}px;line-height:{line}%"
    return f'<p style="{style}">{inner}</p>'


def document(html: str, width: float = INNER.width(), height: float = INNER.height()) -> QTextDocument:
    """A text laid out on pages of that size in points."""
    made = QTextDocument()
    made.setDocumentMargin(0)
    made.setDefaultFont(face(10.5))
    made.setUseDesignMetrics(True)
    made.setHtml(html)
    made.setPageSize(QSizeF(units(width), units(height)))
    return made


def draw_page(painter: QPainter, text: QTextDocument, number: int, place: QRectF = INNER) -> None:
    """One page of a text where it belongs on the sheet."""
    height = text.pageSize().height()
    painter.save()
    painter.translate(units(place.x()), units(place.y()) - number * height)
    text.drawContents(painter, QRectF(0, number * height, text.pageSize().width(), height))
    painter.restore()


def write(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    ink: str = "muted",
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line in a rectangle in points, cut where it would not fit."""
    place = scaled(rect)
    painter.setFont(font)
    painter.setPen(colour(ink))
    cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter), cut)


def rule(painter: QPainter, left: float, top: float, width: float, ink: str = "divider") -> None:
    painter.fillRect(scaled(QRectF(left, top, width, 0.6)), colour(ink))


class Sheets:
    """Pages of a PDF in memory, each of its own size in points."""

    def __init__(self, writer: QPdfWriter) -> None:
        self._writer = writer
        writer.setResolution(72 * UNIT)
        writer.setPageMargins(QMarginsF())
        writer.setPageSize(_size(WIDTH, HEIGHT))
        self.painter = QPainter()
        self.count = 0

    def begin(self, width: float = WIDTH, height: float = HEIGHT) -> QPainter:
        """The next sheet."""
        self._writer.setPageSize(_size(width, height))
        if self.count:
            self._writer.newPage()
        else:
            self.painter.begin(self._writer)
        self.count += 1
        return self.painter

    def end(self) -> None:
        self.painter.end()


def _size(width: float, height: float) -> QPageSize:
    return QPageSize(QSizeF(width, height), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
