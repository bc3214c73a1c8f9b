"""Two divisions side by side: which buildings moved, and what became of each cell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd
from sqlalchemy.orm import Session

from app.models import Community, Division
from app.queries.divisions.change import CellLine, Change, Chosen, read_change
from app.queries.divisions.find import DivisionLine, describe
from app.queries.divisions.listed import Listed
from app.queries.scope import Viewer


class Fate(StrEnum):
    """What became of a cell."""

    SAME = "same"  # Same code, name, outline and buildings.
    CHANGED = "changed"  # It goes on with other ground, buildings, code or name.
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class CellRef:
    """A cell as lists name it."""

    id: int
    code: str
    name: str


@dataclass(frozen=True)
class MovedBuilding:
    """A building that gets into another cell; None is no cell."""

    id: int
    label: str
    households: int
    estimated: bool
    before: CellRef | None
    after: CellRef | None


@dataclass(frozen=True)
class Flow:
    """How much moves from one cell to another."""

    before: CellRef | None
    after: CellRef | None
    buildings: int
    households: int


@dataclass(frozen=True)
class CellChange:
    """What became of a cell.

    Attributes
    ----------
    fate : Fate
    before, after : CellRef or None
        None of a new cell, and of one that is gone.
    households_before, households_after, buildings_before, buildings_after : int
    households_in, households_out : int
        That moved into it, and out of it.
    """

    fate: Fate
    before: CellRef | None
    after: CellRef | None
    households_before: int
    households_after: int
    buildings_before: int
    buildings_after: int
    households_in: int
    households_out: int


@dataclass(frozen=True)
class Comparison:
    """Two divisions side by side.

    Attributes
    ----------
    before : DivisionLine or None
    after : DivisionLine
    cells : tuple of CellChange
        Those that go on, then new ones, then those that are gone; by code.
    flows : Listed of Flow
        The largest first.
    moved : Listed of MovedBuilding
        Only of buildings that the viewer may see, like every number here.
    households_moved : int
    any_estimated : bool
        Whether any of the households are an estimate.
    kept_by_hand, dropped_by_hand : Listed of MovedBuilding
        Placements by hand that are kept, and those that are not.
    """

    before: DivisionLine | None
    after: DivisionLine
    cells: tuple[CellChange, ...]
    flows: Listed[Flow]
    moved: Listed[MovedBuilding]
    households_moved: int
    any_estimated: bool
    kept_by_hand: Listed[MovedBuilding]
    dropped_by_hand: Listed[MovedBuilding]

    def count(self, fate: Fate) -> int:
        """Count the cells with a fate."""
        return sum(cell.fate is fate for cell in self.cells)


def compare(
    session: Session,
    viewer: Viewer,
    community: Community,
    before: Division | None,
    after: Division,
    chosen: Chosen | None = None,
) -> Comparison:
    """Compare two divisions of a community.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    before : Division or None
    after : Division
        From :func:`~app.queries.divisions.find.find_division`.
    chosen : mapping, optional
        Successors chosen by hand, by code.
    """
    change = read_change(session, viewer, community, before, after, chosen)
    return compare_change(session, change)


def compare_change(session: Session, change: Change) -> Comparison:
    """Put a change into lists.

    Parameters
    ----------
    session : Session
    change : Change
    """
    seen = change.buildings["seen"].to_numpy(bool)
    buildings = change.buildings[seen]
    moved = buildings[change.moved[seen]]
    dropped = buildings[buildings.index.isin(change.dropped_by_hand)]
    return Comparison(
        before=None if change.before is None else describe(session, change.before),
        after=describe(session, change.after),
        cells=tuple(_cell_changes(change, buildings, moved)),
        flows=Listed.of(_flows(change, moved)),
        moved=_listed(change, moved),
        households_moved=int(moved["households"].sum()),
        any_estimated=bool(buildings["estimated"].any()),
        kept_by_hand=_listed(change, buildings[buildings["kept"] | buildings["after_by_hand"]]),
        dropped_by_hand=_listed(change, dropped),
    )


def ref(cells: dict[int, CellLine], key: object) -> CellRef | None:
    """Name a cell by its id; None where there is none.

    Parameters
    ----------
    cells : dict
    key : int, or missing
    """
    cell = cells.get(int(key)) if isinstance(key, int) or pd.notna(key) else None  # type: ignore[call-overload]
    return None if cell is None else CellRef(cell.id, cell.code, cell.name)


def _listed(change: Change, buildings: pd.DataFrame) -> Listed[MovedBuilding]:
    """List buildings with both of their cells."""
    ordered = buildings.sort_values(["before", "after", "label"], na_position="last")
    rows = [
        MovedBuilding(
            int(key), row.label, int(row.households), bool(row.estimated),
            ref(change.old, row.before), ref(change.new, row.after),
        )
        for key, row in zip(ordered.index, ordered.itertuples(index=False), strict=True)
    ]  # fmt: skip
    return Listed.of(rows)


def _flows(change: Change, moved: pd.DataFrame) -> list[Flow]:
    """Add up what moves between each two cells."""
    if moved.empty:
        return []
    sums = moved.groupby(["before", "after"], dropna=False)["households"].agg(["size", "sum"])
    sums = sums.reset_index().sort_values(["sum", "size"], ascending=False)
    return [
        Flow(ref(change.old, old), ref(change.new, new), int(buildings), int(households))
        for old, new, buildings, households in sums.itertuples(index=False)
    ]


def _cell_changes(change: Change, buildings: pd.DataFrame, moved: pd.DataFrame) -> list[CellChange]:
    """Say of every cell what became of it."""
    tally = _Tally(buildings, moved)
    going_on = [
        tally.change(_fate(change, old, new, moved), change, old, new)
        for old, new in change.successors.items()
    ]
    followed = set(change.successors.values())
    fresh = [tally.change(Fate.NEW, change, None, key) for key in change.new if key not in followed]
    gone = [
        tally.change(Fate.GONE, change, key, None)
        for key in change.old
        if key not in change.successors
    ]
    going_on.sort(key=lambda cell: cell.after.code if cell.after else "")
    return [*going_on, *fresh, *gone]


def _fate(change: Change, old: int, new: int, moved: pd.DataFrame) -> Fate:
    """Tell whether a cell that goes on is quite the same."""
    before, after = change.old[old], change.new[new]
    touched = (moved["before"] == old).any() or (moved["after"] == new).any()
    alike = (before.code, before.name, before.kind) == (after.code, after.name, after.kind)
    same = alike and not touched and before.shape.equals(after.shape)
    return Fate.SAME if same else Fate.CHANGED


class _Tally:
    """Households and buildings of each cell, and what moves in and out."""

    def __init__(self, buildings: pd.DataFrame, moved: pd.DataFrame) -> None:
        self._before, self._after = _sums(buildings, "before"), _sums(buildings, "after")
        self._out, self._in = _sums(moved, "before"), _sums(moved, "after")

    def change(self, fate: Fate, change: Change, old: int | None, new: int | None) -> CellChange:
        """Put the numbers of a cell together."""
        before, after = self._before.get(old, (0, 0)), self._after.get(new, (0, 0))
        return CellChange(
            fate, ref(change.old, old), ref(change.new, new),
            households_before=before[1], households_after=after[1],
            buildings_before=before[0], buildings_after=after[0],
            households_in=self._in.get(new, (0, 0))[1],
            households_out=self._out.get(old, (0, 0))[1],
        )  # fmt: skip


def _sums(buildings: pd.DataFrame, column: str) -> dict[int | None, tuple[int, int]]:
    """Count buildings and households by cell."""
    sums = buildings.groupby(column)["households"].agg(["size", "sum"])
    return {int(key): (int(size), int(total)) for key, size, total in sums.itertuples()}
