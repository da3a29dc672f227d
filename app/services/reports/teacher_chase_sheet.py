"""教师催办单: to every teacher what is missing, with a slip to be torn off and handed back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models import PracticeStint
from app.models.fields import option
from app.services.office import Office
from app.services.query import Query
from app.services.recognition.reviews import Review, due_for_review
from app.services.reports.cells import BLANK, word
from app.services.reports.reading import Common, Scope, scope, written
from app.services.reports.spec import (
    BLANK_DATE,
    Align,
    Column,
    Fact,
    Facts,
    Heading,
    Orientation,
    PageBreak,
    Report,
    Section,
    Table,
    Text,
)
from app.services.reports.staff_lists import in_sight
from app.services.teachers.meters import Newcomer, Practice, needs_of, next_term, practices
from app.services.teachers.roll import Member

_CUT = "- " * 22 + "✂ 沿此线撕下交回 " + "- " * 22


@dataclass(frozen=True, slots=True)
class Chase(Common):
    """What may be chosen."""

    teacher: UUID | None = option("教师", None, target="teacher", help="留空为全部有缺项的教师。")
    department: UUID | None = option("院系", None, target="department", help="留空为全部院系。")
    reply_by: date | None = option("交回日期", None, help="印在催办单上；留空由经办人手填。")


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing: what, how it stands, and what to hand in."""

    what: str
    stands: str
    wanted: str


def build(office: Office, chosen: Chase, today: date) -> Report:
    """One sheet for each teacher to whom something is missing, by staff number."""
    at = scope(office, chosen, today)
    wanted = in_sight(at, chosen.department)
    if chosen.teacher is not None:
        wanted = frozenset({chosen.teacher})
    found = practices(office, at.day, wanted)
    reviews = {each.teacher: each for each in due_for_review(office, at.day)}
    bare = _bare_stints(at)
    sheets = [
        (each, lacks)
        for each in found
        if (lacks := [*_lacks(at, each, reviews.get(each.teacher.id), bare)])
    ]
    sections: list[Section] = []
    for each, lacks in sheets:
        if sections:
            sections.append(PageBreak(document=True))
        sections += _sheet(at, chosen, each.teacher, lacks)
    return at.report(
        "teacher_chase_sheet",
        "教师材料催办单",
        sections or [Text("（没有需要催办的教师）", align=Align.CENTRE)],
        orientation=Orientation.PORTRAIT,
        draft=chosen.draft,
        figures={
            "sheets": len(sheets),
            "items": sum(len(lacks) for _, lacks in sheets),
            "practice": sum(e.concerned and not e.meter.enough for e, _ in sheets),
            "reviews": sum(e.teacher.id in reviews for e, _ in sheets),
        },
    )


def _lacks(
    at: Scope, each: Practice, review: Review | None, bare: Mapping[UUID, Sequence[str]]
) -> Iterator[Lack]:
    yield from _practice(at, each)
    if review is not None:
        stands = f"{review.level}双师型教师，有效期至 {review.until}"
        late = f"，已过期 {-review.days} 天" if review.days < 0 else f"，还有 {review.days} 天"
        yield Lack("认定到期复核", stands + late, "复核申请及近五年新增佐证材料")
    for stint in bare.get(each.teacher.id, ()):
        yield Lack("企业实践佐证", f"{stint}，没有登记佐证材料", "企业鉴定表、考勤或实践日志")
    yield from _unfilled(each.teacher)


def _practice(at: Scope, each: Practice) -> Iterator[Lack]:
    """What practice there must still be, and by when."""
    told, needs = each.meter, needs_of(at.office.settings)
    if not each.concerned:
        return
    if told.missing:
        yield Lack(
            "五年累计企业实践",
            f"{told.window.first} 以来 {told.days} 天，要求 {needs.days} 天",
            f"再实践 {told.missing} 天；已实践未登记的，交实践材料",
        )
    elif told.falls_below and told.falls_below <= next_term(at.office, at.day).last:
        yield Lack(
            "五年累计企业实践",
            f"现有 {told.days} 天，到 {told.falls_below} 将不足 {needs.days} 天",
            "在此日期前安排企业实践",
        )
    if told.missing_this_year:
        yield Lack(
            "本学年企业实践",
            f"本学年 {told.this_year} 天，要求 {needs.in_year} 天",
            f"本学年内再实践 {told.missing_this_year} 天",
        )
    if each.newcomer is Newcomer.MISSING:
        yield Lack("新教师先实践后任教", each.newcomer.value, "任教前的企业工作或实践证明")


def _unfilled(teacher: Member) -> Iterator[Lack]:
    """What nobody has written down."""
    empty = [
        words
        for words, value in (
            ("人员类别", teacher.kind),
            ("所属院系", teacher.department),
            ("任教专业", teacher.programmes if teacher.professional else "—"),
            ("入职前企业工作年限", "—" if teacher.prior_years is not None else None),
        )
        if not value
    ]
    if empty:
        yield Lack("基本信息", f"未填：{'、'.join(empty)}", "填写在下面的回执上")


def _bare_stints(at: Scope) -> dict[UUID, list[str]]:
    """Stints in the window with neither a word nor a scan to prove them."""
    scanned = at.office.attachments.counts(PracticeStint)
    found: dict[UUID, list[str]] = {}
    for each in at.office.of(PracticeStint).all(Query(order="starts")):
        if each.evidence or each.id in scanned or each.starts > at.day:
            continue
        words = f"{each.enterprise}（{each.starts} 至 {each.ends or '今'}）"
        found.setdefault(each.teacher_id, []).append(words)
    return found


def _sheet(at: Scope, chosen: Chase, teacher: Member, lacks: Sequence[Lack]) -> Iterator[Section]:
    yield Heading("教师材料催办单", 0)
    number = f"教工号 {teacher.number}，" if teacher.number else ""
    by = f"请在{written(chosen.reply_by)}前" if chosen.reply_by else "请在____年__月__日前"
    yield Text(f"{teacher.name}老师（{number}{teacher.department or '未填院系'}）：", indent=False)
    yield Text(
        f"截至{written(at.day)}，您在双师型教师和企业实践方面还有下列 {len(lacks)} 项需要补充。"
        f"{by}将材料和回执交至{at.office.settings.office or '教务处'}。"
    )
    columns = [
        word("事项", 8),
        Column(label="现在的情况", width=18),
        Column(label="请您", width=14),
    ]
    yield Table(columns=columns, rows=[(e.what, e.stands, e.wanted) for e in lacks])
    college, telephone = at.office.settings.college, at.office.settings.telephone
    foot = "　".join(filter(None, (college, f"联系电话 {telephone}" if telephone else "")))
    yield Text(f"\n{foot}\n{written(at.day)}", align=Align.RIGHT)
    yield Text(f"\n{_CUT}", indent=False, align=Align.CENTRE)
    yield Heading("回　执", 2)
    yield Facts(
        [
            Fact("姓名", teacher.name),
            Fact("教工号", teacher.number or BLANK),
            Fact("已交材料", "\n\n", wide=True),
            Fact("不能按时补充的原因和完成时间", "\n\n", wide=True),
            Fact("本人签字", ""),
            Fact("日期", BLANK_DATE.strip("　")),
        ]
    )
