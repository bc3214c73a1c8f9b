"""Every demo community loads whole, and logs in with the password of its installation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, selectinload

from app.models import (
    ISSUE_MOVES,
    PUBLIC_CHANNELS,
    RUNNING_STATES,
    AreaNote,
    Building,
    BuildingCell,
    Cell,
    Community,
    Deliberation,
    DeliberationState,
    DispatchRule,
    DoorPlate,
    Duty,
    Entrance,
    HandlingUnit,
    Issue,
    IssueCategory,
    IssueHarm,
    IssueLevel,
    IssueState,
    Notice,
    Patrol,
    Person,
    Role,
    User,
    WorkingHours,
)
from app.queries.buildings import building_facts
from app.queries.scope import Viewer, own_issue
from app.services.demo import load_demo
from app.services.issues import handler_of
from app.services.issues.escalating import escalate_overdue
from demo import NAMES, DemoCommunity, generate

NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)


@dataclass(frozen=True)
class Loaded:
    """A demo community, alone in the store that the session sees."""

    session: Session
    made: DemoCommunity
    community: Community

    def issues(self) -> list[Issue]:
        rows = select(Issue).options(selectinload(Issue.events))
        return list(self.session.scalars(rows))


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
        for model in (Building, Entrance, Cell, Person, Duty, Issue, HandlingUnit, Patrol, User)
    }
    generated = (
        *(made.buildings, made.entrances, made.cells, made.people, made.duties),
        *(made.issues, made.units, made.patrols, made.accounts),
    )
    assert list(stored.values()) == [len(frame) for frame in generated]
    assert loaded.community.schematic
    placed = session.scalar(select(func.count()).select_from(BuildingCell))
    assert placed == (len(made.buildings) if len(made.cells) else 0)
    assert session.scalars(select(AreaNote.code)).all() == []


@each_community
def test_issues_live_as_their_stories_tell(loaded: Loaded) -> None:
    """Every step is in the time line, follows the table of moves, and leads where it should."""
    told = {ref: list(some["kind"]) for ref, some in loaded.made.issue_events.groupby("source_ref")}
    ends = loaded.made.issues.set_index("source_ref")["status"]
    for issue in loaded.issues():
        state = IssueState.REPORTED
        events = sorted(issue.events, key=lambda event: (event.at, event.id))
        for event in events:
            if event.verb in ISSUE_MOVES:
                move = ISSUE_MOVES[event.verb]
                assert state in move.sources, (issue.source_ref, event.verb)
                state = move.target or state
                assert event.state is state
        by_people = [e.verb for e in events if e.user_id or e.verb != "escalate"]
        story = told[issue.source_ref]
        assert [verb for verb in by_people if verb in story] == story
        assert issue.state is state
        assert state == ends[issue.source_ref]
        assert issue.version == sum(event.verb in ISSUE_MOVES for event in events)


@each_community
def test_whoever_acts_in_the_stories_may(loaded: Loaded) -> None:
    """Nobody verifies what they handled; the secretary closes; the public's are confirmed."""
    for issue in loaded.issues():
        by = {event.verb: event.user_id for event in issue.events}
        if "verify" in by:
            assert issue.handled_by is not None
            assert by["verify"] != issue.handled_by
        if "close" in by:
            assert loaded.session.get_one(User, by["close"]).role is Role.COMMUNITY_ADMIN
        if issue.filed_at is not None:
            assert (issue.confirmed_at is not None) >= (issue.channel in PUBLIC_CHANNELS)
        if issue.state in (IssueState.DISPATCHED, IssueState.HANDLING):
            assert handler_of(issue) is not None


@each_community
def test_clocks_show_what_the_working_time_says(loaded: Loaded) -> None:
    """A few overdue, a few soon, those suspended with time left; time has nothing more to do."""
    running = [issue for issue in loaded.issues() if issue.state in RUNNING_STATES]
    late = [issue for issue in running if issue.due_at is not None and issue.due_at < NOW]
    soon = [i for i in running if i.warn_at is not None and i.warn_at < NOW and i not in late]
    assert 4 <= len(late) <= 12
    assert 1 <= len(soon) <= 9
    assert all(issue.level is not IssueLevel.CELL for issue in late)
    assert escalate_overdue(loaded.session, at=NOW, community=loaded.community) == []
    waiting = [issue for issue in loaded.issues() if issue.state is IssueState.SUSPENDED]
    assert len(waiting) == 3
    assert all(issue.left_s and issue.due_at is None for issue in waiting)


@each_community
def test_a_community_opens_ready_to_work(loaded: Loaded) -> None:
    """Catalogue, hours, rules, an account for each handling unit that sees what it has."""
    session, here = loaded.session, loaded.community.id
    for model in (IssueCategory, WorkingHours, DispatchRule):
        assert session.scalar(select(func.count()).where(model.community_id == here))
    for user in session.scalars(select(User).where(User.role == Role.HANDLER)):
        assert user.unit_id is not None
        own = select(func.count()).where(own_issue(Viewer.of(user, TODAY)))
        assert session.scalar(own.select_from(Issue))
    assert session.scalar(select(func.count()).select_from(Notice))


@kangle
def test_every_door_has_a_plate(loaded: Loaded) -> None:
    """One for each stairwell, one for each building without any."""
    plates = select(func.count()).select_from(DoorPlate)
    stairless = set(loaded.made.buildings.key) - set(loaded.made.entrances.building_key)
    assert loaded.session.scalar(plates) == len(loaded.made.entrances) + len(stairless)


@kangle
def test_the_sewer_of_building_41(loaded: Loaded) -> None:
    """It lies at building 41, harms bungalows, and goes through four steps to its closing."""
    session = loaded.session
    issue = session.scalars(select(Issue).where(Issue.title == "41号楼下水道堵塞")).one()
    assert issue.building is not None
    assert issue.building.number == "41"
    harmed = select(Building.kind).join(IssueHarm, IssueHarm.building_id == Building.id)
    kinds = session.scalars(harmed.where(IssueHarm.issue_id == issue.id)).all()
    assert len(kinds) >= 3
    assert set(kinds) == {"bungalow"}
    held = session.scalars(select(Deliberation).where(Deliberation.issue_id == issue.id)).one()
    assert held.state is DeliberationState.DONE
    assert [step.verb for step in held.steps] == ["raise", "meet", "discuss", "answer", "judge"]
    assert all(
        step.minutes.startswith(word)
        for step, word in zip(held.steps, ("出题", "", "议题", "答题", "评题"), strict=True)
    )
    stairwells = {share.entrance.name for share in held.shares if share.entrance}
    assert len(stairwells) == len(held.shares) == 5
    assert {share.due_fen for share in held.shares} == {72_000}
    assert all(share.paid_fen == share.due_fen and share.paid_on for share in held.shares)
    assert issue.state is IssueState.EVALUATED
    assert issue.due_at is not None
    assert issue.resolved_at is not None
    assert issue.resolved_at < issue.due_at, "the clock stood while the residents deliberated"
    verbs = [event.verb for event in sorted(issue.events, key=lambda event: event.at)]
    assert verbs == [
        "report", "confirm", "file", "dispatch", "handle", "suspend", "deliberate", "raise",
        "meet", "discuss", "share cost", "cost collected", "resume", "handle", "resolve", "answer",
        "judge", "verify", "close", "evaluate",
    ]  # fmt: skip


@pytest.mark.parametrize("loaded", ["sanyuan"], indirect=True)
def test_the_gate_of_sanyuan_was_deliberated(loaded: Loaded) -> None:
    """Its four steps are done, and it cost the residents nothing."""
    held = loaded.session.scalars(select(Deliberation)).one()
    assert held.state is DeliberationState.DONE
    assert held.shares == []


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
