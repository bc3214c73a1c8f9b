"""What a proposal of contacts needs: places with or without somebody, and people with homes."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    Building,
    BuildingCell,
    Community,
    Division,
    DivisionState,
    Duty,
    DutyRole,
    Person,
    PlaceKind,
)
from app.models.places import building_name
from app.queries.duties.lines import PLACE_IDS
from app.queries.posts import Post, select_posts
from app.queries.scope import Viewer, visible_people
from geodata.crs import STORAGE_SRID
from geodata.errors import N_, InputRefused

MOST_PLACES = 20_000
MOST_PEOPLE = 20_000


@dataclass(frozen=True)
class ContactProblem:
    """Places and people, as :func:`geodata.contacts.propose_contacts` wants them.

    Attributes
    ----------
    places : GeoDataFrame
        ``key`` (id of the place), ``name``, ``households``, ``group`` (cell id), ``vacant``.
    people : GeoDataFrame
        ``key`` (id of the person), ``name``, ``group``; geometry missing for unknown homes.
    held : DataFrame
        Duties of the role today: ``id``, ``person``, ``place`` (missing at another kind).
    """

    places: gpd.GeoDataFrame
    people: gpd.GeoDataFrame
    held: pd.DataFrame


def contact_problem(
    session: Session, viewer: Viewer, community: Community, role: DutyRole, kind: PlaceKind
) -> ContactProblem:
    """Read what a proposal needs, in the viewer's scope.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    role : DutyRole
        A contact is a member; any other role may be anybody's.
    kind : PlaceKind
        ``building`` or ``entrance``.

    Raises
    ------
    InputRefused
        If there are more places or people than are weighed at once.
    """
    places = _places(session, viewer, community, Post(role, kind))
    people = _people(session, viewer, community, members_only=role is DutyRole.MEMBER_CONTACT)
    if len(places) > MOST_PLACES or len(people) > MOST_PEOPLE:
        raise InputRefused(
            N_("More than %(limit)s places or people cannot be weighed at once."),
            limit=MOST_PLACES,
        )
    held = session.execute(
        select(Duty.id, Duty.person_id, PLACE_IDS[kind])
        .where(
            Duty.community_id == community.id,
            Duty.role == role,
            Duty.person_id.is_not(None),
            Duty.current(viewer.on),
        )
        .order_by(Duty.since, Duty.id)
        .limit(2 * MOST_PLACES)
    )
    rows = [tuple(row) for row in held]
    return ContactProblem(places, people, pd.DataFrame(rows, columns=["id", "person", "place"]))


def _places(session: Session, viewer: Viewer, community: Community, post: Post) -> gpd.GeoDataFrame:
    """Read all places of a post."""
    found = select_posts(viewer, community, post).subquery("found")
    inside = func.ST_PointOnSurface(found.c.shape)
    rows = session.execute(
        select(
            found.c.place_id, found.c.number, found.c.name, found.c.entrance,
            found.c.households, found.c.cell_id, found.c.vacant,
            func.ST_X(inside).label("lon"), func.ST_Y(inside).label("lat"),
        )
        .order_by(found.c.place_id)
        .limit(MOST_PLACES + 1)
    ).all()  # fmt: skip
    names = [
        " ".join(filter(None, (building_name(row.number, row.name), row.entrance))) for row in rows
    ]
    return gpd.GeoDataFrame(
        {
            "key": [row.place_id for row in rows],
            "name": names,
            "households": pd.array([row.households for row in rows], dtype="Int64"),
            "group": pd.array([row.cell_id for row in rows], dtype="Int64"),
            "vacant": [row.vacant for row in rows],
        },
        geometry=shapely.points([(row.lon, row.lat) for row in rows]) if rows else [],
        crs=STORAGE_SRID,
    )


def _people(
    session: Session, viewer: Viewer, community: Community, *, members_only: bool
) -> gpd.GeoDataFrame:
    """Read who could be asked, with home and its cell where they are known."""
    published = select(Division.id).where(
        Division.community_id == community.id, Division.state == DivisionState.PUBLISHED
    )
    placed = (BuildingCell.building_id == Building.id) & BuildingCell.division_id.in_(published)
    home = func.ST_PointOnSurface(Building.footprint)
    query = (
        select(
            Person.id, Person.name, BuildingCell.cell_id,
            func.ST_X(home).label("lon"), func.ST_Y(home).label("lat"),
        )
        .select_from(Person)
        .outerjoin(Building, Building.id == Person.home_building_id)
        .outerjoin(BuildingCell, placed)
        .where(
            Person.community_id == community.id,
            Person.left_on.is_(None),
            Person.id.in_(visible_people(viewer)),
        )
        .order_by(Person.id)
        .limit(MOST_PEOPLE + 1)
    )  # fmt: skip
    rows = session.execute(query.where(Person.is_member) if members_only else query).all()
    return gpd.GeoDataFrame(
        {
            "key": [row.id for row in rows],
            "name": [row.name for row in rows],
            "group": pd.array([row.cell_id for row in rows], dtype="Int64"),
        },
        geometry=[None if row.lon is None else shapely.Point(row.lon, row.lat) for row in rows],
        crs=STORAGE_SRID,
    )
