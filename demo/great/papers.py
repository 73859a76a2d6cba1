"""What the office of the great school writes down: settings, people, courses, cadres, receipts, announcements."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from attrs import frozen

from demo import roster
from demo.great import people
from demo.great.people import SEED, Someone, Taught
from demo.school import identity
from domain.people import Role
from domain.records import Record
from server.services.office import Office

TEXTS = {"outcome": roster.CONSENT_OUTCOME, "diverse": roster.CONSENT_DIVERSE}


@frozen
class Town:
    """Everybody, and what is taught to whom."""

    students: tuple[Someone, ...]
    staff: tuple[Someone, ...]
    courses: dict[str, list[Taught]]

    def enrolled(self) -> Iterator[tuple[Someone, Taught]]:
        for student in self.students:
            for course in self.courses[student.class_name]:
                yield student, course


def town(size: int) -> Town:
    rng = Random(SEED)
    students = people.students(size, rng)
    staff = people.staff(max(size * 90 // 1200, 6), rng)
    rooms: dict[int, list[str]] = defaultdict(list)
    for one in students:
        if one.class_name not in rooms[one.grade]:
            rooms[one.grade].append(one.class_name)
    teachers = tuple(one for one in staff if one.role is Role.TEACHER)
    return Town(students, staff, people.courses(teachers, rooms, rng))


def settings(office: Office, year: int) -> Record:
    values = {
        "name": "示範大型高級中學", "code": "999998", "profile": office.profile, "school_year": str(year),
        "consent_outcome": TEXTS["outcome"], "consent_diverse": TEXTS["diverse"],
    }  # fmt: skip
    return Record(identity("great school"), "school", values=values)


def persons(everybody: Town) -> Iterator[Record]:
    for one in (*everybody.students, *everybody.staff):
        values = {"name": one.name, "role": one.role.value, "email": f"{one.account}@example.edu.tw"}
        if one.number:
            values |= {"student_number": one.number, "class_name": one.class_name, "seat": one.seat}
        yield Record(identity(f"great person {one.account}"), "person", one.account, values=values)


def enrolment_id(student: Someone, course: Taught) -> str:
    return identity(f"great enrolment {student.account} {course.key}")


def enrolments(everybody: Town, year: int) -> Iterator[Record]:
    for student, course in everybody.enrolled():
        values = {
            "course": course.key, "subject_name": course.subject,
            "year_term": f"{year - course.back}-{course.term}", "enrolment_mode": "semester",
            "grade_level": str(course.grade - course.back + 1), "credits": "2", "teacher_name": course.teacher.name,
            "student_name": student.name, "student_number": student.number, "class_name": student.class_name,
            "seat": student.seat, "quota": "0",
        }  # fmt: skip
        yield Record(enrolment_id(student, course), "enrolment", student.account, values=values)


def cadres(everybody: Town, year: int) -> Iterator[Record]:
    titles = ("班長", "副班長", "學藝股長", "風紀股長", "總務股長", "環保股長", "體育股長")
    for place, one in enumerate(everybody.students):
        values = {
            "year_term": f"{year}-1", "unit_name": one.class_name, "position_title": titles[place % len(titles)],
            "cadre_level": "2", "start_date": f"{year + 1911}-09-01", "end_date": f"{year + 1912}-01-20",
        }  # fmt: skip
        yield Record(identity(f"great cadre {one.account}"), "school_cadre", one.account, values=values)


def receipts(everybody: Town, year: int) -> Iterator[Record]:
    for one in everybody.students:
        for category in ("grades", "outcomes", "diverse", "cadres"):
            values = {"year_term": f"{year - 1}-1", "category": category, "content": "{}"}
            yield Record(
                identity(f"great receipt {one.account} {category}"), "receipt", one.account, values=values
            )


def news(now: datetime) -> Iterator[Record]:
    for number in range(12):
        title, body = roster.ANNOUNCEMENTS[number % len(roster.ANNOUNCEMENTS)]
        day = (now - timedelta(days=7 * number)).date().isoformat()
        values = {"title": title, "body": body, "published_on": day}
        yield Record(identity(f"great news {number}"), "announcement", values=values)
