"""One act in full: what happened, what changed word by word, and whether the school's signature under it is good."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.desk import Desk
from desktop.models import audit as model
from desktop.operations import audit
from desktop.views import kit
from desktop.views.history_dialog import Change
from desktop.views.record_view import PairsCard
from sync.wire.office import AuditDetail

WITHHELD = "這時的內容只有本人能看（例如還沒送出的草稿），所以這裡只寫做了什麼。"
SIGNED = {
    True: ("success", "學校的簽章正確：收到的就是這一件。"),
    False: ("danger", "學校的簽章不正確，請通知維護主機的人。"),
    None: ("info", "這一件沒有簽章可以驗證（由學校自己登錄）。"),
}


class AuditDialog(QDialog):
    def __init__(self, desk: Desk, told: AuditDetail, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("操作紀錄")
        kit.fit(self, 680, 600)
        sheet = kit.ScrollPage()
        sheet.add(PairsCard("做了什麼", model.pairs(desk, told)))
        sheet.add(kit.Banner(*SIGNED[audit.signed(desk, told)]))
        if told.withheld:
            sheet.add(kit.Banner("info", WITHHELD))
        else:
            changed = model.changes(desk, told)
            for one in changed:
                sheet.add(Change(one.label, one.before, one.after))
            if not changed:
                sheet.add(kit.label("內容沒有變。", role="muted"))
        sheet.body.addStretch(1)
        close = kit.Button("關閉")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        box = QVBoxLayout(self)
        pad = theme.px(16)
        box.setContentsMargins(pad, pad, pad, pad)
        box.addWidget(sheet, 1)
        box.addLayout(foot)
