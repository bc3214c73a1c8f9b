"""The people of a generated community: organisations, teams, duties and accounts."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.models import Community, Duty, HandlingUnit, Organisation, Person, Role, Team, TeamMember
from app.services.demo.rows import Ids, keyed, pick, records, texts, write
from app.services.passwords import hash_password
from app.services.users import add_user
from demo import DemoCommunity

_PLACES = ("cell", "building", "entrance", "estate")
_HOLDERS = ("person", "team", "organisation")


def write_people(
    session: Session, community_id: int, demo: DemoCommunity, ids: dict[str, Ids]
) -> dict[str, Ids]:
    """Store organisations, people and teams.

    Parameters
    ----------
    session : Session
    community_id : int
    demo : DemoCommunity
    ids : dict of str to dict
        Ids of the ground by key.

    Returns
    -------
    dict of str to dict
        Ids by key of the ``organisation``, ``person`` and ``team`` rows.
    """
    own = {"community_id": community_id}
    organisations = _write_organisations(session, own, demo.organisations)
    people = [
        own
        | pick(row, "key", "name", "is_member")
        | texts(row, "phone")
        | {
            "organisation_id": organisations.get(row["organisation_key"]),
            "home_building_id": ids["building"].get(row["home_building_key"]),
        }
        for row in records(demo.people)
    ]
    teams = [own | pick(row, "key", "name", "kind") for row in records(demo.teams)]
    person_ids = keyed(people, write(session, Person, people))
    team_ids = keyed(teams, write(session, Team, teams))
    members = [
        {"team_id": team_ids[row["team_key"]], "person_id": person_ids[row["person_key"]]}
        for row in records(demo.team_members)
    ]
    if members:
        session.execute(insert(TeamMember), members)
    return {"organisation": organisations, "person": person_ids, "team": team_ids}


def _write_organisations(session: Session, own: dict[str, int], frame: pd.DataFrame) -> Ids:
    """Store a tree, parents before their children, one level after the other."""
    ids: Ids = {}
    waiting = list(records(frame))
    while waiting:
        ready = [row for row in waiting if row["parent_key"] in (None, *ids)]
        rows = [
            own
            | pick(row, "key", "name")
            | texts(row, "level")
            | {"parent_id": ids.get(row["parent_key"])}
            for row in ready
        ]
        ids |= keyed(rows, write(session, Organisation, rows))
        waiting = [row for row in waiting if row["key"] not in ids]
    return ids


def write_duties(
    session: Session, community_id: int, duties: pd.DataFrame, ids: dict[str, Ids]
) -> None:
    """Store who answers for which place.

    Parameters
    ----------
    session : Session
    community_id : int
    duties : DataFrame
        As in :class:`demo.DemoCommunity`.
    ids : dict of str to dict
        Ids of places and holders by key.
    """
    rows = []
    for row in records(duties):
        place = {
            f"{kind}_id": ids[kind][row["place_key"]] if row["place_kind"] == kind else None
            for kind in _PLACES
        }
        holder = {f"{kind}_id": ids[kind].get(row[f"{kind}_key"]) for kind in _HOLDERS}
        rows.append(
            {"community_id": community_id}
            | place
            | holder
            | pick(row, "role")
            | {"since": as_date(row["since"]), "until": as_date(row["until"])}
        )
    write(session, Duty, rows)


def as_date(value: dt.date | dt.datetime | None) -> dt.date | None:
    """Give the day of a moment, or the day itself."""
    return value.date() if isinstance(value, dt.datetime) else value


def write_accounts(
    session: Session,
    community: Community,
    accounts: pd.DataFrame,
    ids: dict[str, Ids],
    *,
    password: str,
    at: dt.datetime,
) -> None:
    """Open the accounts of a generated community.

    Parameters
    ----------
    session : Session
    community : Community
    accounts : DataFrame
        ``username, role, person_key, unit_key``.
    ids : dict of str to dict
        Ids of people and handling units by key.
    password : str
        For all of them.
    at : datetime.datetime
        Now.
    """
    password_hash = hash_password(password)
    for row in records(accounts):
        person_id = ids["person"].get(row["person_key"])
        unit_id = ids["unit"].get(row["unit_key"])
        name = row["username"]
        if person_id:
            name = session.get_one(Person, person_id).name
        elif unit_id:
            name = session.get_one(HandlingUnit, unit_id).name
        user = add_user(
            session,
            username=row["username"],
            display_name=name,
            password=password,
            password_hash=password_hash,
            role=Role(row["role"]),
            community_id=community.id,
            street_id=community.street_id,
            person_id=person_id,
            at=at,
            by=None,
        )
        user.unit_id = unit_id
