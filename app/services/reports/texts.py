"""Every text that a report prints, for whoever must look at all of them."""

from collections.abc import Iterator, Sequence
from functools import singledispatch

from app.services.reports import spec, tables
from app.services.reports.characters import printable


def texts(report: spec.Report) -> Iterator[Sequence[str]]:
    """In batches: what surrounds the sections, then section by section."""
    yield _shown((report.title, report.subtitle, report.annex, report.mark, *report.filler))
    for section in report.sections:
        for batch in section_texts(section):
            yield _shown(batch)


@singledispatch
def section_texts(section: object) -> Iterator[Sequence[str]]:
    """The texts of one section. Each kind of section registers its own."""
    raise NotImplementedError(type(section).__name__)


@section_texts.register
def _(section: spec.Heading) -> Iterator[Sequence[str]]:
    yield (section.text,)


@section_texts.register
def _(section: spec.Text) -> Iterator[Sequence[str]]:
    yield (section.text,)


@section_texts.register
def _(section: spec.Facts) -> Iterator[Sequence[str]]:
    for fact in section.facts:
        yield fact.label, fact.value


@section_texts.register
def _(section: spec.Table) -> Iterator[Sequence[str]]:
    shown = tables.columns(section)
    show = tables.shower(shown)
    yield [section.title, *(column.head for column in shown), *(column.over for column in shown)]
    for line in tables.lines(section):
        yield show(line.values) if line.kind is tables.Kind.ROW else (line.label,)


@section_texts.register
def _(section: spec.Bars) -> Iterator[Sequence[str]]:
    yield section.title, section.unit, *section.labels, *section.series


@section_texts.register
def _(section: spec.Pie) -> Iterator[Sequence[str]]:
    yield section.title, section.unit, *(label for label, _ in section.parts)


@section_texts.register
def _(section: spec.Signatures) -> Iterator[Sequence[str]]:
    yield *section.roles, *section.values.values()


@section_texts.register
def _(section: spec.SealSpace) -> Iterator[Sequence[str]]:
    yield (section.name,)


@section_texts.register
def _(section: spec.Notes) -> Iterator[Sequence[str]]:
    yield section.label, *section.lines


@section_texts.register
def _(_: spec.PageBreak) -> Iterator[Sequence[str]]:
    yield ()


def _shown(batch: Sequence[str]) -> Sequence[str]:
    return [printable(text) for text in batch]
