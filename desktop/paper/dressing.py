"""How a text in Markdown is dressed, on screen and on paper."""

from PySide6.QtGui import (
    QColor,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)

LINE_PER_CENT = 150


def dress(document: QTextDocument, line: QColor, padding: float, hair: float = 1) -> None:
    """Air between the lines, hairlines in the tables: Markdown alone brings neither."""
    airy = QTextBlockFormat()
    airy.setLineHeight(LINE_PER_CENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    airy.setBottomMargin(padding / 2)
    whole = QTextCursor(document)
    whole.select(QTextCursor.SelectionType.Document)
    whole.mergeBlockFormat(airy)
    _lift_headings(document, padding)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            shape = frame.format()
            shape.setBorder(hair)
            shape.setBorderBrush(line)
            shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            shape.setBorderCollapse(True)
            shape.setCellPadding(padding)
            shape.setCellSpacing(0)
            shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
            frame.setFormat(shape)


def _lift_headings(document: QTextDocument, padding: float) -> None:
    """A heading belongs to what follows it."""
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel() and block != document.begin():
            lifted = QTextBlockFormat()
            lifted.setTopMargin(padding * 2)
            QTextCursor(block).mergeBlockFormat(lifted)
        block = block.next()
