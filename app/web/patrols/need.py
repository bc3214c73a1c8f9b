"""Where patrols are needed, as the pages of plans tell it."""

from __future__ import annotations

from app.queries.patrol_need import CellNeed, cell_needs, need_period
from app.web.asking import Asked


def read_needs(asked: Asked) -> list[CellNeed]:
    """Read the need of the cells that somebody sees.

    Parameters
    ----------
    asked : Asked

    Returns
    -------
    list of CellNeed
        Empty where there is only one cell: a share of one says nothing.
    """
    needs = cell_needs(asked.session, asked.viewer, asked.community, need_period(asked.at))
    return needs if len(needs) > 1 else []


def need_of(asked: Asked, cell_id: int) -> CellNeed | None:
    """Give the need of one cell among those that somebody sees.

    Parameters
    ----------
    asked : Asked
    cell_id : int

    Returns
    -------
    CellNeed or None
        None where there is nothing to compare with.
    """
    return next((need for need in read_needs(asked) if need.id == cell_id), None)
