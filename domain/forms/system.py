"""The system forms: the school's settings, its people, enrolments, windows and deputies, and a student's consent.

Only the school writes them, save 同意書 and 代理: settings and windows its office, the others its lists. They have no
page of their own for students.
"""

from __future__ import annotations

from attrs import evolve

from domain.fields import Choice, Day, Flag, Moment, Number, Text, YearTerm
from domain.forms.form import Form

COMMENT_LIMIT = 500
"""Characters of what a certifier writes to a student."""
SHA256 = 64


SCHOOL_YEAR = Number(
    key="school_year", label="學年度", places=0, minimum="90", maximum="199", required=True, local_only=True
)

SCHOOL = Form(
    key="school",
    title="學校設定",
    category="學校設定",
    group="system",
    title_field="name",
    fields=(
        Text(key="name", label="學校名稱", required=True, limit=100, local_only=True),
        Text(key="code", label="學校代碼", limit=6, hint="六碼，進修部可能有英文字母", source="C3"),
        Text(key="profile", label="系統類型", required=True, limit=60, local_only=True),
        SCHOOL_YEAR,
        Day(
            key="term_ends_on",
            label="本學期休業式",
            hint="用來檢查上傳期間夠不夠長",
            source="P-techadmi 一(九)",
            local_only=True,
        ),
        Number(
            key="outcome_cap",
            label="課程學習成果勾選上限",
            places=0,
            hint="留白就照預設；0 就不限",
            source="P-fgec",
            local_only=True,
        ),
        Number(
            key="diverse_cap",
            label="多元表現勾選上限",
            places=0,
            hint="留白就照預設；0 就不限",
            source="C1",
            local_only=True,
        ),
        Number(
            key="outcome_quota",
            label="每門科目可上傳數量",
            places=0,
            hint="留白就照預設；0 就不限",
            source="SA §4-1 2",
            local_only=True,
        ),
        Number(
            key="keeping_years",
            label="離校後保存年數",
            places=0,
            minimum="1",
            maximum="99",
            hint="留白就是 5 年",
            local_only=True,
        ),
        Flag(key="resubmission_open", label="開放重送認證", source="SA §4-1 7", local_only=True),
        Text(key="consent_outcome", label="課程學習成果同意書", limit=5000, lines=12, local_only=True),
        Text(key="consent_diverse", label="多元表現同意書", limit=5000, lines=12, local_only=True),
    ),
)

PERSON = Form(
    key="person",
    title="人員",
    category="人員",
    group="system",
    title_field="name",
    subtitle_fields=("role", "class_name", "seat"),
    fields=(
        Text(key="name", label="姓名", required=True, limit=60, local_only=True),
        Choice(key="role", label="身分", required=True, codes="role", local_only=True),
        Text(key="student_number", label="學號", limit=20, local_only=True),
        Choice(
            key="grade_level", label="年級", codes="grade_level", hint="學生在本學年度的年級", local_only=True
        ),
        Text(key="class_name", label="班級", limit=40, local_only=True),
        Text(key="seat", label="座號", limit=4, local_only=True),
        Text(key="email", label="Email", limit=200, local_only=True),
        Day(key="left_on", label="離校日期", hint="畢業或轉出的那一天", local_only=True),
    ),
)

ENROLMENT = Form(
    key="enrolment",
    title="修課",
    category="修課",
    group="system",
    title_field="subject_name",
    subtitle_fields=("year_term", "teacher_name"),
    fields=(
        Text(key="course", label="課程", required=True, limit=80, local_only=True),
        Text(key="course_code", label="課程代碼", limit=23, source="C5"),
        Text(key="subject_name", label="科目名稱", required=True, limit=100, source="SA §4-1 3-1；SB"),
        YearTerm(
            key="year_term", label="學年期", required=True, source="SA §4-1 3-1", national="實際修課學年度"
        ),
        Choice(key="enrolment_mode", label="修習方式", codes="enrolment_mode", source="SA §4-1 1"),
        Choice(key="grade_level", label="開課年級", codes="grade_level", source="SA §4-1 3-2"),
        Number(key="credits", label="修課學分", maximum="99", source="SA §4-1 3-2；SB 實得學分"),
        Text(key="teacher_name", label="授課教師", limit=100, source="SA §4-1 6", local_only=True),
        Text(key="student_name", label="學生姓名", limit=60, local_only=True),
        Text(key="student_number", label="學號", limit=20, local_only=True),
        Text(key="class_name", label="班級", limit=40, local_only=True),
        Text(key="seat", label="座號", limit=4, local_only=True),
        Text(
            key="qualitative_comment",
            label="質性評語",
            limit=500,
            lines=3,
            source="SB 表",
            national="質性文字描述",
        ),
        Text(key="grade_text", label="成績", limit=20, hint="分數或等第", source="SB 表", local_only=True),
        Number(
            key="quota",
            label="可新增數量",
            places=0,
            hint="留白就依學校設定",
            source="SA §4-1 2",
            local_only=True,
        ),
        YearTerm(key="original_year_term", label="原修課（應修課）學年期", source="C1, C3"),
        Text(key="original_school_code", label="原修課（借讀）學校代碼", limit=6, source="C1, C3"),
        Text(key="original_course_code", label="原修課課程代碼", limit=23, source="C1, C3"),
        Text(key="original_subject_name", label="原修課科目名稱", limit=100, source="C1, C3"),
        Choice(key="original_grade_level", label="原修課開課年級", codes="grade_level", source="C1, C3"),
        Number(key="original_credits", label="原修課學分", maximum="99", source="C1, C3"),
        Choice(key="retake_method", label="重修方式", codes="retake_method", source="C5"),
        Choice(key="makeup_method", label="補修方式", codes="makeup_method", source="C1, C3"),
    ),
)

WINDOW = Form(
    key="window",
    title="作業期間",
    category="作業期間",
    group="system",
    title_field="kind",
    subtitle_fields=("school_year", "grade", "printed"),
    fields=(
        Choice(key="kind", label="作業", required=True, codes="window_kind", local_only=True),
        Moment(
            key="opens_at",
            label="開始",
            hint="留白就是已經開始（認證結果公布：由人公布）；只填日期就從當天零時起",
            local_only=True,
        ),
        Moment(
            key="closes_at",
            label="截止",
            end=True,
            hint="留白就沒有截止；只填日期就收到當天結束",
            local_only=True,
        ),
        Text(key="zone", label="時區", required=True, limit=60, local_only=True),
        Text(key="printed", label="公告文字", limit=100, hint="留白就照截止時間寫", local_only=True),
        evolve(SCHOOL_YEAR, required=False, hint="留白就是每個學年度"),
        Choice(key="grade", label="年級", codes="grade_level", hint="留白就是全校", local_only=True),
    ),
    rules=("closes_after_it_opens", "the_zone_exists"),
)

CONSENT = Form(
    key="consent",
    title="同意書",
    category="同意書",
    group="system",
    title_field="kind",
    fields=(
        Choice(key="kind", label="同意書", required=True, codes="consent_kind", local_only=True),
        SCHOOL_YEAR,
        Text(key="text_sha", label="內容指紋", required=True, limit=SHA256, local_only=True),
    ),
)

DEPUTY = Form(
    key="deputy",
    title="代理認證",
    category="代理",
    group="system",
    title_field="deputy_name",
    subtitle_fields=("start_date", "end_date"),
    fields=(
        Text(key="teacher", label="請人代理的教師", required=True, limit=80, local_only=True),
        Text(key="teacher_name", label="教師姓名", limit=60, local_only=True),
        Text(key="deputy", label="代理人", required=True, limit=80, local_only=True),
        Text(key="deputy_name", label="代理人姓名", limit=60, local_only=True),
        Text(key="course", label="課程", limit=80, hint="留白就是全部課程", local_only=True),
        Text(key="subject_name", label="科目名稱", limit=100, local_only=True),
        Day(key="start_date", label="開始日期", required=True, local_only=True),
        Day(key="end_date", label="結束日期", required=True, local_only=True),
    ),
    rules=("ends_after_it_starts",),
)
"""Who certifies in a teacher's stead, and from when until when; both days included."""

PHRASE = Form(
    key="phrase",
    title="評語",
    category="評語庫",
    group="own",
    title_field="text",
    fields=(
        Text(key="text", label="評語", required=True, limit=COMMENT_LIMIT, lines=3, local_only=True),
        Number(key="place", label="順序", places=0, minimum="1", maximum="99", local_only=True),
    ),
    authors=("teacher", "administrator"),
)
"""A certifier's own words, kept to be used again; nobody else sees them."""

CODELIST = Form(
    key="codelist",
    title="代碼表",
    category="代碼表",
    group="system",
    title_field="name",
    subtitle_fields=("school_year", "source"),
    fields=(
        Text(key="name", label="代碼表", required=True, limit=60, local_only=True),
        SCHOOL_YEAR,
        Text(key="source", label="來源", limit=200, local_only=True),
        Text(key="content", label="內容", required=True, limit=250_000, lines=20, local_only=True),
    ),
)
"""A list of codes that the school has brought itself; it stands in for the one that comes with the program."""
