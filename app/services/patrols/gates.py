"""The ground of a walk at a given time: closed gates are walls."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from app.models import Community
from app.queries.gates import gate_hours
from app.services.patrols.ground import PatrolGround, patrol_ground
from app.services.patrols.wish import PlanWish
from geodata.errors import N_
from geodata.findings import Finding, Severity
from patrol.gate_hours import GateWindow, read_windows
from patrol.gates import closed_edges, without_edges

_LASTS = dt.timedelta(hours=2)
"""How long a walk is taken to last where nobody said how long it may."""


def wished_ground(session: Session, community: Community, wish: PlanWish) -> PatrolGround:
    """Give the ground of a community for a wish: at its time, where it names one.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope.
    wish : PlanWish

    Returns
    -------
    PatrolGround

    Raises
    ------
    InputRefused
        If there are no paths.
    """
    if wish.set_out is None:
        return patrol_ground(session, community)
    lasts = _LASTS if wish.max_s is None else dt.timedelta(seconds=wish.max_s)
    return patrol_ground_at(session, community, wish.set_out, wish.set_out + lasts)


def patrol_ground_at(
    session: Session, community: Community, since: dt.datetime, until: dt.datetime
) -> PatrolGround:
    """Give the ground of a community as it is between two moments of a day.

    Parameters
    ----------
    session : Session
    community : Community
        From the viewer's scope.
    since, until : datetime.datetime
        When the walk begins and ends, on the clock of the place, without a time zone.

    Returns
    -------
    PatrolGround
        Without the gates that are closed at any moment of the walk; its network has findings about
        them, and about hours that cannot be read.

    Raises
    ------
    InputRefused
        If there are no paths.
    """
    ground = patrol_ground(session, community)
    windows, unreadable = _windows(gate_hours(session, community))
    keys = ground.paths["key"].tolist()
    network = ground.network
    here = without_edges(network, closed_edges(network, keys, windows, since, until))
    if unreadable:
        here = replace(here, findings=(*here.findings, *unreadable))
    return ground if here is network else replace(ground, network=here)


def _windows(hours: dict[str, str]) -> tuple[list[GateWindow], list[Finding]]:
    """Read the hours of each gate; what cannot be read closes nothing."""
    windows: list[GateWindow] = []
    unreadable: list[Finding] = []
    for key, text in hours.items():
        read = read_windows(key, text)
        if read is None:
            template = N_("The hours of gate %(key)s cannot be read: %(hours)s. It counts as open.")
            facts = {"key": key, "hours": text}
            unreadable.append(
                Finding("gate_hours", Severity.WARNING, template, facts, layer="paths", key=key)
            )
        windows += read or []
    return windows, unreadable
