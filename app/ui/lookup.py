"""What editors ask about records and code tables they do not hold themselves."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID


class Lookup(Protocol):
    """Answers by search, a few at a time; nobody ever loads all records into a box."""

    def search(self, target: str, text: str, limit: int) -> Sequence[tuple[UUID, str, str]]:
        """(id, title, hint) of records by name, code, pinyin or initials; "" lists the first."""
        ...

    def title(self, target: str, id_: UUID) -> str:
        """How one record is called; empty if there is none."""
        ...

    def codes_like(self, table: str, text: str, limit: int) -> Sequence[tuple[str, str]]:
        """(code, name) of entries of a code table, by code, name, pinyin or initials."""
        ...

    def code_name(self, table: str, code: str) -> str:
        """The name of a code; empty if the table has none."""
        ...

    def initials(self, text: str) -> str:
        """First letters of the pinyin: 订单班 gives ddb."""
        ...


class NoLookup:
    """For forms without references: settings, options of a report."""

    def search(self, target: str, text: str, limit: int) -> Sequence[tuple[UUID, str, str]]:
        """Nothing."""
        return ()

    def title(self, target: str, id_: UUID) -> str:
        """Nothing."""
        return ""

    def codes_like(self, table: str, text: str, limit: int) -> Sequence[tuple[str, str]]:
        """Nothing."""
        return ()

    def code_name(self, table: str, code: str) -> str:
        """Nothing."""
        return ""

    def initials(self, text: str) -> str:
        """Nothing."""
        return ""
