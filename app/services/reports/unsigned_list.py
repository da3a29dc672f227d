"""未签协议学生名单: whose three-party agreement is not complete, and what is said about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from app.models import Placement, RuleWaiver
from app.models.fields import Choice, option
from app.models.internships import PlacementState
from app.services.mask import Profile
from app.services.office import Office
from app.services.paper import AGREEMENT, CONSENT, unsigned_words
from app.services.query import Query
from app.services.readiness import AGREEMENT as RULE
from app.services.reports.cells import known, named, word
from app.services.reports.placed import OfClasses, Placed, batch_of, current, placed
from app.services.reports.reading import Scope, masking, scope, written
from app.services.reports.spec import Column, Group, Notes, Orientation, Report, Signatures, Table

_SIGNERS = ("负责人", "制表人", "制表日期")


class Which(Choice):
    """Who is listed."""

    ALL = "全部未签学生"
    UNEXPLAINED = "没有书面说明的"
    EXPLAINED = "有书面说明的"


@dataclass(frozen=True, slots=True)
class Unsigned(OfClasses):
    """What may be chosen."""

    which: Which = option("范围", Which.ALL)
    profile: Profile = option("用途", Profile.INTERNAL, help="决定姓名是否遮盖。")


def build(office: Office, chosen: Unsigned, today: date) -> Report:
    """The students class by class, each with who has not signed, and the explanation."""
    at = scope(office, chosen, today)
    batch = batch_of(at, chosen.batch)
    interns = current(placed(at, batch.id, chosen.school_class))
    out = [one for one in interns if _absent(one.placement, AGREEMENT, at.day)]
    listed = [one for one in out if _wanted(one, chosen.which)]
    waivers = _waivers(at, batch.id)
    return at.report(
        "unsigned_list",
        "未签协议学生名单",
        [
            Table(
                title=f"{chosen.which}（{len(listed)} 人）",
                columns=[*_columns()],
                groups=[*_groups(at, chosen, listed, waivers)],
                empty="（没有）",
            ),
            Signatures(roles=_SIGNERS),
            Notes([*_notes(at, chosen, interns, out)]),
        ],
        subtitle=batch.name,
        orientation=Orientation.LANDSCAPE,
        draft=chosen.draft,
        figures={
            "interns": len(interns),
            "unsigned": len(out),
            "explained": sum(bool(one.placement.unsigned_why) for one in out),
            "unexplained": sum(not one.placement.unsigned_why for one in out),
            "without_consent": sum(
                bool(_absent(one.placement, CONSENT, at.day)) for one in interns
            ),
            "on_post": sum(one.placement.state is PlacementState.ON_POST for one in out),
            "excepted": sum(one.placement.id in waivers for one in out),
        },
    )


def _absent(held: Placement, signers: Mapping[str, str], day: date) -> tuple[str, ...]:
    """The signatures that were not there by the day."""
    dates = {key: getattr(held, key) for key in signers}
    return tuple(key for key, on in dates.items() if on is None or on > day)


def _wanted(one: Placed, which: Which) -> bool:
    if which is Which.ALL:
        return True
    return bool(one.placement.unsigned_why) is (which is Which.EXPLAINED)


def _waivers(at: Scope, batch: UUID) -> dict[UUID, str]:
    """Who answers for students without an agreement, and why."""
    found = at.office.of(RuleWaiver).all(Query(where={"batch_id": batch}))
    return {
        each.placement_id: f"{each.by}：{each.reason}"
        for each in found
        if each.placement_id is not None and each.rule == RULE and each.on <= at.day
    }


def _columns() -> Iterator[Column]:
    yield word("学号", 7)
    yield word("姓名", 6)
    yield Column(label="实习单位", width=14)
    yield word("三方协议编号", 10)
    yield word("状态", 5)
    yield word("三方协议", 9)
    yield word("知情同意书", 8)
    yield Column(label="书面说明", width=16)
    yield Column(label="上岗例外说明", width=12)


def _groups(
    at: Scope, chosen: Unsigned, listed: Sequence[Placed], waivers: Mapping[UUID, str]
) -> Iterator[Group]:
    for class_, found in groupby(listed, lambda one: one.class_):
        rows = [_row(at, chosen, one, waivers) for one in found]
        yield Group(f"{class_.name if class_ else '未分班'}（{len(rows)} 人）", rows)


def _row(
    at: Scope, chosen: Unsigned, one: Placed, waivers: Mapping[UUID, str]
) -> tuple[object, ...]:
    held = one.placement
    return (
        one.student.number,
        named(one.student, chosen.profile, at.day),
        known(one.host and one.host.name),
        known(held.agreement_number),
        str(held.state),
        unsigned_words(_absent(held, AGREEMENT, at.day), AGREEMENT),
        unsigned_words(_absent(held, CONSENT, at.day), CONSENT),
        known(held.unsigned_why),
        known(waivers.get(held.id)),
    )


def _notes(
    at: Scope, chosen: Unsigned, interns: Sequence[Placed], out: Sequence[Placed]
) -> Iterator[str]:
    yield (
        f"截至{written(at.day)}，应签三方协议 {len(interns)} 人，三方签齐"
        f" {len(interns) - len(out)} 人，未签齐 {len(out)} 人；已退出和已换单位的不列入。"
    )
    on_post = [one for one in out if one.placement.state is PlacementState.ON_POST]
    if on_post:
        yield f"其中 {len(on_post)} 人已在岗，由负责人作例外说明的见“上岗例外说明”栏。"
    if bare := sum(not one.placement.unsigned_why for one in out):
        yield f"{bare} 人还没有书面说明。"
    if note := masking(chosen.profile):
        yield note
