"""Whom a 導師, 課程諮詢教師 or 輔導教師 guides, and what they write about it. Data only.

The school says who guides whom. A note is its author's alone; a comment is read by the student and by who guides the
student; 課程諮詢紀錄 stay with their author and the office, and never leave the school (domain.md 2.13).
"""

from __future__ import annotations

from attrs import evolve

from domain.fields import Choice, Day, Number, Text
from domain.forms.form import Form
from domain.forms.system import COMMENT_LIMIT, SCHOOL_YEAR

ACCOUNTS = 6000
"""Characters of a list of accounts: a whole grade may come to one talk."""

AUTHORS = ("counselor", "teacher")
STUDENT = Text(key="student", label="學生帳號", required=True, limit=80, local_only=True)
STUDENT_NAME = Text(key="student_name", label="學生姓名", limit=60, local_only=True)

GUIDANCE = Form(
    key="guidance",
    title="輔導對象",
    category="輔導對象",
    group="system",
    title_field="guide_name",
    subtitle_fields=("kind", "class_name", "student_name"),
    fields=(
        Choice(key="kind", label="職務", required=True, codes="guidance_kind", local_only=True),
        Text(key="guide_name", label="教師姓名", limit=60, local_only=True),
        Text(key="class_name", label="班級", limit=40, hint="整班；留白就填一位學生的帳號", local_only=True),
        evolve(STUDENT, required=False, hint="一位學生；留白就是整班"),
        STUDENT_NAME,
        evolve(SCHOOL_YEAR, required=False, hint="留白就是每個學年度"),
    ),
    rules=("a_class_or_a_student_is_guided",),
)
"""Its owner is the guide. One record a class, or a student on a list."""

COUNSELING_NOTE = Form(
    key="counseling_note",
    title="我的記事",
    category="我的記事",
    group="own",
    title_field="text",
    subtitle_fields=("student_name", "written_on"),
    fields=(
        STUDENT,
        STUDENT_NAME,
        Day(key="written_on", label="日期", local_only=True),
        Text(key="text", label="內容", required=True, limit=2000, lines=6, local_only=True),
    ),
    authors=AUTHORS,
)

COUNSEL_COMMENT = Form(
    key="counsel_comment",
    title="給學生的話",
    category="給學生的話",
    group="own",
    title_field="text",
    subtitle_fields=("student_name", "subject"),
    fields=(
        STUDENT,
        STUDENT_NAME,
        Text(key="record", label="紀錄編號", limit=40, local_only=True),
        Text(key="subject", label="哪一筆", limit=100, local_only=True),
        Text(key="text", label="內容", required=True, limit=COMMENT_LIMIT, lines=4, local_only=True),
    ),
    authors=AUTHORS,
)
"""The school notes who said it and when (`srv.by`, `srv.said_at`): nobody signs with another's name."""

CONSULTATION = Form(
    key="consultation",
    title="課程諮詢紀錄",
    category="課程諮詢紀錄",
    group="own",
    title_field="topic",
    subtitle_fields=("held_on", "student_names"),
    fields=(
        Choice(
            key="consultation_type",
            label="諮詢方式",
            required=True,
            codes="consultation_type",
            source="C1",
            local_only=True,
        ),
        Day(key="held_on", label="日期", required=True, source="C1", local_only=True),
        Number(
            key="periods",
            label="節數",
            places=1,
            maximum="20",
            hint="沒有節數可以留白",
            source="C1",
            local_only=True,
        ),
        Text(key="topic", label="主題", required=True, limit=100, source="C1", local_only=True),
        Text(
            key="students",
            label="學生帳號",
            required=True,
            limit=ACCOUNTS,
            hint="以逗號分開",
            local_only=True,
        ),
        Text(key="student_names", label="參加學生", limit=ACCOUNTS, local_only=True),
        Text(
            key="content",
            label="諮詢內容",
            required=True,
            limit=2000,
            lines=8,
            source="C1",
            local_only=True,
        ),
    ),
    notes=("課程諮詢紀錄留在學校，不會送到國教署，學生也看不到。",),
    authors=AUTHORS,
)

REMINDER = Form(
    key="reminder",
    title="提醒草稿",
    category="提醒草稿",
    group="own",
    title_field="text",
    subtitle_fields=("student_name",),
    fields=(
        STUDENT,
        STUDENT_NAME,
        Text(key="text", label="內容", required=True, limit=COMMENT_LIMIT, lines=6, local_only=True),
    ),
    authors=AUTHORS,
)
"""Words to a student that nobody has said yet."""

COUNSEL: tuple[Form, ...] = (COUNSELING_NOTE, COUNSEL_COMMENT, CONSULTATION, REMINDER)
