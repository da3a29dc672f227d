"""From one school year to the next: terms proposed, the finished graduated, the old year closed.

Everything is planned first and shown. Applying a plan twice, or planning again after it was
applied, changes nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem
from app.models import ClassPeriod, Programme, SchoolClass, Student, StudentChange, Term
from app.models.students import Standing
from app.services.calendar import term_problems
from app.services.calendar_store import insert_periods, school_calendar, table_warning
from app.services.database import Writing
from app.services.office import Office
from app.services.years import SchoolYear

_YEARS = 3  # where a programme does not say how long it takes
_SPRING_WEEK = date(2001, 2, 24)  # month and day about which spring terms begin
_WEEKS = 18
_NEAR = timedelta(days=45)  # a Monday in the settings this near is meant for this term
_YEAR_OF_WEEKS = timedelta(weeks=52)


@dataclass(frozen=True, slots=True)
class ProposedTerm:
    """A term that the new year lacks, as last year's would have it."""

    code: str
    starts: date
    weeks: int
    exam_from: int | None


@dataclass(frozen=True, slots=True)
class ClassMove:
    """A class that goes up a year, or has finished."""

    school_class: UUID
    name: str
    from_year: int  # of study, in the old year
    to_year: int
    finishes: bool  # with the old year
    students: int


@dataclass(frozen=True, slots=True)
class Person:
    """A student to decide about one by one."""

    student: UUID
    number: str
    name: str
    school_class: str
    why: str


@dataclass(frozen=True, slots=True)
class RollOver:
    """What the turn of the year would do."""

    year: SchoolYear  # the one that begins
    terms: tuple[ProposedTerm, ...]
    periods_missing: bool
    classes: tuple[ClassMove, ...]
    graduates: tuple[Person, ...]
    repeaters: tuple[Person, ...]  # in a class that finishes, but of a later year
    suspended: tuple[Person, ...]  # in a class that finishes or goes up
    closing: tuple[str, ...]  # codes of terms that are closed with it
    warning: str = ""  # a calendar year without holidays

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        changes = (self.terms, self.graduates, self.closing)
        finishing = any(each.finishes for each in self.classes)
        return not any(changes) and not finishing and not self.periods_missing


@dataclass(frozen=True, slots=True)
class Turned:
    """What a turn of the year changed, in numbers."""

    terms: int
    periods: int
    graduated: int
    staying: int  # noted as repeating the year
    classes: int
    closed: int  # terms

    @property
    def nothing(self) -> bool:
        """Whether everything had been done before."""
        return not any(astuple(self))


def plan(office: Office, year: SchoolYear) -> RollOver:
    """What is to be done so that `year` can begin; nothing is written."""
    with office.db.read() as session:
        terms = _live_terms(session)
        classes = [move for each in _classes(session) if (move := _move(session, each, year))]
        finishing = {each.school_class: each.name for each in classes if each.finishes}
        held = {each.school_class: each.name for each in classes}
        graduates, repeaters = _finished(session, finishing, year)
        suspended = _suspended(session, held)
    proposed = tuple(_proposals(terms, year, _mondays(office)))
    days = [each.starts + timedelta(weeks=each.weeks) for each in proposed]
    return RollOver(
        year=year,
        terms=proposed,
        periods_missing=office.of(ClassPeriod).count() == 0,
        classes=tuple(classes),
        graduates=tuple(graduates),
        repeaters=tuple(repeaters),
        suspended=tuple(suspended),
        closing=tuple(each.code for each in terms if _is_over(each, year) and not each.closed),
        warning=table_warning(school_calendar(office), [year.first, year.last, *days]),
    )


def apply(  # noqa: PLR0913 - a plan, and what a person decides otherwise
    office: Office,
    planned: RollOver,
    *,
    stay: Collection[UUID] = (),
    also: Collection[UUID] = (),
    terms: Sequence[ProposedTerm] | None = None,
    close: bool = True,
) -> Turned:
    """Do what was planned, in one step; what has been done in between is passed over.

    `stay`: graduates who do not graduate after all; `also`: repeaters who do; `terms`: the
    proposals as a person changed them; `close`: make the years before read-only.
    """
    wanted = planned.terms if terms is None else terms
    for each in wanted:
        if problems := term_problems(each.starts, each.weeks, each.exam_from):
            raise Invalid([Problem(p.field, f"{each.code}：{p.message}") for p in problems])
    leaving = [each for each in planned.graduates if each.student not in stay]
    leaving += [each for each in planned.repeaters if each.student in also]
    last = planned.year.before.last
    with office.db.write(f"转入{planned.year.title}") as writing:
        periods = insert_periods(office, writing)
        added = _add_terms(office, writing, wanted)
        graduated = sum(_graduate(writing, person, last) for person in leaving)
        staying = {each.student for each in planned.graduates} & set(stay)
        noted = _note_repeaters(writing, staying, planned.year.first)
        classes = _close_classes(writing, planned.classes)
        closed = _close_terms(writing, planned.closing) if close else 0
    return Turned(added, periods, graduated, noted, classes, closed)


def begin_terms(office: Office) -> int:
    """The terms whose first Mondays stand in the settings, in one step; how many are new."""
    autumn, spring = office.settings.autumn, office.settings.spring
    wanted = []
    if autumn:
        day = date.fromisoformat(autumn)
        wanted.append(ProposedTerm(f"{SchoolYear(day.year)}-1", day, _WEEKS, None))
    if spring:
        day = date.fromisoformat(spring)
        wanted.append(ProposedTerm(f"{SchoolYear(day.year - 1)}-2", day, _WEEKS, None))
    if not wanted:
        return 0
    with office.db.write("填入学期") as writing:
        return _add_terms(office, writing, wanted)


# --- planning


def _live_terms(session: Session) -> list[Term]:
    query = select(Term).where(Term.deleted.is_(False)).order_by(Term.starts)
    return list(session.scalars(query))


def _is_over(term: Term, year: SchoolYear) -> bool:
    its = SchoolYear.in_term(term.code)
    return its is not None and its < year


def _proposals(
    terms: Iterable[Term], year: SchoolYear, mondays: Iterable[date]
) -> Iterable[ProposedTerm]:
    """As the year before had them; in a first year, as far as the settings tell."""
    known = {each.code: each for each in terms}
    for number, about in ((1, year.first), (2, _spring(year))):
        code = f"{year}-{number}"
        if code in known:
            continue
        last = known.get(f"{year.before}-{number}")
        if last is None:
            near = (day for day in mondays if abs(day - about) <= _NEAR)
            yield ProposedTerm(code, monday_near(next(near, about)), _WEEKS, None)
        else:
            starts = monday_near(last.starts + _YEAR_OF_WEEKS)
            yield ProposedTerm(code, starts, last.weeks, last.exam_from)


def _mondays(office: Office) -> tuple[date, ...]:
    """The first days of terms that were typed into the settings."""
    typed = (office.settings.autumn, office.settings.spring)
    return tuple(date.fromisoformat(each) for each in typed if each)


def _spring(year: SchoolYear) -> date:
    return date(year.start + 1, _SPRING_WEEK.month, _SPRING_WEEK.day)


def monday_near(day: date) -> date:
    """The Monday closest to a day."""
    return day + timedelta(days=(3 - day.weekday()) % 7 - 3)


def _classes(session: Session) -> list[SchoolClass]:
    query = select(SchoolClass).where(SchoolClass.deleted.is_(False), SchoolClass.closed.is_(False))
    return list(session.scalars(query.order_by(SchoolClass.sort_key, SchoolClass.id)))


def _move(session: Session, each: SchoolClass, year: SchoolYear) -> ClassMove | None:
    """How a class goes on; None if it begins only now, or nobody knows its year."""
    if each.enrolled is None or each.enrolled >= year.start:
        return None
    programme = session.get(Programme, each.programme_id) if each.programme_id else None
    years = (programme.years if programme else None) or _YEARS
    done = year.start - each.enrolled
    present = select(Student.id).where(
        Student.class_id == each.id,
        Student.deleted.is_(False),
        Student.standing == Standing.ENROLLED,
    )
    count = len(session.scalars(present).all())
    return ClassMove(each.id, each.name, done, min(done + 1, years), done >= years, count)


def _finished(
    session: Session, finishing: dict[UUID, str], year: SchoolYear
) -> tuple[list[Person], list[Person]]:
    """Graduates, and who sits in a class that finishes but entered in a later year."""
    graduates, repeaters = [], []
    enrolled = {
        each.id: each.enrolled
        for each in session.scalars(select(SchoolClass).where(SchoolClass.id.in_(list(finishing))))
    }
    for each in _students(session, finishing, Standing.ENROLLED):
        key = each.class_id
        if key is None:
            continue
        entered, of_class = each.enrolled, enrolled[key]
        if entered is not None and of_class is not None and entered > of_class:
            why = f"{entered} 年入学，所在班级是 {of_class} 级"
            repeaters.append(_person(each, finishing[key], why))
        else:
            graduates.append(_person(each, finishing[key], f"{year.before.title}末毕业"))
    return graduates, repeaters


def _suspended(session: Session, held: dict[UUID, str]) -> list[Person]:
    return [
        _person(each, held[each.class_id], "休学，不随班级升级或毕业")
        for each in _students(session, held, Standing.SUSPENDED)
        if each.class_id is not None
    ]


def _students(session: Session, classes: Iterable[UUID], standing: Standing) -> list[Student]:
    wanted = frozenset(classes)
    query = select(Student).where(Student.deleted.is_(False), Student.standing == standing)
    found = session.scalars(query.order_by(Student.number))
    return [each for each in found if each.class_id in wanted]


def _person(student: Student, school_class: str, why: str) -> Person:
    return Person(student.id, student.number, student.name, school_class, why)


# --- applying


def _add_terms(office: Office, writing: Writing, wanted: Iterable[ProposedTerm]) -> int:
    known = {each.code for each in _live_terms(writing.session)}
    records = office.of(Term)
    rows = [
        records.accept(
            {
                "code": each.code,
                "starts": each.starts,
                "weeks": each.weeks,
                "exam_from": each.exam_from,
                "ends": each.starts + timedelta(weeks=each.weeks, days=-1),
            },
            complete=True,
        )
        for each in wanted
        if each.code not in known
    ]
    if rows:
        writing.insert_many(Term, rows)
    return len(rows)


def _graduate(writing: Writing, person: Person, on: date) -> bool:
    student = writing.session.get_one(Student, person.student)
    if student.standing is not Standing.ENROLLED or student.deleted:
        return False
    before, student.standing, student.standing_on = student.standing, Standing.GRADUATED, on
    change = StudentChange(student_id=student.id, on=on, what="毕业")
    change.before, change.after = str(before), str(Standing.GRADUATED)
    writing.session.add(change)
    return True


def _note_repeaters(writing: Writing, staying: Iterable[UUID], on: date) -> int:
    """Whoever does not graduate is noted once, and waits for a class. How many are new."""
    query = select(StudentChange.student_id).where(
        StudentChange.what == _REPEATS, StudentChange.on == on, StudentChange.deleted.is_(False)
    )
    fresh = sorted(set(staying) - set(writing.session.scalars(query)))
    for key in fresh:
        writing.session.add(StudentChange(student_id=key, on=on, what=_REPEATS))
    return len(fresh)


_REPEATS = "留级"


def _close_classes(writing: Writing, classes: Iterable[ClassMove]) -> int:
    """A class that has finished is closed, also if some of it stay on elsewhere."""
    held = [writing.session.get_one(SchoolClass, e.school_class) for e in classes if e.finishes]
    open_ = [each for each in held if not each.closed]
    for each in open_:
        each.closed = True
    return len(open_)


def _close_terms(writing: Writing, codes: Collection[str]) -> int:
    open_ = [t for t in _live_terms(writing.session) if t.code in codes and not t.closed]
    for term in open_:
        term.closed = True
    return len(open_)
