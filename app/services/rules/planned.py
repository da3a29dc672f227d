"""Places that a batch plans and has not filled yet: they count before anybody is placed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from app.services.rules.facts import BatchFacts, Expected, PlannedFacts
from app.services.rules.spans import Span

Seat = tuple[UUID, UUID, UUID | None]  # batch, host, post


def expected(
    planned: Iterable[PlannedFacts],
    batches: Mapping[UUID, BatchFacts],
    placed: Mapping[Seat, int],
) -> list[Expected]:
    """Every planned place, by how many are still to come, over the time of its batch.

    Who has no post that is planned takes a place that was planned for the host as a whole.
    """
    wanted = [each for each in planned if each.batch in batches]
    named = {(each.batch, each.host, each.post) for each in wanted}
    loose: Counter[tuple[UUID, UUID]] = Counter()
    for seat, count in placed.items():
        if seat not in named or seat[2] is None:
            loose[seat[:2]] += count
    found = []
    for each in wanted:
        batch = batches[each.batch]
        if batch.ends < batch.starts:
            continue
        key = each.batch, each.host
        there = placed.get((*key, each.post), 0) if each.post else loose[key]
        count = max(0, (each.places or 0) - there)
        span = Span(batch.starts, batch.ends)
        found.append(Expected(each.batch, each.host, each.post, span, count))
    return found
