"""Pairs: twelve people in six pairs, and beats shared out among them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, Person, Rhythm, Team, TeamKind
from app.queries.scope import Action, Viewer, require
from app.queries.shifts import beat_lines, team_choices
from app.services.patrols.shifts.rhythms import BeatWish, set_beats
from app.services.people import add_team, join_team
from geodata.errors import N_, InputRefused

MOST_PAIRS = 100


def make_pairs(
    session: Session,
    viewer: Viewer,
    community: Community,
    groups: Sequence[Sequence[Person]],
    *,
    name: str,
    at: dt.datetime,
) -> list[Team]:
    """Make a patrol team of each group of people.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to appoint: teams are everybody's.
    community : Community
    groups : sequence of sequences of Person
        Two people each, usually.
    name : str
        To which a number is put: ``巡查组`` gives ``巡查组1``, with the first number that is free.
    at : datetime.datetime
        Now, in the zone of the place.

    Returns
    -------
    list of Team

    Raises
    ------
    InputRefused
        If somebody is in two groups, or a group has nobody.
    """
    require(viewer, Action.APPOINT)
    people = [person.id for group in groups for person in group]
    if not groups or not all(groups):
        raise InputRefused(N_("Choose at least one person for each pair."))
    if len(set(people)) < len(people) or len(groups) > MOST_PAIRS:
        raise InputRefused(N_("Somebody is in two pairs."))
    taken = set(
        session.scalars(
            select(Team.name).where(Team.community_id == community.id, Team.closed_on.is_(None))
        )
    )
    free = (
        title
        for number in range(1, len(taken) + len(groups) + 1)
        if (title := f"{name.strip()}{number}") not in taken
    )
    titles = islice(free, len(groups))
    return [
        _make(session, viewer, community, title, group, at)
        for title, group in zip(titles, groups, strict=True)
    ]


def _make(
    session: Session,
    viewer: Viewer,
    community: Community,
    title: str,
    people: Sequence[Person],
    at: dt.datetime,
) -> Team:
    """Found one team, and let its people join."""
    by = viewer.user_id
    team = add_team(session, community, name=title, kind=TeamKind.PATROL, at=at, by=by)
    for person in people:
        join_team(session, team, person, since=at.date(), at=at, by=by)
    return team


def fill_beats(
    session: Session, viewer: Viewer, community: Community, rhythm: Rhythm, *, at: dt.datetime
) -> int:
    """Give the beats that nobody walks to the patrol teams that walk none in this rhythm.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to plan.
    community : Community
    rhythm : Rhythm
    at : datetime.datetime
        Now.

    Returns
    -------
    int
        How many beats found a team.
    """
    lines = beat_lines(session, viewer, community, rhythm)
    busy = {beat.team_id for beat in rhythm.beats}
    teams = team_choices(session, viewer, community, only_patrol=True)
    free = iter([team_id for team_id, _, people in teams if people and team_id not in busy])
    wishes = []
    filled = 0
    for line in lines:
        if not line.is_walked:
            continue
        team_id = line.team_id if line.team_id is not None else next(free, None)
        filled += team_id is not None and line.team_id is None
        wishes.append(BeatWish(line.cell_id, line.walker, team_id))
    set_beats(session, viewer, rhythm, wishes, at=at)
    return filled
