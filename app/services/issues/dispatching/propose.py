"""Proposing who should handle an issue: by rule, and else by duty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.models import DispatchRule, DutyRole, Issue, User
from app.services.issues.dispatching.holders import HolderHere, holders_here
from app.services.issues.dispatching.place import place_of
from app.services.issues.dispatching.proposal import Candidate, Proposal, Unmet, Why
from app.services.issues.dispatching.rules import fitting_rules
from app.services.issues.given import Handler, HandlerKind

USUAL_ROLES = (
    DutyRole.GRID_ADMINISTRATOR,
    DutyRole.CELL_LEADER,
    DutyRole.GROUP_LEADER,
    DutyRole.BUILDING_LEAD,
    DutyRole.ENTRANCE_LEAD,
    DutyRole.MEMBER_CONTACT,
    DutyRole.PROPERTY_COMMITTEE,
    DutyRole.BRANCH,
)
"""To whom an issue goes where no rule leads to anybody: the first of these who is on duty."""

MOST_CANDIDATES = 30


def propose_handler(session: Session, issue: Issue, on: dt.date) -> Proposal:
    """Propose who should handle an issue, and who else could.

    Parameters
    ----------
    session : Session
    issue : Issue
        Located; whoever asks may see it.
    on : datetime.date
        The day whose duties count.

    Returns
    -------
    Proposal
        Without a candidate where no rule leads to anybody and nobody is on duty at the place.
    """
    place = place_of(session, issue)
    rules = fitting_rules(session, issue, place, on)
    holders = holders_here(session, place, on)
    found: dict[Handler, Candidate] = {}
    for candidate in (*_by_rules(session, rules, holders), *_by_duty(holders)):
        found.setdefault(candidate.handler, candidate)
    # Whoever is away stays to be chosen, after all who are there.
    ordered = sorted(found.values(), key=lambda candidate: candidate.is_away)
    return Proposal(tuple(ordered[:MOST_CANDIDATES]), tuple(_unmet(rules, holders)))


def _by_rules(
    session: Session, rules: Sequence[DispatchRule], holders: Sequence[HolderHere]
) -> Iterator[Candidate]:
    """Go through those to whom rules lead."""
    for rule in rules:
        if rule.unit is not None:
            handler = Handler(HandlerKind.UNIT, rule.unit.id)
            account = exists().where(User.unit_id == rule.unit.id, User.active)
            has_account = bool(session.scalar(select(account)))
            yield Candidate(
                handler, rule.unit.name, Why.RULE, rule_id=rule.id, has_account=has_account
            )
        for holder in holders:
            if holder.role is rule.role:
                yield _candidate(holder, Why.RULE, rule.id)


def _by_duty(holders: Sequence[HolderHere]) -> Iterator[Candidate]:
    """Go through those who answer for the place, by the order of roles."""
    for role in USUAL_ROLES:
        for holder in holders:
            if holder.role is role:
                yield _candidate(holder, Why.DUTY)


def _unmet(rules: Sequence[DispatchRule], holders: Sequence[HolderHere]) -> Iterator[Unmet]:
    """Go through the rules whose role nobody holds here."""
    held = {holder.role for holder in holders}
    for rule in rules:
        if rule.role is not None and rule.role not in held:
            yield Unmet(rule.id, rule.role)


def _candidate(holder: HolderHere, why: Why, rule_id: int | None = None) -> Candidate:
    """Make a candidate of somebody who holds a duty."""
    return Candidate(
        holder.handler,
        holder.name,
        why,
        holder.role,
        holder.place,
        rule_id,
        holder.has_account,
        holder.is_away,
    )
