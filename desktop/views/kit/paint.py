"""Shapes that several widgets and delegates draw alike: rounded grounds, focus rings, status pills, icons."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from desktop import theme

TONES = ("neutral", "info", "success", "warning", "danger", "accent")


def tone_colors(tone: str) -> tuple[QColor, QColor]:
    """Text and ground of a tone."""
    if tone == "accent":
        return theme.color("accent_text"), theme.color("accent_soft")
    return theme.color(tone), theme.color(f"{tone}_bg")


def rounded(
    painter: QPainter, rect: QRect | QRectF, radius: float, fill: QColor, border: QColor | None = None
) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(border, 1) if border else Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    box = QRectF(rect)
    if border:
        box = box.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(box, radius, radius)
    painter.restore()


def focus_ring(painter: QPainter, rect: QRect | QRectF, radius: float, color: QColor) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = theme.px(2)
    painter.setPen(QPen(color, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = width / 2
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def icon(painter: QPainter, rect: QRect, name: str, role: str) -> None:
    theme.icon(name, role, round(rect.width() / theme.current().scale)).paint(painter, rect)


def pill_size(text: str) -> QSize:
    metrics = QFontMetrics(theme.font("small"))
    width = metrics.horizontalAdvance(text) + theme.px(30)
    return QSize(width, metrics.height() + theme.px(6))


def pill(painter: QPainter, rect: QRect, text: str, tone: str) -> None:
    """A dot and a word on a soft ground, so that the colour never speaks alone."""
    ink, ground = tone_colors(tone)
    painter.save()
    rounded(painter, rect, rect.height() / 2, ground)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    middle = rect.top() + rect.height() / 2
    painter.drawEllipse(QPointF(rect.left() + theme.px(12), middle), theme.px(3), theme.px(3))
    painter.setPen(ink)
    painter.setFont(theme.font("small"))
    painter.drawText(
        rect.adjusted(theme.px(20), 0, -theme.px(10), 0),
        Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
        text,
    )
    painter.restore()


def check_box(painter: QPainter, rect: QRect, state: Qt.CheckState, enabled: bool = True) -> None:
    on = state != Qt.CheckState.Unchecked
    ground = "accent" if on and enabled else ("surface" if enabled else "sunken")
    edge = "accent" if on and enabled else ("control" if enabled else "divider")
    rounded(painter, rect, theme.px(4), theme.color(ground), theme.color(edge))
    if on:
        mark = "check" if state == Qt.CheckState.Checked else "minus"
        inset = theme.px(1)
        icon(
            painter, rect.adjusted(inset, inset, -inset, -inset), mark, "on_accent" if enabled else "disabled"
        )
