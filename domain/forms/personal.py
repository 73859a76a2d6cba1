"""What a student writes for the school itself (自傳, 學習計畫) and for a course (課程學習成果)."""

from __future__ import annotations

from attrs import evolve

from domain.fields import Day, FileSlot, Text
from domain.forms.form import Form
from domain.forms.shared import DOCUMENT, DOCUMENT_NOTE, MEDIA, MEDIA_LINK, MEDIA_NOTE, NOT_FOUND, YEAR_TERM

AUTOBIOGRAPHY = Form(
    key="autobiography",
    title="自傳",
    category="自傳",
    chapter="SA §3-1",
    group="profile",
    folder="自傳",
    title_field="purpose",
    subtitle_fields=("year_term", "written_on"),
    fields=(
        evolve(YEAR_TERM, hint="這份自傳屬於哪個學期", source="SA §3-1 4-1", national="", local_only=True),
        Text(
            key="purpose",
            label="自傳用途",
            limit=NOT_FOUND,
            hint="例如校內選課、社團甄選",
            source="SA §3-1 4-2；limit not found",
            local_only=True,
        ),
        Day(key="written_on", label="撰寫日期", source="SA §3-1 4-3", local_only=True),
        Text(
            key="summary",
            label="自傳簡述",
            limit=100,
            lines=4,
            hint="100 字以內，標點、空白與換行都算一字",
            source="SA §3-1 4-4；limit not found (C2: 50 bytes)",
            local_only=True,
        ),
        Text(
            key="file_note",
            label="自傳檔案說明",
            limit=NOT_FOUND,
            hint="簡單說明這份檔案，方便辨識",
            source="SA §3-1 4-4；limit not found",
            local_only=True,
        ),
        FileSlot(
            key="file",
            label="自傳檔案",
            kind="document",
            required=True,
            hint="PDF、JPG 或 PNG",
            source="SA §3-1 4-5",
            local_only=True,
        ),
    ),
    notes=(
        "自傳要有檔案才算完成；還沒有檔案時會先存成草稿。",
        "自傳只留在校內，不作升學招考使用，也不會提交到國教署中央資料庫。",
    ),
)

STUDY_PLAN = Form(
    key="study_plan",
    title="學習計畫",
    category="學習計畫",
    chapter="SA §3-2",
    group="profile",
    folder="學習計畫",
    title_field="purpose",
    subtitle_fields=("year_term", "written_on"),
    fields=(
        evolve(YEAR_TERM, hint="這份計畫屬於哪個學期", source="SA §3-2 4-1", national="", local_only=True),
        Text(
            key="purpose",
            label="學習計畫用途",
            limit=NOT_FOUND,
            hint="例如自主學習、選修規劃",
            source="SA §3-2 4-2；limit not found",
            local_only=True,
        ),
        Day(key="written_on", label="撰寫日期", source="SA §3-2 4-3", local_only=True),
        Text(
            key="summary",
            label="學習計畫簡述",
            limit=100,
            lines=4,
            hint="100 字以內，標點、空白與換行都算一字",
            source="SA §3-2 4-4；limit not found",
            local_only=True,
        ),
        Text(
            key="file_note",
            label="學習計畫檔案說明",
            limit=NOT_FOUND,
            hint="簡單說明這份檔案，方便辨識",
            source="SA §3-2 4-4；limit not found",
            local_only=True,
        ),
        FileSlot(
            key="file",
            label="學習計畫檔案",
            kind="document",
            required=True,
            hint="PDF、JPG 或 PNG",
            source="SA §3-2 4-5",
            local_only=True,
        ),
    ),
    notes=(
        "學習計畫要有檔案才算完成；還沒有檔案時會先存成草稿。",
        "學習計畫只留在校內，不會提交到國教署中央資料庫。",
    ),
)

COURSE_OUTCOME = Form(
    key="course_outcome",
    title="課程學習成果",
    category="課程學習成果",
    chapter="SA §4-1",
    group="outcome",
    sheet="學期課程學習成果",
    folder="課程學習成果",
    title_field="summary",
    inherited=(
        "year_term",
        "enrolment_mode",
        "subject_name",
        "course_code",
        "grade_level",
        "credits",
        "teacher_name",
        "qualitative_comment",
        "grade_text",
    ),
    fields=(
        Text(
            key="summary",
            label="課程學習成果簡述",
            limit=100,
            lines=4,
            hint="100 字以內，標點、空白與換行都算一字",
            source="SA §4-1 3-3；SB §1.1 表 3",
            national="成果簡述",
        ),
        evolve(
            DOCUMENT,
            label="課程學習成果文件檔案",
            required=False,
            source="SA §4-1 3-4；SB §1.1 表 1",
            national="課程學習成果文件檔案連結",
        ),
        evolve(DOCUMENT_NOTE, label="課程學習成果文件檔案說明", source="SA §4-1 3-3；limit not found"),
        evolve(
            MEDIA,
            label="課程學習成果影音檔案",
            source="SA §4-1 3-5；SB §1.1 表 2",
            national="課程學習成果影音檔案連結",
        ),
        evolve(MEDIA_NOTE, label="課程學習成果影音檔案說明", source="SA §4-1 3-3；limit not found"),
        MEDIA_LINK,
    ),
    rules=(
        "outcome_needs_a_file",
        "media_note_needs_media",
        "media_link_needs_media",
        "document_note_needs_document",
    ),
    notes=(
        "送出認證後，認證中與認證通過的成果都不能再修改或刪除。",
        "認證通過後還想修改，請任課教師先退回，改好再重新送出。",
        "認證不通過要重送時請不要刪除；過了上傳期限，刪除後就無法再新增。",
    ),
)
