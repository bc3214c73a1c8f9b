"""The head of a dBASE table: what GDAL does not tell, read from the raw bytes."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import N_, InputRefused

_FIELD_BYTES, _NAME_BYTES = 32, 11
_SAMPLE_ROWS = 2_000

_LDID_CODECS = {
    0x03: "cp1252", 0x57: "cp1252", 0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "big5", 0x78: "big5",
    0x13: "cp932", 0x7B: "cp932", 0x4E: "cp949", 0x79: "cp949", 0xC8: "cp1250", 0xC9: "cp1251",
}  # fmt: skip
# 0x03 and 0x57 are what every program writes that did not think about it, so they prove nothing.
_CARELESS = frozenset({0x03, 0x57})


@dataclass(frozen=True)
class Dbf:
    """What the raw bytes of a .dbf say.

    Attributes
    ----------
    ldid : int
        Language driver id, 0 when unset.
    names : list of bytes
        Field names as they lie there.
    texts : list of bytes
        Names and the contents of text fields of the first rows.
    """

    ldid: int
    names: list[bytes]
    texts: list[bytes]

    @property
    def codec(self) -> str | None:
        """Return the encoding that the language driver id states, if it can be believed."""
        return None if self.ldid in _CARELESS else _LDID_CODECS.get(self.ldid)


def read_dbf(path: Path, file: str) -> Dbf:
    """Read head and first rows of a dBASE table.

    Parameters
    ----------
    path : Path
    file : str
        Name to show in messages.

    Returns
    -------
    Dbf

    Raises
    ------
    InputRefused
        If it is no dBASE table.
    """
    with path.open("rb") as stream:
        head = stream.read(32)
        if len(head) < 32:
            raise _not_a_table(file)
        header_bytes, row_bytes = struct.unpack("<HH", head[8:12])
        fields = _fields(stream.read(max(header_bytes - 32, 0)))
        if not fields or row_bytes < 1 + sum(size for _, _, size in fields):
            raise _not_a_table(file)
        stream.seek(header_bytes)
        rows = stream.read(row_bytes * _SAMPLE_ROWS)
    texts = [name for name, _, _ in fields]
    for start in range(0, len(rows), row_bytes):
        texts += _texts(rows[start + 1 : start + row_bytes], fields)
    return Dbf(head[29], [name for name, _, _ in fields], texts)


def _fields(raw: bytes) -> list[tuple[bytes, bytes, int]]:
    fields = []
    for start in range(0, len(raw) - _FIELD_BYTES + 1, _FIELD_BYTES):
        part = raw[start : start + _FIELD_BYTES]
        if part[0] == 0x0D:
            break
        fields.append((part[:_NAME_BYTES].split(b"\0")[0], part[11:12], part[16]))
    return fields


def _texts(row: bytes, fields: list[tuple[bytes, bytes, int]]) -> list[bytes]:
    texts, start = [], 0
    for _, kind, size in fields:
        value = row[start : start + size].strip(b" \0\x1a")
        if kind == b"C" and value:
            texts.append(value)
        start += size
    return texts


def _not_a_table(file: str) -> InputRefused:
    return InputRefused(
        N_("The file %(file)s is damaged: it is no dBASE table. Export it again."), file=file
    )
