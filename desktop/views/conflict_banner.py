"""The slim line over a record whose fields were written on two computers; one button leads to the decision."""

from desktop.views import kit
from desktop.views.host import Host


class ConflictBanner(kit.Banner):
    """Hidden while the record has nothing to decide."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._record = ""
        self.acted.connect(lambda: self._host.go("attention", self._record))

    def show_for(self, record: str) -> None:
        self._record = record
        fields = {conflict.field for conflict in self._host.desk.conflicts(record)}
        if fields:
            self.say("warning", f"這筆紀錄有 {len(fields)} 個欄位在兩台電腦上寫得不一樣。", "查看並選定")
        else:
            self.dismiss()
