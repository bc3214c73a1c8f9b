"""Storing a register of people."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import select

from app.models import DutyRole, Organisation, Person, TeamMember
from app.services.imports.context import Context
from app.services.imports.members.duties import Duties, Place, Places, has_left, no_place
from app.services.imports.members.organisations import Organisations, Teams
from app.services.imports.members.people import People, complete
from app.services.imports.options import Counts

_OF_ORGANISATIONS = frozenset({DutyRole.BRANCH, DutyRole.PROPERTY_COMMITTEE})
"""Roles that the organisation of a row holds, rather than its person."""


def store_members(context: Context, frame: pd.DataFrame) -> Counts:
    """Store people with their organisations, teams and duties; again adds nothing.

    Nobody vanishes: a register is often one of several, and duties end by decision.

    Parameters
    ----------
    context : Context
    frame : DataFrame
        As docs/frames.md.

    Returns
    -------
    Counts
        Of rows: added where the person is new, changed where anything about them is.
    """
    register = _Register(context)
    counts = Counts()
    for row in frame.itertuples(index=False):
        outcome = register.enter(row)
        setattr(counts, outcome, getattr(counts, outcome) + 1)
    context.session.flush()
    return counts


class _Register:
    """Enters rows one by one, knowing all that is stored."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._people = People(context)
        self._organisations = Organisations(context)
        self._teams = Teams(context)
        self._places = Places(context)
        self._duties = Duties(context)
        present = select(TeamMember.team_id, TeamMember.person_id).where(TeamMember.until.is_(None))
        mates = context.session.execute(present)
        self._mates = {(team, person) for team, person in mates}

    def enter(self, row: Any) -> str:
        """Enter a row; say whether that added or changed anything."""
        session = self._context.session
        organisation = self._organisations.at(row.organisation)
        phone = row.phone if isinstance(row.phone, str) else ""
        person = self._people.named(row.name, phone, organisation.id if organisation else None)
        is_new = person.id is None
        self._describe(person, row, organisation)
        is_changed = is_new or session.is_modified(person)
        if is_changed:
            session.flush()
        joined = self._join(person, row)
        handed = self._hand_out(person, row, organisation)
        if is_new:
            return "added"
        return "changed" if is_changed or joined or handed else "same"

    def _describe(self, person: Person, row: Any, organisation: Organisation | None) -> None:
        """Write what the row says about the person."""
        facts = {
            "phone": row.phone,
            "is_member": bool(row.is_member),
            "joined_on": row.joined_on,
            "organisation_id": organisation.id if organisation else None,
        }
        if not isinstance(row.role, str):  # Without a role, the building is a home.
            facts["home_building_id"] = self._places.building(row)
        complete(person, facts)

    def _join(self, person: Person, row: Any) -> bool:
        """Let the person join the team of the row; say whether that is new."""
        team = self._teams.named(row.team)
        if team is None or (team.id, person.id) in self._mates:
            return False
        self._mates.add((team.id, person.id))
        # A register says that somebody is in a team, not since when.
        self._context.session.add(TeamMember(team_id=team.id, person_id=person.id))
        return True

    def _hand_out(self, person: Person, row: Any, organisation: Organisation | None) -> bool:
        """Hand out the duty of the row; say whether it is new."""
        if not isinstance(row.role, str):
            return False
        role = DutyRole(row.role)
        if person.left_on is not None:
            self._context.findings.append(has_left(row, person.left_on))
            return False
        place = self._places.of(row, role)
        if place is None:
            self._context.findings.append(no_place(row, role))
            return False
        holder: Place = {"person_id": person.id}
        if organisation is not None and role in _OF_ORGANISATIONS:
            holder = {"organisation_id": organisation.id}
        return self._duties.hand_out(holder, place, role)
