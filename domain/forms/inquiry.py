"""詢問學校: what a student asks the school to put right, and the school answers. Data only."""

from __future__ import annotations

from domain.fields import Choice, Text
from domain.forms.form import Form

INQUIRY = Form(
    key="inquiry",
    title="詢問學校",
    category="詢問學校",
    group="system",
    title_field="subject",
    subtitle_fields=("text",),
    fields=(
        Choice(key="about", label="哪一類", required=True, codes="inquiry_about", local_only=True),
        Text(key="record", label="紀錄編號", limit=40, local_only=True),
        Text(key="subject", label="哪一筆", limit=100, local_only=True),
        Text(
            key="problems",
            label="問題狀況",
            limit=60,
            hint="problem_type 的代碼，以逗號分開",
            local_only=True,
        ),
        Text(
            key="text",
            label="說明",
            required=True,
            limit=500,
            lines=4,
            hint="寫得越清楚，學校越快處理",
            source="limit not found",
            local_only=True,
        ),
    ),
)
"""Not a receipt's report: an office that the school has forgotten to note has no record that could carry one."""
