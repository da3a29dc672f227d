"""A dry run in words: what stands in each row, what would change, why it cannot go in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.errors import Problem
from app.models.fields import Field
from app.services.exchange.beside import import_fields
from app.services.exchange.cells import shown
from app.services.exchange.lines import Line, Outcome
from app.services.exchange.plan import Plan
from app.services.office import Office


@dataclass(frozen=True, slots=True)
class Shown:
    """One field of one row as the person sees it."""

    label: str
    before: str
    after: str
    problem: str = ""
    warning: str = ""
    written: str = ""  # what stands in the file, where it is not what is taken


class PlanWords:
    """Asks for titles and code names once each, and only of rows that are looked at."""

    def __init__(self, office: Office, plan: Plan) -> None:
        self._office = office
        self._plan = plan
        self._fields = {field.key: field for field in import_fields(plan.kind)}
        self._titles: dict[tuple[str, UUID], str] = {
            (made.kind.__tablename__, made.values["id"]): str(made.values[made.kind.about.title])
            for made in plan.made
        }

    def name(self, line: Line) -> str:
        """What the row is about: the title it gives, else the one on file."""
        title = self._plan.kind.about.title
        given = line.values.get(title)
        if given is not None:
            return self._show(self._fields[title], given)
        return self._title(self._plan.kind.__tablename__, line.key) if line.key else ""

    def summary(self, line: Line) -> str:
        """The row's fate in one line."""
        if line.problems:
            return "；".join(self._told(line.problems))
        parts = [
            f"{each.label}：{each.before or '空'} → {each.after}" for each in self.changes(line)
        ]
        return "；".join([*parts, *self._told(line.warnings)])

    def changes(self, line: Line) -> list[Shown]:
        """Old and new of every field that would change."""
        if line.outcome is not Outcome.CHANGED:
            return []
        return [
            Shown(
                self._fields[key].label,
                self._show(self._fields[key], before),
                self._show(self._fields[key], after),
            )
            for key, (before, after) in line.changes.items()
        ]

    def details(self, line: Line) -> list[Shown]:
        """Every field of which the row says something, problems where they belong."""
        problems, warnings = _by_field(line.problems), _by_field(line.warnings)
        found = [
            Shown("整行", "", "", problems.pop("", ""), warnings.pop("", ""))
            for _ in range(1)
            if "" in problems or "" in warnings
        ]
        keys = [
            key for key in self._fields if key in line.values | line.beside | problems | warnings
        ]
        given = line.values | line.beside
        for key in keys:
            before, after = line.changes.get(key, (None, given.get(key)))
            field = self._fields[key]
            found.append(
                Shown(
                    field.label,
                    self._show(field, before) if key in line.changes else "",
                    self._show(field, after),
                    problems.get(key, ""),
                    warnings.get(key, ""),
                    self._written(line, key) if key in problems | warnings else "",
                )
            )
        return found

    def _written(self, line: Line, key: str) -> str:
        """The cell as it stands in the file."""
        columns = (at for at, found in self._plan.mapping.columns.items() if found == key)
        cells = self._plan.sheet.rows[line.number - 1]
        return "、".join(text for at in columns if (text := shown(cells[at], 200)))

    def _told(self, problems: Iterable[Problem]) -> list[str]:
        told = []
        for problem in problems:
            label = self._fields[problem.field].label if problem.field else ""
            named = not label or label in problem.message
            told.append(problem.message if named else f"{label}：{problem.message}")
        return told

    def _show(self, field: Field, value: Any) -> str:
        if value is None or value == ():
            return ""
        if field.target:
            keys = value if isinstance(value, tuple) else (value,)
            return "、".join(self._title(field.target, key) for key in keys)
        if field.codes:
            name = self._office.code_name(field.codes, value)
            return f"{value} {name}".strip()
        return field.show(value)

    def _title(self, table: str, key: UUID) -> str:
        if (table, key) not in self._titles:
            self._titles[table, key] = self._office.title(table, key) or self._own(table, key)
        return self._titles[table, key]

    def _own(self, table: str, key: UUID) -> str:
        """The title of a record that the same file brings."""
        if table != self._plan.kind.__tablename__:
            return ""
        title = self._plan.kind.about.title
        found = (line.values.get(title) for line in self._plan.lines if line.key == key)
        return str(next(found, None) or "")


def _by_field(problems: Iterable[Problem]) -> dict[str, str]:
    found: dict[str, str] = {}
    for problem in problems:
        before = found.get(problem.field)
        found[problem.field] = f"{before}；{problem.message}" if before else problem.message
    return found
