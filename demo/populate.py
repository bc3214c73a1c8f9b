"""From generated ground to a community with people, duties, issues and patrols."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
from numpy.random import Generator

from demo.figures import Figures
from demo.numerals import chinese
from demo.records.accounts import accounts, units
from demo.records.cases import tell_cases
from demo.records.cast import Cast
from demo.records.duties import Duties
from demo.records.issue_frames import issue_frames
from demo.records.issues import Issues
from demo.records.organisations import Organisations, organise
from demo.records.patrols import patrols
from demo.records.people import Person, Register
from demo.records.places import places
from demo.records.teams import Teams


def invent_records(
    ground: Mapping[str, gpd.GeoDataFrame], figures: Figures, today: dt.date, rng: Generator
) -> dict[str, Any]:
    """Invent all records of a community.

    Parameters
    ----------
    ground : Mapping[str, GeoDataFrame]
        Frames as :func:`demo.frames.build_frames` gives them.
    figures : Figures
        What the community published.
    today : datetime.date
        Nothing lies in its future.
    rng : Generator
        Source of all choices.

    Returns
    -------
    dict of str to Any
        The records of :class:`demo.community.DemoCommunity` by name: frames, and deliberations.
    """
    register = Register(places(ground), rng)
    tree = organise(figures, register.places)
    members = _members(register, tree, figures, rng)
    teams = _teams(register, figures, rng)
    duties = Duties(figures, register, tree, teams, today, rng)
    handed_out = duties.hand_out()
    cast = Cast(figures.key, members[-1], duties.administrators)
    issues = Issues(figures, register, cast, today, rng)
    happened = tell_cases(issues)
    issues.invent()
    issue_rows, events, refs = issue_frames(issues)
    rows, team_members = teams.frames()
    pairs = set(teams.pairs.values())
    walkers = [person for team, person in teams.members if team in pairs]
    return {
        "organisations": tree.frame(),
        "people": register.frame(),
        "teams": rows,
        "team_members": team_members,
        "duties": handed_out,
        "issues": issue_rows,
        "issue_events": events,
        "deliberations": {refs[position]: told for position, told in happened.items()},
        "units": units(figures.name),
        "patrols": patrols(teams.pairs if register.places.divided else {}, today, rng),
        "accounts": accounts(cast, walkers),
    }


def _members(
    register: Register, tree: Organisations, figures: Figures, rng: Generator
) -> list[Person]:
    """Enter the members: some in every unit, the others where many people live."""
    units = list(register.places.units)
    homes = [register.places.home(rng, unit) for unit in units for _ in range(3)]
    homes += [register.places.home(rng) for _ in range(figures.members - len(homes))]
    return [
        register.add(home, organisation=str(rng.choice(tree.homes[home.key]))) for home in homes
    ]


_NUMBERED = {
    "estates_with_property_management": ("第{}物业服务企业", "other"),
    "deliberation_points": ("第{}议事点", "other"),
    "resident_groups": ("第{}居民小组", "other"),
    "volunteer_teams": ("第{}志愿服务队", "patrol"),
}
"""Teams of which a community published only how many there are."""


def _teams(register: Register, figures: Figures, rng: Generator) -> Teams:
    """Found the named and the numbered teams, and give each unit one that walks it."""
    teams = Teams()
    for kind, name in figures.teams.items():
        teams.add(name, kind, [register.add(register.places.home(rng)) for _ in range(10)])
    for figure, (name, kind) in _NUMBERED.items():
        for i in range(1, figures.extra.get(figure, 0) + 1):
            people = [register.add(register.places.home(rng)) for _ in range(4)]
            teams.add(name.format(chinese(i)), kind, people)
    walkers = [key for key, _, kind in teams.rows if kind == "patrol"]
    for i, (unit, name) in enumerate(register.places.units.items()):
        if register.places.divided:
            pair = [register.add(register.places.home(rng, unit)) for _ in range(2)]
            teams.pairs[unit] = teams.add(f"{name}巡逻小组", "patrol", pair)
        else:
            teams.pairs[unit] = walkers[i % len(walkers)]
    return teams
