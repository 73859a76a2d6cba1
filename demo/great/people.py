"""Who is at the great school: students by class, teachers by subject, the office; the same for the same size."""

from random import Random

from attrs import frozen

from domain.people import Role

SEED = 20260901
FAMILY = (
    "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙顏柯翁魏孫戴"
    "范方宋鄧杜傅侯曹薛丁卓馬董唐藍石蔣古紀姚連溫巫"
)
GIVEN = [
    "冠宇",
    "承恩",
    "品睿",
    "宥廷",
    "柏翰",
    "宇翔",
    "家豪",
    "彥廷",
    "子軒",
    "哲瑋",
    "俊傑",
    "建宏",
    "志偉",
    "宗翰",
    "冠廷",
    "奕辰",
    "睿恩",
    "柏勳",
    "禹丞",
    "浩宇",
    "彥霖",
    "政憲",
    "明哲",
    "育誠",
    "詩涵",
    "品妤",
    "羽彤",
    "宜蓁",
    "雅筑",
    "怡君",
    "子晴",
    "芷瑄",
    "思妤",
    "佩珊",
    "雅婷",
    "淑芬",
    "心怡",
    "欣妤",
    "郁婷",
    "亭妤",
    "語彤",
    "采潔",
    "沛蓁",
    "于庭",
    "若涵",
    "佳穎",
    "品萱",
    "筱涵",
    "昀蓁",
    "宛庭",
    "思涵",
    "惠雯",
    "婉如",
    "琬瑜",
]
INDIGENOUS = (
    "古拉斯．馬沙",
    "伊斯坦大．比浩",
    "達拉拔巴甘．阿美",
    "瓦旦．吉洛",
    "林．𠮷祥",
    "撒古流．巴瓦瓦隆",
)
SUBJECTS = [
    "國語文",
    "英語文",
    "數學A",
    "數學B",
    "歷史",
    "地理",
    "公民與社會",
    "基礎物理",
    "基礎化學",
    "基礎生物",
    "基礎地球科學",
    "音樂",
    "美術",
    "生命教育",
    "資訊科技",
    "生活科技",
    "健康與護理",
    "體育",
    "探究與實作",
    "多元選修：科學寫作",
    "多元選修：社區設計",
    "選修物理",
    "選修化學",
    "選修生物",
    "第二外語（日文）",
    "專題研究",
]
CLASSES = "忠孝仁愛信義和平誠勤樸毅"
GRADES = "一二三"
PER_CLASS = 34
COURSES_EACH = 14


@frozen
class Someone:
    """An account. grade: 0 to 2 for students; seat and number only for them."""

    account: str
    name: str
    role: Role
    class_name: str = ""
    seat: str = ""
    number: str = ""
    grade: int = 0


@frozen
class Taught:
    """A course of a grade in a term: who teaches it, and how many years ago it was."""

    key: str
    subject: str
    teacher: Someone
    grade: int
    back: int
    term: str


def name(rng: Random) -> str:
    if rng.random() < 0.02:
        return rng.choice(INDIGENOUS)
    return rng.choice(FAMILY) + rng.choice(GIVEN)


def students(count: int, rng: Random) -> tuple[Someone, ...]:
    """A third in each grade, in classes of thirty-four."""
    found = []
    for place in range(count):
        grade = place * 3 // count
        within = place - -(-count * grade // 3)
        room, seat = divmod(within, PER_CLASS)
        title = f"{GRADES[grade]}年{CLASSES[room % len(CLASSES)]}班"
        number = f"1{14 - grade:02d}{within + 1:04d}"
        found.append(
            Someone(f"g{place + 1:04d}", name(rng), Role.STUDENT, title, f"{seat + 1}", number, grade)
        )
    return tuple(found)


def staff(count: int, rng: Random) -> tuple[Someone, ...]:
    """Teachers, and after them two counselors and the office."""
    teachers = [Someone(f"t{place + 1:03d}", name(rng), Role.TEACHER) for place in range(count)]
    others = [
        Someone("c001", name(rng), Role.COUNSELOR),
        Someone("c002", name(rng), Role.COUNSELOR),
        Someone("a1", "吳明德", Role.ADMINISTRATOR),
    ]
    return (*teachers, *others)


def courses(
    teachers: tuple[Someone, ...], rooms: dict[int, list[str]], rng: Random
) -> dict[str, list[Taught]]:
    """By class: its courses of three years, each with a teacher; the newest school year first."""
    found: dict[str, list[Taught]] = {}
    for grade, names in rooms.items():
        for room in names:
            chosen = rng.sample(SUBJECTS, COURSES_EACH)
            found[room] = [
                Taught(
                    f"{room}-{place % (grade + 1)}-{place % 2 + 1}-{SUBJECTS.index(subject):02d}",
                    subject,
                    teachers[(SUBJECTS.index(subject) + place + 7 * names.index(room)) % len(teachers)],
                    grade,
                    place % (grade + 1),
                    f"{place % 2 + 1}",
                )
                for place, subject in enumerate(chosen)
            ]
    return found
