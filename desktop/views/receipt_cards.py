"""The cards over a receipt's tables: periods and standing, and what was reported and answered."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.models import reading, receipts
from desktop.models.entry_list import status_of
from desktop.views import kit
from desktop.views.record_view import readable
from domain.records import Record


def state_card(record: Record, told: tuple[receipts.Period, ...], pending: int) -> kit.Card:
    """The periods and where the record stands."""
    card = kit.Card()
    row = QHBoxLayout()
    row.setSpacing(theme.px(32))
    for period in told:
        row.addWidget(_period_words(period), 1)
    column = QVBoxLayout()
    column.addWidget(kit.StatusPill(*status_of(record)), 0, Qt.AlignmentFlag.AlignRight)
    if pending:
        column.addWidget(kit.label("等待送到學校", role="small"), 0, Qt.AlignmentFlag.AlignRight)
    elif record.state == "confirmed" and record.srv.get("decided_at"):
        at = reading.moment(record.srv["decided_at"])
        column.addWidget(kit.label(f"學校於 {at} 收到", role="small"), 0, Qt.AlignmentFlag.AlignRight)
    column.addStretch(1)
    row.addLayout(column)
    card.body.addLayout(row)
    if receipts.changed_since(record):
        card.add(kit.Banner("warning", "您確認之後，學校又更新了這份明細。內容有疑問請直接洽學校。"))
    return card


def report_card(report: receipts.Report) -> kit.Card:
    """What was reported, and under it 處理狀況 with the school's words (SA §7-1 6)."""
    card = kit.Card("問題回報")
    card.add(kit.label(f"問題狀況：{report.types}" + (f"　{report.at}" if report.at else ""), role="small"))
    card.add(readable(report.text))
    if report.reply or report.processed_at:
        card.add(kit.hairline())
        card.add(kit.label("處理狀況：已處理　" + report.processed_at, role="strong", tone="success"))
        card.add(readable(report.reply or "學校沒有留下說明。"))
    return card


def _period_words(period: receipts.Period) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(2))
    head = QHBoxLayout()
    head.setSpacing(theme.px(8))
    head.addWidget(kit.label(period.label, role="small"))
    if period.pill:
        head.addWidget(kit.StatusPill(period.pill, period.tone))
    head.addStretch(1)
    column.addLayout(head)
    column.addWidget(kit.label(period.text, wrap=True))
    return made
