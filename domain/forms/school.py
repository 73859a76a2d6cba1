"""What the school writes and everyone may read: 校內幹部, 收訖明細, 公告. Data only."""

from __future__ import annotations

from attrs import evolve

from domain.fields import Choice, Day, Number, Text
from domain.forms.form import Form
from domain.forms.shared import CADRE_LEVEL, DOCUMENT, END_DATE, START_DATE, YEAR_TERM

SCHOOL_CADRE = Form(
    key="school_cadre",
    title="校內幹部",
    category="校內幹部經歷",
    chapter="SA §5-1",
    group="school",
    sheet="幹部經歷紀錄",
    folder="校內幹部",
    title_field="position_title",
    subtitle_fields=("unit_name", "start_date", "end_date"),
    fields=(
        evolve(YEAR_TERM, hint="", source="C1, C3：每學期一份名冊"),
        Text(key="unit_name", label="單位名稱", required=True, limit=20, source="C2, C3"),
        evolve(START_DATE, source="C2, C3"),
        evolve(END_DATE, source="C2, C3"),
        Text(
            key="position_title",
            label="擔任職務",
            required=True,
            limit=20,
            source="C2, C3",
            national="擔任職務名稱",
        ),
        evolve(CADRE_LEVEL, hint="", source="C1, C2, C3"),
    ),
    rules=("ends_after_it_starts",),
    notes=("校內幹部由學校登錄，不需要上傳文件；資料有誤請和學校聯繫。",),
)

PROBLEM_TEXT = Text(
    key="problem_text",
    label="問題描述",
    required=True,
    limit=500,
    lines=4,
    hint="哪一筆、哪裡不對，寫得越清楚越快處理",
    source="SA §7-1 5-2-2；limit not found",
    local_only=True,
)
"""What a student writes when a receipt is wrong; kept in the server's report, not in the receipt's values."""

RECEIPT = Form(
    key="receipt",
    title="收訖明細",
    category="收訖明細",
    chapter="SA §7-1",
    group="school",
    folder="收訖明細",
    title_field="category",
    subtitle_fields=("year_term",),
    fields=(
        YEAR_TERM,
        Choice(
            key="category",
            label="類別",
            required=True,
            codes="receipt_category",
            source="SA §7-1 2",
            local_only=True,
        ),
        Text(
            key="content",
            label="明細",
            limit=200000,
            lines=20,
            hint="項目名稱對應資料列的 JSON",
            source="C1 JsonDTO",
            local_only=True,
        ),
        Number(key="import_serial", label="匯入版次", places=0, source="C1 import_ser", local_only=True),
        Text(key="package_sha", label="資料檔指紋", limit=64, source="C1 SHA.txt", local_only=True),
        Text(key="uploaded_by", label="上傳人員", limit=100, source="C1", local_only=True),
    ),
    notes=("按下「確認資料皆正確」之後就不能再回報問題，請先看清楚每一筆。",),
)

ANNOUNCEMENT = Form(
    key="announcement",
    title="公告",
    category="公告",
    chapter="SA §9-1",
    group="school",
    folder="公告",
    title_field="title",
    subtitle_fields=("published_on",),
    fields=(
        Text(key="title", label="標題", required=True, limit=100, local_only=True),
        Text(key="body", label="內容", required=True, limit=5000, lines=12, local_only=True),
        Day(key="published_on", label="公布日期", required=True, local_only=True),
        Day(key="expires_on", label="下架日期", hint="留白就一直顯示", local_only=True),
        Choice(key="audience", label="對象", codes="audience", hint="留白就是所有人", local_only=True),
        evolve(DOCUMENT, label="附件", required=False, source="", national="", local_only=True),
    ),
    rules=("comes_down_after_it_is_published",),
)
