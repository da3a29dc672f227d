"""实习单位考察与名单: how the college looked at the hosts of a batch, and the list it published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.models import CreditCheck, InternshipBatch, Partner, SiteInspection
from app.models.fields import Choice, Field, option
from app.models.partners import Conclusion, CreditResult
from app.services.office import Office
from app.services.query import Query
from app.services.reports.cells import GAP, known, people, word
from app.services.reports.partner_register import place
from app.services.reports.placed import OfBatch, Placed, batch_of, current, placed
from app.services.reports.reading import Scope, scope, written
from app.services.reports.spec import (
    Column,
    Fact,
    Facts,
    Notes,
    Orientation,
    Report,
    SealSpace,
    Section,
    Table,
    Total,
)

_POINTS = "考察内容"  # the group of the nine points of a report
_FRESH = timedelta(days=365)


class Part(Choice):
    """What is printed."""

    ASSESSMENT = "考察情况表"
    LIST = "公布名单"


@dataclass(frozen=True, slots=True)
class Hosts(OfBatch):
    """What may be chosen."""

    part: Part = option("内容", Part.ASSESSMENT)


@dataclass(frozen=True, slots=True)
class Host:
    """A unit that takes interns of the batch."""

    partner: Partner
    interns: int
    posts: tuple[str, ...]
    seen: SiteInspection | None  # the last inspection by the day
    looked_up: CreditCheck | None  # the last look-up by the day


def build(office: Office, chosen: Hosts, today: date) -> Report:
    """The hosts of a batch by name."""
    at = scope(office, chosen, today)
    batch = batch_of(at, chosen.batch)
    interns = current(placed(at, batch.id))
    hosts = _hosts(at, interns)
    listed = chosen.part is Part.LIST
    sections = [*_public(at, batch, hosts)] if listed else [*_inner(at, batch, hosts, interns)]
    return at.report(
        "host_assessment",
        f"{batch.kind}单位名单" if listed else "实习单位考察与名单",
        sections,
        subtitle=batch.name,
        orientation=Orientation.AUTO if listed else Orientation.LANDSCAPE,
        draft=chosen.draft,
        figures=_figures(at, batch, hosts),
    )


def points() -> tuple[Field, ...]:
    """What a report on an inspection must cover."""
    return tuple(each for each in SiteInspection.fields() if each.group == _POINTS)


def covered(seen: SiteInspection) -> int:
    """How many of the points a report covers."""
    return sum(bool(getattr(seen, point.key)) for point in points())


def _hosts(at: Scope, interns: Sequence[Placed]) -> list[Host]:
    theirs: dict[UUID, list[Placed]] = {}
    partners: dict[UUID, Partner] = {}
    for one in interns:
        if one.host is not None:
            partners[one.host.id] = one.host
            theirs.setdefault(one.host.id, []).append(one)
    keys = tuple(partners)
    seen = {
        each.partner_id: each
        for each in at.office.of(SiteInspection).all(Query(where={"partner_id": keys}, order="on"))
        if each.on <= at.day
    }
    looked_up = {
        each.partner_id: each
        for each in at.office.of(CreditCheck).all(Query(where={"partner_id": keys}, order="on"))
        if each.on <= at.day
    }
    found = [
        Host(
            partner,
            len(theirs[key]),
            tuple(dict.fromkeys(one.where for one in theirs[key] if one.where)),
            seen.get(key),
            looked_up.get(key),
        )
        for key, partner in partners.items()
    ]
    return sorted(found, key=lambda each: (each.partner.sort_key, each.partner.id))


def _inner(
    at: Scope, batch: InternshipBatch, hosts: Sequence[Host], interns: Sequence[Placed]
) -> Iterator[Section]:
    yield Facts([*_facts(batch, hosts, interns)], columns=3)
    columns = [
        Column(label="实习单位", width=16),
        Column.of(Partner.field("code"), label="统一社会信用代码"),
        people("实习人数", "interns", width=5),
        word("考察日期", 7, over="实地考察", type=date, show=str),
        Column(label="考察人员", width=8, over="实地考察"),
        word("内容齐全", 5, over="实地考察"),
        word("结论", 6, over="实地考察"),
        word("有效期至", 7, over="实地考察", type=date, show=str),
        word("核查日期", 7, over="信用核查", type=date, show=str),
        Column(label="查询渠道", width=9, over="信用核查"),
        word("结果", 6, over="信用核查"),
        word("列入名单", 5),
    ]
    rows = [_row(at, batch, each) for each in hosts]
    yield Table(title="考察与核查情况", columns=columns, rows=rows, total=Total.LAST)
    yield at.hands()
    yield Notes([*_notes(at, hosts, interns)])


def _facts(
    batch: InternshipBatch, hosts: Sequence[Host], interns: Sequence[Placed]
) -> Iterator[Fact]:
    yield Fact("实习起止", f"{batch.starts} 至 {batch.ends}")
    yield Fact("实习单位", f"{len(hosts)} 家")
    yield Fact("实习人数", f"{len(interns)} 人")
    yield Fact("党组织会议日期", str(known(batch.meeting_on)))
    yield Fact("会议纪要号", str(known(batch.meeting_number)))
    yield Fact("名单公布日期", str(known(batch.published_on)))


def _row(at: Scope, batch: InternshipBatch, each: Host) -> tuple[object, ...]:
    seen, credit = each.seen, each.looked_up
    inspection: tuple[object, ...] = (GAP,) * 5
    if seen is not None:
        whole = f"{covered(seen)}/{len(points())}"
        inspection = (
            seen.on,
            seen.inspectors,
            whole,
            str(seen.conclusion),
            known(seen.valid_until),
        )
    looked_up: tuple[object, ...] = (GAP,) * 3
    if credit is not None:
        looked_up = (credit.on, credit.source, str(credit.result))
    published = "是" if _published(batch, at.day) else "否"
    partner = each.partner
    return (
        partner.name, known(partner.code), each.interns, *inspection, *looked_up, published
    )  # fmt: skip


def _published(batch: InternshipBatch, day: date) -> bool:
    """The list goes out as a whole, decided by a meeting before."""
    if batch.meeting_on is None or batch.published_on is None:
        return False
    return batch.meeting_on <= batch.published_on <= day


def _public(at: Scope, batch: InternshipBatch, hosts: Sequence[Host]) -> Iterator[Section]:
    """What is put up for everybody to read: no person is named."""
    columns = [
        Column(label="实习单位", width=18),
        Column.of(Partner.field("code"), label="统一社会信用代码"),
        Column(label="所在地", width=9),
        Column(label="实习岗位", width=14),
        people("实习人数", "interns", width=5),
    ]
    rows = [
        (
            each.partner.name,
            known(each.partner.code),
            known(place(at.office, each.partner.region)),
            known("、".join(each.posts)),
            each.interns,
        )
        for each in hosts
    ]
    yield Table(columns=columns, rows=rows, total=Total.LAST)
    meeting = f"{written(batch.meeting_on)}" if batch.meeting_on else "____年__月__日"
    number = f"（{batch.meeting_number}）" if batch.meeting_number else ""
    yield Notes([f"以上单位由学校党组织会议于{meeting}研究确定{number}。"])
    yield SealSpace(at.office.settings.college, batch.published_on)


def _figures(at: Scope, batch: InternshipBatch, hosts: Sequence[Host]) -> dict[str, int | float]:
    seen = [each.seen for each in hosts if each.seen]
    fit = (Conclusion.FIT, Conclusion.CONDITIONAL)
    return {
        "hosts": len(hosts),
        "interns": sum(each.interns for each in hosts),
        "inspected": len(seen),
        "fit": sum(each.conclusion in fit for each in seen),
        "unfit": sum(each.conclusion is Conclusion.UNFIT for each in seen),
        "expired": sum(each.valid_until is not None and each.valid_until < at.day for each in seen),
        "credit_checked": sum(each.looked_up is not None for each in hosts),
        "clean": sum(
            each.looked_up is not None and each.looked_up.result is CreditResult.CLEAN
            for each in hosts
        ),
        "published": len(hosts) if _published(batch, at.day) else 0,
    }


def _notes(at: Scope, hosts: Sequence[Host], interns: Sequence[Placed]) -> Iterator[str]:
    yield (
        f"考察和信用核查取截至{written(at.day)}的最近一次；“内容齐全”为考察报告已写明的项数，共"
        f" {len(points())} 项：{'、'.join(point.label for point in points())}。"
    )
    yield "“列入名单”指名单已由党组织会议确定并公布；“—”表示没有登记。"
    if unseen := sum(each.seen is None for each in hosts):
        yield f"有 {unseen} 家单位没有实地考察记录。"
    old = [e for e in hosts if e.looked_up and e.looked_up.on < at.day - _FRESH]
    if old:
        yield f"有 {len(old)} 家单位的信用核查已超过一年。"
    if undecided := sum(one.host is None for one in interns):
        yield f"另有 {undecided} 名学生尚未确定实习单位。"
