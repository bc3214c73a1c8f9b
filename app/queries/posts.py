"""Posts: which role a community expects at which kind of place, and all places of that kind."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Exists,
    Text,
    and_,
    cast,
    exists,
    literal,
    null,
    or_,
    select,
)

from app.models import (
    Building,
    BuildingCell,
    BuildingKind,
    Cell,
    Community,
    Division,
    DivisionState,
    Duty,
    DutyRole,
    Entrance,
    Estate,
    Household,
    PlaceKind,
)
from app.queries.scope import Viewer, visible_buildings, visible_cells, visible_communities
from app.queries.types import Rows

_NO_TEXT = literal("")
_NO_NUMBER = cast(null(), BigInteger)
_LIVED_IN = (
    BuildingKind.APARTMENT,
    BuildingKind.BUNGALOW,
    BuildingKind.VILLA,
    BuildingKind.UNKNOWN,
)


@dataclass(frozen=True)
class Post:
    """A role at a kind of place 岗位; without a role, somebody in any."""

    role: DutyRole | None
    kind: PlaceKind


ANYBODY = (Post(None, PlaceKind.CELL), Post(None, PlaceKind.BUILDING))
"""What is expected where a community has said nothing."""


def posts_of(community: Community) -> tuple[Post, ...]:
    """Give the posts that a community expects.

    Parameters
    ----------
    community : Community

    Returns
    -------
    tuple of Post
        At least one.
    """
    named = tuple(_post(words) for words in community.expected_duties)
    return named or ANYBODY


def _post(words: str) -> Post:
    role, _, kind = words.partition(":")
    return Post(DutyRole(role), PlaceKind(kind))


def select_posts(viewer: Viewer, community: Community, post: Post) -> Rows:
    """Select all places of a post in the viewer's scope, and whether they have nobody.

    Parameters
    ----------
    viewer : Viewer
    community : Community
    post : Post

    Returns
    -------
    Select
        ``place_id, number, name, entrance, household, building_id, cell_id, cell_code,
        cell_name, households, shape, vacant``.
    """
    select_kind = {
        PlaceKind.CELL: _cells,
        PlaceKind.ESTATE: _estates,
        PlaceKind.BUILDING: _buildings,
        PlaceKind.ENTRANCE: _entrances,
        PlaceKind.HOUSEHOLD: _households,
    }[post.kind]
    return select_kind(viewer, community, post)


def is_lived_in() -> ColumnElement[bool]:
    """Give the condition that people live in a building, as far as is known.

    A role such as the lead of a building makes no sense for a garage; where the number of
    households is unknown, the kind of the building decides.
    """
    unknown = and_(Building.households.is_(None), Building.kind.in_(_LIVED_IN))
    return or_(Building.households > 0, unknown)


def _held(viewer: Viewer, post: Post, place: ColumnElement[bool]) -> Exists:
    """Give the condition that somebody answers for a place in the role of a post."""
    role = [] if post.role is None else [Duty.role == post.role]
    return exists().where(place, Duty.current(viewer.on), *role)


def _cells(viewer: Viewer, community: Community, post: Post) -> Rows:
    published = select(Division.id).where(
        Division.community_id == community.id, Division.state == DivisionState.PUBLISHED
    )
    return select(
        Cell.id.label("place_id"), _NO_TEXT.label("number"), Cell.name.label("name"),
        _NO_TEXT.label("entrance"), _NO_TEXT.label("household"), _NO_NUMBER.label("building_id"),
        Cell.id.label("cell_id"), Cell.code.label("cell_code"), Cell.name.label("cell_name"),
        _NO_NUMBER.label("households"), Cell.shape.label("shape"),
        (~_held(viewer, post, Duty.cell_id == Cell.id)).label("vacant"),
    ).where(Cell.division_id.in_(published), Cell.id.in_(visible_cells(viewer)))  # fmt: skip


def _estates(viewer: Viewer, community: Community, post: Post) -> Rows:
    """Select the compounds; they belong to no cell, so only whole communities have them."""
    rows = select(
        Estate.id.label("place_id"), _NO_TEXT.label("number"), Estate.name.label("name"),
        _NO_TEXT.label("entrance"), _NO_TEXT.label("household"), _NO_NUMBER.label("building_id"),
        _NO_NUMBER.label("cell_id"), cast(null(), Text).label("cell_code"),
        _NO_TEXT.label("cell_name"), _NO_NUMBER.label("households"), Estate.shape.label("shape"),
        (~_held(viewer, post, Duty.estate_id == Estate.id)).label("vacant"),
    )  # fmt: skip
    seen = visible_communities(viewer) if viewer.sees_whole_community else select(null())
    return rows.where(
        Estate.community_id == community.id,
        Estate.vanished_on.is_(None),
        Estate.community_id.in_(seen),
    )


def _buildings(viewer: Viewer, community: Community, post: Post) -> Rows:
    vacant: ColumnElement[bool] = ~_held(viewer, post, Duty.building_id == Building.id)
    if post.role is None:  # As the map marks it: an entrance that is held will do.
        stairs = (Entrance.building_id == Building.id) & Entrance.vanished_on.is_(None)
        inside = exists().where(stairs, Duty.entrance_id == Entrance.id, Duty.current(viewer.on))
        vacant = vacant & ~inside
    rows = select(
        Building.id.label("place_id"), Building.number, Building.name,
        _NO_TEXT.label("entrance"), _NO_TEXT.label("household"),
        Building.id.label("building_id"), Cell.id.label("cell_id"),
        Cell.code.label("cell_code"), Cell.name.label("cell_name"),
        Building.households, Building.footprint.label("shape"), vacant.label("vacant"),
    ).select_from(Building)  # fmt: skip
    rows = _placed(rows, viewer, community)
    return rows if post.role is None else rows.where(is_lived_in())


def _entrances(viewer: Viewer, community: Community, post: Post) -> Rows:
    rows = select(
        Entrance.id.label("place_id"), Building.number, Building.name,
        Entrance.name.label("entrance"), _NO_TEXT.label("household"),
        Building.id.label("building_id"), Cell.id.label("cell_id"),
        Cell.code.label("cell_code"), Cell.name.label("cell_name"),
        Entrance.households, Entrance.point.label("shape"),
        (~_held(viewer, post, Duty.entrance_id == Entrance.id)).label("vacant"),
    ).select_from(Entrance).join(Building, Building.id == Entrance.building_id)  # fmt: skip
    return _placed(rows, viewer, community).where(Entrance.vanished_on.is_(None))


def _households(viewer: Viewer, community: Community, post: Post) -> Rows:
    rows = select(
        Household.id.label("place_id"), Building.number, Building.name,
        Entrance.name.label("entrance"), Household.number.label("household"),
        Building.id.label("building_id"), Cell.id.label("cell_id"),
        Cell.code.label("cell_code"), Cell.name.label("cell_name"),
        literal(1).label("households"), Building.footprint.label("shape"),
        (~_held(viewer, post, Duty.household_id == Household.id)).label("vacant"),
    ).select_from(Household).join(Building, Building.id == Household.building_id)  # fmt: skip
    rows = rows.outerjoin(Entrance, Entrance.id == Household.entrance_id)
    return _placed(rows, viewer, community).where(Household.vanished_on.is_(None))


def _placed(rows: Rows, viewer: Viewer, community: Community) -> Rows:
    """Join buildings with their cell, and leave those that stand and are in scope."""
    published = select(Division.id).where(
        Division.community_id == community.id, Division.state == DivisionState.PUBLISHED
    )
    placed = (BuildingCell.building_id == Building.id) & BuildingCell.division_id.in_(published)
    return (
        rows.outerjoin(BuildingCell, placed)
        .outerjoin(Cell, Cell.id == BuildingCell.cell_id)
        .where(
            Building.community_id == community.id,
            Building.vanished_on.is_(None),
            Building.id.in_(visible_buildings(viewer)),
        )
    )
