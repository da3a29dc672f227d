"""实习计划: a batch before it starts; its hosts and places, shares, and what is not there yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models import Department, InternshipBatch, Partner
from app.models.fields import option
from app.services.batch_plan import Intake, Place, Plan, plan
from app.services.office import Office
from app.services.query import Query
from app.services.reports.cells import GAP, known, people, word
from app.services.reports.placed import OfBatch
from app.services.reports.reading import Scope, scope, written
from app.services.reports.spec import (
    Align,
    Column,
    Fact,
    Facts,
    Heading,
    Notes,
    Orientation,
    Report,
    Section,
    Table,
    Text,
    Total,
)
from app.services.rules.ratios import Ratio


@dataclass(frozen=True, slots=True)
class Planning(OfBatch):
    """What may be chosen."""

    lacks: bool = option("列出尚缺事项", default=True, help="对外报送时可以不列。")


def build(office: Office, chosen: Planning, today: date) -> Report:
    """The plan of a batch, judged as of the day."""
    at = scope(office, chosen, today)
    made = plan(office, chosen.batch, at.day)
    return at.report(
        "internship_plan",
        f"{made.batch.kind}计划",
        [*_sections(at, made, lacks=chosen.lacks)],
        subtitle=made.batch.name,
        orientation=Orientation.LANDSCAPE,
        draft=chosen.draft,
        figures={
            "target": made.batch.target or 0,
            "places": made.planned,
            "hosts": made.hosts,
            "placed": made.placed,
            "suited": made.suited,
            "lacks": len(made.lacks),
            "exceeded": sum(each.exceeded for *_, each in _ratios(made)),
        },
    )


def _sections(at: Scope, made: Plan, *, lacks: bool) -> Iterator[Section]:
    batch = made.batch
    yield Facts([*_facts(at, made)], columns=3)
    yield Heading("一、实习任务")
    tasks = [each.strip() for each in (batch.plan_tasks or "").splitlines() if each.strip()]
    yield from (Text(each) for each in tasks or ["（尚未填写任务清单）"])
    yield _places(at, made)
    yield _shares(made)
    yield _classes(made)
    if lacks:
        yield Table(
            title="五、尚缺事项",
            columns=[Column(label="事项", width=60)],
            rows=[(each.words,) for each in made.lacks],
            empty="（没有尚缺事项）",
        )
    yield at.hands()
    yield Notes([*_notes(at, made)])


def _facts(at: Scope, made: Plan) -> Iterator[Fact]:
    batch = made.batch
    days = (batch.ends - batch.starts).days + 1
    target = "未填" if batch.target is None else f"{batch.target} 人"
    department = at.office.of(Department).titles(
        [batch.department_id] if batch.department_id else []
    )
    yield Fact("起止日期", f"{batch.starts} 至 {batch.ends}（{days} 天）")
    yield Fact("计划人数", target)
    yield Fact("落实名额", f"{made.planned} 人，{made.hosts} 家单位")
    yield Fact("涉及专业", "、".join(made.programmes) or GAP, wide=True)
    yield Fact("分管校领导", str(known(batch.leader)))
    yield Fact("负责部门", next(iter(department.values()), GAP))
    yield Fact("实习方案日期", str(known(batch.plan_on)))
    yield Fact("管理办法日期", str(known(batch.rules_on)))
    yield Fact("巡查、联系间隔", f"{batch.visit_days} 天、{batch.contact_days} 天")
    yield Fact("考核权重", _weights(batch))


def _weights(batch: InternshipBatch) -> str:
    return f"学校 {batch.school_weight} %、企业 {batch.host_weight} %、自评 {batch.self_weight} %"


def _places(at: Scope, made: Plan) -> Table:
    keys = tuple({each.record.partner_id for each in made.places})
    partners = {each.id: each for each in at.office.of(Partner).all(Query(only=keys))}
    columns = [
        Column(label="实习单位", width=16),
        Column(label="岗位", width=8),
        people("名额", "places", width=4),
        people("可接收", "offered", width=4, total=False),
        Column(label="实习内容", width=18),
        word("校内负责教师", 6),
        word("单位联系人", 6),
        word("联系电话", 8),
    ]
    rows = [_place(each, partners.get(each.record.partner_id)) for each in made.places]
    return Table(
        title="二、实习单位、岗位和名额",
        columns=columns,
        rows=rows,
        total=Total.LAST if rows else Total.NONE,
        empty="（还没有落实单位）",
    )


def _place(place: Place, host: Partner | None) -> tuple[object, ...]:
    return (
        place.host,
        known(place.post),
        known(place.record.places),
        known(place.offered),
        known(place.record.tasks),
        known(place.teacher),
        known(host.contact_name if host else None),
        known(host.contact_phone if host else None),
    )


def _ratios(made: Plan) -> Iterator[tuple[str, str, Ratio]]:
    """Every host once, and every planned post."""
    told: set[UUID] = set()
    for each in made.places:
        host = each.record.partner_id
        if each.unit is not None and host not in told:
            yield each.host, "全单位", each.unit
        told.add(host)
        if each.bench is not None:
            yield each.host, each.post, each.bench


def _shares(made: Plan) -> Table:
    columns = [
        Column(label="实习单位", width=16),
        Column(label="范围", width=8),
        word("人数最多的一天", 7, type=date, show=str),
        people("实习学生", "peak", width=5, total=False),
        people("职工", "staff", width=5, total=False),
        word("占比", 5),
        word("上限", 4),
        Column(label="测算结果", width=20),
    ]
    rows = [
        (host, where, each.peak_day, each.peak, each.staff, each.share, f"{each.percent} %",
         _outcome(each))
        for host, where, each in _ratios(made)
    ]  # fmt: skip
    return Table(
        title="三、实习学生占比测算",
        columns=columns,
        rows=rows,
        empty="（没有职工人数，不能测算）",
    )


def _outcome(found: Ratio) -> str:
    if not found.exceeded:
        return f"未超过，还可接收 {found.room} 人"
    span = f"{found.first_breach} 至 {found.last_breach}"
    return f"超 {-found.room} 人，{span} 共 {found.breach_days} 天"


def _classes(made: Plan) -> Table:
    columns = [
        Column(label="班级", width=12),
        people("在读人数", "students", width=5),
        people("未成年", "minors", width=5),
        Column(label="能否参加", width=30, align=Align.LEFT),
    ]
    return Table(
        title="四、涉及专业的班级",
        columns=columns,
        rows=[(each.name, each.students, each.minors, _going(each)) for each in made.classes],
        total=Total.LAST if made.classes else Total.NONE,
        empty="（没有选专业，或这些专业没有在读班级）",
    )


def _going(intake: Intake) -> str:
    if intake.first_year:
        return "开始时为一年级，不得安排岗位实习"
    parts = []
    if intake.too_young:
        names = "、".join(intake.too_young)
        parts.append(f"{len(intake.too_young)} 人开始日未满 {intake.least_age} 周岁：{names}")
    if intake.undated:
        parts.append(f"{intake.undated} 人没有出生日期，无法核对年龄")
    return "；".join(parts) or "可以参加"


def _notes(at: Scope, made: Plan) -> Iterator[str]:
    yield (
        f"截至{written(at.day)}登记的数据，按规则包 {made.pack.edition} 测算；“实习学生”包括"
        "其他批次、其他校区和已登记的外校实习生，每名学生只计一次，名额中已安排的按实际安排计。"
    )
    if len(_measured(made)) < made.hosts:
        left = made.hosts - len(_measured(made))
        yield f"有 {left} 家单位没有填在岗职工总数，没有测算，不视为符合。"


def _measured(made: Plan) -> Sequence[UUID]:
    found = {each.record.partner_id for each in made.places if each.unit is not None}
    return tuple(found)
