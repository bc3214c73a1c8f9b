"""Every demo community loads whole, and logs in with the password of its installation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, func, select
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


@dataclass(frozen=True)
class Loaded:
    """A demo community, alone in the store that the session sees."""

    session: Session
    made: DemoCommunity
    community: Community


@pytest.fixture(scope="module")
def loaded(request: pytest.FixtureRequest, engine: Engine) -> Iterator[Loaded]:
    """Load a community once for all tests of it: they only read."""
    with engine.connect() as connection, connection.begin() as outer:
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            made = generate(request.param, seed=1, today=TODAY)
            community = load_demo(session, made, password="abcd-efgh-2345", at=NOW, on=TODAY)
            yield Loaded(session, made, community)
        outer.rollback()


each_community = pytest.mark.parametrize("loaded", NAMES, indirect=True)
kangle = pytest.mark.parametrize("loaded", ["kangle"], indirect=True)


@each_community
def test_everything_generated_is_stored(loaded: Loaded) -> None:
    """No row is lost on the way, and every building lies in a cell where there are cells."""
    session, made = loaded.session, loaded.made
    stored = {
        model: session.scalar(select(func.count()).select_from(model))
        for model in (Building, Entrance, Cell, Person, Duty, Issue, IssueEvent, Patrol, User)
    }
    generated = (
        *(made.buildings, made.entrances, made.cells, made.people, made.duties),
        *(made.issues, made.issue_events, made.patrols, made.accounts),
    )
    assert list(stored.values()) == [len(frame) for frame in generated]
    assert loaded.community.schematic
    placed = session.scalar(select(func.count()).select_from(BuildingCell))
    assert placed == (len(made.buildings) if len(made.cells) else 0)
    assert session.scalars(select(AreaNote.code)).all() == []


@kangle
def test_the_sewer_of_building_41(loaded: Loaded) -> None:
    """The case lies at building 41, harms bungalows, and tells its four steps."""
    session = loaded.session
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


@kangle
def test_issues_lie_in_the_cell_of_their_building(loaded: Loaded) -> None:
    """What the demo says of a building and what PostGIS finds agree."""
    session = loaded.session
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


@kangle
def test_panels_lead_from_both_ends_to_the_settled_case(loaded: Loaded) -> None:
    """Building 41 and the bungalows behind it tell of the sewer among what is settled."""
    session, community = loaded.session, loaded.community
    title = "41号楼下水道堵塞"
    issue = session.scalars(select(Issue).where(Issue.title == title)).one()
    harmed = session.scalars(select(IssueHarm.building_id)).first()
    for building_id in (issue.building_id, harmed):
        assert building_id is not None
        facts = building_facts(session, Viewer(on=TODAY), community, building_id, NOW)
        assert title in [line.title for line in facts.done]
        assert title not in [line.title for line in facts.issues]
