"""The standards a round may take, and how it takes one: word by word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.errors import Refused
from app.models import (
    RecognitionRound,
    RecognitionStandard,
)
from app.models.recognition import (
    RoundState,
)
from app.places import RESOURCES
from app.services.office import Office
from app.services.recognition.pack import Standard, read, ready

TEMPLATES = RESOURCES / "rules" / "recognition"


@dataclass(frozen=True, slots=True)
class Offered:
    """A standard that a round may take: one of the office's own, or a template shipped."""

    key: str  # id of the record, or name of the template's file
    name: str
    own: bool
    text: str
    problems: tuple[str, ...]  # why it cannot be used yet


def templates() -> list[Offered]:
    """What comes along with the program: the national outline, and empty ones to fill."""
    found = []
    for path in sorted(TEMPLATES.glob("*.toml")):
        text = path.read_text("utf-8")
        standard = read(text)
        problems = tuple(ready(standard))
        found.append(Offered(path.stem, standard.edition, own=False, text=text, problems=problems))
    return found


def standards(office: Office) -> list[Offered]:
    """The office's own standards first, then the templates."""
    return [_own(each) for each in office.of(RecognitionStandard).all()] + templates()


def _own(kept: RecognitionStandard) -> Offered:
    problems = tuple(ready(read(kept.text)))
    return Offered(str(kept.id), kept.name, own=True, text=kept.text, problems=problems)


def adopt(office: Office, template: str, name: str) -> RecognitionStandard:
    """A standard of the office's own, begun from a template."""
    chosen = _offered(templates(), template)
    standard = read(chosen.text)
    saved: RecognitionStandard = office.of(RecognitionStandard).save(
        {
            "name": name,
            "source": standard.source,
            "edition": standard.version,
            "confirmed": False,
            "text": chosen.text,
        }
    )
    return saved


def freeze(office: Office, round_id: UUID, key: str, on: date) -> RecognitionRound:
    """Take a standard into a round, word by word. Refused once people have applied by another."""
    chosen = _offered(standards(office), key)
    if chosen.problems:
        raise Refused(chosen.problems[0])
    records = office.of(RecognitionRound)
    round_ = records.get(round_id)
    if round_.rules is not None and round_.state is not RoundState.PLANNED:
        raise Refused("批次已经开始申报，不能再换认定标准。")
    standard = read(chosen.text)
    saved: RecognitionRound = records.save(
        {
            "pack": key,
            "pack_name": standard.edition,
            "rules": chosen.text,
            "frozen_on": on,
            "years": round_.years if round_.years is not None else standard.years,
        },
        round_,
    )
    return saved


def standard_of(round_: RecognitionRound) -> Standard:
    """The standard by which a round judges. Refused while it has none."""
    if round_.rules is None:
        raise Refused(f"批次“{round_.name}”还没有选定认定标准，请先选定。")
    return read(round_.rules)


def _offered(found: Iterable[Offered], key: str) -> Offered:
    for each in found:
        if each.key == key:
            return each
    raise Refused("没有这份认定标准，请重新选择。")
