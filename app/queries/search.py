"""Search: one box for buildings, people, cells and issues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, case, func, literal, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from app.models import Building, Cell, Community, Duty, Entrance, Issue, Person
from app.queries.cells import published_cells
from app.queries.issues import is_open, number_in, saying
from app.queries.pinyin import sounds_like
from app.queries.scope import (
    Viewer,
    seen_issue,
    visible_buildings,
    visible_cells,
    visible_duties,
    visible_people,
)
from app.queries.types import AnyRow, Rows

HITS_LIMIT = 20
_EACH = 8  # Hits of one kind before the others have had their turn.
_CODE_START = 6  # Digits of a county.
_NAMES_LIMIT = 20_000  # People whose names are compared by sound.


@dataclass(frozen=True)
class Hit:
    """Something found.

    Attributes
    ----------
    kind : str
        ``cell``, ``building``, ``person`` or ``issue``, as the panels name it.
    id : int
    label, detail : str
    lon, lat : float or None
        Degrees; None where it has no place.
    bbox : tuple of float or None
        West, south, east, north, for things with an extent.
    """

    kind: str
    id: int
    label: str
    detail: str
    lon: float | None = None
    lat: float | None = None
    bbox: tuple[float, float, float, float] | None = None


def search(session: Session, viewer: Viewer, community: Community, typed: str) -> list[Hit]:
    """Find things by number, address, name, sound, code or title.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    typed : str
        Anything; wildcards mean themselves.

    Returns
    -------
    list of Hit
        At most 20: the best of each kind first, then the rest of each kind.
    """
    words = typed.strip()
    if not words:
        return []
    found = [
        _cells(session, viewer, community, words),
        _buildings(session, viewer, community, words),
        _people(session, viewer, community, words),
        _issues(session, viewer, community, words),
    ]
    best = [hit for hits in found for hit in hits[:_EACH]]
    rest = [hit for hits in found for hit in hits[_EACH:]]
    return (best + rest)[:HITS_LIMIT]


def _matches(words: str, *columns: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """Give the condition that one of the columns contains the words, in any case."""
    return or_(*(column.icontains(words, autoescape=True) for column in columns))


def _rank(words: str, column: SQLColumnExpression[str]) -> ColumnElement[int]:
    """Order by how well a column fits: the same, beginning with it, containing it."""
    return case(
        (func.lower(column) == words.lower(), 0),
        (column.istartswith(words, autoescape=True), 1),
        else_=2,
    )


def _place(shape: Any) -> list[ColumnElement[Any]]:
    """Give the columns of a place: a point inside, and the window around."""
    inside = func.ST_PointOnSurface(shape)
    return [
        func.ST_X(inside), func.ST_Y(inside),
        func.ST_XMin(shape), func.ST_YMin(shape), func.ST_XMax(shape), func.ST_YMax(shape),
    ]  # fmt: skip


def _hits(session: Session, kind: str, rows: Rows) -> list[Hit]:
    """Make hits of rows of id, label, detail and the columns of a place."""
    return [_hit(kind, row) for row in session.execute(rows.limit(HITS_LIMIT))]


def _hit(kind: str, row: AnyRow) -> Hit:
    """Make a hit of a row; what is no wider than a point has no window."""
    key, label, detail, lon, lat, west, south, east, north = row
    bbox = None if west is None or (west == east and south == north) else (west, south, east, north)
    return Hit(kind, key, label, detail or "", lon, lat, bbox)


def _cells(session: Session, viewer: Viewer, community: Community, words: str) -> list[Hit]:
    """Find cells by name, by the end of a code, which is how people say it, or by a long start.

    All codes of a community begin alike, so a short start says nothing.
    """
    said = [_matches(words, Cell.name), Cell.code.endswith(words, autoescape=True)]
    if len(words) >= _CODE_START:
        said.append(Cell.code.startswith(words, autoescape=True))
    rows = (
        select(Cell.id, Cell.name, Cell.code, *_place(Cell.shape))
        .where(
            Cell.id.in_(published_cells(community)),
            Cell.id.in_(visible_cells(viewer)),
            or_(*said),
        )
        .order_by(_rank(words, Cell.name), Cell.code, Cell.id)
    )
    return _hits(session, "cell", rows)


def _buildings(session: Session, viewer: Viewer, community: Community, words: str) -> list[Hit]:
    """Find buildings by number, name or address."""
    number = words.removesuffix("楼").removesuffix("号") or words
    fits = or_(
        _matches(words, Building.number, Building.name, Building.address),
        func.lower(Building.number) == number.lower(),
    )
    best = func.least(_rank(words, Building.number), _rank(number, Building.number))
    rows = (
        select(
            Building.id,
            func.coalesce(func.nullif(Building.number, ""), Building.name),
            func.coalesce(func.nullif(Building.address, ""), Building.name),
            *_place(Building.footprint),
        )
        .where(
            Building.community_id == community.id,
            Building.vanished_on.is_(None),
            Building.id.in_(visible_buildings(viewer)),
            fits,
        )
        .order_by(best, func.length(Building.number), Building.number, Building.id)
    )
    return _hits(session, "building", rows)


def _issues(session: Session, viewer: Viewer, community: Community, words: str) -> list[Hit]:
    """Find issues by number or by what they say, the number first, then open ones."""
    number = number_in(words)
    said = saying(words)
    rows = (
        select(Issue.id, Issue.title, Issue.category, *_place(Issue.point))
        .where(
            Issue.community_id == community.id,
            seen_issue(viewer),
            said if number is None else or_(Issue.id == number, said),
        )
        .order_by(
            (Issue.id == (number or 0)).desc(),
            is_open().desc(),
            Issue.reported_at.desc(),
            Issue.id,
        )
    )
    return _hits(session, "issue", rows)


def _people(session: Session, viewer: Viewer, community: Community, words: str) -> list[Hit]:
    """Find people by name or by its sound, and place them where their duty is."""
    rows = (
        select(Person.id, Person.name)
        .where(Person.community_id == community.id, Person.id.in_(visible_people(viewer)))
        .order_by(Person.name, Person.id)
    )
    sound = words.replace(" ", "").lower()
    if sound.isascii() and sound.isalpha():
        everybody = session.execute(rows.limit(_NAMES_LIMIT))
        fit: Iterator[AnyRow] = (
            row
            for row in everybody
            if sounds_like(row.name, sound) or words.lower() in row.name.lower()
        )
        found = list(islice(fit, HITS_LIMIT))
    else:
        named = rows.where(_matches(words, Person.name)).limit(HITS_LIMIT)
        found = list(session.execute(named))
    return _placed(session, viewer, [Hit("person", key, name, "") for key, name in found])


def _placed(session: Session, viewer: Viewer, people: Sequence[Hit]) -> list[Hit]:
    """Give people the place of their leading duty, never that of their home."""
    shape = func.coalesce(Entrance.point, Building.footprint, Cell.shape)
    where = func.coalesce(Building.number, Cell.name, literal(""))
    rows = (
        select(Duty.person_id, where, *_place(shape))
        .select_from(Duty)
        .outerjoin(Entrance, Entrance.id == Duty.entrance_id)
        .outerjoin(Building, Building.id == func.coalesce(Duty.building_id, Entrance.building_id))
        .outerjoin(Cell, Cell.id == Duty.cell_id)
        .where(
            Duty.person_id.in_([hit.id for hit in people]),
            Duty.id.in_(visible_duties(viewer)),
            Duty.current(viewer.on),
        )
        .ext(distinct_on(Duty.person_id))
        .order_by(Duty.person_id, Duty.cell_id.nulls_last(), Duty.id)
    )
    places = {row[0]: row for row in session.execute(rows)} if people else {}
    return [_at(hit, places.get(hit.id)) for hit in people]


def _at(person: Hit, place: AnyRow | None) -> Hit:
    """Put a person at a place."""
    if place is None:
        return person
    _, detail, lon, lat, *_window = place
    return replace(person, detail=detail, lon=lon, lat=lat)
