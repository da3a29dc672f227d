"""The sample college: invented from the ground up, and never older than today.

Its content lies in `resources/samples/college`, one CSV per kind with the labels of the fields as
headings; the README there says how days and years are written relative to today. This module
takes it in, and lets the program do with it what an office does: sign, renew, amend.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app import settings
from app.errors import Refused
from app.models import KIND_OF_TABLE, KINDS, Agreement, AgreementParty, Field, Record
from app.models.agreements import PartySide, SignedHow
from app.models.values import split_list, uuid7
from app.places import RESOURCES
from app.services.database import Writing
from app.services.office import Office
from app.services.query import ALL, Query, association
from app.services.records import next_number
from app.services.years import SchoolYear

FOLDER = RESOURCES / "samples" / "college"
OPERATOR = "杨知行"
PRESIDENT = "刘仲伯"
SCHOOL = "学校"
_ORGANISATION = ("campus", "department", "programme", "partner")
_PARTS = ("contact", "contact_log", "site_inspection", "post", "credit_check", "contribution")
_PAPERS = ("approval", "amendment", "obligation", "annual_review")


def fill(office: Office, today: date) -> None:
    """Fill an empty folder with the sample college. Refused if it holds any record."""
    queries = (ALL, Query(deleted=True))
    if any(office.of(kind).count(query) for kind in KINDS for query in queries):
        raise Refused("这个文件夹里已经有记录。示例学院只能载入空的文件夹，请另选一个。")
    office.db.user = office.settings.operator or OPERATOR
    filling = _Filling(office, today)
    with office.db.write("载入示例学院") as writing:
        for table in (*_ORGANISATION, *_PARTS):
            filling.insert(writing, table)
        filling.insert_signed(writing)
    filling.draft_agreements()
    with office.db.write("登记审批、补充协议和履约情况") as writing:
        for table in _PAPERS:
            filling.insert(writing, table)
    filling.sign()
    filling.renew()
    filling.attach()
    office.settings = replace(
        office.settings,
        college="川湘示例职业技术学院",
        college_code="4151000000",
        office="教务处",
        operator=office.db.user,
        telephone="028-80000021",
        alliance="成渝示例职教联盟",
        sample=True,
    )
    settings.save(office.settings, office.places.settings)


class _Filling:
    """One go at it: what day it is, and the keys given so far by kind and title."""

    def __init__(self, office: Office, today: date) -> None:
        self._office = office
        self._today = today
        self._keys: dict[tuple[str, str], UUID] = {}

    def insert(self, writing: Writing, table: str) -> None:
        """All rows of one file, as new records."""
        kind = KIND_OF_TABLE[table]
        self._insert(writing, kind, [self._accepted(kind, row) for row in _rows(table)])

    def insert_signed(self, writing: Writing) -> None:
        """Agreements that were signed before the program came: entered as they lie on file."""
        read = [self._accepted(Agreement, row) for row in _rows("agreement") if _is_old(row)]
        rows = sorted(read, key=lambda row: row["signed_on"] or self._today)
        parties: list[dict[str, Any]] = []
        for row in rows:
            year = (row["signed_on"] or self._today).year
            row["number"] = next_number(writing.session, "XY", row["campus_id"], year)
            parties.extend(self._parties(row, row.pop("partners")))
        self._insert(writing, Agreement, rows)
        writing.insert_many(AgreementParty, parties)

    def draft_agreements(self) -> None:
        """Agreements that are still on their way, each a step of its own."""
        for row in _rows("agreement"):
            if not _is_old(row):
                saved = self._office.agreements.save(self._values(Agreement, row))
                self._keys["agreement", saved.name] = saved.id

    def sign(self) -> None:
        """Signatures as they come in, one by one; some have been sent out and not come back."""
        agreements = self._office.agreements
        for row in _rows("signature"):
            party = self._party(self._keys["agreement", self._text(row["协议"])], row["签约方"])
            sent = {"sent_on": self._day(row["送签日期"])}
            self._office.of(AgreementParty).save(sent, base=party)
            if row["签署日期"]:
                how = SignedHow.parse(row["签署方式"])
                agreements.sign(party.id, self._day(row["签署日期"]), how, row["签署人"])

    def _party(self, agreement: UUID, whose: str) -> AgreementParty:
        parties = self._office.agreements.parties(agreement)
        if whose == SCHOOL:
            return next(party for party in parties if party.side is PartySide.SCHOOL)
        key = self._keys["partner", whose]
        return next(party for party in parties if party.partner_id == key)

    def renew(self) -> None:
        """Linked copies under a new name; those that have begun are signed."""
        agreements = self._office.agreements
        for row in _rows("renewal"):
            starts, ends = self._day(row["生效日期"]), self._day(row["到期日期"])
            copy = agreements.renew(self._keys["agreement", row["协议"]], starts, ends)
            agreements.save({"name": row["新名称"]}, copy)
            if starts <= self._today:
                for party in agreements.parties(copy.id):
                    agreements.sign(party.id, starts, SignedHow.SEALED)

    def attach(self) -> None:
        """Scans, as somebody would add them."""
        for row in _rows("attachment"):
            owner = self._keys[row["种类"], row["属于"]]
            file = FOLDER / "scans" / row["文件"]
            self._office.attachments.add(KIND_OF_TABLE[row["种类"]], owner, file, row["说明"])

    def _insert(self, writing: Writing, kind: type[Record], rows: Sequence[dict[str, Any]]) -> None:
        linked = {
            field: [(row["id"], other) for row in rows for other in row.pop(field.key, ())]
            for field in kind.fields()
            if field.through
        }
        writing.insert_many(kind, rows)
        for field, pairs in linked.items():
            link, ours, theirs = association(kind, field)
            if pairs:
                writing.insert_many(link, [{ours.key: a, theirs.key: b} for a, b in pairs])

    def _accepted(self, kind: type[Record], row: Mapping[str, str]) -> dict[str, Any]:
        """A row as a new record would be saved, its key made known under its title."""
        accepted = self._office.of(kind).accept(self._values(kind, row), complete=True)
        accepted["id"] = uuid7()
        self._keys[kind.__tablename__, str(accepted[kind.about.title])] = accepted["id"]
        return accepted

    def _parties(
        self, agreement: Mapping[str, Any], partners: Sequence[UUID]
    ) -> list[dict[str, Any]]:
        """The college and its partners, who all signed on the same day, if they did."""
        signed = agreement["signed_on"]
        common = {
            "agreement_id": agreement["id"],
            "signed_on": signed,
            "how": SignedHow.SEALED if signed else None,
        }
        third = {
            self._keys["partner", row["合作企业"]]
            for row in _rows("third_party")
            if self._text(row["协议"]) == agreement["name"]
        }
        school: dict[str, Any] = {"side": PartySide.SCHOOL, "label": SCHOOL, "signatory": PRESIDENT}
        others: list[dict[str, Any]] = [
            {"side": PartySide.THIRD if key in third else PartySide.PARTNER, "partner_id": key}
            for key in partners
        ]
        return [common | party for party in (school, *others)]

    def _values(self, kind: type[Record], row: Mapping[str, str]) -> dict[str, Any]:
        fields = {field.label: field for field in kind.fields()}
        return {
            fields[label].key: self._value(fields[label], cell)
            for label, cell in row.items()
            if cell
        }

    def _value(self, field: Field, cell: str) -> Any:
        text = self._text(cell)
        if field.target:
            titles = split_list(text) if field.through else [text]
            keys = tuple(self._keys[field.target, title] for title in titles)
            return keys if field.through else keys[0]
        if field.type is date:
            return self._day(text)
        return field.parse(text)

    def _text(self, cell: str) -> str:
        """With {Y} and {Y-1} as the school year that runs today, and the one before."""
        running = SchoolYear.of(self._today).start
        return _YEAR.sub(lambda found: str(running + int(found[1] or 0)), cell)

    def _day(self, cell: str) -> date:
        """T-30 is thirty days before today."""
        return self._today + timedelta(days=int(cell.removeprefix("T")))


_YEAR = re.compile(r"\{Y([+-]\d+)?\}")


def _is_old(agreement: Mapping[str, str]) -> bool:
    return bool(agreement["签订日期"]) or agreement["状态"] == "已作废"


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
