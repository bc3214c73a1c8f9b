"""What comes again at a place and around it, sooner than chance makes it: by category."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Community, Issue, IssueCategory
from app.queries.hotspots.cases import counted, read_cases
from app.queries.hotspots.wish import Wish
from app.queries.scope import Viewer, seen_issue
from geodata.errors import N_
from mapping.hotspots import Said, adjusted, knox, odds_over

HERE_M, AROUND_M = 10.0, 100.0
"""The same place, as far as a phone knows it; and the neighbours of it."""

SOON_DAYS = 14.0
MOST_CATEGORIES = 4
LEAST_CASES = 15
"""Fewer issues of a category make too few pairs for any certainty."""

MOST_PAIRS = 200_000
"""Near pairs of one category up to which a page can wait for the answer."""

SURE = 0.05


@dataclass(frozen=True)
class NearRepeat:
    """That issues of a category come again near each other within two weeks.

    Attributes
    ----------
    category_id : int
    category : str
    cases : int
        Issues of the category in the period.
    around : bool
        Among the neighbours, up to 100 m away; else at the place itself.
    pairs : int
        Pairs so near in place and time.
    times : float
        How many times what chance makes of the same places and days.
    p : float
        Chance of as many, corrected for how many questions were asked.
    """

    category_id: int
    category: str
    cases: int
    around: bool
    pairs: int
    times: float
    p: float

    def said(self) -> Said:
        """Say it as a sentence."""
        template = (
            N_(
                "%(category)s: in the two weeks after one, the neighbours within 100 m have "
                "%(times)s times as many as by chance; chance under 1 in %(odds)s."
            )
            if self.around
            else N_(
                "%(category)s: in the two weeks after one, the same place has %(times)s times "
                "as many as by chance; chance under 1 in %(odds)s."
            )
        )
        params = {"category": self.category, "times": f"{self.times:.1f}"}
        return Said(template, params | {"odds": odds_over(self.p)})


def what_comes_again(
    session: Session, viewer: Viewer, community: Community, wish: Wish, *, at: dt.datetime
) -> list[NearRepeat]:
    """Tell of which categories more come again nearby soon after than chance explains.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
        With ground.
    wish : Wish
        Its days, category, replications and seed; without a category the four of which most came
        are looked at.
    at : datetime.datetime
        Now, in the zone of the place.

    Returns
    -------
    list of NearRepeat
        Those that are certain (Benjamini-Hochberg at 5 % over all that were looked at), the most
        certain first.

    Raises
    ------
    InputRefused
        If more than 200,000 pairs of one category are near each other.
    """
    asked = [
        one
        for category_id, name in _frequent(session, viewer, community, wish, at)
        for one in _compare(session, viewer, community, wish, at, category_id, name)
    ]
    chances = adjusted([one.p for one in asked]) if asked else np.array([])
    sure = [
        replace(one, p=float(p))
        for one, p in zip(asked, chances, strict=True)
        if p <= SURE and one.times > 1
    ]
    return sorted(sure, key=lambda one: (one.p, -one.times))


def _frequent(
    session: Session, viewer: Viewer, community: Community, wish: Wish, at: dt.datetime
) -> Sequence[tuple[int, str]]:
    """List the categories of which enough came, the most frequent first."""
    rows = session.execute(
        select(IssueCategory.id, IssueCategory.name)
        .join(Issue, Issue.category_id == IssueCategory.id)
        .where(seen_issue(viewer), *counted(community, wish, at), Issue.place_doubt.is_(None))
        .group_by(IssueCategory.id)
        .having(func.count() >= LEAST_CASES)
        .order_by(func.count().desc(), IssueCategory.id)
        .limit(MOST_CATEGORIES)
    )
    return [(row[0], row[1]) for row in rows]


def _compare(
    session: Session,
    viewer: Viewer,
    community: Community,
    wish: Wish,
    at: dt.datetime,
    category_id: int,
    name: str,
) -> list[NearRepeat]:
    """Compare one category with its own days dealt out anew, at the place and around it."""
    cases = read_cases(session, viewer, community, replace(wish, category_id=category_id), at)
    found = knox(
        cases.xy,
        cases.days.astype(np.float64),
        distances_m=(HERE_M, AROUND_M),
        spans_days=(SOON_DAYS,),
        replications=wish.replications,
        seed=wish.seed,
        most_pairs=MOST_PAIRS,
    )
    return [
        NearRepeat(
            category_id, name, len(cases.ids), bool(band),
            int(found.observed[band, 0]), float(found.ratio[band, 0]), float(found.p[band, 0]),
        )
        for band in (0, 1)
        if found.expected[band, 0] > 0
    ]  # fmt: skip
