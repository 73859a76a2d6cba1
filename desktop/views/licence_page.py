"""檢定證照: the list of licences is the ministry's, so the page also asks the school for one that it lacks."""

from desktop.views import kit
from desktop.views.host import Host
from desktop.views.inquiry_board import InquiryBoard
from desktop.views.record_page import RecordPage
from domain.crossrules import UNLISTED_LICENCE
from domain.forms import FORMS

LICENCE = FORMS["licence"]


class LicencePage(RecordPage):
    """Every other form's page, and 請學校增列證照 with its answers."""

    def __init__(self, host: Host) -> None:
        self.ask_button = kit.Button("請學校增列證照", "secondary", "comment")
        super().__init__(host, LICENCE, ways=[self.ask_button])
        self.board = InquiryBoard(host, "licence", self.ask_button, self.split, self._concern)
        self.add_below(self.board)

    def open_record(self, record: str) -> None:
        self.board.shut()
        super().open_record(record)

    def add(self) -> None:
        self.board.shut()
        super().add()

    def _concern(self) -> tuple[str, str]:
        """The record that is open, when it is one of a licence that the list lacks."""
        if self.editor is None or self.editor.draft.value("licence_code") != UNLISTED_LICENCE:
            return "", ""
        return self.editor.record_id, str(self.editor.draft.value("licence_name") or "")
