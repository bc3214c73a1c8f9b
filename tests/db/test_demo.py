"""Every demo community loads whole, and logs in with the password of its installation."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    AreaNote,
    Building,
    BuildingCell,
    Cell,
    Community,
    Duty,
    Entrance,
    Issue,
    IssueEvent,
    IssueHarm,
    Patrol,
    Person,
    User,
)
from app.queries.buildings import building_facts
from app.queries.scope import Viewer
from app.services.demo import load_demo
from demo import NAMES, DemoCommunity, generate

NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)


def load(session: Session, name: str) -> tuple[DemoCommunity, Community]:
    """Generate and store a demo community."""
    made = generate(name, seed=1, today=TODAY)
    return made, load_demo(session, made, password="abcd-efgh-2345", at=NOW, on=TODAY)


@pytest.mark.parametrize("name", NAMES)
def test_everything_generated_is_stored(session: Session, name: str) -> None:
    """No row is lost on the way, and every building lies in a cell where there are cells."""
    made, community = load(session, name)
    stored = {
        model: session.scalar(select(func.count()).select_from(model))
        for model in (Building, Entrance, Cell, Person, Duty, Issue, IssueEvent, Patrol, User)
    }
    generated = (
        *(made.buildings, made.entrances, made.cells, made.people, made.duties),
        *(made.issues, made.issue_events, made.patrols, made.accounts),
    )
    assert list(stored.values()) == [len(frame) for frame in generated]
    assert community.schematic
    placed = session.scalar(select(func.count()).select_from(BuildingCell))
    assert placed == (len(made.buildings) if len(made.cells) else 0)
    assert session.scalars(select(AreaNote.code)).all() == []


def test_the_sewer_of_building_41(session: Session) -> None:
    """The case lies at building 41, harms bungalows, and tells its four steps."""
    load(session, "kangle")
    issue = session.scalars(select(Issue).where(Issue.title == "41号楼下水道堵塞")).one()
    assert issue.building is not None
    assert issue.building.number == "41"
    entrances = select(func.count()).where(Entrance.building_id == issue.building_id)
    assert session.scalar(entrances) == 5
    harmed = select(Building.kind).join(IssueHarm, IssueHarm.building_id == Building.id)
    kinds = session.scalars(harmed.where(IssueHarm.issue_id == issue.id)).all()
    assert kinds
    assert set(kinds) == {"bungalow"}
    told = "".join(event.note for event in issue.events)
    assert all(step in told for step in ("出题", "议题", "答题", "评题"))


def test_issues_lie_in_the_cell_of_their_building(session: Session) -> None:
    """What the demo says of a building and what PostGIS finds agree."""
    load(session, "kangle")
    astray = session.scalar(
        select(func.count())
        .select_from(Issue)
        .join(BuildingCell, BuildingCell.building_id == Issue.building_id)
        .where(Issue.cell_id.is_distinct_from(BuildingCell.cell_id))
    )
    assert astray == 0
    assert session.scalar(select(func.count(Issue.cell_id))) == session.scalar(
        select(func.count()).select_from(Issue)
    )


def test_panels_lead_from_both_ends_to_the_settled_case(session: Session) -> None:
    """Building 41 and the bungalows behind it tell of the sewer among what is settled."""
    _, community = load(session, "kangle")
    title = "41号楼下水道堵塞"
    issue = session.scalars(select(Issue).where(Issue.title == title)).one()
    harmed = session.scalars(select(IssueHarm.building_id)).first()
    for building_id in (issue.building_id, harmed):
        assert building_id is not None
        facts = building_facts(session, Viewer(on=TODAY), community, building_id, NOW)
        assert title in [line.title for line in facts.done]
        assert title not in [line.title for line in facts.issues]
