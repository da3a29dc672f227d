"""The students of the sample college: three grades and the class that has just left.

All are invented: names by combination, identity numbers with the prefix of a prefecture, which
no person's number carries.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from stdnum.cn import ric

from app.models import Programme, SchoolClass, Student, StudentChange
from app.models.students import Entry, Sex, Standing
from app.services.office import Office
from app.services.sample.filling import Filling, rows
from app.services.years import months_before

CLASS_SIZE = 28
MINOR_MONTHS = 17 * 12 + 10
_SURNAMES = "石龙彭张王周田向杨刘何罗吴李陈黄赵唐邓冉覃瞿谭滕秦梁贾卢宋蒋姚"
_GIVEN = (
    "子昂", "晓雨", "应和", "晓芸", "浩然", "欣怡", "俊杰", "雨桐", "明轩", "思琪",
    "文博", "佳怡", "天佑", "梦洁", "立群", "秋月", "志远", "婉清", "承志", "若兰",
    "远航", "春燕", "宏图", "雅婷", "振华", "静雯", "思远", "慧敏", "海涛", "采薇",
    "景行", "巧云", "永康", "丽华", "建业", "雪梅", "国栋", "玉兰", "少川", "诗涵",
)  # fmt: skip
_PEOPLES = {9: "06", 11: "15", 23: "04"}  # 苗, 土家, 藏: every so many; all others 汉
_HARD = (  # names that programs stumble over, with people and sex
    ("王䶮", "01", Sex.MALE), ("周𬭚", "01", Sex.MALE), ("扎西·次仁", "04", Sex.MALE),
    ("古丽娜尔·艾山", "05", Sex.FEMALE), ("石晓岚", "06", Sex.FEMALE),
    ("龙应龙", "06", Sex.MALE), ("彭小雨", "15", Sex.FEMALE), ("张子墨", "01", Sex.MALE),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class People:
    """Who is there: students by programme and grade, in the order of their numbers."""

    classes: Mapping[tuple[str, int], Sequence[UUID]]
    names: Mapping[UUID, str]
    programmes: Mapping[str, Programme]

    def of(self, programme: str, grade: int, first: int = 0, count: int = 1) -> Sequence[UUID]:
        """Some of a class."""
        return self.classes[programme, grade][first : first + count]


def fill_students(office: Office, filling: Filling) -> People:
    """Teachers, classes and students, and what the registry noted about some of them."""
    programmes = {each.name: each for each in office.of(Programme).all()}
    year = filling.year.start
    with office.db.write("载入教师、班级和学生名册") as writing:
        filling.insert(writing, "teacher")
        classes = [
            (row, grade)
            for grade in (year - 3, year - 2, year - 1, year)
            for row in rows("class")
            if grade > year - 3 or row["往届"] == "是"
        ]
        values = [_class(programmes, row, grade, year) for row, grade in classes]
        keys = filling.add(writing, SchoolClass, values)
        given = [
            student
            for number, ((row, grade), key) in enumerate(zip(classes, keys, strict=True))
            for student in _students(programmes[row["专业"]], row["编号"], grade, key, number)
        ]
        given = [_as_special(each, filling) for each in given]
        students = filling.add(writing, Student, given)
        found: dict[tuple[str, int], list[UUID]] = {}
        for at, student in enumerate(students):
            row, grade = classes[at // CLASS_SIZE]
            found.setdefault((row["专业"], grade), []).append(student)
        filling.add(writing, StudentChange, list(_changes(students, given, filling.today)))
    names = {key: str(row["name"]) for key, row in zip(students, given, strict=True)}
    return People(found, names, programmes)


def _class(
    programmes: Mapping[str, Programme], row: Mapping[str, str], grade: int, year: int
) -> dict[str, Any]:
    programme = programmes[row["专业"]]
    return {
        "name": f"{row['简称']}{grade % 100:02}01",
        "programme_id": programme.id,
        "department_id": programme.department_id,
        "enrolled": grade,
        "teacher": row["班主任"],
        "closed": grade == year - 3,
        "campus_id": programme.campus_id,
    }


def _students(
    programme: Programme, code: str, grade: int, school_class: UUID, number: int
) -> list[dict[str, Any]]:
    first = number * CLASS_SIZE
    return [
        _student(first + seat, f"{grade}{code}{seat + 1:02}", grade)
        | {
            "class_id": school_class,
            "programme_id": programme.id,
            "enrolled": grade,
            "campus_id": programme.campus_id,
        }
        for seat in range(CLASS_SIZE)
    ]


def _student(n: int, number: str, grade: int) -> dict[str, Any]:
    """The n-th of all: 31 surnames and 40 given names meet each other only once."""
    surname, given = _SURNAMES[n % len(_SURNAMES)], _GIVEN[n % len(_GIVEN)]
    sex = Sex.FEMALE if n % len(_GIVEN) % 2 else Sex.MALE
    born = date(grade - 18, 1, 1) - timedelta(days=n * 7 % 365)
    return {
        "number": number,
        "name": surname + given,
        "sex": sex,
        "identity": identity(born, n, sex),
        "birth": born,
        "ethnic": next((code for every, code in _PEOPLES.items() if n % every == 3), "01"),
        "phone": f"1390000{n:04}",
        "address": f"四川省示例县示例镇示例路 {n % 300 + 1} 号",
        "guardian": surname + ("建国", "秀英", "国强", "桂芳")[n % 4],
        "guardian_relation": ("父亲", "母亲")[n % 2],
        "guardian_phone": f"1380001{n:04}",
    }


def identity(born: date, n: int, sex: Sex) -> str:
    """A well-formed number that belongs to nobody."""
    place = "433100" if n % 3 == 0 else "510100"
    order = n % 500 * 2 + (sex is Sex.MALE)
    body = f"{place}{born:%Y%m%d}{order % 1000:03}"
    return body + ric.calc_check_digit(body + "0")


def _as_special(given: dict[str, Any], filling: Filling) -> dict[str, Any]:
    """Somebody of whom the samples need a particular: by number, which says grade and seat."""
    number, years = given["number"], filling.year.start - int(given["number"][:4])
    if years == _GONE:
        return given | {"standing": Standing.GRADUATED, "standing_on": filling.year.before.last}
    if years == 0 and number[4:6] == "01":
        return given | {"entry": Entry.JOINT_2_3}
    if (years, number[4:]) in _STANDINGS:
        standing, days = _STANDINGS[years, number[4:]]
        return given | {"standing": standing, "standing_on": filling.today - timedelta(days=days)}
    if (years, number[4:]) in _MINORS:
        starts = filling.today + timedelta(days=_MINORS[years, number[4:]])
        return given | _born(months_before(starts, MINOR_MONTHS), given["sex"])
    if years == _THIRD and number[4:6] == "11" and int(number[6:]) <= len(_HARD):
        return given | _hard(int(number[6:]) - 1, given["birth"])
    return given


_THIRD, _GONE = 2, 3  # years since entry
_STANDINGS = {  # by years since entry, and what follows in the number: as what, days ago
    (2, "0104"): (Standing.LEFT, 7),  # while on an internship
    (1, "0105"): (Standing.SUSPENDED, 100),
    (1, "0702"): (Standing.SUSPENDED, 100),
    (1, "0809"): (Standing.TRANSFERRED, 50),
}
_MINORS = {(2, "0403"): -60, (2, "1127"): 12}  # under age so many days from now, starting then


def _hard(at: int, born: date) -> dict[str, Any]:
    name, people, sex = _HARD[at]
    number = identity(born, at, sex)
    return {"name": name, "ethnic": people, "sex": sex, "identity": number, "guardian": "石建国"}


def _born(day: date, sex: Sex) -> dict[str, Any]:
    return {"birth": day, "identity": identity(day, 17, sex)}


def _changes(
    students: Sequence[UUID], given: Sequence[Mapping[str, Any]], today: date
) -> list[dict[str, Any]]:
    """What the registry noted: whoever is not enrolled any more, and one change of class."""
    words = {Standing.LEFT: "退学", Standing.SUSPENDED: "休学", Standing.TRANSFERRED: "转出"}
    found = [
        {
            "student_id": key,
            "on": row["standing_on"],
            "what": words[row["standing"]],
            "before": str(Standing.ENROLLED),
            "after": str(row["standing"]),
            "reason": "本人申请",
        }
        for key, row in zip(students, given, strict=True)
        if row.get("standing") in words
    ]
    return [
        *found,
        {
            "student_id": students[-1],
            "on": today - timedelta(days=40),
            "what": "转专业",
            "before": "大数据技术",
            "after": "现专业",
            "reason": "教务〔示例〕12 号",
        },
    ]
