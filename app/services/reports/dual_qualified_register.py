"""双师型教师认定汇总表: the applicants of a round, or who is recognised on a day; by level."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models import Application, Recognition, RecognitionRound, Teacher, TeacherQualification
from app.models.fields import option
from app.models.recognition import ApplicationState, RecognitionLevel
from app.services.mask import Profile, guarded, visible
from app.services.office import Office
from app.services.query import Query
from app.services.recognition.holdings import holdings
from app.services.recognition.states import valid_of
from app.services.reports.cells import known, people, word
from app.services.reports.reading import Common, Scope, masking, scope, written
from app.services.reports.spec import Column, Notes, Orientation, Report, Table
from app.services.reports.staff_lists import in_sight
from app.services.teachers.meters import Practice, practices
from app.services.teachers.roll import Member, everybody


@dataclass(frozen=True, slots=True)
class Register(Common):
    """What may be chosen."""

    round: UUID | None = option(
        "认定批次",
        None,
        target="recognition_round",
        help="选了批次，列该批次全部申报人；留空列统计日有效的全部双师型教师。",
    )
    level: RecognitionLevel | None = option("级别", None, help="留空为全部级别。")
    profile: Profile = option("用途", Profile.ALLIANCE, help="决定身份证号怎样遮盖。")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: who, and what was applied for and granted."""

    teacher: Member
    applied: RecognitionLevel | None
    granted: RecognitionLevel | None
    clauses: str | None
    certificate: str | None
    remark: str


def build(office: Office, chosen: Register, today: date) -> Report:
    """Highest level first, in each by staff number."""
    at = scope(office, chosen, today)
    found = _of_round(at, chosen.round) if chosen.round else _on_day(at)
    if chosen.level is not None:
        found = [each for each in found if chosen.level in (each.granted, each.applied)]
    found.sort(key=_rank)
    round_: RecognitionRound | None = (
        office.of(RecognitionRound).get(chosen.round) if chosen.round else None
    )
    day = round_.cut_off if round_ else at.day
    return at.report(
        "dual_qualified_register",
        "双师型教师认定汇总表",
        [_list(at, chosen, found, day), _levels(found), at.hands(),
         Notes([*_notes(at, chosen, round_, day)])],
        subtitle=round_.name if round_ else "",
        orientation=Orientation.LANDSCAPE,
        unit="人、月",
        draft=chosen.draft,
        figures=_figures(found),
    )  # fmt: skip


def _on_day(at: Scope) -> list[Line]:
    """Who is on the staff and dual-qualified that day."""
    wanted = in_sight(at)
    with at.office.db.read() as session:
        held = holdings(session)
        people_ = everybody(session)
    kept = {each.id: each for each in at.office.of(Recognition).all(Query())}
    asked = {each.recognition_id: each for each in at.office.of(Application).all(Query())}
    found = []
    for member in people_:
        best = valid_of(held.get(member.id, ()), at.day)
        if best is None or not member.on_staff(at.day):
            continue
        if wanted is not None and member.id not in wanted:
            continue
        application = asked.get(best.id)
        until = best.until(at.day)
        remark = f"{until} 到期" if until else "未定期限"
        clauses = kept[best.id].clauses
        applied = application.level if application else None
        found.append(Line(member, applied, best.level, clauses, best.number, remark))
    return found


def _of_round(at: Scope, key: UUID) -> list[Line]:
    """All applicants of a round but those who have withdrawn."""
    members = _members(at)
    applications = at.office.of(Application).all(Query(where={"round_id": key}))
    made = tuple(each.recognition_id for each in applications if each.recognition_id)
    kept = {each.id: each for each in at.office.of(Recognition).all(Query(only=made))}
    wanted = in_sight(at)
    found = []
    for each in applications:
        member = members.get(each.teacher_id)
        if member is None or each.state is ApplicationState.WITHDRAWN:
            continue
        if wanted is not None and member.id not in wanted:
            continue
        result = kept.get(each.recognition_id)
        clauses = (result.clauses if result else None) or each.clauses
        remark = each.failed_why or each.remark or str(each.state)
        number = result.number if result else None
        found.append(Line(member, each.level, each.granted, clauses, number, remark))
    return found


def _members(at: Scope) -> Mapping[UUID, Member]:
    with at.office.db.read() as session:
        return {each.id: each for each in everybody(session)}


def _rank(line: Line) -> tuple[int, str]:
    levels = list(RecognitionLevel)
    shown = line.granted or line.applied
    return -levels.index(shown) if shown else 1, line.teacher.number or ""


def _list(at: Scope, chosen: Register, found: Sequence[Line], day: date) -> Table:
    ids = [line.teacher.id for line in found]
    days: Mapping[UUID, Practice] = {
        each.teacher.id: each for each in practices(at.office, day, frozenset(ids))
    }
    identities = _identities(at, ids)
    papers = _papers(at)
    field = Teacher.field("identity")
    shown = visible(field, chosen.profile)
    columns = [
        Column(label="学校", width=10),
        word("姓名", 6),
        word("性别", 3),
        *([word("身份证号", 10)] if shown else []),
        word("工号", 5),
        word("人员类别", 7),
        Column(label="任教专业", width=9),
        word("教师系列职称", 5),
        Column(label="非教师系列职称/证书及等级", width=10),
        word("企业实践累计（月）", 5),
        word("申报级别", 4),
        word("认定级别", 4),
        word("符合条款", 6),
        word("证书编号", 8),
        Column(label="备注", width=10),
    ]
    school = at.office.settings.college
    rows = []
    for line in found:
        member, told = line.teacher, days.get(line.teacher.id)
        identity = guarded(field, identities.get(member.id), chosen.profile)
        rows.append(
            (
                known(school),
                member.name,
                known(member.sex and str(member.sex)),
                *([known(identity)] if shown else []),
                known(member.number),
                known(member.kind and str(member.kind)),
                known(member.programme_names),
                known(member.title),
                known("、".join(filter(None, (member.other_title, *papers[member.id])))),
                told.meter.months if told else "—",
                known(line.applied and str(line.applied)),
                known(line.granted and str(line.granted)),
                known(line.clauses),
                known(line.certificate),
                line.remark,
            )
        )
    return Table(columns=columns, rows=rows, title="一、名单", keys=3)


def _identities(at: Scope, ids: Sequence[UUID]) -> dict[UUID, str | None]:
    return {each.id: each.identity for each in at.office.of(Teacher).all(Query(only=tuple(ids)))}


def _papers(at: Scope) -> Mapping[UUID, list[str]]:
    """Certificates of each teacher with their grades."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for each in at.office.of(TeacherQualification).all(Query()):
        found[each.teacher_id].append(f"{each.name}{each.grade or ''}")
    return found


def _levels(found: Sequence[Line]) -> Table:
    columns = [
        word("级别", 8),
        people("申报", "applied", total=False),
        people("认定", "granted", total=False),
    ]
    rows: list[tuple[object, ...]] = [
        (
            str(level),
            sum(each.applied is level for each in found),
            sum(each.granted is level for each in found),
        )
        for level in RecognitionLevel
    ]
    applied = sum(each.applied is not None for each in found)
    granted = sum(each.granted is not None for each in found)
    rows.append(("合计", applied, granted))
    return Table(columns=columns, rows=rows, title="二、按级别合计", numbered=False)


def _figures(found: Sequence[Line]) -> dict[str, int | float]:
    granted = [each.granted for each in found]
    return {
        "teachers": len(found),
        "junior": granted.count(RecognitionLevel.JUNIOR),
        "intermediate": granted.count(RecognitionLevel.MIDDLE),
        "senior": granted.count(RecognitionLevel.SENIOR),
        "granted": sum(each is not None for each in granted),
        "applied": sum(each.applied is not None for each in found),
    }


def _notes(
    at: Scope, chosen: Register, round_: RecognitionRound | None, day: date
) -> Iterator[str]:
    if round_ is not None:
        yield f"列出本批次全部申报人（已撤回的不列）；企业实践算到佐证截止日{written(day)}。"
    else:
        yield f"列出{written(at.day)}在校且认定有效的全部双师型教师，企业实践算到该日。"
    yield "企业实践累计为近五年天数按 30 天折算的月数，同一天有两段实践的只计一次。“—”表示未填报。"
    if note := masking(chosen.profile):
        yield note
