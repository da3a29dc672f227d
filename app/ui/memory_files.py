"""Files that exist only in memory, for style sheets, which can show a picture only by its name."""

import struct
import weakref
from collections.abc import Mapping
from uuid import uuid4

from PySide6.QtCore import qRegisterResourceData, qUnregisterResourceData

_VERSION = 1  # of Qt's resource format, the one without time stamps and compression
_FOLDER = 2  # a flag of a node


class MemoryFiles:
    """A folder of named contents under `:/…`, there as long as this object lives."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self.folder = f"look-{uuid4().hex}"
        self._names = tuple(contents)
        packed = _pack(self.folder, contents)
        qRegisterResourceData(_VERSION, *packed)
        # Qt keeps pointers into the bytes: the finalizer holds them until Qt has let go.
        weakref.finalize(self, qUnregisterResourceData, _VERSION, *packed)

    def urls(self) -> dict[str, str]:
        """How a style sheet names each of them."""
        return {name: f"url(:/{self.folder}/{name})" for name in self._names}


def _pack(folder: str, contents: Mapping[str, bytes]) -> tuple[bytes, bytes, bytes]:
    """The three parts of a Qt resource: tree, names, data. Siblings are sorted by hash."""
    names, data = _name(folder), b""
    tree = struct.pack(">IHII", 0, _FOLDER, 1, 1)
    tree += struct.pack(">IHII", 0, _FOLDER, len(contents), 2)
    for name in sorted(contents, key=_hash):
        tree += struct.pack(">IHHHI", len(names), 0, 0, 1, len(data))
        names += _name(name)
        data += struct.pack(">I", len(contents[name])) + contents[name]
    return tree, names, data


def _name(name: str) -> bytes:
    return struct.pack(">HI", len(name), _hash(name)) + name.encode("utf-16-be")


def _hash(name: str) -> int:
    """Qt's hash of names (the one of System V object files)."""
    total = 0
    for character in name:
        total = (total << 4) + ord(character)
        total ^= (total & 0xF0000000) >> 23
        total &= 0x0FFFFFFF
    return total
