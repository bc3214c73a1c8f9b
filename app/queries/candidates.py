"""Who could answer for a place: people by name and sound, teams and organisations by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import ScalarSelect, func, literal, select
from sqlalchemy.orm import Session, aliased

from app.models import (
    Building,
    Community,
    Duty,
    Entrance,
    Organisation,
    Person,
    Place,
    Team,
)
from app.models.places import building_name
from app.queries.pinyin import sounds_like
from app.queries.scope import Viewer, visible_communities, visible_people
from app.queries.types import AnyRow, Rows

CANDIDATES_LIMIT = 12
ENTRANCES_LIMIT = 100
_NAMES_LIMIT = 20_000  # People whose names are compared by sound.


@dataclass(frozen=True)
class Candidate:
    """Somebody who could hold a duty.

    Attributes
    ----------
    kind : str
        ``person``, ``team`` or ``organisation``.
    id : int
    name : str
    is_member : bool
    organisation : str
        Of a person; the one above, of an organisation. Empty where there is none.
    home : str
        Building in which a person lives, such as ``41号楼``.
    duties : int
        That they hold today.
    """

    kind: str
    id: int
    name: str
    is_member: bool = False
    organisation: str = ""
    home: str = ""
    duties: int = 0

    @property
    def key(self) -> str:
        """``person:12``, as forms name it."""
        return f"{self.kind}:{self.id}"


def find_candidates(
    session: Session,
    viewer: Viewer,
    community: Community,
    typed: str,
    *,
    near: Place | None = None,
) -> list[Candidate]:
    """Find who could hold a duty.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    typed : str
        Part of a name, its pinyin or initials; empty gives those who come to mind first.
    near : Place, optional
        The place: who lives there comes first.

    Returns
    -------
    list of Candidate
        At most ``CANDIDATES_LIMIT``.
    """
    words = typed.strip()
    rows = _people(viewer, community, near)
    sound = words.replace(" ", "").lower()
    if sound.isascii() and sound.isalpha():
        everybody = session.execute(rows.limit(_NAMES_LIMIT))
        fitting: Iterator[AnyRow] = (row for row in everybody if sounds_like(row.name, sound))
        people = list(islice(fitting, CANDIDATES_LIMIT))
    else:
        named = rows.where(Person.name.icontains(words, autoescape=True))
        people = list(session.execute(named.limit(CANDIDATES_LIMIT)))
    found = [_person(row) for row in people]
    groups = _groups(session, viewer, community, words) if words else []
    return [*groups, *found][:CANDIDATES_LIMIT]


def _people(viewer: Viewer, community: Community, near: Place | None) -> Rows:
    """Select people who have not left: who lives there first, then members with little to do."""
    home, duties = aliased(Building), _load(viewer)
    lives_here = Person.home_building_id == _building_of(near)
    return (
        select(
            Person.id, Person.name, Person.is_member,
            Organisation.name.label("organisation"), home.number, home.name.label("home"),
            duties.label("duties"),
        )
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(home, home.id == Person.home_building_id)
        .where(
            Person.community_id == community.id,
            Person.left_on.is_(None),
            Person.id.in_(visible_people(viewer)),
        )
        .order_by(func.coalesce(lives_here, False).desc(), Person.is_member.desc(), duties,
                  Person.name, Person.id)
    )  # fmt: skip


def _load(viewer: Viewer) -> ScalarSelect[int]:
    """Count what a person answers for today."""
    return (
        select(func.count())
        .where(Duty.person_id == Person.id, Duty.current(viewer.on))
        .correlate(Person)
        .scalar_subquery()
    )


def _building_of(near: Place | None) -> int | None:
    """Give the building in which a place lies."""
    if isinstance(near, Building):
        return near.id
    return near.building_id if isinstance(near, Entrance) else None


def _person(row: AnyRow) -> Candidate:
    """Make a candidate of a row of :func:`_people`."""
    return Candidate(
        "person",
        row.id,
        row.name,
        is_member=row.is_member,
        organisation=row.organisation or "",
        home=building_name(row.number or "", row.home or ""),
        duties=row.duties,
    )


def _groups(session: Session, viewer: Viewer, community: Community, words: str) -> list[Candidate]:
    """Find open teams and organisations whose names contain the words."""
    above = aliased(Organisation)
    communities = visible_communities(viewer)
    teams = select(literal("team"), Team.id, Team.name, literal("")).where(
        Team.community_id == community.id,
        Team.community_id.in_(communities),
        Team.closed_on.is_(None),
        Team.name.icontains(words, autoescape=True),
    )
    organisations = (
        select(
            literal("organisation"), Organisation.id, Organisation.name,
            func.coalesce(above.name, ""),
        )
        .outerjoin(above, above.id == Organisation.parent_id)
        .where(
            Organisation.community_id == community.id,
            Organisation.community_id.in_(communities),
            Organisation.closed_on.is_(None),
            Organisation.name.icontains(words, autoescape=True),
        )
    )  # fmt: skip
    rows = teams.union_all(organisations).order_by("name").limit(CANDIDATES_LIMIT)
    return [
        Candidate(kind, key, name, organisation=parent)
        for kind, key, name, parent in session.execute(rows)
    ]


def places_within(session: Session, place: Place) -> list[Place]:
    """List a place with those inside for which one appoints in the same step.

    Parameters
    ----------
    session : Session
    place : Place
        Found in the viewer's scope.

    Returns
    -------
    list of Place
        A building with its entrances; any other place alone.
    """
    if not isinstance(place, Building):
        return [place]
    entrances = session.scalars(
        select(Entrance)
        .where(Entrance.building_id == place.id, Entrance.vanished_on.is_(None))
        .order_by(Entrance.name, Entrance.id)
        .limit(ENTRANCES_LIMIT)
    )
    return [place, *entrances]
