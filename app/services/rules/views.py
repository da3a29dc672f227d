"""What the single checks look at: facts joined into cases, units, rounds and so on.

Everything is joined once per judgement, so that a check only compares values.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models.internships import ExemptScope, InternshipKind
from app.models.text import fold
from app.services.rules.calendar import Calendar
from app.services.rules.facts import (
    BatchFacts,
    ExemptionFacts,
    Facts,
    HostFacts,
    PlacementFacts,
    PostFacts,
    Stay,
    StudentFacts,
)
from app.services.rules.finding import Subject
from app.services.rules.spans import Span


@dataclass(frozen=True, slots=True)
class Case:
    """One placement with everything around it."""

    subject: Subject  # the placement, called by its student
    placement: PlacementFacts
    batch: BatchFacts
    student: StudentFacts
    host: HostFacts | None
    post: PostFacts | None
    spans: tuple[Span, ...]
    starts: date | None
    ends: date | None
    exempt: frozenset[ExemptScope]  # what an accepted filing lifts
    on: date
    calendar: Calendar
    province: str | None


@dataclass(frozen=True, slots=True)
class Unit:
    """One host, and all who stay there, from whichever batch or campus."""

    host: HostFacts
    first: date | None  # start of the first placement that is judged
    last: date | None
    stays: tuple[Stay, ...]
    on: date

    @property
    def subject(self) -> Subject:
        """The host."""
        return Subject("partner", self.host.id, self.host.title)


@dataclass(frozen=True, slots=True)
class Bench:
    """One post, and all who hold it."""

    post: PostFacts
    host: str
    first: date | None
    last: date | None
    stays: tuple[Stay, ...]

    @property
    def subject(self) -> Subject:
        """The post, with its host."""
        return Subject("post", self.post.id, f"{self.host} {self.post.title}")


@dataclass(frozen=True, slots=True)
class Round:
    """One batch as a whole."""

    batch: BatchFacts
    first: date  # the first placement, or the plan while there is none
    on: date

    @property
    def subject(self) -> Subject:
        """The batch."""
        return Subject("internship_batch", self.batch.id, self.batch.title)


@dataclass(frozen=True, slots=True)
class Pair:
    """One host within one batch."""

    batch: BatchFacts
    host: HostFacts
    first: date | None
    plans: tuple[date, ...]  # days of the emergency plans
    on: date

    @property
    def subject(self) -> Subject:
        """The host, in this batch."""
        return Subject("partner", self.host.id, self.host.title, self.batch.id)


@dataclass(frozen=True, slots=True)
class Track:
    """One student's whole time on post, over hosts and batches."""

    student: StudentFacts
    stays: tuple[Stay, ...]

    @property
    def subject(self) -> Subject:
        """The student."""
        return Subject("student", self.student.id, self.student.title)


@dataclass(frozen=True, slots=True)
class Grant:
    """One filing for special posts."""

    exemption: ExemptionFacts
    host: str
    first: date | None

    @property
    def subject(self) -> Subject:
        """The host it was filed for, in its batch."""
        return Subject("partner", self.exemption.host, self.host, self.exemption.batch)


View = Case | Unit | Bench | Round | Pair | Track | Grant


@dataclass(frozen=True, slots=True)
class Views:
    """Everything there is to look at, by what it is."""

    by_type: Mapping[type[View], Sequence[View]]
    hostless: Sequence[Case]  # no host decided yet
    postless: Sequence[Case]  # a host, but no post on file


@dataclass(frozen=True, slots=True)
class Survey:
    """The facts, joined, as of a day."""

    facts: Facts
    on: date
    cases: Sequence[Case]

    @property
    def kinds(self) -> frozenset[InternshipKind]:
        """The kinds of internship there are."""
        found = frozenset(batch.kind for batch in self.facts.batches)
        return found | {InternshipKind.POST} if self.facts.elsewhere else found

    def views(self, kinds: Collection[InternshipKind]) -> Views:
        """What concerns internships of these kinds."""
        cases = [case for case in self.cases if case.batch.kind in kinds]
        elsewhere = self.facts.elsewhere if InternshipKind.POST in kinds else ()
        stays = [*map(_stay, cases), *elsewhere]
        return Views(
            {
                Case: cases,
                Unit: _units(cases, stays, self.on),
                Bench: _benches(cases, stays, self.facts),
                Round: _rounds(cases, self.facts, kinds, self.on),
                Pair: _pairs(cases, self.facts, self.on),
                Track: _tracks(cases, stays),
                Grant: _grants(cases, self.facts),
            },
            [case for case in cases if case.host is None],
            [case for case in cases if case.host is not None and case.post is None],
        )


def survey(facts: Facts, on: date) -> Survey:
    """Join the facts. The order does not depend on theirs."""
    batches = {each.id: each for each in facts.batches}
    students = {each.id: each for each in facts.students}
    hosts = {each.id: each for each in facts.hosts}
    posts = {each.id: each for each in facts.posts}
    exemptions: dict[UUID, list[ExemptionFacts]] = defaultdict(list)
    for each in facts.exemptions:
        exemptions[each.batch].append(each)
    cases = []
    for placement in facts.placements:
        spans = placement.spans
        starts = spans[0].first if spans else placement.starts
        post = posts.get(placement.post) if placement.post else None
        student = students[placement.student]
        filed = exemptions.get(placement.batch)
        cases.append(
            Case(
                subject=Subject("placement", placement.id, student.title, placement.batch),
                placement=placement,
                batch=batches[placement.batch],
                student=student,
                host=hosts.get(placement.host) if placement.host else None,
                post=post,
                spans=spans,
                starts=starts,
                ends=max(span.last for span in spans) if spans else placement.ends,
                exempt=_lifted(filed, placement, post, starts) if filed else frozenset(),
                on=on,
                calendar=facts.calendar,
                province=facts.province,
            )
        )
    cases.sort(key=lambda case: (case.batch.title, case.student.title, case.placement.id))
    return Survey(facts, on, cases)


def accepted(exemption: ExemptionFacts, starts: date | None) -> bool:
    """Whether a filing counts: with a number, and not after the start."""
    return bool(
        exemption.number
        and exemption.filed_on is not None
        and starts is not None
        and exemption.filed_on <= starts
    )


def _lifted(
    exemptions: Iterable[ExemptionFacts],
    placement: PlacementFacts,
    post: PostFacts | None,
    starts: date | None,
) -> frozenset[ExemptScope]:
    """What filings for this host, and for this post or any, lift."""
    called = fold(post.title if post else placement.post_name or "")
    scopes: frozenset[ExemptScope] = frozenset()
    for each in exemptions:
        fits = each.host == placement.host and (not each.post or fold(each.post) == called)
        if fits and accepted(each, starts):
            scopes |= each.scopes
    return scopes


def _stay(case: Case) -> Stay:
    placement = case.placement
    return Stay(placement.student, placement.host, placement.post, case.spans)


def _window(cases: Iterable[Case]) -> tuple[date | None, date | None]:
    """First start and last end of the judged cases."""
    starts = [case.starts for case in cases if case.starts is not None]
    ends = [case.ends for case in cases if case.ends is not None]
    return min(starts, default=None), max(ends, default=None)


def _units(cases: Sequence[Case], stays: Iterable[Stay], on: date) -> list[Unit]:
    held: dict[UUID, list[Case]] = defaultdict(list)
    for case in cases:
        if case.host is not None:
            held[case.host.id].append(case)
    loads: dict[UUID, list[Stay]] = defaultdict(list)
    for stay in stays:
        if stay.host in held:
            loads[stay.host].append(stay)
    units = []
    for key, group in held.items():
        host = group[0].host
        if host is not None:
            units.append(Unit(host, *_window(group), tuple(loads[key]), on))
    return sorted(units, key=lambda unit: (unit.host.title, unit.host.id))


def _benches(cases: Sequence[Case], stays: Iterable[Stay], facts: Facts) -> list[Bench]:
    held: dict[UUID, list[Case]] = defaultdict(list)
    for case in cases:
        if case.post is not None:
            held[case.post.id].append(case)
    loads: dict[UUID, list[Stay]] = defaultdict(list)
    for stay in stays:
        if stay.post in held:
            loads[stay.post].append(stay)
    hosts = {host.id: host.title for host in facts.hosts}
    benches = []
    for key, group in held.items():
        post = group[0].post
        if post is not None:
            host = hosts.get(post.host, "")
            benches.append(Bench(post, host, *_window(group), tuple(loads[key])))
    return sorted(benches, key=lambda bench: (bench.host, bench.post.title, bench.post.id))


def _rounds(
    cases: Iterable[Case], facts: Facts, kinds: Collection[InternshipKind], on: date
) -> list[Round]:
    first: dict[UUID, date] = {}
    for case in cases:
        if case.starts is not None:
            known = first.get(case.batch.id, case.starts)
            first[case.batch.id] = min(known, case.starts)
    rounds = [
        Round(batch, first.get(batch.id, batch.starts), on)
        for batch in facts.batches
        if batch.kind in kinds
    ]
    return sorted(rounds, key=lambda each: (each.batch.title, each.batch.id))


def _pairs(cases: Iterable[Case], facts: Facts, on: date) -> list[Pair]:
    plans: dict[tuple[UUID, UUID], list[date]] = defaultdict(list)
    for each in facts.emergency:
        plans[each.batch, each.host].append(each.on)
    held: dict[tuple[UUID, UUID], list[Case]] = defaultdict(list)
    for case in cases:
        if case.host is not None:
            held[case.batch.id, case.host.id].append(case)
    pairs = []
    for key, group in held.items():
        host = group[0].host
        if host is not None:
            days = tuple(sorted(plans.get(key, ())))
            pairs.append(Pair(group[0].batch, host, _window(group)[0], days, on))
    return sorted(
        pairs, key=lambda pair: (pair.batch.title, pair.host.title, pair.batch.id, pair.host.id)
    )


def _tracks(cases: Iterable[Case], stays: Iterable[Stay]) -> list[Track]:
    students = {case.student.id: case.student for case in cases}
    held: dict[UUID, list[Stay]] = defaultdict(list)
    for stay in stays:
        if stay.student in students:
            held[stay.student].append(stay)
    tracks = [Track(student, tuple(held[key])) for key, student in students.items()]
    return sorted(tracks, key=lambda track: (track.student.title, track.student.id))


def _grants(cases: Iterable[Case], facts: Facts) -> list[Grant]:
    first: dict[tuple[UUID, UUID | None], date] = {}
    for case in cases:
        if case.starts is not None:
            key = case.batch.id, case.placement.host
            first[key] = min(first.get(key, case.starts), case.starts)
    hosts = {host.id: host.title for host in facts.hosts}
    batches = {case.batch.id for case in cases}
    grants = [
        Grant(each, hosts.get(each.host, ""), first.get((each.batch, each.host)))
        for each in facts.exemptions
        if each.batch in batches
    ]
    return sorted(grants, key=_grant_order)


def _grant_order(grant: Grant) -> tuple[str, UUID, UUID, str, str, str]:
    filed = grant.exemption
    scopes = "、".join(sorted(scope.value for scope in filed.scopes))
    return grant.host, filed.host, filed.batch, filed.post or "", filed.number or "", scopes
