"""Checks of the codes of cells: there, of the right form, once each, in the order of the norm."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import pandas as pd

from geodata.check.labels import Labels, Texts
from geodata.codes import is_cell_code, is_community_code, propose_cell_codes
from geodata.errors import N_
from geodata.findings import Finding, Severity

_WRONG = Texts(
    N_("The cell in row %(row)s has the code %(code)s: a cell's code is the 12 digits of its "
       "community and 3 more."),
    N_("%(cell)s has the code %(code)s: a cell's code is the 12 digits of its community and 3 "
       "more. Have the cells numbered anew, or type the code."),
)  # fmt: skip
_TWICE = Texts(
    N_("The cell in row %(row)s has the code %(code)s, which an earlier cell has too."),
    N_("%(cell)s has the code %(code)s, which another cell has too."),
)
_MISSING = Texts(
    N_("The cell in row %(row)s has no code."),
    N_("%(cell)s has no code. Have the cells numbered, or type one."),
)
_OUT_OF_ORDER = N_(
    "The codes of %(count)s cells are not in the order of the norm (from west to east, then from "
    "north to south): %(code)s would be %(proposed)s. Renumber, or leave codes that people know."
)


def check_codes(
    cells: gpd.GeoDataFrame, community_code: str, names: pd.Series | None = None
) -> list[Finding]:
    """Check the codes of a division that is to be published.

    Parameters
    ----------
    cells : GeoDataFrame
        Frame ``cells`` in EPSG:4326.
    community_code : str
        With 12 digits codes must be of the norm's form and should be in its order; with a code
        of its own, a community numbers its cells as it likes.
    names : Series, optional
        What people call each cell.

    Returns
    -------
    list of Finding
        ``cell_code_missing``, ``cell_code_wrong``, ``cell_code_twice``; and ``cell_code_order``
        once, with ``proposals`` (code to proposed code), where all codes are right otherwise.
    """
    labels = Labels.of(cells, None, names)
    by_norm = is_community_code(community_code)
    findings = [*_missing(cells, labels)]
    findings += coded_wrongly(cells, labels, community_code if by_norm else "")
    if findings or not by_norm or cells.empty:
        return findings
    return list(_out_of_order(cells, community_code))


def coded_wrongly(
    cells: gpd.GeoDataFrame, labels: Labels, community_code: str | None
) -> Iterator[Finding]:
    """Find codes of a wrong form, and those that come twice.

    Parameters
    ----------
    cells : GeoDataFrame
        With ``code``; cells without one are passed over.
    labels : Labels
    community_code : str or None
        With which codes must begin; None for any community, empty where any form will do.
    """
    seen: set[str] = set()
    for cell, (code, place) in enumerate(zip(cells["code"], cells.geometry, strict=True)):
        if not _is_there(code):
            continue
        if community_code != "" and not is_cell_code(code, community_code):
            kind, texts = "cell_code_wrong", _WRONG
        elif code in seen:
            kind, texts = "cell_code_twice", _TWICE
        else:
            seen.add(code)
            continue
        yield labels.finding(kind, texts, cell, place, {"code": code[:50]}, column="code")


def _missing(cells: gpd.GeoDataFrame, labels: Labels) -> Iterator[Finding]:
    for cell, (code, place) in enumerate(zip(cells["code"], cells.geometry, strict=True)):
        if not _is_there(code):
            yield labels.finding("cell_code_missing", _MISSING, cell, place, column="code")


def _is_there(code: object) -> bool:
    return isinstance(code, str) and bool(code.strip())


def _out_of_order(cells: gpd.GeoDataFrame, community_code: str) -> Iterator[Finding]:
    wanted = propose_cell_codes(cells.drop(columns="code"), community_code)
    proposals = {
        code: other for code, other in zip(cells["code"], wanted, strict=True) if code != other
    }
    if proposals:
        code, proposed = min(proposals.items())
        params = {"count": len(proposals), "code": code, "proposed": proposed}
        yield Finding(
            "cell_code_order", Severity.WARNING, _OUT_OF_ORDER, {**params, "proposals": proposals}
        )
