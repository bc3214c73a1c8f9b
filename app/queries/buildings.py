"""Buildings and their entrances, with who answers for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import CompoundSelect, case, select, union
from sqlalchemy.orm import Session

from app.models import (
    Building,
    BuildingCell,
    BuildingKind,
    Cell,
    Community,
    Division,
    DivisionState,
    Duty,
    Entrance,
    Household,
    Issue,
    IssueHarm,
)
from app.queries.duties import Holder, read_holders, select_holders
from app.queries.issues import IssueLine, open_and_done
from app.queries.scope import NotFound, Viewer, visible_buildings
from app.queries.types import Rows
from geodata.errors import N_

ENTRANCES_LIMIT = 100


@dataclass(frozen=True)
class BuildingLine:
    """A building as lists show it; ``cell_id`` is None where it lies in no published cell."""

    id: int
    number: str
    name: str
    address: str
    kind: BuildingKind
    levels: int | None
    households: int | None
    population: int | None
    cell_id: int | None
    cell_code: str | None
    cell_name: str | None


@dataclass(frozen=True)
class EntranceFacts:
    """An entrance with those who answer for it."""

    id: int
    name: str
    households: int | None
    holders: tuple[Holder, ...]


@dataclass(frozen=True)
class BuildingFacts:
    """What the panel of a building shows; ``holders`` answer for the whole building.

    ``by_hand`` says why somebody placed it in its cell; None where its place decides.
    """

    line: BuildingLine
    entrances: tuple[EntranceFacts, ...]
    holders: tuple[Holder, ...]
    issues: tuple[IssueLine, ...]
    done: tuple[IssueLine, ...]
    by_hand: str | None = None

    @property
    def vacant(self) -> bool:
        """Whether nobody answers for the building or any of its entrances."""
        inside = (holder for entrance in self.entrances for holder in entrance.holders)
        return all(holder.household for holder in (*self.holders, *inside))


def select_lines(viewer: Viewer, community: Community) -> Rows:
    """Select the buildings that a viewer may see, with their published cell.

    Parameters
    ----------
    viewer : Viewer
    community : Community
    """
    published = select(Division.id).where(
        Division.community_id == community.id, Division.state == DivisionState.PUBLISHED
    )
    placed = (BuildingCell.building_id == Building.id) & BuildingCell.division_id.in_(published)
    return (
        select(
            Building.id, Building.number, Building.name, Building.address, Building.kind,
            Building.levels, Building.households, Building.population,
            BuildingCell.cell_id, Cell.code.label("cell_code"), Cell.name.label("cell_name"),
        )
        .select_from(Building)
        .outerjoin(BuildingCell, placed)
        .outerjoin(Cell, Cell.id == BuildingCell.cell_id)
        .where(
            Building.community_id == community.id,
            Building.vanished_on.is_(None),
            Building.id.in_(visible_buildings(viewer)),
        )
    )  # fmt: skip


def building_facts(
    session: Session, viewer: Viewer, community: Community, building_id: int, at: dt.datetime
) -> BuildingFacts:
    """Read one building with its entrances, people and open issues.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    building_id : int
    at : datetime.datetime
        Now, aware.

    Raises
    ------
    NotFound
        If the viewer may see no such building.
    """
    by_hand = case((BuildingCell.by_hand, BuildingCell.reason))
    rows = select_lines(viewer, community).where(Building.id == building_id).add_columns(by_hand)
    row = session.execute(rows).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such building."))
    holders = read_holders(session, select_holders(viewer).where(Duty.id.in_(_duties(building_id))))
    harming = select(IssueHarm.issue_id).where(IssueHarm.building_id == building_id)
    here = (Issue.building_id == building_id) | Issue.id.in_(harming)
    still_open, done = open_and_done(session, viewer, here, at)
    return BuildingFacts(
        line=BuildingLine(*row[:-1]),
        entrances=_entrances(session, building_id, holders),
        holders=tuple(holder for holder in holders if holder.entrance_id is None),
        issues=still_open,
        done=done,
        by_hand=row[-1],
    )


def _duties(building_id: int) -> CompoundSelect[int]:
    """Select the ids of the duties at a building and in it, each by its own index."""
    stairs = select(Duty.id).join(Entrance, Entrance.id == Duty.entrance_id)
    doors = select(Duty.id).join(Household, Household.id == Duty.household_id)
    return union(
        select(Duty.id).where(Duty.building_id == building_id),
        stairs.where(Entrance.building_id == building_id),
        doors.where(Household.building_id == building_id),
    )


def _entrances(
    session: Session, building_id: int, holders: tuple[Holder, ...]
) -> tuple[EntranceFacts, ...]:
    """List the entrances of a building that was found to be in scope."""
    rows = session.execute(
        select(Entrance.id, Entrance.name, Entrance.households)
        .where(Entrance.building_id == building_id, Entrance.vanished_on.is_(None))
        .order_by(Entrance.name, Entrance.id)
        .limit(ENTRANCES_LIMIT)
    )
    return tuple(
        EntranceFacts(
            key, name, households, tuple(one for one in holders if one.entrance_id == key)
        )
        for key, name, households in rows
    )


def building_of_entrance(session: Session, viewer: Viewer, entrance_id: int) -> int:
    """Give the id of the building to which an entrance belongs.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    entrance_id : int

    Raises
    ------
    NotFound
        If the viewer may see no such entrance.
    """
    found = session.scalar(
        select(Entrance.building_id).where(
            Entrance.id == entrance_id,
            Entrance.vanished_on.is_(None),
            Entrance.building_id.in_(visible_buildings(viewer)),
        )
    )
    if found is None:
        raise NotFound(N_("There is no such entrance."))
    return found
