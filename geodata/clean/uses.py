"""What a building is for, where its kind says nothing: told from its other tags, or its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from geodata.clean.choices import CHOICES
from geodata.clean.work import Work
from geodata.estimate import UNKNOWN
from geodata.text import normal

_KINDS: Mapping[str, str] = CHOICES["buildings", "kind"]
_TAGS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "amenity": (
        "public",
        {
            "school": "school kindergarten college university language_school",
            "commercial": "restaurant fast_food cafe food_court bar pub bank fuel marketplace "
            "cinema pharmacy car_wash car_rental nightclub internet_cafe",
            "other": "parking bicycle_parking motorcycle_parking parking_entrance shelter toilets "
            "waste_disposal waste_transfer_station recycling",
        },
    ),
    "power": ("other", {}),
    "shop": ("commercial", {}),
    "tourism": ("commercial", {"public": "museum gallery"}),
    "office": (
        "commercial",
        {"public": "government research educational_institution association ngo"},
    ),
    "leisure": ("public", {}),
}
"""OpenStreetMap's tags of what a building is used for, the plainest first: the kind, and the values
that mean another one."""

_NUMBER = re.compile(r"(?:[第东西南北一二三四五六七八九十\dA-Za-z]+)(?:号楼|号|栋|幢|座|楼)$|\d+$")
_DWELLINGS = frozenset({"apartment", "bungalow", "villa", "other"})


def fill_kinds(work: Work) -> None:
    """Tell the kind of buildings of which it is unknown, where other tags or the name do.

    Parameters
    ----------
    work : Work
        Its frame is changed.
    """
    frame = work.frame
    silent = frame["kind"].map(lambda word: not isinstance(word, str) or _is_unknown(word))
    known = pd.Series(None, index=frame.index, dtype=object)
    for tag in _TAGS:
        told = [_kind_by(tag, value) for value in frame[tag]]
        known = known.where(known.notna(), pd.Series(told, index=frame.index, dtype=object))
    named = frame["name"].map(kind_in_name)
    known = known.where(known.notna(), named)
    frame["kind"] = frame["kind"].mask(silent & known.notna(), known)


def _is_unknown(word: str) -> bool:
    return _KINDS.get(normal(word)) == UNKNOWN


def _kind_by(tag: str, value: object) -> str | None:
    """Tell the kind of a building by one of its tags."""
    if not isinstance(value, str):
        return None
    usual, exceptions = _TAGS[tag]
    return next((kind for kind, text in exceptions.items() if value in text.split()), usual)


@lru_cache(maxsize=10_000)
def kind_in_name(name: str | None) -> str | None:
    """Tell the kind of a building by the word on which its name ends.

    Parameters
    ----------
    name : str or None
        Such as ``农业大学体育馆`` or ``学生公寓二号楼``.

    Returns
    -------
    str or None
        A kind of docs/frames.md. Of Latin words only those count that name no dwelling: the
        Opera House is none.
    """
    if not isinstance(name, str):
        return None
    plain = _NUMBER.sub("", normal(name))
    found = [word for word in _ENDINGS if plain.endswith(word)]
    return _KINDS[max(found, key=len)] if found else None


_ENDINGS = tuple(
    word
    for word, kind in _KINDS.items()
    if len(word) > 1 and kind != UNKNOWN and not (word.isascii() and kind in _DWELLINGS)
)
