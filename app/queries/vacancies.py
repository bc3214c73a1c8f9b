"""Places for which nobody answers, by what the community expects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Subquery, Text, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from app.models import Community, DutyRole, PlaceKind
from app.models.places import building_name
from app.queries.features import feature_collection, properties
from app.queries.pages import numbered
from app.queries.posts import Post, posts_of, select_posts
from app.queries.scope import Viewer
from app.queries.types import AnyRow

PAGE = 50
MOST_LINES = 500
MOST_DRAWN = 20_000


@dataclass(frozen=True)
class Vacancy:
    """A place without somebody who should be there.

    Attributes
    ----------
    kind : PlaceKind
    role : DutyRole or None
        Which role is missing; None where any would do.
    place_id : int
    place : str
        Name, such as ``41号楼 2单元``.
    building_id : int or None
        The building that it is or lies in.
    cell_id : int or None
        The cell of the division that holds.
    cell_name : str
    households : int or None
    lon, lat : float
        A point inside, degrees.
    """

    kind: PlaceKind
    role: DutyRole | None
    place_id: int
    place: str
    building_id: int | None
    cell_id: int | None
    cell_name: str
    households: int | None
    lon: float
    lat: float


@dataclass(frozen=True)
class VacancyCount:
    """How many places of a post there are, and how many have nobody."""

    post: Post
    places: int
    vacant: int


@dataclass(frozen=True)
class VacancyPage:
    """Part of a list of vacancies; ``total`` counts all that fit, pages count from 1."""

    lines: tuple[Vacancy, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class VacancyFilter:
    """Which vacancies are asked for; None leaves a field open.

    Attributes
    ----------
    role : DutyRole or None
        Also one that the community does not expect: then at its usual kind of place.
    kind : PlaceKind or None
    cell_id : int or None
    """

    role: DutyRole | None = None
    kind: PlaceKind | None = None
    cell_id: int | None = None


def count_vacancies(
    session: Session, viewer: Viewer, community: Community
) -> tuple[VacancyCount, ...]:
    """Count for each post that the community expects, in the viewer's scope.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community

    Returns
    -------
    tuple of VacancyCount
        In the order in which the community names its posts.
    """
    return tuple(
        VacancyCount(post, *_counted(session, viewer, community, post))
        for post in posts_of(community)
    )


def _counted(session: Session, viewer: Viewer, community: Community, post: Post) -> tuple[int, int]:
    """Count the places of a post, and those that have nobody."""
    rows = select_posts(viewer, community, post).subquery("places")
    vacant = func.count().filter(rows.c.vacant)
    places, without = session.execute(select(func.count(), vacant).select_from(rows)).one()
    return places, without


def list_vacancies(
    session: Session,
    viewer: Viewer,
    community: Community,
    wanted: VacancyFilter,
    *,
    page: int = 1,
    size: int = PAGE,
) -> VacancyPage:
    """List places without somebody who should be there, cells first.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    wanted : VacancyFilter
    page : int
        From 1; beyond the last, the last.
    size : int
        Rows of a page, at most ``MOST_LINES``.

    Returns
    -------
    VacancyPage
    """
    found = _vacant(viewer, community, wanted)
    total = session.scalar(select(func.count()).select_from(found)) or 0
    at = numbered(total, page, min(size, MOST_LINES))
    inside = func.ST_PointOnSurface(found.c.shape)
    rows = (
        select(*found.c, func.ST_X(inside).label("lon"), func.ST_Y(inside).label("lat"))
        .order_by(
            found.c.rank, found.c.cell_code, func.length(found.c.number), found.c.number,
            found.c.name, found.c.place_id,
        )
        .offset(at.offset)
        .limit(at.size)
    )  # fmt: skip
    return VacancyPage(tuple(_vacancies(session.execute(rows))), total, at.page, at.pages)


def vacancy_features(
    session: Session, viewer: Viewer, community: Community, wanted: VacancyFilter
) -> bytes:
    """Give the vacant places as points for the map.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    wanted : VacancyFilter

    Returns
    -------
    bytes
        GeoJSON; properties ``kind``, ``id`` (of the place), ``role`` (or null), ``cell_id`` and
        ``building_id``; at most ``MOST_DRAWN`` features, else ``truncated`` is true.
    """
    found = _vacant(viewer, community, wanted)
    facts = properties(
        kind=found.c.kind,
        id=found.c.place_id,
        role=found.c.role,
        cell_id=found.c.cell_id,
        building_id=found.c.building_id,
    )
    rows = select(
        facts.label("properties"), func.ST_PointOnSurface(found.c.shape).label("shape")
    ).order_by(found.c.rank, found.c.place_id)
    return feature_collection(session, rows, limit=MOST_DRAWN)


def _vacant(viewer: Viewer, community: Community, wanted: VacancyFilter) -> Subquery:
    """Select the vacant places that a filter leaves, of all posts."""
    posts = _wanted_posts(community, wanted)
    parts = []
    for rank, post in enumerate(posts):
        places = select_posts(viewer, community, post).subquery()
        role: ColumnElement[Any] = (
            cast(null(), Text) if post.role is None else literal(post.role.value)
        )
        rows = select(
            literal(rank).label("rank"), literal(post.kind.value).label("kind"),
            role.label("role"), *(column for column in places.c if column.name != "vacant"),
        ).where(places.c.vacant)  # fmt: skip
        parts.append(
            rows if wanted.cell_id is None else rows.where(places.c.cell_id == wanted.cell_id)
        )
    return union_all(*parts).subquery("vacant")


def _wanted_posts(community: Community, wanted: VacancyFilter) -> tuple[Post, ...]:
    """Give the expected posts that a filter leaves, or the one that it names itself."""
    fitting = tuple(
        post
        for post in posts_of(community)
        if wanted.role in (None, post.role) and wanted.kind in (None, post.kind)
    )
    if fitting:
        return fitting
    kind = wanted.kind or (PlaceKind.of_role(wanted.role) if wanted.role else PlaceKind.BUILDING)
    return (Post(wanted.role, kind),)


def _vacancies(rows: Any) -> Iterator[Vacancy]:
    """Make vacancies of rows."""
    row: AnyRow
    for row in rows:
        kind = PlaceKind(row.kind)
        yield Vacancy(
            kind=kind,
            role=DutyRole(row.role) if row.role else None,
            place_id=row.place_id,
            place=_name(kind, row),
            building_id=row.building_id,
            cell_id=row.cell_id,
            cell_name=row.cell_name or "",
            households=row.households,
            lon=row.lon,
            lat=row.lat,
        )


def _name(kind: PlaceKind, row: AnyRow) -> str:
    """Name a vacant place."""
    if kind in (PlaceKind.CELL, PlaceKind.ESTATE):
        return str(row.name)
    inside = (building_name(row.number, row.name), row.entrance, row.household)
    return " ".join(filter(None, inside))
