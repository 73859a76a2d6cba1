"""The caseload in pictures, each with the same figures as a table under it."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTableView, QWidget

from desktop import theme
from desktop.models.caseload import Picture
from desktop.views import kit

if TYPE_CHECKING:
    from PySide6.QtCharts import QChart, QChartView

TALL, ROW, LYING = 300, 32, 30
MOST_STANDING = 10
"""More groups than these lie one under another, so that each keeps its name."""
COLOURS = {
    "passed": "success",
    "pending": "info",
    "failed": "danger",
    "unsent": "disabled",
    "students": "accent",
}

Index = QModelIndex | QPersistentModelIndex


class Charts(kit.ScrollPage):
    """`show_pictures` draws them anew; the library is loaded when somebody looks at the first."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: tuple[Picture, ...] = ()
        self._drawing: kit.Slices | None = None
        self._round = 0
        theme.follow(self._redraw)

    def show_pictures(self, pictures: Sequence[Picture]) -> None:
        if tuple(pictures) != self.pictures:
            self.pictures = tuple(pictures)
            self._redraw()

    def _redraw(self) -> None:
        while (item := self.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._round += 1
        self._drawing = kit.Slices(self._drawn_one_by_one(self._round), self)

    def _drawn_one_by_one(self, of: int) -> Iterator[None]:
        """The library is loaded in a turn of its own, and each picture too; a new round ends it."""
        if self.pictures:
            import_module("PySide6.QtCharts")
        yield
        for picture in self.pictures:
            if of != self._round:
                return
            self.add(_card(picture))
            yield
        if of == self._round:
            self.body.addStretch(1)

    def _fit(self) -> None:
        super()._fit()
        self.body.setContentsMargins(0, 0, theme.px(8), theme.px(16))
        self.body.setSpacing(theme.px(16))


def _card(picture: Picture) -> QWidget:
    card = kit.Card(picture.title)
    card.add(_drawn(picture))
    card.add(FigureTable(picture))
    return card


class Figures(QAbstractTableModel):
    """A group to a row, a series to a column."""

    def __init__(self, picture: Picture, parent: QObject) -> None:
        super().__init__(parent)
        self._picture = picture

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._picture.groups)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else 1 + len(self._picture.series)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        group = self._picture.groups[index.row()]
        if not index.column():
            return group
        _, label, values = self._picture.series[index.column() - 1]
        said = str(values[index.row()])
        return said if role == Qt.ItemDataRole.DisplayRole else f"{group}，{label}：{said}"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._picture.series[section - 1][1] if section else ""


class FigureTable(QTableView):
    """As tall as its rows."""

    def __init__(self, picture: Picture) -> None:
        super().__init__()
        self.setModel(Figures(picture, self))
        self.setAccessibleName(f"{picture.title}，表格")
        kit.tune_table(self, ROW)
        self.setColumnWidth(0, theme.px(150))
        for place in range(1, 1 + len(picture.series)):
            self.setColumnWidth(place, theme.px(120))
        tall = self.horizontalHeader().sizeHint().height() + theme.px(ROW) * len(picture.groups)
        self.setFixedHeight(tall + theme.px(4))


def _drawn(picture: Picture) -> "QChartView":
    """Stacked bars in the colours of the theme."""
    from PySide6.QtCharts import QChart, QChartView  # noqa: PLC0415 - loaded when somebody looks at pictures

    chart = QChart()
    chart.setBackgroundVisible(False)
    chart.setPlotAreaBackgroundVisible(False)
    chart.layout().setContentsMargins(0, 0, 0, 0)
    chart.setAnimationOptions(QChart.AnimationOption.NoAnimation)
    _fill(chart, picture)
    legend = chart.legend()
    legend.setVisible(len(picture.series) > 1)
    legend.setAlignment(Qt.AlignmentFlag.AlignBottom)
    legend.setLabelColor(theme.color("text"))
    legend.setFont(theme.font("small"))
    view = QChartView(chart)
    view.setRenderHint(QPainter.RenderHint.Antialiasing)
    lying = len(picture.groups) > MOST_STANDING
    view.setFixedHeight(theme.px(LYING * len(picture.groups) + 120 if lying else TALL))
    view.setAccessibleName(picture.sentence())
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setStyleSheet("background: transparent; border: none;")
    return view


def _fill(chart: "QChart", picture: Picture) -> None:
    from PySide6.QtCharts import (  # noqa: PLC0415 - as above
        QBarCategoryAxis,
        QBarSet,
        QHorizontalStackedBarSeries,
        QStackedBarSeries,
        QValueAxis,
    )

    lying = len(picture.groups) > MOST_STANDING
    series = QHorizontalStackedBarSeries() if lying else QStackedBarSeries()
    series.setBarWidth(0.6)
    for key, label, values in picture.series:
        part = QBarSet(label)
        part.append([float(one) for one in (reversed(values) if lying else values)])
        part.setColor(theme.color(COLOURS[key]))
        part.setBorderColor(theme.color("surface"))
        series.append(part)
    chart.addSeries(series)
    below, beside = QBarCategoryAxis(), QValueAxis()
    below.append(list(reversed(picture.groups)) if lying else list(picture.groups))
    sums = [sum(values) for values in zip(*(values for _, _, values in picture.series), strict=True)]
    beside.setRange(0, max([*sums, 1]))
    beside.setLabelFormat("%d")
    beside.applyNiceNumbers()
    sides = (Qt.AlignmentFlag.AlignBottom, Qt.AlignmentFlag.AlignLeft)
    for axis, side in zip((below, beside), reversed(sides) if lying else sides, strict=True):
        axis.setLabelsColor(theme.color("muted"))
        axis.setLabelsFont(theme.font("small"))
        axis.setGridLineColor(theme.color("divider"))
        axis.setLinePenColor(theme.color("divider"))
        chart.addAxis(axis, side)
        series.attachAxis(axis)
    below.setGridLineVisible(False)
