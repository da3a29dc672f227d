"""Which kinds are brought in from a ledger: asked by the import page and by every list."""

from collections.abc import Sequence

from app.models import KINDS, Record

_NOT_IMPORTED = frozenset(
    # They come with their agreement, are said in turn, or belong to a date that no title names.
    {"agreement_party", "approval", "booking_approval", "booking_occurrence", "use_record"}
)


def importable() -> Sequence[type[Record]]:
    """The kinds that ledgers are kept of."""
    return [kind for kind in KINDS if kind.__tablename__ not in _NOT_IMPORTED]
