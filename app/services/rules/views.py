"""What the single checks look at: facts joined into cases, units, rounds and so on.

Everything is joined once per judgement, so that a check only compares values.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from app.models.internships import ExemptScope, InternshipKind
from app.models.text import fold
from app.services.rules.calendar import Calendar
from app.services.rules.facts import (
    BatchFacts,
    ExemptionFacts,
    Expected,
    Facts,
    HostFacts,
    PlacementFacts,
    PostFacts,
    Stay,
    StudentFacts,
)
from app.services.rules.finding import Subject
from app.services.rules.planned import expected
from app.services.rules.spans import Span

T = TypeVar("T")


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
    """One host, and all who stay or are planned there, from whichever batch or campus."""

    host: HostFacts
    first: date | None  # start of the first placement that is judged, or of the plan
    last: date | None
    stays: tuple[Stay, ...]
    coming: tuple[Expected, ...]
    on: date

    @property
    def subject(self) -> Subject:
        """The host."""
        return Subject("partner", self.host.id, self.host.title)


@dataclass(frozen=True, slots=True)
class Bench:
    """One post, and all who hold it or are planned for it."""

    post: PostFacts
    host: str
    first: date | None
    last: date | None
    stays: tuple[Stay, ...]
    coming: tuple[Expected, ...]

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


@dataclass(frozen=True, slots=True)
class Offer:
    """One post within one batch, whether somebody is there already or only planned."""

    batch: BatchFacts
    post: PostFacts
    host: str
    exempt: frozenset[ExemptScope]
    shifts_known: bool  # of everybody there, and nobody else is to come

    @property
    def subject(self) -> Subject:
        """The post, in this batch."""
        return Subject("post", self.post.id, f"{self.host} {self.post.title}", self.batch.id)


View = Case | Unit | Bench | Round | Pair | Track | Grant | Offer


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
        post = InternshipKind.POST in kinds
        stays = [*map(_stay, cases), *(self.facts.elsewhere if post else ())]
        planned = _planned(cases, self.facts, kinds)
        coming = [*planned, *(self.facts.coming if post else ())]
        return Views(
            {
                Case: cases,
                Unit: _units(_Crowd(cases, stays, planned, coming), self.facts, self.on),
                Bench: _benches(_Crowd(cases, stays, planned, coming), self.facts),
                Round: _rounds(cases, self.facts, kinds, self.on),
                Pair: _pairs(cases, planned, self.facts, self.on),
                Track: _tracks(cases, stays),
                Grant: _grants(cases, planned, self.facts),
                Offer: _offers(cases, planned, self.facts),
            },
            [case for case in cases if case.host is None],
            [case for case in cases if case.host is not None and case.post is None],
        )


@dataclass(frozen=True, slots=True)
class _Crowd:
    """Who is judged and who is planned, and all who stay or are to come at the same places."""

    cases: Sequence[Case]
    stays: Sequence[Stay]
    planned: Sequence[Expected]
    coming: Sequence[Expected]


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
                exempt=_lifted(
                    filed, placement.host, post.title if post else placement.post_name, starts
                )
                if filed
                else frozenset(),
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
    host: UUID | None,
    post: str | None,
    starts: date | None,
) -> frozenset[ExemptScope]:
    """What filings for this host, and for this post or any, lift."""
    called = fold(post or "")
    scopes: frozenset[ExemptScope] = frozenset()
    for each in exemptions:
        fits = each.host == host and (not each.post or fold(each.post) == called)
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


def _planned(
    cases: Iterable[Case], facts: Facts, kinds: Collection[InternshipKind]
) -> list[Expected]:
    """What the judged batches plan, by how many are still to come; none means the place is full."""
    if not facts.planned:
        return []
    batches = {each.id: each for each in facts.batches if each.kind in kinds}
    placed = Counter(
        (case.batch.id, case.placement.host, case.placement.post)
        for case in cases
        if case.placement.host is not None and not case.placement.left
    )
    return expected(facts.planned, batches, placed)


def _units(crowd: _Crowd, facts: Facts, on: date) -> list[Unit]:
    hosts = {host.id: host for host in facts.hosts}
    held: dict[UUID, list[Case]] = {each.host: [] for each in crowd.planned if each.host in hosts}
    for case in crowd.cases:
        if case.host is not None:
            held.setdefault(case.host.id, []).append(case)
    stays = _grouped(held, ((stay.host, stay) for stay in crowd.stays))
    coming = _grouped(held, ((each.host, each) for each in crowd.coming))
    planned = _grouped(held, ((each.host, each) for each in crowd.planned))
    units = [
        Unit(hosts[key], *_whole(group, planned[key]), tuple(stays[key]), tuple(coming[key]), on)
        for key, group in held.items()
    ]
    return sorted(units, key=lambda unit: (unit.host.title, unit.host.id))


def _benches(crowd: _Crowd, facts: Facts) -> list[Bench]:
    posts = {post.id: post for post in facts.posts}
    held: dict[UUID, list[Case]] = {
        each.post: [] for each in crowd.planned if each.post is not None and each.post in posts
    }
    for case in crowd.cases:
        if case.post is not None:
            held.setdefault(case.post.id, []).append(case)
    hosts = {host.id: host.title for host in facts.hosts}
    stays = _grouped(held, ((stay.post, stay) for stay in crowd.stays))
    coming = _grouped(held, ((each.post, each) for each in crowd.coming))
    planned = _grouped(held, ((each.post, each) for each in crowd.planned))
    benches = [
        Bench(
            posts[key],
            hosts.get(posts[key].host, ""),
            *_whole(group, planned[key]),
            tuple(stays[key]),
            tuple(coming[key]),
        )
        for key, group in held.items()
    ]
    return sorted(benches, key=lambda bench: (bench.host, bench.post.title, bench.post.id))


def _grouped(
    held: Collection[UUID], pairs: Iterable[tuple[UUID | None, T]]
) -> Mapping[UUID, list[T]]:
    """What belongs to these, by whom it belongs to."""
    found: dict[UUID, list[T]] = defaultdict(list)
    for key, each in pairs:
        if key is not None and key in held:
            found[key].append(each)
    return found


def _whole(cases: Sequence[Case], planned: Iterable[Expected]) -> tuple[date | None, date | None]:
    """The time of the cases, and of what is planned as long as somebody is still to come."""
    first, last = _window(cases)
    spans = [each.span for each in planned if each.count or not cases]
    starts = [each for each in (first, *(span.first for span in spans)) if each is not None]
    ends = [each for each in (last, *(span.last for span in spans)) if each is not None]
    return min(starts, default=None), max(ends, default=None)


def _offers(cases: Iterable[Case], planned: Iterable[Expected], facts: Facts) -> list[Offer]:
    posts = {post.id: post for post in facts.posts if post.night}  # others are nobody's worry
    if not posts:
        return []
    batches = {batch.id: batch for batch in facts.batches}
    hosts = {host.id: host.title for host in facts.hosts}
    held: dict[tuple[UUID, UUID], list[Case]] = defaultdict(list)
    waiting: Counter[tuple[UUID, UUID]] = Counter()
    for case in cases:
        if case.post is not None and case.post.id in posts:
            held[case.batch.id, case.post.id].append(case)
    for each in planned:
        if each.post in posts:
            waiting[each.batch, each.post] += each.count
    found = []
    for batch, key in held.keys() | waiting.keys():
        group, post = held[batch, key], posts[key]
        filed = [each for each in facts.exemptions if each.batch == batch]
        starts = _window(group)[0] or batches[batch].starts
        known = bool(group) and not waiting[batch, key] and all(map(_shift_known, group))
        exempt = _lifted(filed, post.host, post.title, starts)
        found.append(Offer(batches[batch], post, hosts.get(post.host, ""), exempt, known))
    return sorted(found, key=lambda each: (each.host, each.post.title, each.batch.id, each.post.id))


def _shift_known(case: Case) -> bool:
    return case.placement.shift_from is not None and case.placement.shift_to is not None


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


def _pairs(
    cases: Iterable[Case], planned: Iterable[Expected], facts: Facts, on: date
) -> list[Pair]:
    plans: dict[tuple[UUID, UUID], list[date]] = defaultdict(list)
    for each in facts.emergency:
        plans[each.batch, each.host].append(each.on)
    hosts = {host.id: host for host in facts.hosts}
    batches = {batch.id: batch for batch in facts.batches}
    held: dict[tuple[UUID, UUID], list[Case]] = {
        (each.batch, each.host): [] for each in planned if each.host in hosts
    }
    for case in cases:
        if case.host is not None:
            held.setdefault((case.batch.id, case.host.id), []).append(case)
    pairs = []
    for (batch, host), group in held.items():
        first = _window(group)[0] if group else batches[batch].starts
        days = tuple(sorted(plans.get((batch, host), ())))
        pairs.append(Pair(batches[batch], hosts[host], first, days, on))
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


def _grants(cases: Iterable[Case], planned: Iterable[Expected], facts: Facts) -> list[Grant]:
    planned = tuple(planned)
    first: dict[tuple[UUID, UUID | None], date] = {
        (each.batch, each.host): each.span.first for each in planned
    }
    for case in cases:
        if case.starts is not None:
            key = case.batch.id, case.placement.host
            first[key] = min(first.get(key, case.starts), case.starts)
    hosts = {host.id: host.title for host in facts.hosts}
    batches = {case.batch.id for case in cases} | {each.batch for each in planned}
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
