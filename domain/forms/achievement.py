"""多元表現, last part: 作品成果, 先修課程, 其它多元表現. Data only."""

from __future__ import annotations

from attrs import evolve

from domain.fields import Day, Number, Text
from domain.forms.form import Form
from domain.forms.shared import (
    DESCRIPTION,
    DIVERSE_NOTES,
    DIVERSE_RULES,
    DOCUMENT,
    DOCUMENT_NOTE,
    END_DATE,
    FILES,
    HOURS,
    MEDIA,
    MEDIA_LINK,
    MEDIA_NOTE,
    NOT_FOUND,
    START_DATE,
    YEAR_TERM,
)

WORK = Form(
    key="work",
    title="作品成果",
    category="作品成果紀錄",
    chapter="SA §6-8",
    group="diverse",
    sheet="作品成果紀錄",
    folder="作品成果",
    title_field="work_name",
    subtitle_fields=("completed_on",),
    fields=(
        YEAR_TERM,
        Text(
            key="work_name",
            label="名稱",
            required=True,
            limit=NOT_FOUND,
            hint="作品的名稱",
            source="SA §6-8 5-2；limit not found",
        ),
        Day(key="completed_on", label="日期", required=True, hint="作品完成的日期", source="SA §6-8 5-3"),
        evolve(DESCRIPTION, hint="簡單描述作品內容，100 字以內", source="SA §6-8 5-4"),
        evolve(DOCUMENT, national="作品成果連結"),
        evolve(DOCUMENT_NOTE, hint="例如作品相片、創作說明"),
        MEDIA,
        MEDIA_NOTE,
        MEDIA_LINK,
    ),
    rules=DIVERSE_RULES,
    notes=DIVERSE_NOTES,
)

ADVANCED_PLACEMENT = Form(
    key="advanced_placement",
    title="大學及技專校院先修課程",
    category="大學及技專校院先修課程紀錄",
    chapter="SA §6-9",
    group="diverse",
    sheet="大學及技專校院先修課程紀錄",
    folder="大學及技專校院先修課程",
    title_field="course_name",
    subtitle_fields=("offering_unit", "credits", "total_hours"),
    fields=(
        YEAR_TERM,
        Text(
            key="project_name",
            label="計畫專案",
            limit=NOT_FOUND,
            hint="課程所屬的計畫專案名稱",
            source="SA §6-9 5-2；limit not found",
        ),
        Text(
            key="offering_unit",
            label="開設單位",
            required=True,
            limit=NOT_FOUND,
            hint="開課的大學或技專校院",
            source="SA §6-9 5-3；limit not found",
        ),
        Text(
            key="course_name",
            label="課程名稱",
            required=True,
            limit=NOT_FOUND,
            hint="修習的先修課程名稱",
            source="SA §6-9 5-4；limit not found",
        ),
        evolve(START_DATE, hint="課程開始的日期", source="SA §6-9 5-5"),
        evolve(END_DATE, hint="課程結束的日期", source="SA §6-9 5-6"),
        Number(
            key="credits",
            label="學分數",
            required=True,
            maximum="99",
            hint="用阿拉伯數字",
            source="SA §6-9 5-7",
        ),
        Number(
            key="total_hours",
            label="總時數",
            required=True,
            maximum="9999.999",
            hint="用阿拉伯數字",
            source="SA §6-9 5-8",
        ),
        evolve(DESCRIPTION, hint="簡單描述課程內容，100 字以內", source="SA §6-9 5-9"),
        *FILES,
    ),
    rules=("ends_after_it_starts", "zero_amounts_are_unusual", *DIVERSE_RULES),
    notes=DIVERSE_NOTES,
)

OTHER_PERFORMANCE = Form(
    key="other_performance",
    title="其它多元表現",
    category="其他多元表現紀錄",
    chapter="SA §6-10",
    group="diverse",
    sheet="其他多元表現紀錄",
    folder="其它活動",
    title_field="activity_name",
    subtitle_fields=("organiser", "start_date", "hours"),
    fields=(
        YEAR_TERM,
        Text(
            key="activity_name",
            label="名稱",
            required=True,
            limit=NOT_FOUND,
            hint="參加的活動名稱",
            source="SA §6-10 5-2；limit not found",
        ),
        Text(
            key="organiser",
            label="主辦單位",
            required=True,
            limit=NOT_FOUND,
            hint="主辦這項活動的單位",
            source="SA §6-10 5-3；limit not found",
        ),
        evolve(START_DATE, hint="活動開始的日期", source="SA §6-10 5-4"),
        evolve(END_DATE, hint="活動結束的日期", source="SA §6-10 5-5"),
        evolve(HOURS, hint="參與的時數，用阿拉伯數字", source="SA §6-10 5-6"),
        evolve(DESCRIPTION, hint="簡單描述活動內容，100 字以內", source="SA §6-10 5-7"),
        *FILES,
    ),
    rules=("ends_after_it_starts", "zero_amounts_are_unusual", *DIVERSE_RULES),
    notes=("不屬於前面九類的活動表現填在這裡。", *DIVERSE_NOTES),
)
