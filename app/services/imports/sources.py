"""Whose rows are whose: the source that a key carries, and what may vanish with it.

A key says where it comes from: ``way/123`` is OpenStreetMap's, ``school@17`` is of the source
``school``, any other is of the community's own survey. See the decision "What vanishes".
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from sqlalchemy import ColumnElement, false, not_, or_

OSM = "osm"
_OSM_FORM = r"^(?:node|way|relation)/"
_NAMED_FORM = r"^[a-z][a-z0-9_-]{0,19}@"


def with_source(keys: pd.Series, source: str) -> pd.Series:
    """Let keys carry their source.

    Parameters
    ----------
    keys : Series of str
        As the file gives them; those of an export carry a source already.
    source : str
        Empty for the community's own survey.

    Returns
    -------
    Series of str
    """
    if not source:
        return keys
    carries = keys.str.contains(_NAMED_FORM) | keys.str.contains(_OSM_FORM)
    return keys.where(carries, f"{source}@" + keys)


def sources_of(keys: pd.Series) -> set[str]:
    """Give the sources that keys carry.

    Parameters
    ----------
    keys : Series of str

    Returns
    -------
    set of str
        :data:`OSM`, names of sources, and empty for the own survey.
    """
    named = keys.where(keys.str.contains(_NAMED_FORM), "@").str.split("@").str[0]
    return set(named.mask(keys.str.contains(_OSM_FORM), OSM).unique())


def of_sources(key: ColumnElement[str], sources: Iterable[str]) -> ColumnElement[bool]:
    """Give the condition that a stored key is of one of some sources.

    Parameters
    ----------
    key : ColumnElement[str]
    sources : Iterable of str
        As :func:`sources_of` gives them.

    Returns
    -------
    ColumnElement[bool]
    """
    is_osm = key.regexp_match(_OSM_FORM)
    conditions: list[ColumnElement[bool]] = []
    for source in sources:
        if source == OSM:
            conditions.append(is_osm)
        elif source:
            conditions.append(key.startswith(f"{source}@", autoescape=True))
        else:
            conditions.append(not_(or_(is_osm, key.regexp_match(_NAMED_FORM))))
    return or_(false(), *conditions)
