"""实习合规自查表: rule by rule what was looked at, what was found, and what could not be told.

A rule without findings is only as good as the number of cases it could be applied to: both are
printed, and what is missing is named.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models import InternshipBatch
from app.models.fields import Choice, option
from app.models.rules import Severity
from app.services.mask import Profile
from app.services.office import Office
from app.services.reports.cells import GAP, named, people, word
from app.services.reports.placed import batch_of, placed
from app.services.reports.reading import Common, Scope, masking, scope, written
from app.services.reports.spec import (
    Align,
    Column,
    Fact,
    Facts,
    Group,
    Notes,
    Orientation,
    Report,
    Section,
    Table,
    Total,
)
from app.services.rules.finding import Count, Finding, Judgement, NotJudged, Subject
from app.services.rules.pack import Pack, Rule
from app.services.rules.service import judge_college, misfits, pack_in_force

_STATUS = {"V": "已核对", "V-part": "部分核对", "K": "未核对"}
_ROOM = "　" * 9  # for what is written by hand
_PRINTED = 10  # cases of one rule
_NAMED = 6  # subjects named before it says how many


class Extent(Choice):
    """How many cases of each rule are printed; the workbook has them all."""

    FIRST = "每条规则前 10 条"
    ALL = "全部"


@dataclass(frozen=True, slots=True)
class SelfCheck(Common):
    """What may be chosen."""

    batch: UUID | None = option(
        "实习批次", None, target="internship_batch", help="可写批次名称，留空为全部批次。"
    )
    profile: Profile = option("用途", Profile.INTERNAL, help="决定学生姓名是否遮盖。")
    extent: Extent = option("列出问题", Extent.FIRST, help="Excel 附表总是列出全部。")


@dataclass(frozen=True, slots=True)
class Checked:
    """A judgement, the rules it was made by, and how its subjects are called on this paper."""

    judgement: Judgement
    pack: Pack
    names: dict[UUID, str]  # of placements and students, where they are shortened
    most: int | None = None  # cases of one rule that are printed; none: all

    def called(self, subject: Subject) -> str:
        """What the subject of a finding is called here."""
        return self.names.get(subject.id, subject.title)


def build(office: Office, chosen: SelfCheck, today: date) -> Report:
    """The judgement of a batch, or of all, as of the day."""
    at = scope(office, chosen, today)
    judgement = judge_college(office, at.day, chosen.batch)
    checked = Checked(
        judgement,
        pack_in_force(office),
        _names(at, chosen),
        _PRINTED if chosen.extent is Extent.FIRST else None,
    )
    batch = batch_of(at, chosen.batch).name if chosen.batch else "全部批次"
    return at.report(
        "internship_self_check",
        "实习合规自查表",
        [*sections(checked, at.day), at.hands(), Notes([*_notes(at, chosen, checked)])],
        subtitle=batch,
        orientation=Orientation.LANDSCAPE,
        draft=chosen.draft,
        figures=figures(judgement),
    )


def sections(checked: Checked, day: date) -> Iterator[Section]:
    """What it comes to, rule by rule, exceptions, and what is not filled in."""
    yield Facts([*_facts(checked, day)], columns=3)
    yield _rules(checked)
    yield _findings("二、问题清单", checked, checked.judgement.open)
    yield _missing(checked)
    yield _waivers(checked)


def figures(judgement: Judgement) -> dict[str, int | float]:
    """How many of everything; findings that somebody answers for are counted apart."""
    counts = [each for each in judgement.counts if each.in_force]
    severities = Counter(each.severity for each in judgement.open)
    return {
        "rules": len(counts),
        "judged": sum(each.judged for each in counts),
        "passed": sum(each.passed for each in counts),
        "exempt": sum(each.exempt for each in counts),
        "findings": len(judgement.findings),
        "open": len(judgement.open),
        "waived": len(judgement.findings) - len(judgement.open),
        **{each.name.lower(): severities[each] for each in Severity},
        "not_judged": len(judgement.not_judged),
    }


def _facts(checked: Checked, day: date) -> Iterator[Fact]:
    found = figures(checked.judgement)
    yield Fact("规则包", checked.pack.title, wide=True)
    yield Fact("规则包版本", checked.judgement.pack)
    yield Fact("判定日期", day.isoformat())
    yield Fact("适用规则", f"{found['rules']} 条")
    parts = "、".join(f"{each} {found[each.name.lower()]} 条" for each in Severity)
    yield Fact("待整改问题", f"{found['open']} 条（{parts}）")
    yield Fact("例外说明", f"{found['waived']} 条")
    yield Fact("无法判断", f"{found['not_judged']} 项")


def _rules(checked: Checked) -> Table:
    columns = [
        word("编号", 4),
        Column(label="规则", width=20),
        word("条款", 6),
        Column(label="来源", width=12),
        word("核对情况", 5),
        word("级别", 4),
        people("已判断", "judged", unit="项", width=4, over="判断结果"),
        people("符合", "passed", unit="项", width=4, over="判断结果"),
        people("备案豁免", "exempt", unit="项", width=4, over="判断结果"),
        people("问题", "breached", unit="项", width=4, over="判断结果"),
        people("未填报", "not_judged", unit="项", width=4, over="判断结果"),
        people("不涉及", "not_concerned", unit="项", width=4, over="判断结果"),
    ]
    counts = {each.rule: each for each in checked.judgement.counts}
    rows = [_rule(rule, counts[rule.id]) for rule in checked.pack.rules if rule.id in counts]
    return Table(title="一、逐条自查", columns=columns, rows=rows, numbered=False, total=Total.LAST)


def _rule(rule: Rule, count: Count) -> tuple[object, ...]:
    """A rule that was not in force has no numbers."""
    article = rule.article if rule.confirmed else f"{rule.article}*"
    head = (rule.id, rule.title, article, rule.source, _STATUS[rule.status], str(rule.severity))
    if not count.in_force:
        return (*head, *(GAP,) * 6)
    return (
        *head, count.judged, count.passed, count.exempt, count.breached, count.not_judged,
        count.not_concerned,
    )  # fmt: skip


def _findings(title: str, checked: Checked, found: Sequence[Finding]) -> Table:
    columns = [
        word("级别", 4),
        Column(label="对象", width=14),
        Column(label="问题", width=36),
        word("整改情况", 9),
    ]
    groups: dict[str, list[Finding]] = {}
    for each in found:
        groups.setdefault(f"{each.rule} {each.title}", []).append(each)
    whole = [_group(checked, name, some, len(some)) for name, some in groups.items()]
    printed = [
        _group(checked, name, some, checked.most or len(some)) for name, some in groups.items()
    ]
    return Table(
        title=title,
        columns=columns,
        groups=printed,
        whole=whole if printed != whole else (),
        empty="（没有待整改的问题）",
    )


def _group(checked: Checked, name: str, some: Sequence[Finding], most: int) -> Group:
    """The first of one rule; how many more there are is said in its heading."""
    left = len(some) - most
    more = f"，列出前 {most} 条，其余 {left} 条见附表" if left > 0 else ""
    return Group(
        f"{name}（{len(some)}条{more}）　整改：{some[0].how_to_clear}",
        [(str(e.severity), checked.called(e.subject), e.message, _ROOM) for e in some[:most]],
    )


def _missing(checked: Checked) -> Table:
    """By rule and by what is not filled in; the subjects by how many they are and who is first."""
    groups: dict[tuple[str, str, str], list[NotJudged]] = {}
    for each in checked.judgement.not_judged:
        groups.setdefault((each.rule, each.title, "、".join(each.missing)), []).append(each)
    columns = [
        word("编号", 4),
        Column(label="规则", width=18),
        Column(label="未填报的内容", width=18),
        Column(label="项数", unit="项", width=4, type=int, align=Align.RIGHT, total=True),
        Column(label="涉及", width=28),
    ]
    rows = [(*key, len(some), _some(checked, some)) for key, some in groups.items()]
    return Table(
        title="三、未填报、无法判断",
        columns=columns,
        rows=rows,
        total=Total.LAST if rows else Total.NONE,
        empty="（没有因未填报而无法判断的内容）",
    )


def _some(checked: Checked, some: Sequence[NotJudged]) -> str:
    names = list(dict.fromkeys(checked.called(each.subject) for each in some))
    more = f"等 {len(names)} 个" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more


def _waivers(checked: Checked) -> Table:
    columns = [
        word("编号", 4),
        Column(label="对象", width=11),
        Column(label="问题", width=22),
        Column(label="理由", width=20),
        word("决定人", 6),
        word("日期", 7, type=date, show=str),
    ]
    rows = [
        (
            each.rule,
            checked.called(each.subject),
            each.message,
            each.waiver.reason,
            each.waiver.by,
            each.waiver.on,
        )
        for each in checked.judgement.findings
        if each.waiver is not None
    ]
    return Table(title="四、例外说明", columns=columns, rows=rows, empty="（没有例外说明）")


def _names(at: Scope, chosen: SelfCheck) -> dict[UUID, str]:
    """How students are called, where the receiver may not read their names."""
    if chosen.profile in (Profile.INTERNAL, Profile.FULL):
        return {}
    batches = [chosen.batch] if chosen.batch else at.office.of(InternshipBatch).find()
    found: dict[UUID, str] = {}
    for batch in batches:
        for one in placed(at, batch):
            name = named(one.student, chosen.profile, at.day)
            shown = f"{name}（{one.student.number}）"
            found |= {one.placement.id: shown, one.student.id: shown}
    return found


def _notes(at: Scope, chosen: SelfCheck, checked: Checked) -> Iterator[str]:
    yield (
        f"按规则包 {checked.judgement.pack}（{checked.pack.source}）对截至{written(at.day)}"
        "登记的数据逐条判断；条款后带“*”的条款号待学校核对。"
    )
    yield (
        "“已判断”等于符合、备案豁免、问题三项之和；“未填报”是缺少数据、无法判断的，不视为符合；"
        "“—”表示该规则当日未生效。已作例外说明的问题计入“问题”一栏，另列于第四部分。"
    )
    if checked.most is not None:
        yield f"“见附表”的问题在同名 Excel 附表中全部列出；本表每条规则最多列 {checked.most} 条。"
    if checked.pack.overrides:
        yield f"学校对规则参数或级别作了 {len(checked.pack.overrides)} 处调整，见规则调整记录。"
    for each in misfits(at.office):
        yield f"有一处规则调整与规则包不符，未采用：{each}"
    if note := masking(chosen.profile):
        yield note
