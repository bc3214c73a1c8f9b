"""A generated community, stored as if somebody had entered it all."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Cell, Community, Street
from app.queries.scope import published_division
from app.services.areas import add_community, publish_cells
from app.services.demo.ground import write_ground
from app.services.demo.issues import write_issues
from app.services.demo.patrols import write_patrols
from app.services.demo.people import write_accounts, write_duties, write_people
from app.services.demo.work import write_work
from demo import DemoCommunity

STREET_DIGITS = 9
"""The first nine of the twelve digits of a community's code name its street."""


def load_demo(
    session: Session, demo: DemoCommunity, *, password: str, at: dt.datetime, on: dt.date
) -> Community:
    """Store a generated community with everything that belongs to it.

    Parameters
    ----------
    session : Session
    demo : DemoCommunity
        As :func:`demo.generate` makes it.
    password : str
        For all its accounts; made anew for each installation.
    at : datetime.datetime
        Now.
    on : datetime.date
        The day from which its division holds.

    Returns
    -------
    Community

    Raises
    ------
    InputRefused
        If a community with its code is already there.
    """
    community = add_community(
        session,
        name=demo.name,
        code=demo.code or f"demo-{demo.key}",
        place=demo.place,
        at=at,
        by=None,
    )
    community.schematic = True
    community.cell_term = demo.cell_term
    community.expected_duties = list(demo.figures.duties)
    community.baseline_issues_solved = demo.baseline_issues_solved
    community.street = _street(session, community, demo.place)
    ids = write_ground(session, community, demo)
    if not demo.cells.empty:
        publish_cells(session, community, demo.cells, on=on, at=at, by=None)
    ids["cell"] = _cell_ids(session, community)
    ids |= write_people(session, community.id, demo, ids)
    write_duties(session, community.id, demo.duties, ids)
    ids |= write_work(session, community, demo, ids, at=at, on=on)
    write_accounts(session, community, demo.accounts, ids, password=password, at=at)
    write_issues(session, community, demo, ids, at=at)
    write_patrols(session, community.id, demo.patrols, ids)
    return community


def _street(session: Session, community: Community, place: str) -> Street:
    """Find or add the street above a community, so that its leaders can see it."""
    code = community.code[:STREET_DIGITS]
    found = session.scalar(select(Street).where(Street.code == code))
    return found or Street(code=code, name=place)


def _cell_ids(session: Session, community: Community) -> dict[str, int]:
    """Give the ids of the cells that hold today, by code."""
    division = published_division(session, community)
    if division is None:
        return {}
    rows = session.execute(select(Cell.code, Cell.id).where(Cell.division_id == division.id))
    return dict(rows.all())
