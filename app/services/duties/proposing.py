"""Proposing who could answer for which place, and appointing as proposed."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
from sqlalchemy.orm import Session

from app.models import Building, Community, Duty, DutyRole, Entrance, Person, PlaceKind
from app.queries.contact_problem import ContactProblem, contact_problem
from app.queries.scope import Viewer
from app.services.areas import take_turn
from app.services.duties.appoint import Appointed, Order, appoint_many
from app.services.duties.ending import DAY, end_duty
from geodata.contacts import Proposal, propose_contacts
from geodata.errors import N_, InputRefused

_TABLES: dict[PlaceKind, type[Building | Entrance]] = {
    PlaceKind.BUILDING: Building,
    PlaceKind.ENTRANCE: Entrance,
}


@dataclass(frozen=True)
class ProposedDuty:
    """Who could answer for a place.

    Attributes
    ----------
    place_id : int
    place : str
    person_id : int
    person : str
    distance_m : float or None
        Straight metres from home; None where the home is unknown.
    kept : bool
        They answer for it already.
    ends : tuple of int
        Duties of others at this place in this role that would end.
    """

    place_id: int
    place: str
    person_id: int
    person: str
    distance_m: float | None
    kept: bool
    ends: tuple[int, ...] = ()


@dataclass(frozen=True)
class Left:
    """A place or a person that is left over, and why."""

    id: int
    name: str
    reason: str


@dataclass(frozen=True)
class DutyProposal:
    """What is proposed; nothing is stored yet.

    Attributes
    ----------
    role : DutyRole
    kind : PlaceKind
    duties : tuple of ProposedDuty
    places_left : tuple of Left
        ``no_members`` or ``too_few_members``.
    people_left : tuple of Left
        ``home_unknown``, ``not_needed`` or ``has_enough``.
    """

    role: DutyRole
    kind: PlaceKind
    duties: tuple[ProposedDuty, ...]
    places_left: tuple[Left, ...]
    people_left: tuple[Left, ...]

    @property
    def new(self) -> tuple[ProposedDuty, ...]:
        """What applying would appoint."""
        return tuple(duty for duty in self.duties if not duty.kept)

    @property
    def fingerprint(self) -> str:
        """A mark of what is proposed: a page sends it back, so that nothing else is applied."""
        text = f"{self.role}:{self.kind}:" + ",".join(
            f"{duty.place_id}-{duty.person_id}" for duty in self.new
        )
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def propose(
    session: Session,
    viewer: Viewer,
    community: Community,
    *,
    role: DutyRole = DutyRole.MEMBER_CONTACT,
    kind: PlaceKind = PlaceKind.BUILDING,
    at_most: int = 1,
    change: bool = False,
) -> DutyProposal:
    """Propose somebody for each place: near home, one place each where there are enough people.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    role : DutyRole
        A contact must be a member; any other role may be anybody's.
    kind : PlaceKind
        ``building`` (those where people live) or ``entrance``.
    at_most : int
        Most places of one person in this role, with those that they have.
    change : bool
        Whether people may be moved from where they are; else only vacant places are filled.

    Returns
    -------
    DutyProposal

    Raises
    ------
    InputRefused
        If the kind of place is another, or there are too many places.
    """
    if kind not in _TABLES:
        raise InputRefused(N_("People are proposed for buildings and entrances only."))
    problem = contact_problem(session, viewer, community, role, kind)
    places = problem.places if change else problem.places[problem.places["vacant"]]
    there = problem.held.dropna(subset="place").drop_duplicates("place")
    keep = dict(zip(there["place"].astype(int), there["person"], strict=True))
    besides = problem.held[problem.held["place"].isna()] if change else problem.held
    people = problem.people.assign(taken=_counted(problem.people, besides))
    found = propose_contacts(places, people, at_most=at_most, keep=keep)
    return _told(problem, found, role, kind)


def _counted(people: gpd.GeoDataFrame, held: pd.DataFrame) -> list[int]:
    """Count what each person has besides."""
    counts = held["person"].value_counts()
    return [int(counts.get(key, 0)) for key in people["key"]]


def _told(
    problem: ContactProblem, found: Proposal, role: DutyRole, kind: PlaceKind
) -> DutyProposal:
    """Say a proposal in names."""
    places = dict(zip(problem.places["key"], problem.places["name"], strict=True))
    people = dict(zip(problem.people["key"], problem.people["name"], strict=True))
    there = problem.held.dropna(subset="place").groupby("place")["id"].agg(tuple).to_dict()
    duties = tuple(
        ProposedDuty(
            place_id=int(row.building),
            place=places[row.building],
            person_id=int(row.member),
            person=people[row.member],
            distance_m=None if pd.isna(row.distance_m) else float(row.distance_m),
            kept=bool(row.kept),
            ends=() if row.kept else there.get(row.building, ()),
        )
        for row in found.pairs.itertuples(index=False)
    )
    left = (
        Left(int(row.building), places[row.building], row.reason)
        for row in found.unserved.itertuples(index=False)
    )
    idle = (
        Left(int(row.member), people[row.member], row.reason)
        for row in found.unused.itertuples(index=False)
    )
    return DutyProposal(role, kind, duties, tuple(left), tuple(idle))


def apply_proposal(
    session: Session,
    community: Community,
    proposal: DutyProposal,
    *,
    since: dt.date,
    at: dt.datetime,
    by: int | None,
    reason: str = "",
    fingerprint: str | None = None,
) -> Appointed:
    """Appoint as proposed, all in one step; applied again it changes nothing.

    Parameters
    ----------
    session : Session
    community : Community
    proposal : DutyProposal
        From :func:`propose`, in the scope of whoever applies it.
    since : datetime.date
        First day.
    at, by : datetime, int or None
    reason : str
        Why duties end that are given to somebody else.
    fingerprint : str, optional
        That of the proposal that somebody has looked at.

    Returns
    -------
    Appointed

    Raises
    ------
    InputRefused
        If what would be applied is not what was looked at, or as
        :func:`app.services.duties.appoint_many`.
    """
    take_turn(session, community)
    if fingerprint is not None and fingerprint != proposal.fingerprint:
        raise InputRefused(
            N_("Duties or people have changed since this was proposed. Look at it again.")
        )
    table: Any = _TABLES[proposal.kind]
    orders = []
    for new in proposal.new:
        for duty_id in new.ends:
            duty = session.get_one(Duty, duty_id)
            last = max(duty.since, since - DAY)
            if duty.until is None or duty.until > last:
                end_duty(session, duty, until=last, reason=reason, at=at, by=by)
        place = session.get_one(table, new.place_id)
        orders.append(Order(session.get_one(Person, new.person_id), place, proposal.role))
    return appoint_many(session, orders, since=since, at=at, by=by)
