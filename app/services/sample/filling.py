"""The CSVs of the sample college, taken in: labels as headings, days relative to today.

What is entered as it lies in a file goes in by the thousand; what an office does with it (sign,
renew, amend) is done with the program.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.models import KIND_OF_TABLE, Agreement, AgreementParty, Field, Record
from app.models.agreements import PartySide, SignedHow
from app.models.values import split_list, uuid7
from app.places import RESOURCES
from app.services.database import Writing
from app.services.office import Office
from app.services.query import association
from app.services.records import next_number
from app.services.years import SchoolYear

FOLDER = RESOURCES / "samples" / "college"
PRESIDENT = "刘仲伯"
SCHOOL = "学校"


class Filling:
    """One go at it: what day it is, and the keys given so far by kind and title."""

    def __init__(self, office: Office, today: date) -> None:
        self._office = office
        self._keys: dict[tuple[str, str], UUID] = {}
        self.today = today
        self.year = SchoolYear.of(today)  # the one that runs

    def insert(self, writing: Writing, table: str) -> None:
        """All rows of one file, as new records."""
        kind = KIND_OF_TABLE[table]
        self._insert(writing, kind, [self.accepted(kind, row) for row in rows(table)])

    def add(
        self, writing: Writing, kind: type[Record], given: Sequence[Mapping[str, Any]]
    ) -> list[UUID]:
        """New records of plain values, with the defaults of what they do not say."""
        records = self._office.of(kind)
        made = [
            records.accept(values, complete=True) | {"id": values.get("id") or uuid7()}
            for values in given
        ]
        self._insert(writing, kind, made)
        return [row["id"] for row in made]

    def know(self, table: str, title: str, key: UUID) -> None:
        """Make a record that was entered otherwise known under its title."""
        self._keys[table, title] = key

    def key(self, table: str, title: str) -> UUID:
        """The record of that title which was entered before."""
        return self._keys[table, self.text(title)]

    def insert_signed(self, writing: Writing) -> None:
        """Agreements that were signed before the program came: entered as they lie on file."""
        read = [self.accepted(Agreement, row) for row in rows("agreement") if _is_old(row)]
        signed = sorted(read, key=lambda row: row["signed_on"] or self.today)
        parties: list[dict[str, Any]] = []
        for row in signed:
            year = (row["signed_on"] or self.today).year
            row["number"] = next_number(writing.session, "XY", row["campus_id"], year)
            parties.extend(self._parties(row, row.pop("partners")))
        self._insert(writing, Agreement, signed)
        writing.insert_many(AgreementParty, parties)

    def draft_agreements(self) -> None:
        """Agreements that are still on their way, each a step of its own."""
        for row in rows("agreement"):
            if not _is_old(row):
                saved = self._office.agreements.save(self._values(Agreement, row))
                self._keys["agreement", saved.name] = saved.id

    def sign(self) -> None:
        """Signatures as they come in, one by one; some have been sent out and not come back."""
        agreements = self._office.agreements
        for row in rows("signature"):
            party = self._party(self._keys["agreement", self.text(row["协议"])], row["签约方"])
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
        for row in rows("renewal"):
            starts, ends = self._day(row["生效日期"]), self._day(row["到期日期"])
            copy = agreements.renew(self._keys["agreement", row["协议"]], starts, ends)
            agreements.save({"name": row["新名称"]}, copy)
            if starts <= self.today:
                for party in agreements.parties(copy.id):
                    agreements.sign(party.id, starts, SignedHow.SEALED)

    def attach(self) -> None:
        """Scans, as somebody would add them."""
        for row in rows("attachment"):
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

    def accepted(self, kind: type[Record], row: Mapping[str, str]) -> dict[str, Any]:
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
            for row in rows("third_party")
            if self.text(row["协议"]) == agreement["name"]
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
        text = self.text(cell)
        if field.target:
            titles = split_list(text) if field.through else [text]
            keys = tuple(self._keys[field.target, title] for title in titles)
            return keys if field.through else keys[0]
        if field.type is date:
            return self._day(text)
        return field.parse(text)

    def text(self, cell: str) -> str:
        """With {Y} and {Y-1} as the school year that runs today, and the one before."""
        return _YEAR.sub(lambda found: str(self.year.start + int(found[1] or 0)), cell)

    def _day(self, cell: str) -> date:
        """T-30 is thirty days before today."""
        return self.today + timedelta(days=int(cell.removeprefix("T")))


_YEAR = re.compile(r"\{Y([+-]\d+)?\}")


def _is_old(agreement: Mapping[str, str]) -> bool:
    return bool(agreement["签订日期"]) or agreement["状态"] == "已作废"


def rows(name: str) -> list[dict[str, str]]:
    """A file as it is written, line by line."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
