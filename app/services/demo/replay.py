"""Living through invented stories by the same table of moves by which people move issues."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    PUBLIC_CHANNELS,
    RUNNING_STATES,
    Cell,
    Community,
    HandlingUnit,
    Issue,
    IssueCategory,
    IssueEvent,
    Person,
    TimeUnit,
    User,
)
from app.services.demo.deliberations import Told
from app.services.demo.rows import Ids
from app.services.issues import Given, Handler, HandlerKind
from app.services.issues.clock import (
    WorkingTime,
    held_working_time,
    place_zone,
    working_time,
)
from app.services.issues.effects import Taken
from app.services.issues.escalating import STEPS
from app.services.issues.notices import tell_step
from app.services.issues.taking import change, step_of
from demo.records.cases import Happened

Happenings = list[tuple[str, dt.datetime, dict[str, Any] | Happened]]
"""What happened: the reference of an issue, when, and a move or a step of its deliberation."""

NO_PHOTO = "示意数据，没有照片"
FRESH = dt.timedelta(days=1)
"""Of what happened since, those concerned are told; the rest they have long read."""

_MINUTE = dt.timedelta(minutes=1)


@dataclass
class Replay:
    """Lives through the stories of one community.

    Attributes
    ----------
    session : Session
    community : Community
    users : Mapping of str to User
        Accounts by name.
    ids : dict of str to dict
        Ids of people and handling units by key.
    issue_ids : dict
        Ids of issues by reference.
    reporters : Mapping of int to int
        The resident who reported an issue, by its id.
    fresh : list
        The latest steps, of which people are told.
    talks : dict of int to Told
        Deliberations by the id of their issue.
    """

    session: Session
    community: Community
    users: Mapping[str | None, User]
    ids: dict[str, Ids]
    issue_ids: Ids
    reporters: Mapping[int, int]
    fresh: list[tuple[Issue, IssueEvent]] = field(default_factory=list)
    talks: dict[int, Told] = field(default_factory=dict)

    def tell_all(self, told: Happenings, now: dt.datetime) -> None:
        """Live through all stories until now.

        Parameters
        ----------
        told : list
            In the order of time.
        now : datetime.datetime
            Aware.
        """
        # Held here, so that the session does not forget and read them for every step.
        models = (IssueCategory, Cell, HandlingUnit, Person)
        held = [self.session.scalars(select(one).where(self._here(one))).all() for one in models]
        issues = {
            one.source_ref: one
            for one in self.session.scalars(select(Issue).where(self._here(Issue)))
        }
        with (
            self.session.no_autoflush,
            held_working_time(self.session, self.community.id),
        ):
            for ref, moment, one in told:
                at = moment.astimezone(place_zone())
                self._let_time_pass(issues[ref], at, now)
                self._happen(issues[ref], one, at, now)
            for issue in issues.values():
                self._let_time_pass(issue, now.astimezone(place_zone()), now)
        self.session.flush()
        for issue, event in self.fresh:
            tell_step(self.session, issue, event)
        del held

    def _here(self, model: type[Issue | IssueCategory | Cell | HandlingUnit | Person]) -> Any:
        return model.community_id == self.community.id

    def _happen(
        self, issue: Issue, one: dict[str, Any] | Happened, at: dt.datetime, now: dt.datetime
    ) -> None:
        """Let one thing happen."""
        if isinstance(one, Happened):
            self.session.flush()
            self.talks.setdefault(issue.id, Told(self.session, issue, self.users)).happen(one, at)
        else:
            self._move(issue, one, at, now)

    def _move(self, issue: Issue, row: dict[str, Any], at: dt.datetime, now: dt.datetime) -> None:
        """Make one move, or write down the report."""
        user = self.users.get(row["by_account"])
        taken = Taken(
            self.session, issue, at,
            user.id if user else None, self.ids["person"].get(row["by_person_key"]),
            self._given(issue, row, at),
            None if user else self.reporters.get(issue.id),
        )  # fmt: skip
        if row["kind"] == "report":
            self._keep(taken, "report", {"channel": issue.channel.value}, now)
            return
        self._keep(taken, row["kind"], change(taken, row["kind"]), now)

    def _given(self, issue: Issue, row: dict[str, Any], at: dt.datetime) -> Given:
        """Give what a move needs."""
        needs_photo = row["kind"] in ("resolve", "handle on the spot")
        return Given(
            note=row["note"],
            no_photo=NO_PHOTO if needs_photo else "",
            handler=self._handler(row),
            until=self._until(issue, row["extra_days"], at),
            score=int(row["score"]) if row["score"] else None,
            other_id=self.issue_ids.get(row["into"]),
            confirmed=row["kind"] == "file" and issue.channel in PUBLIC_CHANNELS,
        )

    def _handler(self, row: dict[str, Any]) -> Handler | None:
        """Give to whom a dispatch goes."""
        if row["to_unit_key"]:
            return Handler(HandlerKind.UNIT, self.ids["unit"][row["to_unit_key"]])
        if row["to_person_key"]:
            return Handler(HandlerKind.PERSON, self.ids["person"][row["to_person_key"]])
        return None

    def _until(self, issue: Issue, extra_days: float | None, at: dt.datetime) -> dt.datetime | None:
        """Give the new deadline of an extension by so many working days."""
        if not extra_days:
            return None
        since = max(issue.due_at or at, at)
        return self._time.add(since, extra_days, TimeUnit.WORKING_DAYS)

    def _let_time_pass(self, issue: Issue, until: dt.datetime, now: dt.datetime) -> None:
        """Escalate by time what was overdue on the way, as the worker does every minute."""
        while (due := self._escalates_at(issue)) is not None and due + _MINUTE <= until:
            taken = Taken(self.session, issue, (due + _MINUTE).astimezone(until.tzinfo))
            self._keep(taken, "escalate", change(taken, "escalate"), now)

    def _escalates_at(self, issue: Issue) -> dt.datetime | None:
        """Tell when time lets an issue go up."""
        if issue.state not in RUNNING_STATES or issue.level not in STEPS or issue.due_at is None:
            return None
        late_s = STEPS[issue.level] * (issue.allowed_s or 0)
        return self._time.after(issue.due_at, late_s, issue.time_unit or TimeUnit.WORKING_HOURS)

    @cached_property
    def _time(self) -> WorkingTime:
        return working_time(self.session, self.community.id)

    def _keep(self, taken: Taken, verb: str, facts: Mapping[str, str], now: dt.datetime) -> None:
        """Write one step down."""
        event = step_of(taken, verb, facts)
        self.session.add(event)
        if event.at > now - FRESH:
            self.fresh.append((taken.issue, event))
