"""The store of attachments: each file lies under the SHA-256 of its content, and never changes.

Equal files lie there once; a name never becomes a path; what is there can be checked at any time.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import uuid4

from app.services import durable

_HASH = re.compile(r"[0-9a-f]{64}")


def place(store: Path, sha256: str) -> Path:
    """Where a content lies, or would."""
    if not _HASH.fullmatch(sha256):
        raise ValueError(sha256)
    return store / sha256[:2] / sha256


def put(store: Path, source: Path) -> tuple[str, int]:
    """Take in a copy of a file; its hash and size in bytes."""
    store.mkdir(parents=True, exist_ok=True)
    draft = durable.draft_of(store / uuid4().hex)
    try:
        sha256 = durable.copied(source, draft)
        size = draft.stat().st_size
        final = place(store, sha256)
        if not holds(store, sha256):
            final.parent.mkdir(exist_ok=True)
            durable.publish(draft, final)
            durable.flush_folder(store)
    finally:
        draft.unlink(missing_ok=True)
    return sha256, size


def holds(store: Path, sha256: str) -> bool:
    """Whether a content is there; whether it is still intact, `intact` tells."""
    return _HASH.fullmatch(sha256) is not None and place(store, sha256).is_file()


def intact(store: Path, sha256: str) -> bool:
    """Whether a content is there as it came."""
    return holds(store, sha256) and durable.digest(place(store, sha256)) == sha256


def hashes(store: Path) -> Iterator[str]:
    """Everything in the store."""
    if store.is_dir():
        for found in store.glob("??/*"):
            if _HASH.fullmatch(found.name):
                yield found.name


def complete(store: Path, other: Path, wanted: Iterable[str]) -> list[str]:
    """Fetch from another store what this one lacks; what neither has intact is returned."""
    lacking: list[str] = []
    for sha256 in wanted:
        if holds(store, sha256):
            continue
        if intact(other, sha256):
            put(store, place(other, sha256))
        else:
            lacking.append(sha256)
    return lacking
