"""Planning a batch: hosts and posts with places, what the plan comes to, and what it still lacks.

A plan is read from the same facts and judged by the same rules as placements are later on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.models import (
    InternshipBatch,
    PlannedPlace,
    Post,
    SchoolClass,
    Student,
    Teacher,
)
from app.models.students import Standing
from app.services.office import Office
from app.services.query import Query
from app.services.rules.boards import Before, Row, Square, State, eight_beforehand
from app.services.rules.checks.shares import post_ratio, unit_ratio
from app.services.rules.facts import Facts
from app.services.rules.finding import Finding
from app.services.rules.gather import gather
from app.services.rules.judge import judge
from app.services.rules.pack import Pack
from app.services.rules.ratios import Ratio
from app.services.rules.service import pack_in_force
from app.services.rules.views import Bench, Unit, survey
from app.services.students import born_on
from app.services.years import age_on, study_year

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the plan: a host, perhaps a post there, and how many are meant to go."""

    record: PlannedPlace
    host: str
    post: str
    offered: int | None  # how many the host says it can take
    teacher: str
    placed: int
    unit: Ratio | None  # of the host on its worst day, everybody counted; none: staff unknown
    bench: Ratio | None  # of the post
    findings: tuple[Finding, ...]  # that nobody answers for


@dataclass(frozen=True, slots=True)
class Intake:
    """One class of the majors of a batch, and who of it may not go."""

    key: UUID
    name: str
    students: int
    first_year: bool  # on the first day of the batch
    least_age: int
    too_young: tuple[str, ...]
    minors: int
    undated: int  # whose birth date nobody wrote down


@dataclass(frozen=True, slots=True)
class Lack:
    """Something the plan needs and does not have."""

    words: str
    kind: str = ""  # where it is put right, if a record says it: table and key
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A batch before it starts."""

    batch: InternshipBatch
    programmes: tuple[str, ...]
    places: tuple[Place, ...]
    classes: tuple[Intake, ...]
    lacks: tuple[Lack, ...]
    pack: Pack
    placed: int  # students of the batch who are placed anywhere

    @property
    def planned(self) -> int:
        """All places together."""
        return sum(each.record.places or 0 for each in self.places)

    @property
    def hosts(self) -> int:
        """How many hosts take part."""
        return len({each.record.partner_id for each in self.places})

    @property
    def suited(self) -> int:
        """Students of the majors who may go by age and year."""
        return sum(
            each.students - len(each.too_young) for each in self.classes if not each.first_year
        )


def plan(office: Office, batch: UUID, on: date) -> Plan:
    """What a batch plans, judged as of a day."""
    held: InternshipBatch = office.of(InternshipBatch).get(batch)
    facts, pack = gather(office, batch), pack_in_force(office)
    places = _places(office, held, facts, pack, on)
    classes = _classes(office, held, pack)
    board = eight_beforehand(facts, pack, batch, on)
    titles = office.of("programme").titles(held.programmes)
    made = Plan(
        batch=held,
        programmes=tuple(titles[key] for key in held.programmes if key in titles),
        places=places,
        classes=classes,
        lacks=(),
        pack=pack,
        placed=len({each.student for each in facts.placements if not each.left}),
    )
    return Plan(
        made.batch, made.programmes, places, classes, tuple(_lacks(made, board)), pack, made.placed
    )


def _places(
    office: Office, batch: InternshipBatch, facts: Facts, pack: Pack, on: date
) -> tuple[Place, ...]:
    records = office.of(PlannedPlace).all(Query(where={"batch_id": batch.id}))
    hosts = {each.id: each.title for each in facts.hosts}
    posts = {each.id: each for each in office.of(Post).all(Query(only=_keys(records, "post_id")))}
    teachers = office.of(Teacher).titles(_keys(records, "teacher_id"))
    units, benches = _ratios(facts, pack, batch, on)
    found = judge(facts, pack, on)
    places = []
    for each in records:
        post = posts.get(each.post_id) if each.post_id else None
        concerned = {each.partner_id, each.post_id}
        places.append(
            Place(
                record=each,
                host=hosts.get(each.partner_id, ""),
                post=post.name if post else "",
                offered=post.places if post else None,
                teacher=teachers.get(each.teacher_id, "") if each.teacher_id else "",
                placed=_placed(facts, each, records),
                unit=units.get(each.partner_id),
                bench=benches.get(each.post_id) if each.post_id else None,
                findings=tuple(one for one in found.open if one.subject.id in concerned),
            )
        )
    return tuple(sorted(places, key=lambda each: (each.host, each.post, each.record.id)))


def _keys(records: Iterable[PlannedPlace], key: str) -> tuple[UUID, ...]:
    found = (getattr(each, key) for each in records)
    return tuple({each for each in found if each is not None})


def _placed(facts: Facts, place: PlannedPlace, all_: Sequence[PlannedPlace]) -> int:
    """Who is there already; a place without a post counts whoever has none that is planned."""
    named = {each.post_id for each in all_ if each.partner_id == place.partner_id} - {None}
    return sum(
        1
        for each in facts.placements
        if each.host == place.partner_id
        and not each.left
        and (each.post == place.post_id if place.post_id else each.post not in named)
    )


def _ratios(
    facts: Facts, pack: Pack, batch: InternshipBatch, on: date
) -> tuple[Mapping[UUID, Ratio], Mapping[UUID, Ratio]]:
    """How full hosts and posts get, where a rule limits it and the staff is known."""
    views = survey(facts, on).views({batch.kind}).by_type
    units: dict[UUID, Ratio] = {}
    benches: dict[UUID, Ratio] = {}
    rule = pack.using("unit_share")
    if rule is not None and batch.kind in rule.kinds:
        percent = rule.told["unit_share"].unit_percent
        for view in views[Unit]:
            if isinstance(view, Unit) and (found := unit_ratio(view, percent)) is not None:
                units[view.host.id] = found
    rule = pack.using("post_share")
    if rule is not None and batch.kind in rule.kinds:
        percent = rule.told["post_share"].post_percent
        for view in views[Bench]:
            if isinstance(view, Bench) and (found := post_ratio(view, percent)) is not None:
                benches[view.post.id] = found
    return units, benches


# --- whose turn it is


def _classes(office: Office, batch: InternshipBatch, pack: Pack) -> tuple[Intake, ...]:
    """The classes of the majors, without those that have left."""
    if not batch.programmes:
        return ()
    query = (
        select(SchoolClass, Student)
        .join(Student, Student.class_id == SchoolClass.id)
        .where(
            SchoolClass.programme_id.in_(batch.programmes),
            SchoolClass.deleted.is_(False),
            SchoolClass.closed.is_(False),
            Student.deleted.is_(False),
            Student.standing == Standing.ENROLLED,
        )
        .order_by(SchoolClass.sort_key, SchoolClass.id, Student.number)
    )
    held: dict[UUID, tuple[SchoolClass, list[Student]]] = {}
    with office.db.read() as session:
        for class_, student in session.execute(query):
            held.setdefault(class_.id, (class_, []))[1].append(student)
    return tuple(_intake(class_, people, batch, pack) for class_, people in held.values())


def _intake(
    class_: SchoolClass, people: Sequence[Student], batch: InternshipBatch, pack: Pack
) -> Intake:
    age, years, minor = (pack.using(name) for name in ("old_enough", "grown_in", "minor_safe"))
    least = age.told["old_enough"].least_age if age else 0
    adult = minor.told["minor_safe"].adult_age if minor else 0
    barred = years.told["grown_in"].barred_years if years and batch.kind in years.kinds else 0
    enrolled = class_.enrolled or next((each.enrolled for each in people if each.enrolled), None)
    born = [(each.name, born_on(each)) for each in people]
    ages = [(name, age_on(day, batch.starts)) for name, day in born if day is not None]
    year = study_year(enrolled, batch.starts) if enrolled is not None else None
    return Intake(
        key=class_.id,
        name=class_.name,
        students=len(people),
        first_year=year is not None and year <= barred,
        least_age=least,
        too_young=tuple(name for name, years_old in ages if years_old < least),
        minors=sum(least <= years_old < adult for _, years_old in ages),
        undated=len(born) - len(ages),
    )


# --- what is not there yet


def _lacks(made: Plan, board: Sequence[Row]) -> Iterator[Lack]:
    batch = made.batch
    own = ("internship_batch", batch.id)
    if not batch.programmes:
        yield Lack("没有选涉及专业，不能核对哪些班级可以参加", *own)
    if batch.target is None:
        yield Lack("没有填计划人数", *own)
    elif made.planned != batch.target:
        gap = batch.target - made.planned
        words = f"少 {gap}" if gap > 0 else f"多 {-gap}"
        yield Lack(f"名额合计 {made.planned} 人，比计划人数 {batch.target} 人{words} 人", *own)
    if not made.places:
        yield Lack("还没有落实实习单位和岗位")
    yield from _unsaid(made.places)
    for column in Before:
        yield from _open_squares(column, board)


def _unsaid(places: Sequence[Place]) -> Iterator[Lack]:
    """What keeps shares from being told, and who is responsible."""
    for words, lacking in (
        ("没有填名额", [each for each in places if each.record.places is None]),
        ("没有写岗位", [each for each in places if each.record.post_id is None]),
        ("没有写校内负责教师", [each for each in places if not each.teacher]),
        ("没有在岗职工总数，不能测算单位占比", [each for each in places if each.unit is None]),
    ):
        names = list(dict.fromkeys(each.host for each in lacking))
        if names:
            kind, key = "planned_place", lacking[0].record.id
            if "职工" in words:
                kind, key = "partner", lacking[0].record.partner_id
            yield Lack(f"{_some(names)}：{words}", kind, key)
    for each in places:
        if each.offered is not None and (each.record.places or 0) > each.offered:
            told = (
                f"{each.host} {each.post}：名额 {each.record.places} 人，可接收 {each.offered} 人"
            )
            yield Lack(told, "planned_place", each.record.id)


def _open_squares(column: Before, board: Sequence[Row]) -> Iterator[Lack]:
    """What is asked beforehand and not there: a line for each reason, with its hosts."""
    told: dict[str, list[tuple[str, Square]]] = {}
    for row in board:
        name = row.subject.title if row.subject else "尚未落实单位"
        for square in row.squares:
            if square.column is column and square.state in (State.RED, State.UNKNOWN):
                told.setdefault(square.why, []).append((name, square))
    for why, found in told.items():
        names = [name for name, _ in found]
        where = "" if len(names) == len(board) > 1 else f"（{_some(names)}）"
        subject = next((each for _, square in found for each in square.open), None)
        kind, key = (subject.kind, subject.id) if subject else ("", None)
        yield Lack(f"{column.value}{where}：{why}", kind, key)


def _some(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 家" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more
