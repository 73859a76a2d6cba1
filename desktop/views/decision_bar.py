"""The bar under the queue: what the decision is about, and the buttons of the acts that make sense now."""

from collections.abc import Callable

from desktop.views import kit
from domain.intents import Action
from domain.refusals import Refused


class DecisionBar(kit.StickyFooter):
    """It shows what it is told; who owns it decides."""

    def __init__(
        self, revoke: Callable[[], None], reject: Callable[[], None], certify: Callable[[], None]
    ) -> None:
        super().__init__()
        self.revoke_button = kit.Button("取消認證", "danger", "undo")
        self.reject_button = kit.Button("不通過", "danger", "close")
        self.certify_button = kit.Button("通過", "primary", "check")
        self._buttons = (
            (self.revoke_button, Action.REVOKE, revoke),
            (self.reject_button, Action.REJECT, reject),
            (self.certify_button, Action.CERTIFY, certify),
        )
        for button, _, act in self._buttons:
            button.clicked.connect(act)
            self.add_action(button)

    def gate(
        self, ticked: int, aimed: int, offered: frozenset[Action], refusal: Callable[[Action], Refused | None]
    ) -> None:
        """ticked: outcomes ticked; aimed: outcomes the decision is about; refusal: why an act is not possible."""
        self.set_text(f"已選 {ticked} 件" if ticked else "針對目前這一件" if aimed else "")
        for button, action, _ in self._buttons:
            against = refusal(action) if action in offered else None
            button.setEnabled(bool(aimed) and against is None)
            button.setToolTip("" if against is None else against.text)
            button.setVisible(action in offered)

    def gate_writing(self, count: int, writing: bool, lacking: str) -> None:
        """While a remark is written the danger button means to send it, and needs something in it."""
        self.reject_button.setText(f"不通過 {count} 件" if writing and count > 1 else "不通過")
        if lacking and self.reject_button.isEnabled():
            self.reject_button.setEnabled(False)
            self.reject_button.setToolTip(lacking)
