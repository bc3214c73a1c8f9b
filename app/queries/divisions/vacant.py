"""Whom a division leaves without anybody: cells, buildings and entrances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, Duty, DutyRole, PlaceKind
from app.queries.divisions.change import Change
from app.queries.posts import Post, posts_of, select_posts
from app.queries.scope import Viewer

MOST_VACANT = 500_000


@dataclass(frozen=True)
class Vacancy:
    """What nobody answers for in one cell from the day on which a division holds.

    Attributes
    ----------
    cell_id : int
    cell_vacant : bool
        A post for the cell as a whole has nobody.
    buildings, entrances : int
        That lack somebody in a post which the community expects there.
    """

    cell_id: int
    cell_vacant: bool
    buildings: int
    entrances: int


def vacancies_after(
    session: Session, community: Community, change: Change, on: dt.date
) -> list[Vacancy]:
    """Tell of each new cell what nobody answers for, by the posts that the community expects.

    Duties for old cells count in the cells that go on from them; those for buildings, entrances
    and households go with their buildings.

    Parameters
    ----------
    session : Session
    community : Community
    change : Change
    on : datetime.date
        First day of the division.

    Returns
    -------
    list of Vacancy
        One for each cell with a vacancy, by code.
    """
    posts = posts_of(community)
    roles = [post.role for post in posts if post.kind is PlaceKind.CELL]
    held = [_held_cells(session, change, role, on) for role in roles]
    # Everybody's posts are looked at: a vacancy is one whoever publishes.
    everything = Viewer(on=on)
    buildings, entrances = (
        _by_cell(_vacant(session, everything, community, posts, kind), change)
        for kind in (PlaceKind.BUILDING, PlaceKind.ENTRANCE)
    )
    found = [
        Vacancy(
            cell,
            any(cell not in cells for cells in held),
            int(buildings.get(cell, 0)),
            int(entrances.get(cell, 0)),
        )
        for cell in change.new
    ]
    return [each for each in found if each.cell_vacant or each.buildings or each.entrances]


def _held_cells(session: Session, change: Change, role: DutyRole | None, on: dt.date) -> set[int]:
    """Give the new cells for which somebody will answer as a whole."""
    cells = [*change.old, *change.new]
    rows = select(Duty.cell_id).where(Duty.cell_id.in_(cells), Duty.current(on)).distinct()
    held = session.scalars(rows if role is None else rows.where(Duty.role == role))
    return {change.successors.get(cell, cell) for cell in held if cell is not None}


def _vacant(
    session: Session, viewer: Viewer, community: Community, posts: Iterable[Post], kind: PlaceKind
) -> dict[int, int]:
    """Give the places of a kind that lack somebody, each with its building."""
    found: dict[int, int] = {}
    for post in posts:
        if post.kind is kind:
            places = select_posts(viewer, community, post).subquery("places")
            rows = session.execute(
                select(places.c.place_id, places.c.building_id)
                .where(places.c.vacant)
                .limit(MOST_VACANT)
            )
            found.update((place, building) for place, building in rows)
    return found


def _by_cell(vacant: dict[int, int], change: Change) -> pd.Series:
    """Count vacant places by the new cell of their building."""
    cells = pd.Series(list(vacant.values()), dtype="int64").map(change.buildings["after"])
    return cells.value_counts()
