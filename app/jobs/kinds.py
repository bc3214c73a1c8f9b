"""What each kind of job does: one call of the service that the command line calls, too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.models import Community
from app.progress import Tell, or_stop
from app.queries.scope import Viewer, require
from app.services.areas.divide import DivideWish, divide_variants
from app.services.jobs import ACTION_OF
from app.services.patrols import PlanWish, plan_cells
from app.services.summaries import SummaryWish, issue_summary
from app.settings import Settings


@dataclass(frozen=True)
class Task:
    """What a job's function stands on.

    Attributes
    ----------
    session : Session
        The transaction that also ends the job.
    viewer : Viewer
        Who asked for it; the operator where nobody did.
    community : Community
    params : dict
        As asked.
    settings : Settings
    at : datetime.datetime
        When it began.
    tell : callable
        Takes share and phase; gives False once it is to stop.
    """

    session: Session
    viewer: Viewer
    community: Community
    params: dict[str, Any]
    settings: Settings
    at: dt.datetime
    tell: Tell


Run = Callable[[Task], dict[str, Any]]
"""Does the work; gives ``kind`` and ``id`` of what was made, with figures for the page."""


def plan(task: Task) -> dict[str, Any]:
    """Plan routes by a wish, of all cells in the asker's scope, or of the one that is named."""
    cell_id = task.params.get("cell_id")
    made = plan_cells(
        task.session,
        task.viewer,
        task.community,
        settings=task.settings,
        at=task.at,
        wish=PlanWish.read(task.params.get("wish", {})),
        cell_code=task.params.get("cell"),
        cell_id=cell_id,
        tell=or_stop(task.tell),
    )
    cells = {route.cell_id for route in made.routes}
    return {
        "kind": "plan" if len(cells) == 1 else "plans",
        "id": made.routes[0].cell_id if made.routes else None,
        "routes": len(made.routes),
        "stops": sum(len(route.stops) for route in made.routes),
        "unreachable": sum(len(route.unreachable) for route in made.routes),
    }


def divide(task: Task) -> dict[str, Any]:
    """Divide the ground by a wish, into one draft for each of its ``variants``."""
    require(task.viewer, ACTION_OF["divide"])
    wish = dict(task.params)
    variants, name = wish.pop("variants", ()), wish.pop("name", "")
    if "households" in wish:
        low, high = wish["households"]
        wish["households"] = low, high
    made = divide_variants(
        task.session,
        task.community,
        DivideWish(**wish),
        name=name,
        at=task.at,
        by=task.viewer.user_id,
        variants=variants,
        tell=task.tell,
    )
    return {
        "kind": "division" if len(made) == 1 else "divisions",
        "id": made[0].id,
        "drafts": [division.id for division in made],
    }


def report(task: Task) -> dict[str, Any]:
    """Issue the summary of a period."""
    made = issue_summary(
        task.session,
        task.viewer,
        task.community,
        SummaryWish.read(task.params),
        at=task.at.astimezone(ZoneInfo(task.settings.wangge_timezone)),
        tell=task.tell,
    )
    return {"kind": "summary", "id": made.id}


RUNS: dict[str, Run] = {
    "divide": divide,
    "plan": plan,
    "report": report,
}
"""The function of each kind that :data:`app.services.jobs.ACTION_OF` names."""
