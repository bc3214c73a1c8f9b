"""How a generated community works on issues: catalogue, hours, handling units, rules, plates."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Community, DutyRole, IssueCategory
from app.queries.scope import Viewer
from app.services.demo.rows import Ids, records
from app.services.issues.catalogue import (
    RuleEntry,
    UnitEntry,
    add_rule,
    add_unit,
    install_catalogue,
    set_week,
)
from app.services.issues.clock import USUAL_WEEK
from app.services.issues.plates import make_plates
from demo import DemoCommunity
from demo.records.kinds import kinds


def write_work(
    session: Session,
    community: Community,
    demo: DemoCommunity,
    ids: dict[str, Ids],
    *,
    at: dt.datetime,
    on: dt.date,
) -> dict[str, Ids]:
    """Let a community work on issues from its first day.

    Parameters
    ----------
    session : Session
    community : Community
        With its cells published.
    demo : DemoCommunity
    ids : dict of str to dict
        Ids of cells by key.
    at : datetime.datetime
        Now.
    on : datetime.date
        Today.

    Returns
    -------
    dict of str to dict
        Ids of the ``unit`` rows by key, and of the ``category`` rows by name.
    """
    operator = Viewer(on=on)
    install_catalogue(session, community, at)
    set_week(session, operator, community, USUAL_WEEK, at=at)
    units = {
        row["key"]: add_unit(
            session, operator, community, UnitEntry(row["name"], row["phone"]), at=at
        ).id
        for row in records(demo.units)
    }
    own = IssueCategory.community_id == community.id
    rows = session.execute(select(IssueCategory.name, IssueCategory.id).where(own))
    categories = dict(rows.all())
    _write_rules(session, operator, community, units, categories, at)
    for cell_id in ids["cell"].values():
        make_plates(session, operator, community, cell_id, at=at)
    return {"unit": units, "category": categories}


def _write_rules(
    session: Session,
    operator: Viewer,
    community: Community,
    units: Ids,
    categories: Ids,
    at: dt.datetime,
) -> None:
    """Say who gets which category, as the stories have it."""
    handlers = {kind["category"]: kind["handler"] for kind in kinds()}
    for name, handler in handlers.items():
        role = DutyRole.GRID_ADMINISTRATOR if handler == "steward" else None
        entry = RuleEntry(categories[name], role=role, unit_id=units.get(handler))
        add_rule(session, operator, community, entry, at=at)
