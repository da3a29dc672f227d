"""What several reports read from the office, and what they print in the same way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.models import Agreement, AgreementParty, Campus, Record
from app.models.agreements import AgreementState
from app.models.fields import Options, option
from app.models.values import WAN
from app.services.agreements import effective_ends, in_force
from app.services.mask import Profile
from app.services.office import Office
from app.services.query import ALL, Query
from app.services.reports.spec import Report, Section, Signatures

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Common(Options):
    """What may be chosen for every report."""

    as_of: date | None = option("统计截止日期", None, help="留空为今天。")
    campus: UUID | None = option("校区", None, target="campus", help="留空为全校。")
    draft: bool = option("标注“草稿”", default=False)


@dataclass(frozen=True, slots=True)
class Scope:
    """The office on the day of a report, as one campus or the whole college."""

    office: Office
    day: date
    campus: UUID | None

    def query(self, **where: Any) -> Query:
        """The records in sight that have these values."""
        given = {key: value for key, value in where.items() if value is not None}
        return Query(where=given, campus=self.campus)

    def rows(self, kind: type[Record], query: Query = ALL) -> list[Row]:
        """Records in order, by field: values ready to show, and the key under `id`."""
        records = self.office.of(kind)
        ids = records.find(query)
        found = records.rows(ids)
        keys = [described.key for described in kind.fields()]
        return [dict(zip(keys, found[id_], strict=True)) | {"id": id_} for id_ in ids]

    def report(self, id_: str, title: str, sections: Iterable[Section], **more: Any) -> Report:
        """A report of the college, on this day, with whatever the person chose."""
        campus = self.office.of(Campus).titles([self.campus]) if self.campus else {}
        standing = {
            "organisation": self.office.settings.college,
            "period": f"截至{written(self.day)}",
            "subtitle": next(iter(campus.values()), ""),
        }
        return Report(id=id_, title=title, as_of=self.day, sections=[*sections], **standing | more)

    def hands(self) -> Signatures:
        """The foot line, with the office's telephone."""
        telephone = self.office.settings.telephone
        return Signatures(values={"联系电话": telephone} if telephone else {})


def scope(office: Office, chosen: Common, today: date) -> Scope:
    """Where a report looks, after the person's choice."""
    return Scope(office, chosen.as_of or today, chosen.campus)


@dataclass(frozen=True, slots=True)
class Running:
    """Agreements in force on a day: when each ends, and whose they are."""

    ends: Mapping[UUID, date | None]
    agreements: Mapping[UUID, Agreement]
    by_partner: Mapping[UUID, frozenset[UUID]]


def running(office: Office, day: date) -> Running:
    """Signed, begun, and neither run out nor ended; amendments are taken into account."""
    signed = (AgreementState.ACTIVE, AgreementState.ENDED)
    with office.db.read() as session:
        found = session.scalars(
            select(Agreement).where(Agreement.deleted.is_(False), Agreement.state.in_(signed))
        ).all()
        ends = effective_ends(session, found)
        parties = session.execute(
            select(AgreementParty.partner_id, AgreementParty.agreement_id).where(
                AgreementParty.deleted.is_(False), AgreementParty.partner_id.is_not(None)
            )
        ).all()
    held = {each.id: each for each in found if in_force(each, ends[each.id], day)}
    by_partner: dict[UUID, set[UUID]] = {}
    for partner, agreement in parties:
        if partner is not None and agreement in held:
            by_partner.setdefault(partner, set()).add(agreement)
    frozen = {partner: frozenset(each) for partner, each in by_partner.items()}
    return Running(ends, held, frozen)


def written(day: date) -> str:
    """2026年11月21日."""
    return f"{day.year}年{day.month}月{day.day}日"


def wan(amount: Decimal | None) -> float:
    """Yuan as 万元, for a figure."""
    return float((amount or Decimal()) / WAN)


def masking(profile: Profile) -> str:
    """What a note says about shortened values."""
    return {
        Profile.FULL: "",
        Profile.INTERNAL: "",
        Profile.ALLIANCE: "个人联系方式已按“报联盟”口径遮盖。",
        Profile.PUBLIC: "按“公开”口径，只列可以公开的项目。",
    }[profile]
