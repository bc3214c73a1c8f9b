"""Places as ledgers name them: 3号楼2单元301, 3、5、7号楼, 1-3单元."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import product

MOST_SPOTS = 60
"""Of one cell; a range that gives more is a slip of the pen."""

_SEPARATORS = re.compile(r"[、，,;；/\n]|(?<=[\d号楼栋幢座#])\s+(?=\d)|和|及")
_RANGE = re.compile(r"(\d{1,3})\s*(?:-|~|—|–|至|到)\s*(\d{1,3})")
_PATH = re.compile(
    r"(?P<building>.*?(?:号楼|栋楼|幢楼|号院|栋|幢|座|#楼|楼|#))"
    r"(?P<entrance>[^栋幢座]*?(?:单元|门洞|门))?"
    r"(?P<household>[0-9A-Za-z]{1,6}(?:室|号|户)?)?"
)
_DASHED = re.compile(r"(\d{1,4}[A-Za-z]?)[-－](\d{1,2})[-－](\d{3,4})")
_TAIL = re.compile(r"\s*(?:#楼|号楼|栋楼|幢楼|号幢|号栋|幢|栋|号|楼|座|#)$")
_DOOR = re.compile(r"(室|号|户)$")


@dataclass(frozen=True)
class Spot:
    """A place in a building as a ledger names it; None for what it does not name."""

    building: str | None
    entrance: str | None = None
    household: str | None = None


def read_spots(building: str | None, entrance: str | None, household: str | None) -> list[Spot]:
    """Read which places the cells of a row name.

    Parameters
    ----------
    building : str or None
        ``3``, ``3号楼``, ``3、5、7号楼``, ``3-5号楼``, ``3号楼2单元301室``, ``3-2-301``.
    entrance : str or None
        ``2``, ``2单元``, ``1-3单元``, ``1、2单元``.
    household : str or None
        ``301``, ``301室``.

    Returns
    -------
    list of Spot
        One for each place, at least one; a cell that cannot be taken apart stays whole.
    """
    plain = unicodedata.normalize("NFKC", building).strip() if building else ""
    dashed = _DASHED.fullmatch(plain)
    if dashed:
        return [Spot(*dashed.groups())]
    path = _PATH.fullmatch(plain)
    if path and (path["entrance"] or path["household"]):
        plain = path["building"]
        entrance, household = entrance or path["entrance"], household or path["household"]
    door = _DOOR.sub("", household.strip()) if household else None
    spots = [
        Spot(house, stair, door)
        for house, stair in product(_several(plain, _TAIL), _several(entrance or "", None))
    ]
    return spots if len(spots) <= MOST_SPOTS else [Spot(building, entrance, door)]


def _several(cell: str, tail: re.Pattern[str] | None) -> list[str | None]:
    """Take a list or a range of numbers apart; what is neither stays whole."""
    if not cell:
        return [None]
    plain = unicodedata.normalize("NFKC", cell).strip()
    unit = "单元" if plain.endswith("单元") else ""
    has_tail = bool(unit) or bool(tail and tail.search(plain))
    bare = [_bare(part, tail) for part in _SEPARATORS.split(plain.removesuffix("单元"))]
    found: list[str | None] = []
    for part in filter(None, bare):
        span = _RANGE.fullmatch(part)
        # "3-5" alone may be the number of one building; with 号楼 or 单元 behind it is a range.
        if span and has_tail and int(span[1]) < int(span[2]) <= int(span[1]) + MOST_SPOTS:
            found += [f"{number}{unit}" for number in range(int(span[1]), int(span[2]) + 1)]
        else:
            found.append(f"{part}{unit}")
    return found or [plain]


def _bare(part: str, tail: re.Pattern[str] | None) -> str:
    """Give a number without the words behind it."""
    plain = part.strip().removesuffix("单元")
    return (tail.sub("", plain) or plain) if tail else plain
