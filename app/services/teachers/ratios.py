"""The ratios that auditors ask for, as of any day, each with the names behind both integers."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import PartTimeEngagement
from app.models.recognition import RecognitionLevel
from app.services.office import Office
from app.services.recognition.holdings import holdings
from app.services.recognition.states import Held, valid_of
from app.services.shares import Share
from app.services.teachers.roll import Member, staff


@dataclass(frozen=True, slots=True)
class Counted:
    """One teacher in a list, with the recognition that counts, if there is one."""

    teacher: Member
    level: RecognitionLevel | None = None
    recognition: Held | None = None
    away: bool = False

    @property
    def dual(self) -> bool:
        """Whether dual-qualified."""
        return self.level is not None


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio with the people on both sides; the upper are among the lower."""

    key: str
    label: str
    upper: tuple[Counted, ...]
    lower: tuple[Counted, ...]

    @property
    def share(self) -> Share:
        """Both integers."""
        return Share(len(self.upper), len(self.lower))


@dataclass(frozen=True, slots=True)
class Group:
    """Ratios of one programme or department."""

    id: UUID | None
    name: str
    professional: Ratio
    full_time: Ratio
    part_time: Ratio


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours that part-time teachers give, of all hours of professional courses."""

    part_time: int
    full_time: int
    unknown: tuple[Counted, ...]  # whose hours nobody wrote down

    @property
    def share(self) -> Share:
        """Both integers."""
        return Share(self.part_time, self.part_time + self.full_time)


@dataclass(frozen=True, slots=True)
class Ratios:
    """Everything about who is dual-qualified on a day."""

    on: date
    everybody: tuple[Counted, ...]  # on the staff
    levels: Mapping[RecognitionLevel, tuple[Counted, ...]]  # of all kinds of teachers
    professional: Ratio  # 双师型 ÷ 专任专业课教师
    full_time: Ratio  # 双师素质 ÷ 全部专任教师
    part_time: Ratio  # 兼职 ÷ 专兼职教师总数
    part_time_professional: Ratio  # 兼职 ÷ 专业课教师
    hours: Hours
    departments: tuple[Group, ...]
    programmes: tuple[Group, ...]
    kindless: tuple[Counted, ...]  # nobody said what kind: in no ratio

    def count(self, level: RecognitionLevel) -> int:
        """How many hold a level."""
        return len(self.levels[level])


def ratios(office: Office, on: date, teachers: Collection[UUID] | None = None) -> Ratios:
    """As of a day, over some teachers or over all on the staff."""
    with office.db.read() as session:
        people = [t for t in staff(session, on) if teachers is None or t.id in teachers]
        held = holdings(session)
        hours = part_time_hours(session, on)
    return figure(counted(people, held, on), hours, on)


def counted(
    people: Iterable[Member], held: Mapping[UUID, Sequence[Held]], on: date
) -> list[Counted]:
    """People with the recognition that counts on a day."""
    found = []
    for each in people:
        best = valid_of(held.get(each.id, ()), on)
        found.append(Counted(each, best.level if best else None, best, each.away(on)))
    return found


def figure(everybody: Sequence[Counted], hours: Mapping[UUID, int | None], on: date) -> Ratios:
    """All ratios over these people. The simulator asks the same of other people."""
    return Ratios(
        on=on,
        everybody=tuple(everybody),
        levels={
            level: tuple(each for each in everybody if each.level is level)
            for level in RecognitionLevel
        },
        professional=_professional(everybody),
        full_time=_full_time(everybody),
        part_time=_part_time(everybody),
        part_time_professional=_part_time_professional(everybody),
        hours=_hours(everybody, hours),
        departments=_by(everybody, _department),
        programmes=_by(everybody, _programmes),
        kindless=tuple(each for each in everybody if each.teacher.kind is None),
    )


def _professional(people: Iterable[Counted]) -> Ratio:
    lower = tuple(each for each in people if each.teacher.professional)
    upper = tuple(each for each in lower if each.dual)
    return Ratio("professional", "双师型教师占专业课教师比例", upper, lower)


def _full_time(people: Iterable[Counted]) -> Ratio:
    lower = tuple(each for each in people if each.teacher.full_time)
    upper = tuple(each for each in lower if each.dual)
    return Ratio("full_time", "双师素质专任教师比例", upper, lower)


def _part_time(people: Iterable[Counted]) -> Ratio:
    lower = tuple(each for each in people if each.teacher.kind is not None)
    upper = tuple(each for each in lower if not each.teacher.full_time)
    return Ratio("part_time", "兼职教师占专兼职教师总数比例", upper, lower)


def _part_time_professional(people: Iterable[Counted]) -> Ratio:
    known = [each for each in people if each.teacher.kind is not None]
    lower = tuple(e for e in known if e.teacher.professional or not e.teacher.full_time)
    upper = tuple(each for each in lower if not each.teacher.full_time)
    return Ratio("part_time_professional", "兼职教师占专业课教师比例", upper, lower)


def _hours(people: Iterable[Counted], given: Mapping[UUID, int | None]) -> Hours:
    part_time = full_time = 0
    unknown: list[Counted] = []
    for each in people:
        teacher = each.teacher
        if teacher.kind is None or not (teacher.professional or not teacher.full_time):
            continue
        said = teacher.hours if teacher.full_time else given.get(teacher.id, teacher.hours)
        if said is None:
            unknown.append(each)
        elif teacher.full_time:
            full_time += said
        else:
            part_time += said
    return Hours(part_time, full_time, tuple(unknown))


def _department(each: Counted) -> Collection[tuple[UUID | None, str]]:
    return [(each.teacher.department_id, each.teacher.department or "未填院系")]


def _programmes(each: Counted) -> Collection[tuple[UUID | None, str]]:
    return each.teacher.programmes or [(None, "未填任教专业")]


def _by(
    people: Iterable[Counted], places: Callable[[Counted], Collection[tuple[UUID | None, str]]]
) -> tuple[Group, ...]:
    """Who teaches in two programmes counts in both, and once in the college."""
    groups: dict[tuple[UUID | None, str], list[Counted]] = defaultdict(list)
    for each in people:
        for place in places(each):
            groups[place].append(each)
    return tuple(
        Group(key, name, _professional(found), _full_time(found), _part_time(found))
        for (key, name), found in sorted(
            groups.items(), key=lambda pair: (pair[0][0] is None, pair[0][1])
        )
    )


def part_time_hours(session: Session, on: date) -> Mapping[UUID, int | None]:
    """Hours by teacher, of the engagements that run on a day; None if one does not say."""
    engaged = PartTimeEngagement
    query = select(engaged.teacher_id, engaged.hours).where(
        engaged.deleted.is_(False),
        engaged.starts <= on,
        engaged.ends.is_(None) | (engaged.ends >= on),
    )
    found: dict[UUID, int | None] = {}
    for key, hours in session.execute(query):
        before = found.get(key, 0)
        found[key] = None if hours is None or before is None else before + hours
    return found
