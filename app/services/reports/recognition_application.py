"""双师型教师认定申报表: for each applicant the form, filled in, with the index of the evidence.

Printed as often as it is handed in, each copy a document of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.errors import Refused
from app.models import (
    Application,
    Evidence,
    PracticeStint,
    Programme,
    RecognitionRound,
    Record,
    Teacher,
    TeacherAchievement,
    TeacherQualification,
)
from app.models.fields import Field, option
from app.models.recognition import ApplicationState
from app.services.office import Office
from app.services.query import Query
from app.services.reports.cells import BLANK, GAP, known, word
from app.services.reports.reading import Common, Row, Scope, scope, written
from app.services.reports.spec import (
    BLANK_DATE,
    Align,
    Column,
    Fact,
    Facts,
    Heading,
    Notes,
    Orientation,
    PageBreak,
    Report,
    Section,
    Style,
    Table,
    Text,
)

_MOST_COPIES = 9


@dataclass(frozen=True, slots=True)
class Applications(Common):
    """What may be chosen."""

    round: UUID = option("认定批次", None, target="recognition_round", help="可写批次名称。")
    teacher: UUID | None = option("教师", None, target="teacher", help="留空为本批次全部申报人。")
    copies: int = option("份数", 3, unit="份", help="一般一式三份。")
    duplex: bool = option("双面打印", default=True, help="每份从新的一张纸开始。")


@dataclass(frozen=True, slots=True)
class Desk:
    """What all forms of a round have in common."""

    at: Scope
    round: RecognitionRound
    programmes: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Applicant:
    """One applicant with everything that stands in the form."""

    application: Application
    teacher: Teacher
    evidence: Sequence[Evidence]


def build(office: Office, chosen: Applications, today: date) -> Report:
    """The forms of all applicants in the order of their names, all copies of one together."""
    at = scope(office, chosen, today)
    found: RecognitionRound = office.of(RecognitionRound).get(chosen.round)
    if not 1 <= chosen.copies <= _MOST_COPIES:
        raise Refused(f"份数请填 1 到 {_MOST_COPIES}。")
    desk = Desk(at, found, _programmes(at))
    applicants = _applicants(desk, chosen)
    sections: list[Section] = []
    for one in applicants:
        for copy in range(1, chosen.copies + 1):
            if sections:
                sections.append(PageBreak(document=True))
            sections += _form(desk, one, copy, chosen.copies)
    return at.report(
        "recognition_application",
        "双师型教师认定申报表",
        sections or [Text("（没有需要打印的申报人）", align=Align.CENTRE)],
        subtitle=found.name,
        style=Style.OFFICE,
        orientation=Orientation.PORTRAIT,
        duplex=chosen.duplex,
        draft=chosen.draft,
        figures={
            "applicants": len(applicants),
            "forms": len(applicants) * chosen.copies,
            "evidence": sum(len(one.evidence) for one in applicants),
            "excluded": sum(_out(desk, each) for one in applicants for each in one.evidence),
        },
    )


def _programmes(at: Scope) -> dict[UUID, str]:
    found = at.office.of(Programme).all(Query())
    return {each.id: f"{each.name}（{each.code}）" if each.code else each.name for each in found}


def _applicants(desk: Desk, chosen: Applications) -> list[Applicant]:
    """Who has not withdrawn, or the one that was asked for."""
    office = desk.at.office
    where: dict[str, Any] = {"round_id": desk.round.id}
    if chosen.teacher is not None:
        where["teacher_id"] = chosen.teacher
    found: list[Application] = office.of(Application).all(Query(where=where))
    kept = [each for each in found if each.state is not ApplicationState.WITHDRAWN]
    people = tuple(each.teacher_id for each in kept)
    teachers = {each.id: each for each in office.of(Teacher).all(Query(only=people))}
    papers: dict[UUID, list[Evidence]] = {}
    wanted = Query(where={"application_id": tuple(each.id for each in kept)}, order="clause")
    for each in office.of(Evidence).all(wanted) if kept else ():
        papers.setdefault(each.application_id, []).append(each)
    applicants = [
        Applicant(each, teachers[each.teacher_id], papers.get(each.id, ()))
        for each in kept
        if each.teacher_id in teachers
    ]
    return sorted(applicants, key=lambda one: (one.teacher.sort_key, one.teacher.number or ""))


def _out(desk: Desk, paper: Evidence) -> bool:
    """Whether a paper does not count: from after the cut-off, or nobody knows from when."""
    return paper.on is None or paper.on > desk.round.cut_off


# --- one form


def _form(desk: Desk, one: Applicant, copy: int, copies: int) -> Iterator[Section]:
    level = one.application.level
    yield Heading("双师型教师认定申报表", 0)
    told = f"{desk.round.name}　申报级别：{level}　第 {copy} 份（一式 {copies} 份）"
    yield Text(told, indent=False, align=Align.CENTRE)
    yield Heading("一、基本情况", 2)
    yield Facts([*_person(desk, one.teacher)])
    yield from _work(desk, one)
    yield Heading("四、申报依据与佐证材料目录", 2)
    yield Facts([*_claim(desk, one)])
    yield _index(desk, one.evidence)
    yield from _remarks(desk, one)
    yield Heading("五、承诺与意见", 2)
    yield Facts([*_opinions(one.application)], columns=1)


_PERSON = (
    "name", "sex", "birth", "ethnic", "political", "identity", "number", "kind", "started_work",
    "joined", "education", "degree",
)  # fmt: skip
_WIDE = ("school",)
_PAIRS = (
    ("教师资格证", ("licence", "licence_number", "licence_subject")),
    ("教师系列职称", ("title", "title_level", "title_on")),
    ("非教师系列职称/职业资格", ("other_title", "other_title_level", "other_title_on")),
)


def _person(desk: Desk, teacher: Teacher) -> Iterator[Fact]:
    office = desk.at.office
    yield Fact("学校", office.settings.college or BLANK)
    department = teacher.department_id
    yield Fact("所属院系", office.title("department", department) if department else BLANK)
    for key in _PERSON:
        field = Teacher.field(key)
        value = getattr(teacher, key)
        shown = office.code_name(field.codes, value) if field.codes else field.show(value)
        yield Fact(field.label, shown or BLANK)
    for key in _WIDE:
        field = Teacher.field(key)
        yield Fact(field.label, field.show(getattr(teacher, key)) or BLANK, wide=True)
    for label, keys in _PAIRS:
        told = [Teacher.field(key).show(getattr(teacher, key)) for key in keys]
        yield Fact(label, "，".join(filter(None, told)) or BLANK, wide=True)
    taught = [desk.programmes[key] for key in teacher.programmes if key in desk.programmes]
    yield Fact("任教专业", "、".join(taught) or BLANK, wide=True)
    yield Fact("主讲课程", teacher.courses or BLANK)
    hours = teacher.hours
    yield Fact("近五年年均课时", BLANK if hours is None else f"{hours} 课时")
    ethics = Teacher.field("ethics")
    yield Fact(ethics.label, ethics.show(teacher.ethics) or BLANK)
    years = teacher.prior_years
    yield Fact("入职前企业工作", BLANK if years is None else f"{years} 年")


def _work(desk: Desk, one: Applicant) -> Iterator[Section]:
    """Practice, certificates and achievements until the day that counts."""
    yield Heading("二、企业实践", 2)
    yield _stints(desk, one)
    yield Heading("三、资格证书与业绩", 2)
    yield _table(desk, one, TeacherQualification, ("name", "grade", "number", "issuer", "on"))
    yield _table(
        desk, one, TeacherAchievement, ("kind", "name", "level", "award", "role", "on", "amount")
    )


def _mine(desk: Desk, one: Applicant, kind: type[Record], order: str) -> list[Row]:
    """What a teacher has of a kind, dated no later than the day that counts."""
    query = Query(where={"teacher_id": one.teacher.id}, order=order)
    found = desk.at.rows(kind, query)
    return [row for row in found if row[order] is None or row[order] <= desk.round.cut_off]


def _stints(desk: Desk, one: Applicant) -> Table:
    columns = [
        Column(label="企业名称", width=16),
        word("岗位", 6),
        word("起止日期", 8),
        Column(label="内容与成果", width=16),
        word("考核", 4),
    ]
    rows = [
        (
            row["enterprise"],
            known(row["post"]),
            f"{row['starts']}\n{row['ends'] or '至今'}",
            known("；".join(filter(None, (row["content"], row["result"])))),
            known(row["grade"] and str(row["grade"])),
        )
        for row in _mine(desk, one, PracticeStint, "starts")
    ]
    return Table(columns=columns, rows=rows, numbered=True)


def _table(desk: Desk, one: Applicant, kind: type[Record], keys: Sequence[str]) -> Table:
    fields = [kind.field(key) for key in keys]
    rows = _mine(desk, one, kind, "on")
    cells = [[_cell(field, row[field.key]) for field in fields] for row in rows]
    columns = [_text_column(field) for field in fields]
    return Table(columns=columns, rows=cells, title=kind.about.label)


def _text_column(field: Field) -> Column:
    unit = f"（{field.unit}）" if field.unit else ""
    align = Align.LEFT if field.width > 12 else Align.CENTRE
    return Column(label=f"{field.label}{unit}", width=field.width, align=align)


def _cell(field: Field, value: object) -> object:
    return known(field.show(value))


def _claim(desk: Desk, one: Applicant) -> Iterator[Fact]:
    application = one.application
    yield Fact("申报级别", str(application.level))
    programme = application.programme_id
    yield Fact("申报专业", desk.programmes.get(programme, BLANK) if programme else BLANK)
    yield Fact("依据条款", application.clauses or BLANK)
    yield Fact("佐证截止日", written(desk.round.cut_off))
    yield Fact("认定标准", desk.round.pack_name or GAP, wide=True)


def _index(desk: Desk, papers: Sequence[Evidence]) -> Table:
    """Clause by clause; what is from after the cut-off stays listed and is said not to count."""
    columns = [
        word("条款", 4),
        Column(label="材料名称", width=18),
        word("文号或证书号", 9),
        word("日期", 7),
        word("页码", 4),
        word("是否计入", 6),
    ]
    rows = [
        (
            each.clause,
            each.name,
            known(each.document),
            known(each.on),
            known(each.pages),
            "不计入" if _out(desk, each) else "计入",
        )
        for each in papers
    ]
    return Table(columns=columns, rows=rows, title="佐证材料目录", empty="（尚未登记佐证材料）")


def _remarks(desk: Desk, one: Applicant) -> Iterator[Section]:
    told = [
        f"“{each.name}”日期 {each.on} 晚于佐证截止日 {desk.round.cut_off}，不计入。"
        if each.on
        else f"“{each.name}”没有日期，不计入。"
        for each in one.evidence
        if _out(desk, each)
    ]
    if told:
        yield Notes(told)


_IN = "　" * 14  # to where hands and dates stand
_VOW = (
    "本人承诺所填内容和所附材料真实、准确，如有不实，愿承担相应责任。\n\n"
    f"{_IN}申报人（签字）：\n{_IN}{BLANK_DATE}"
)


def _opinions(application: Application) -> Iterator[Fact]:
    yield Fact("本人承诺", _VOW, wide=True)
    yield _opinion("院系意见", application.department_opinion, "负责人（签字）：　　　　（盖章）")
    yield _opinion("学校评审意见", application.school_opinion, "评审组长（签字）：　　　（盖章）")
    yield _opinion("公示情况", None, "（盖章）")
    yield _opinion("主管部门意见", application.authority_opinion, "（盖章）")


def _opinion(label: str, said: str | None, hand: str) -> Fact:
    return Fact(label, f"{said or ''}\n\n{_IN}{hand}\n{_IN}{BLANK_DATE}", wide=True)
