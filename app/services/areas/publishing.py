"""Publishing a draft: who may, on which day, and not with faults that would be everybody's."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from app.models import Division
from app.queries.divisions import Chosen
from app.queries.scope import Action, Viewer, require
from app.services.areas.assignment import place_buildings
from app.services.areas.checks import check_division
from app.services.areas.divisions import publish
from app.services.areas.turns import take_turn
from geodata.errors import N_, InputRefused
from geodata.findings import Finding, Severity


class FaultsFirst(InputRefused):
    """A draft has faults that must be mended before it is published.

    Parameters
    ----------
    division : Division
    findings : list of Finding
        The faults.
    """

    def __init__(self, division: Division, findings: list[Finding]) -> None:
        super().__init__(
            N_("%(name)s cannot be published yet: %(count)s faults must be mended first. Check the "
               "division to see them."),
            name=division.name,
            count=len(findings),
        )  # fmt: skip
        self.findings = findings


def publish_draft(
    session: Session,
    viewer: Viewer,
    division: Division,
    *,
    on: dt.date,
    at: dt.datetime,
    chosen: Chosen | None = None,
    revision: int | None = None,
) -> list[Finding]:
    """Publish a draft in one step, if nothing is wrong with it that must be mended first.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Must be allowed to divide; its day is today.
    division : Division
        A draft from the viewer's scope.
    on : datetime.date
        The first day on which it holds: today, or a day since the division that holds began.
    at : datetime.datetime
        Now.
    chosen : mapping, optional
        Old code to the code of the cell that goes on from it, or to None: before what the
        ground says.
    revision : int, optional
        Of the draft whose effects the publisher has seen.

    Returns
    -------
    list of Finding
        What somebody should still look at.

    Raises
    ------
    NotAllowed
        If the viewer may not divide.
    InputRefused
        If the day is to come, the draft was changed since, or as
        :func:`app.services.areas.publish`.
    FaultsFirst
        If the draft has faults that block it.
    """
    require(viewer, Action.DIVIDE)
    if on > viewer.on:
        raise InputRefused(
            N_("A division is published on the day on which it begins to hold, not before: duties "
               "and issues may change until then. Keep the draft and publish it on %(on)s."),
            on=on.isoformat(),
        )  # fmt: skip
    take_turn(session, division.community)
    session.refresh(division, with_for_update=True)
    if revision is not None and revision != division.revision:
        raise InputRefused(
            N_("Somebody changed this draft since you looked at it. Look again at what it does, "
               "then publish it.")
        )  # fmt: skip
    place_buildings(session, division)
    findings = check_division(session, division, on=on, chosen=chosen)
    _refuse_faults(division, findings)
    publish(session, division, on=on, at=at, by=viewer.user_id, chosen=chosen)
    return findings


def _refuse_faults(division: Division, findings: list[Finding]) -> None:
    """Refuse a draft with faults that block it."""
    faults = [finding for finding in findings if finding.severity is Severity.ERROR]
    if faults:
        raise FaultsFirst(division, faults)
