"""The line over a record's form: what the school said of it, what it lacks, why it cannot be changed."""

from desktop.desk import Desk
from desktop.models import reading, signed
from desktop.views import kit
from domain.intents import Action
from domain.lifecycle import SENT_BACK
from domain.records import Record
from domain.refusals import Refused, Verdict


class RecordBanner(kit.Banner):
    """Hidden while there is nothing to say."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def show_for(self, record: Record, may_save: Verdict, lacking: Verdict | None, restored: bool) -> None:
        """lacking: what keeps the record from being sent, once the person has tried."""
        if isinstance(lacking, Refused) and may_save:
            self.say("warning", lacking.text)
        elif record.state in SENT_BACK:
            self._say_sent_back(record, may_save)
        elif record.state == "passed":
            said = reading.remarks(record, self._desk.codes)
            self.say("success", f"{record.srv.get('decided_by', '教師')}已認證通過。{said}")
        elif record.state == "pending" and self._desk.pending(record.id):
            self.say("info", "已送出，還在這台電腦等待上傳；收件時間以學校收到為準。")
        elif record.state == "pending" and (had := signed.newest(self._desk, record.id, Action.SUBMIT)):
            self.say("info", f"{signed.received(had)}認證中，不能修改。")
        elif isinstance(may_save, Refused):
            self.say("info", may_save.text)
        elif restored:
            self.say("info", "已復原上次還沒存檔的內容。")
        else:
            self.dismiss()

    def _say_sent_back(self, record: Record, may_save: Verdict) -> None:
        said = reading.remarks(record, self._desk.codes).rstrip("。")
        who = str(record.srv.get("decided_by") or self._desk.profile.certifier)
        if record.state == "failed":
            tone, what = "danger", f"認證不通過：{said or '教師沒有留下說明'}。"
        else:
            tone, what = "warning", f"{who}已取消認證{'：' if said else ''}{said}。"
        then = may_save.text + "不能再重送。" if isinstance(may_save, Refused) else "可以修改後重新送出。"
        self.say(tone, what + then)
