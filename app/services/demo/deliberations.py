"""Living through an invented deliberation by the services by which people hold one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Deliberation, DeliberationParty, Entrance, Issue, User
from app.queries.scope import Viewer
from app.services.issues.deliberation import (
    Basis,
    CostWish,
    Meeting,
    Participant,
    Votes,
    share_cost,
    start_deliberation,
    take_payment,
    take_step,
)
from demo.records.cases import Happened


@dataclass
class Told:
    """The deliberation of one issue while it is told.

    Attributes
    ----------
    session : Session
    issue : Issue
    users : Mapping of str to User
        Accounts by name.
    made : Deliberation or None
        Once it is opened.
    """

    session: Session
    issue: Issue
    users: Mapping[str | None, User]
    made: Deliberation | None = None

    def happen(self, one: Happened, at: dt.datetime) -> None:
        """Let one thing happen.

        Parameters
        ----------
        one : Happened
        at : datetime.datetime
            When, in the zone of the place.
        """
        viewer = Viewer.of(self.users[one.by_account], at.date())
        if one.verb == "deliberate":
            self.made = start_deliberation(self.session, viewer, self.issue, one.words, at=at)
        elif self.made is None:
            raise ValueError(f"{one.verb} before the deliberation was opened")
        elif one.verb == "share cost":
            wish = CostWish(one.amount_fen, Basis.ENTRANCE, self._stairwells())
            share_cost(self.session, viewer, self.made.id, wish, seen=self.made.version, at=at)
        elif one.verb == "pay":
            self._pay(self.made, viewer, one, at)
        else:
            take_step(
                self.session, viewer, self.made.id, one.verb, _meeting(one, at),
                seen=self.made.version, at=at,
            )  # fmt: skip

    def _stairwells(self) -> list[int]:
        """Give the stairwells of the building at which the issue lies."""
        own = Entrance.building_id == self.issue.building_id
        return list(self.session.scalars(select(Entrance.id).where(own).order_by(Entrance.id)))

    def _pay(self, made: Deliberation, viewer: Viewer, one: Happened, at: dt.datetime) -> None:
        """Let some stairwells pay what they owe."""
        for number in one.payers:
            share = made.shares[number]
            take_payment(
                self.session, viewer, share.id, share.due_fen,
                seen_fen=share.paid_fen, on=at.date(), at=at,
            )  # fmt: skip


def _meeting(one: Happened, at: dt.datetime) -> Meeting:
    """Give a step as somebody wrote it down on its day."""
    return Meeting(
        at.date(),
        one.words,
        tuple(Participant(DeliberationParty(party), name) for party, name in one.present),
        Votes(*one.votes) if one.votes else None,
    )
