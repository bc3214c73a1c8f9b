"""What publishing a division does, told before it is done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd
from sqlalchemy.orm import Session

from app.models import Community, Division, DutyRole
from app.queries.divisions.change import Change, Chosen, read_change
from app.queries.divisions.compare import CellRef, Comparison, compare_change, ref
from app.queries.divisions.fates import (
    DutyFate,
    RouteFate,
    cell_duties,
    issue_cells,
    last_day,
    moved_duties,
    planned_patrols,
    route_lots,
)
from app.queries.divisions.listed import Listed
from app.queries.divisions.vacant import Vacancy, vacancies_after
from app.queries.scope import Viewer, published_division


@dataclass(frozen=True)
class DutyEffect:
    """What becomes of a duty.

    Attributes
    ----------
    duty_id : int
    holder : str
        Person, team or organisation.
    role : DutyRole
    place : str
        Name of the old cell, or number of the building, entrance and household.
    fate : DutyFate
    cell : CellRef or None
        In which cell it is from then on; None where it ends.
    ends_on : datetime.date or None
        Its last day, where it ends.
    """

    duty_id: int
    holder: str
    role: DutyRole
    place: str
    fate: DutyFate
    cell: CellRef | None
    ends_on: dt.date | None = None


@dataclass(frozen=True)
class IssueEffect:
    """An open issue that gets into a cell that does not go on from its own."""

    id: int
    title: str
    before: CellRef | None
    after: CellRef | None


@dataclass(frozen=True)
class RouteEffect:
    """What becomes of a route; ``stops_lost`` leave its cell, ``missed`` buildings came to it."""

    id: int
    name: str
    before: CellRef
    after: CellRef | None
    fate: RouteFate
    stops: int
    stops_lost: int
    missed: int


@dataclass(frozen=True)
class VacantCell:
    """A cell with what nobody will answer for in it."""

    cell: CellRef
    vacancy: Vacancy


@dataclass(frozen=True)
class Effects:
    """What publishing a division on a day does.

    Attributes
    ----------
    on : datetime.date
        First day of the new division.
    comparison : Comparison
    duties : Listed of DutyEffect
        Those that end first, then those that go on elsewhere; ``goes_on`` last.
    duty_counts : dict
        How many there are of each fate.
    issues : Listed of IssueEffect
    routes : Listed of RouteEffect
    patrols_moved, patrols_cancelled : int
        Planned patrols whose cell goes on, and those whose cell is gone.
    vacant : Listed of VacantCell
    """

    on: dt.date
    comparison: Comparison
    duties: Listed[DutyEffect]
    duty_counts: dict[DutyFate, int]
    issues: Listed[IssueEffect]
    routes: Listed[RouteEffect]
    patrols_moved: int
    patrols_cancelled: int
    vacant: Listed[VacantCell]


def effects(
    session: Session,
    viewer: Viewer,
    community: Community,
    division: Division,
    on: dt.date,
    chosen: Chosen | None = None,
) -> Effects:
    """Tell what publishing a draft on a day does, against the division that holds.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    division : Division
        A draft with its buildings assigned (``services.areas.effects_of`` sees to it).
    on : datetime.date
        First day of the new division.
    chosen : mapping, optional
        Successors chosen by hand, by code.

    Raises
    ------
    InputRefused
        If a code in ``chosen`` is none of a cell.
    """
    before = published_division(session, community)
    change = read_change(session, viewer, community, before, division, chosen)
    duties = sorted(
        [*_cell_duties(session, viewer, change, on), *_moved_duties(session, viewer, change, on)],
        key=lambda duty: _URGENCY.index(duty.fate),
    )
    patrols = planned_patrols(session, viewer, change)
    moving = sum(patrol.cell_id in change.successors for patrol in patrols)
    vacant = vacancies_after(session, community, change, on)
    return Effects(
        on=on,
        comparison=compare_change(session, change),
        duties=Listed.of(duties),
        duty_counts={fate: sum(duty.fate is fate for duty in duties) for fate in DutyFate},
        issues=Listed.of(_issues(session, viewer, change)),
        routes=Listed.of(_routes(session, viewer, change)),
        patrols_moved=moving,
        patrols_cancelled=len(patrols) - moving,
        vacant=Listed.of([_vacant(change, each) for each in vacant]),
    )


_URGENCY = (DutyFate.ENDS, DutyFate.OTHER_GROUND, DutyFate.MOVES_ALONG, DutyFate.GOES_ON)


def _cell_duties(session: Session, viewer: Viewer, change: Change, on: dt.date) -> list[DutyEffect]:
    """Tell what becomes of the duties for cells."""
    moved = change.buildings[change.moved]
    told = []
    for row in cell_duties(session, viewer, change, on):
        target = change.successors.get(row.cell_id)
        touched = (moved["before"] == row.cell_id).any() or (moved["after"] == target).any()
        fate = DutyFate.OTHER_GROUND if touched else DutyFate.GOES_ON
        fate = DutyFate.ENDS if target is None else fate
        ends_on = last_day(row.since, on) if target is None else None
        told.append(
            DutyEffect(
                row.id, row.holder, row.role, change.old[row.cell_id].name, fate,
                ref(change.new, target), ends_on,
            )
        )  # fmt: skip
    return told


def _moved_duties(
    session: Session, viewer: Viewer, change: Change, on: dt.date
) -> list[DutyEffect]:
    """Tell of the duties that go along with their building into another cell."""
    return [
        DutyEffect(
            row.id, row.holder, row.role, row.label, DutyFate.MOVES_ALONG,
            ref(change.new, change.buildings.at[row.building_id, "after"]),
        )
        for row in moved_duties(session, viewer, change, on)
    ]  # fmt: skip


def _issues(session: Session, viewer: Viewer, change: Change) -> list[IssueEffect]:
    """Tell of the open issues that get into another cell."""
    issues = issue_cells(session, viewer, change)
    goes_on = issues["before"].map(change.successors).astype("Int64")
    stays = issues["after"].eq(goes_on) | (issues["after"].isna() & issues["before"].isna())
    elsewhere = issues[~stays.fillna(False).astype(bool)]
    return [
        IssueEffect(int(key), title, ref(change.old, before), ref(change.new, after))
        for key, title, before, after in elsewhere.itertuples(index=False)
    ]


def _routes(session: Session, viewer: Viewer, change: Change) -> list[RouteEffect]:
    """Tell what becomes of the routes."""
    told = []
    for lot in route_lots(session, viewer, change):
        cell = change.old[lot.cell_id]
        told.append(
            RouteEffect(
                lot.id, lot.name, CellRef(cell.id, cell.code, cell.name),
                ref(change.new, change.successors.get(lot.cell_id, pd.NA)),
                lot.fate, lot.stops, lot.stops_lost, lot.missed,
            )
        )  # fmt: skip
    return sorted(told, key=lambda route: list(RouteFate).index(route.fate), reverse=True)


def _vacant(change: Change, vacancy: Vacancy) -> VacantCell:
    """Name the cell of a vacancy."""
    cell = change.new[vacancy.cell_id]
    return VacantCell(CellRef(cell.id, cell.code, cell.name), vacancy)
