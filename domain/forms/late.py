"""逾時補做: an act that came after its end, as the office is told of it. Data only, written by the school alone."""

from __future__ import annotations

from domain.fields import Moment, Number, Text
from domain.forms.form import Form

LATE_ACT = Form(
    key="late_act",
    title="逾時補做",
    category="逾時補做",
    group="system",
    title_field="title",
    subtitle_fields=("name",),
    fields=(
        Text(key="account", label="帳號", required=True, limit=60, local_only=True),
        Text(key="name", label="姓名", limit=60, local_only=True),
        Text(key="act", label="動作", required=True, limit=40, local_only=True),
        Text(key="about", label="哪一類", required=True, limit=40, local_only=True),
        Text(key="record", label="紀錄編號", required=True, limit=40, local_only=True),
        Text(key="title", label="哪一筆", limit=5000, local_only=True),
        Text(key="device", label="電腦", limit=60, local_only=True),
        Moment(key="received_at", label="學校收到", required=True, local_only=True),
        Moment(key="ended_at", label="錯過的截止", end=True, local_only=True),
        Text(key="claimed", label="那台電腦的時鐘", limit=60, local_only=True),
        Text(key="code", label="代碼", limit=20, local_only=True),
        Moment(key="noted_at", label="代碼記下的時間", local_only=True),
        Number(key="away_minutes", label="截止前學校停了幾分鐘", places=0, local_only=True),
    ),
)
"""Its id is the id of the act that is held. The account is a value, not the owner: the student hears by other ways."""
