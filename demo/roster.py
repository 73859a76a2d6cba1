"""The people, courses and papers of the demo school 示範高級中學. Data only; every person here is invented."""

from attrs import frozen

from domain.people import Role

SCHOOL_NAME = "示範高級中學"
PASSWORD = "licheng-demo"
CLASS = "二年三班"

CONSENT_OUTCOME = (
    "本人同意學校將勾選的課程學習成果提交至國民及學前教育署學習歷程中央資料庫，"
    "並了解提交後不得要求修改；內容為本人所作，引用之處皆已註明出處。"
)
CONSENT_DIVERSE = (
    "本人同意學校將勾選的多元表現提交至國民及學前教育署學習歷程中央資料庫，"
    "並保證所附證明文件真實；如有不實，願依校規處理。"
)


@frozen
class Person:
    """An account of the demo. number and seat only for students."""

    account: str
    name: str
    role: Role
    number: str = ""
    seat: str = ""


STUDENTS = (
    Person("s1", "林怡君", Role.STUDENT, "1140317", "17"),
    Person("s2", "古拉斯．瑪格麗特．以莉．拉黑子．達立夫", Role.STUDENT, "1140302", "02"),
    Person("s3", "林𠮷祥", Role.STUDENT, "1140303", "03"),
)
TEACHER = Person("t1", "陳玉珊", Role.TEACHER)
SECOND_TEACHER = Person("t2", "黃志豪", Role.TEACHER)
COUNSELOR = Person("c1", "張雅惠", Role.COUNSELOR)
STAFF = (
    TEACHER,
    SECOND_TEACHER,
    COUNSELOR,
    Person("a1", "吳明德", Role.ADMINISTRATOR),
)
EVERYBODY = (*STUDENTS, *STAFF)


@frozen
class Guide:
    """Who looks after the class, as what."""

    guide: Person
    kind: str


GUIDES = (Guide(SECOND_TEACHER, "homeroom"), Guide(COUNSELOR, "counselor"))


@frozen
class Course:
    """back: how many school years ago; term within that year."""

    key: str
    subject: str
    mode: str
    credits: str
    teacher: Person
    code: str
    back: int = 0
    term: str = "1"


BIOLOGY = Course("bio", "自然科學探究與實作（生物）", "semester", "2", TEACHER, "1143A10BIOL0201")
COURSES = (
    BIOLOGY,
    Course("math", "數學 A", "semester", "4", TEACHER, "1143A10MATH0401"),
    Course("phys", "基礎物理", "makeup", "2", TEACHER, "1143A10PHYS0201"),
    Course("chin", "國語文", "semester", "4", SECOND_TEACHER, "1143A10CHIN0401"),
    Course("musi", "音樂", "semester", "1", SECOND_TEACHER, "1143A10MUSI0101", 1, "2"),
    Course("engl", "英語文", "retake", "4", SECOND_TEACHER, "1143A10ENGL0401", 1, "2"),
)


@frozen
class Window:
    """A period in days from today; it ends with the end of its last day."""

    kind: str
    last_day: int
    first_day: int = -20


WINDOWS = (
    Window("outcome_submit", 3),
    Window("receipt_confirm", 6),
    Window("outcome_certify", 9),
    Window("outcome_select", 14),
    Window("receipt_modify", 18),
    Window("diverse_edit", 24),
    Window("diverse_select", 30),
)


@frozen
class Cadre:
    """An office in the school that the school itself has noted."""

    student: str
    unit: str
    title: str
    level: str
    back: int
    term: str
    first: str
    last: str


CADRES = (
    Cadre("s1", CLASS, "學藝股長", "2", 0, "1", "-09-01", "+01-20"),
    Cadre("s1", "生物研究社", "副社長", "3", 1, "2", "+02-10", "+06-30"),
    Cadre("s2", CLASS, "班長", "2", 0, "1", "-09-01", "+01-20"),
    Cadre("s3", CLASS, "環保股長", "2", 0, "1", "-09-01", "+01-20"),
)

ANNOUNCED_FILE = "上傳與認證日程.pdf"
"""Attached to the first of the announcements."""

ANNOUNCEMENTS = (
    (
        "課程學習成果上傳與認證期限",
        "本學期課程學習成果請在期限前上傳並送出認證。沒有網路時也可以先寫好並送出，"
        "連上網路後會自動送到學校，收件時間以學校收到的時間為準。",
    ),
    (
        "證明文件與影音檔案的規定",
        "文件檔案：PDF、JPG、PNG，4 MB 以內。\n影音檔案：MP3、MP4，10 MB 以內。\n"
        "加密的 PDF、手機的 HEIC 照片與 Word 檔都不能上傳，請先轉檔。",
    ),
    ("勾選前請先閱讀同意書", "勾選要提交到國教署的項目之前，請先詳讀並簽署同意書。"),
)


@frozen
class Sent:
    """An outcome that a classmate has already sent for certification, with a file of demo.samples."""

    student: str
    course: str
    summary: str
    sample: str


SENT = (
    Sent("s2", "bio", "以酵母菌發酵速率比較三種糖的代謝，並用統計檢定說明差異是否顯著。", "reading_report"),
    Sent("s3", "bio", "校園榕樹葉面積與光照的關係：取樣、測量與迴歸分析，附原始數據。", "learning_plan"),
    Sent("s3", "math", "用微積分找出最省材料的飲料罐，和市售鋁罐比較並討論誤差來源。", "calculus_report"),
)
