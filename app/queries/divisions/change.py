"""What becomes of cells and buildings between two divisions: the ground of all effects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Cell, CellAncestor, CellKind, Community, Division, DivisionState
from app.queries.divisions.ground import lying_in, read_buildings, shared_areas
from app.queries.scope import Viewer
from geodata.errors import N_, InputRefused
from geodata.succession import AREA_WEIGHT_PER_M2, find_successors, ground_weights

Chosen = Mapping[str, str | None]
"""Code of an old cell to that of the new one that goes on from it, or to None: chosen by hand."""


@dataclass(frozen=True)
class CellLine:
    """A cell as comparisons name it."""

    id: int
    code: str
    name: str
    kind: CellKind
    shape: BaseGeometry


@dataclass(frozen=True)
class Change:
    """What becomes of cells and buildings between two divisions.

    Attributes
    ----------
    before : Division or None
        None where there was none.
    after : Division
    old, new : dict
        The cells of both, by id, in the order of their codes.
    successors : dict
        Id of an old cell to that of the new one that goes on from it; others are gone.
    buildings : DataFrame
        As :func:`~app.queries.divisions.ground.read_buildings`, and ``kept`` (bool): placed by
        hand, and stays so in the cell that goes on.
    dropped_by_hand : tuple of int
        Buildings whose placement by hand is not kept, because their ground was divided anew.
    """

    before: Division | None
    after: Division
    old: dict[int, CellLine]
    new: dict[int, CellLine]
    successors: dict[int, int]
    buildings: pd.DataFrame
    dropped_by_hand: tuple[int, ...]

    @property
    def moved(self) -> pd.Series:
        """Which buildings (bool) get into a cell that does not go on from theirs."""
        if self.before is None:  # A first division moves nothing.
            return pd.Series(data=False, index=self.buildings.index)
        goes_on = self.buildings["before"].map(self.successors).astype("Int64")
        after = self.buildings["after"]
        here = after.notna() | self.buildings["before"].notna()
        return here & ~(after.eq(goes_on).fillna(False).astype(bool))


def read_change(
    session: Session,
    viewer: Viewer,
    community: Community,
    before: Division | None,
    after: Division,
    chosen: Chosen | None = None,
) -> Change:
    """Read what becomes of cells and buildings between two divisions.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    before : Division or None
    after : Division
        Both with their buildings assigned.
    chosen : mapping, optional
        Successors chosen by hand, by code; they go before those that the ground says.

    Raises
    ------
    InputRefused
        If a code in ``chosen`` is none of a cell.
    """
    buildings = read_buildings(session, viewer, community, before, after)
    old, new = _cells(session, before), _cells(session, after)
    successors = (
        {}
        if before is None
        else _recorded(session, before, after) or _by_ground(session, before, after, buildings)
    )
    successors = _choose(successors, old, new, chosen or {})
    kept, dropped = _keep_by_hand(session, before, after, successors, buildings)
    buildings["kept"] = buildings.index.isin(kept)
    buildings["after"] = (
        pd.Series(kept, dtype="Int64").reindex(buildings.index).fillna(buildings["after"])
    )
    return Change(before, after, old, new, successors, buildings, tuple(dropped))


def _cells(session: Session, division: Division | None) -> dict[int, CellLine]:
    """Read the cells of a division."""
    if division is None:
        return {}
    rows = session.execute(
        select(Cell.id, Cell.code, Cell.name, Cell.kind, Cell.shape)
        .where(Cell.division_id == division.id)
        .order_by(Cell.code, Cell.id)
    )
    return {row.id: CellLine(*row) for row in rows}


def _recorded(session: Session, before: Division, after: Division) -> dict[int, int]:
    """Give the successors that were decided when the later division was published."""
    if DivisionState.DRAFT in (before.state, after.state):
        return {}
    found = session.execute(
        select(CellAncestor.ancestor_id, CellAncestor.cell_id).where(
            CellAncestor.ancestor_id.in_(select(Cell.id).where(Cell.division_id == before.id)),
            CellAncestor.cell_id.in_(select(Cell.id).where(Cell.division_id == after.id)),
        )
    )
    return dict(found.all())


def _by_ground(
    session: Session, before: Division, after: Division, buildings: pd.DataFrame
) -> dict[int, int]:
    """Find successors by households, buildings and area."""
    lived = buildings[["before", "after"]].assign(weight=ground_weights(buildings["households"]))
    areas = shared_areas(session, before, after)
    areas["weight"] = areas.pop("area_m2") * AREA_WEIGHT_PER_M2
    return {
        int(old): int(new)
        for old, new in find_successors(pd.concat([lived, areas], ignore_index=True)).items()
    }


def _choose(
    successors: dict[int, int],
    old: dict[int, CellLine],
    new: dict[int, CellLine],
    chosen: Chosen,
) -> dict[int, int]:
    """Let what somebody chose go before what the ground says."""
    old_ids = {cell.code: cell.id for cell in old.values()}
    new_ids = {cell.code: cell.id for cell in new.values()}
    decided = dict(successors)
    for code, to in chosen.items():
        if code not in old_ids:
            raise InputRefused(N_("No cell with the code %(code)s holds today."), code=code)
        if to is None:
            decided.pop(old_ids[code], None)
        elif to not in new_ids:
            raise InputRefused(N_("The new division has no cell with the code %(code)s."), code=to)
        else:
            decided[old_ids[code]] = new_ids[to]
    return decided


def _keep_by_hand(
    session: Session,
    before: Division | None,
    after: Division,
    successors: dict[int, int],
    buildings: pd.DataFrame,
) -> tuple[dict[int, int], list[int]]:
    """Give the buildings that stay placed by hand, with their new cell; and those that do not.

    A decision by hand is kept where the ground on which the building stands goes on as well: who
    divided that ground anew has decided anew.
    """
    placed = buildings[buildings["before_by_hand"] & ~buildings["after_by_hand"]]
    if before is None or placed.empty or after.state != DivisionState.DRAFT:
        return {}, []
    stood = lying_in(session, before, [int(key) for key in placed.index])
    kept: dict[int, int] = {}
    dropped: list[int] = []
    for building, was, lies in zip(placed.index, placed["before"], placed["after"], strict=True):
        target = successors.get(int(was))
        same_ground = pd.notna(lies) and successors.get(stood.get(building, 0)) == lies
        if target is not None and same_ground and target != lies:
            kept[int(building)] = target
        elif target is None or target != lies:
            dropped.append(int(building))
    return kept, dropped
