"""Which kind of step is planned where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from app.models import Division
from app.services.drafts import steps
from app.services.drafts.kinds.plan import Plan
from app.services.drafts.kinds.shapes import plan_drag, plan_draw, plan_merge, plan_move, plan_split
from app.services.drafts.kinds.words import plan_describe, plan_renumber

_PLANNERS: dict[type[steps.Turn], Callable[[Session, Division, Any], Plan]] = {
    steps.Split: plan_split,
    steps.Merge: plan_merge,
    steps.Move: plan_move,
    steps.Drag: plan_drag,
    steps.Draw: plan_draw,
    steps.Describe: plan_describe,
    steps.Renumber: plan_renumber,
}


def plan_step(session: Session, division: Division, step: steps.Turn) -> Plan:
    """Work out what a step does, or say why it cannot be done.

    Parameters
    ----------
    session : Session
    division : Division
    step : Step

    Raises
    ------
    InputRefused
        With a sentence for whoever asked.
    """
    return _PLANNERS[type(step)](session, division, step)
