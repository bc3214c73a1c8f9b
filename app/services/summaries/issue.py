"""Issuing a summary: its numbers are collected once, and kept as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Cell, Community, Summary, SummaryKind
from app.progress import Tell, or_stop, tell_nobody
from app.queries.cells.chosen import seen_cells
from app.queries.scope import Action, NotAllowed, NotFound, Viewer, require
from app.services.audit import record
from app.services.summaries.about import About, Facts
from app.services.summaries.folding import LEAST_SHOWN
from app.services.summaries.hotspot_facts import find_hot
from app.services.summaries.issue_facts import count_issues
from app.services.summaries.periods import Days, last_whole, period_until
from app.services.summaries.work_facts import look_at_duties, measure_coverage, read_questions
from geodata.errors import N_, InputRefused, Question

FORMAT = 1
"""Of the facts: what is stored is read again for years."""


@dataclass(frozen=True)
class SummaryWish:
    """Which summary is asked for.

    Attributes
    ----------
    kind : SummaryKind
    until : datetime.date or None
        Its last day; None for the latest week, month or quarter that is over.
    cell_id : int or None
        None for the whole community.
    """

    kind: SummaryKind
    until: dt.date | None = None
    cell_id: int | None = None

    def as_params(self) -> dict[str, Any]:
        """Give it as a job keeps it."""
        until = str(self.until) if self.until else None
        return {"kind": self.kind.value, "until": until, "cell_id": self.cell_id}

    @classmethod
    def read(cls, params: dict[str, Any]) -> SummaryWish:
        """Read what :meth:`as_params` gave.

        Parameters
        ----------
        params : dict
        """
        until = params.get("until")
        day = dt.date.fromisoformat(until) if until else None
        return cls(SummaryKind(params["kind"]), day, params.get("cell_id"))

    def days(self, on: dt.date) -> Days:
        """Give its period.

        Parameters
        ----------
        on : datetime.date
            Today.
        """
        return period_until(self.kind, self.until) if self.until else last_whole(self.kind, on)


def check_wish(
    session: Session, viewer: Viewer, community: Community, wish: SummaryWish, on: dt.date
) -> Cell | None:
    """Refuse what cannot be told, or not to this viewer.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        A summary of the whole community is for those who see it whole.
    community : Community
    wish : SummaryWish
    on : datetime.date
        Today.

    Returns
    -------
    Cell or None
        That the wish names.

    Raises
    ------
    NotAllowed, NotFound
    InputRefused
        If the period has not begun.
    """
    require(viewer, Action.EXPORT)
    if wish.days(on).until > on:
        raise InputRefused(
            N_("That day is still to come: a report ends today at the latest."),
            question=Question("until"),
        )
    if wish.cell_id is None:
        if not viewer.sees_whole_community:
            raise NotAllowed(N_("Choose one of your cells: only they can be reported by you."))
        return None
    mine = Cell.id.in_(seen_cells(viewer, community))
    cell = session.scalar(select(Cell).where(Cell.id == wish.cell_id, mine))
    if cell is None:
        raise NotFound(N_("There is no such cell."))
    return cell


def issue_summary(
    session: Session,
    viewer: Viewer,
    community: Community,
    wish: SummaryWish,
    *,
    at: dt.datetime,
    tell: Tell = tell_nobody,
) -> Summary:
    """Collect the numbers of a period and keep them as a summary.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Who asks. What is told does not depend on it.
    community : Community
    wish : SummaryWish
    at : datetime.datetime
        Now, aware, in the zone of the place.
    tell : Tell

    Returns
    -------
    Summary
        Stored.

    Raises
    ------
    NotAllowed, NotFound, InputRefused
        See :func:`check_wish`.
    Stopped
        If ``tell`` says so.
    """
    cell = check_wish(session, viewer, community, wish, at.date())
    days = wish.days(at.date())
    whole = Viewer(on=viewer.on)
    about = About(session, whole, community, cell, wish.kind, days, at)
    made = Summary(
        community_id=community.id,
        cell_id=wish.cell_id,
        kind=wish.kind,
        since=days.since,
        until=days.until,
        issued_at=at,
        issued_by=viewer.user_id,
        facts=_for_readers(about, collect(about, or_stop(tell))),
    )
    session.add(made)
    session.flush()
    record(
        session, at=at, by=viewer.user_id, action="issue", thing_kind="summary",
        thing_id=made.id, community_id=community.id, kind=wish.kind.value,
    )  # fmt: skip
    return made


def _for_readers(about: About, facts: Facts) -> Facts:
    """Refuse to tell everybody of a cell in which so little happened that it is about persons."""
    if about.is_public and about.cell and facts["issues"]["now"]["received"] < LEAST_SHOWN:
        raise InputRefused(
            N_("Fewer than %(least)s issues: a report for everybody would single people out."),
            least=LEAST_SHOWN,
            question=Question("kind"),
        )
    return facts


def collect(about: About, tell: Tell) -> Facts:
    """Collect everything that a summary tells.

    Parameters
    ----------
    about : About
    tell : Tell

    Returns
    -------
    dict
        JSON-serialisable; docs/summaries.md explains the names.
    """
    facts: Facts = {
        "format": FORMAT,
        "community": {
            "code": about.community.code,
            "name": about.community.name,
            "schematic": about.community.schematic,
            "attribution": about.community.attribution,
            "baseline_solved": about.community.baseline_issues_solved,
        },
        "cell": {"code": about.cell.code, "name": about.cell.name} if about.cell else None,
        "kind": about.kind.value,
        "public": about.is_public,
        "since": str(about.days.since),
        "until": str(about.days.until),
        "before": {"since": str(about.before.since), "until": str(about.before.until)},
        "issued_at": about.at.isoformat(),
    }
    parts: list[tuple[str, str, Callable[[Tell], Facts]]] = [
        ("issues", N_("Counting issues"), lambda _tell: count_issues(about)),
        ("hotspots", N_("Looking for hotspots"), lambda inner: find_hot(about, inner)),
        ("questions", N_("Reading open questions"), lambda _tell: read_questions(about)),
        ("coverage", N_("Measuring coverage"), lambda _tell: measure_coverage(about)),
        ("duties", N_("Looking for vacant duties"), lambda _tell: look_at_duties(about)),
    ]
    for number, (name, phase, part) in enumerate(parts):
        tell(number / len(parts), phase)
        facts[name] = part(_inside(tell, number, len(parts), phase))
    tell(1.0, N_("Writing it down"))
    return facts


def _inside(tell: Tell, number: int, parts: int, phase: str) -> Tell:
    """Make a listener for the progress of one part."""
    return lambda share, _what: tell((number + share) / parts, phase)
