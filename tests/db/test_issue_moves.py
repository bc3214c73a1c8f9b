"""Issues are moved by whom the table names, with what it asks for, and it is written down."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    DutyRole,
    HandlingUnit,
    Issue,
    IssueChannel,
    IssueEvent,
    IssueLevel,
    IssueState,
)
from app.queries.scope import NotAllowed, NotFound, Viewer
from app.services.issues import (
    Given,
    Handler,
    HandlerKind,
    Overtaken,
    allowed_moves,
    move_issue,
    note_issue,
)
from geodata.errors import InputRefused
from tests.two_cells import NOW, TODAY, World, build_world

HOUR = dt.timedelta(hours=1)
WHY = Given(note="有人在清理")
DONE = Given(note="已疏通", no_photo="井下无法拍照")


@pytest.fixture
def world(session: Session) -> World:
    return build_world(session)


@pytest.fixture
def issue(session: Session, world: World) -> Issue:
    """Give what a resident of the first building of Alpha reported."""
    made = Issue(
        community_id=world.community.id,
        source_ref="plate-1",
        channel=IssueChannel.PLATE,
        category="管道堵塞",
        title="Sewer",
        building_id=world.alpha.ids["building"],
        cell_id=world.alpha.cell.id,
        reported_at=NOW,
    )
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def firm(session: Session, world: World) -> Handler:
    """Give a property firm, whose account is ``handler``."""
    unit = HandlingUnit(community_id=world.community.id, name="绿城物业")
    session.add(unit)
    session.flush()
    world.users["handler"].unit_id = unit.id
    return Handler(HandlerKind.UNIT, unit.id)


def viewer(world: World, name: str) -> Viewer:
    return Viewer.of(world.users[name], TODAY)


def move(
    session: Session,
    world: World,
    issue: Issue,
    name: str,
    verb: str,
    give: Given = Given(),  # noqa: B008
    *,
    at: dt.datetime = NOW,
) -> Issue:
    who = viewer(world, name)
    return move_issue(session, who, issue.id, verb, seen=issue.version, at=at, give=give)


def lead(session: Session, world: World, issue: Issue, firm: Handler, *, to: str) -> None:
    """Move an issue along its good way until a verb was done."""
    way = {
        "file": ("grid", Given(confirmed=True)),
        "dispatch": ("grid", Given(handler=firm)),
        "handle": ("handler", Given()),
        "resolve": ("handler", DONE),
        "verify": ("volunteer", Given()),
        "close": ("community", Given()),
        "evaluate": ("leader", Given(score=5, note="快")),
    }
    for number, (verb, (name, give)) in enumerate(way.items()):
        move(session, world, issue, name, verb, give, at=NOW + number * HOUR)
        if verb == to:
            return


def test_five_accounts_lead_an_issue_to_its_end(
    session: Session, world: World, issue: Issue, firm: Handler
) -> None:
    lead(session, world, issue, firm, to="evaluate")
    assert (issue.state, issue.version) == (IssueState.EVALUATED, 7)
    assert issue.confirmed_at == issue.filed_at == NOW
    assert issue.dispatched_at == NOW + HOUR
    assert issue.resolved_at == NOW + 3 * HOUR
    assert issue.verified_at == NOW + 4 * HOUR
    assert issue.closed_at == NOW + 5 * HOUR
    events = session.scalars(
        select(IssueEvent).where(IssueEvent.issue_id == issue.id).order_by(IssueEvent.id)
    ).all()
    assert [event.verb for event in events] == [
        "file", "dispatch", "handle", "resolve", "verify", "close", "evaluate",
    ]  # fmt: skip
    assert [event.state for event in events] == [
        IssueState.FILED, IssueState.DISPATCHED, IssueState.HANDLING, IssueState.RESOLVED,
        IssueState.VERIFIED, IssueState.CLOSED, IssueState.EVALUATED,
    ]  # fmt: skip
    assert len({event.user_id for event in events}) == 5
    assert events[1].facts["unit_id"] == str(firm.id)
    assert events[3].facts["no_photo"] == "井下无法拍照"
    assert events[6].facts["score"] == "5"


def test_of_two_who_saw_the_same_one_wins_and_the_other_is_told(
    session: Session, world: World, issue: Issue
) -> None:
    move(session, world, issue, "grid", "confirm")
    with pytest.raises(Overtaken) as caught:
        move_issue(
            session, viewer(world, "community"), issue.id, "reject", seen=0, at=NOW, give=WHY
        )
    error = caught.value
    assert "Alpha" not in str(error)  # The name of the account, not of the person behind it.
    assert str(error).startswith("grid was faster")
    assert (error.state, error.version) == (IssueState.REPORTED, 1)
    assert [(step.verb, step.at, step.who) for step in error.steps] == [("confirm", NOW, "grid")]
    assert issue.state is IssueState.REPORTED


def test_who_pressed_twice_is_told_so(session: Session, world: World, issue: Issue) -> None:
    move(session, world, issue, "grid", "confirm")
    with pytest.raises(Overtaken, match="You have done this already"):
        move_issue(session, viewer(world, "grid"), issue.id, "confirm", seen=0, at=NOW)


def test_who_was_faster_stays_unnamed_out_of_scope(
    session: Session, world: World, issue: Issue, firm: Handler
) -> None:
    """A firm knows nobody of the neighbourhood but through the people's accounts."""
    lead(session, world, issue, firm, to="dispatch")
    move(session, world, issue, "grid", "extend", Given(note="雨", until=NOW + 40 * HOUR))
    with pytest.raises(Overtaken, match="Somebody was faster"):
        move_issue(session, viewer(world, "handler"), issue.id, "handle", seen=2, at=NOW)


@pytest.mark.parametrize(
    ("name", "verb"),
    [
        ("volunteer", "file"),
        ("leader", "file"),
        ("volunteer", "reject"),
        ("leader", "confirm"),
    ],
)
def test_only_the_parties_of_a_verb_take_it(
    session: Session, world: World, issue: Issue, name: str, verb: str
) -> None:
    with pytest.raises(NotAllowed):
        move(session, world, issue, name, verb, Given(note="x", confirmed=True))
    assert issue.version == 0


@pytest.mark.parametrize("name", ["bravo", "stranger", "handler", "system"])
def test_out_of_scope_there_is_no_such_issue(
    session: Session, world: World, issue: Issue, name: str
) -> None:
    with pytest.raises(NotFound):
        move(session, world, issue, name, "confirm")
    with pytest.raises(NotFound if name != "system" else NotAllowed):
        note_issue(session, viewer(world, name), issue.id, at=NOW, give=WHY)


def test_what_the_public_reports_is_seen_on_site_before_it_is_filed(
    session: Session, world: World, issue: Issue
) -> None:
    with pytest.raises(InputRefused, match="on site"):
        move(session, world, issue, "grid", "file")
    move(session, world, issue, "volunteer", "confirm")
    assert "confirm" not in allowed_moves(session, viewer(world, "volunteer"), issue)
    move(session, world, issue, "grid", "file")
    assert issue.state is IssueState.FILED


def test_what_staff_reports_needs_no_confirmation(
    session: Session, world: World, issue: Issue
) -> None:
    issue.channel = IssueChannel.PATROL
    assert "confirm" not in allowed_moves(session, viewer(world, "grid"), issue)
    assert move(session, world, issue, "grid", "file").state is IssueState.FILED


def test_whoever_handled_it_does_not_verify_it(
    session: Session, world: World, issue: Issue
) -> None:
    move(session, world, issue, "volunteer", "handle on the spot", DONE)
    assert issue.handled_by == world.users["volunteer"].id
    assert issue.person_id == world.users["volunteer"].person_id
    assert issue.filed_at == issue.confirmed_at == issue.resolved_at == NOW
    assert "verify" not in allowed_moves(session, viewer(world, "volunteer"), issue)
    with pytest.raises(NotAllowed):
        move(session, world, issue, "volunteer", "verify")
    move(session, world, issue, "grid", "verify")


def test_a_handler_without_an_account_is_written_down_for(
    session: Session, world: World, issue: Issue
) -> None:
    """Who wrote it down counts as having handled it: somebody else verifies."""
    elder = world.alpha.people[DutyRole.BUILDING_LEAD]
    move(session, world, issue, "grid", "file", Given(confirmed=True))
    move(
        session,
        world,
        issue,
        "grid",
        "dispatch",
        Given(handler=Handler(HandlerKind.PERSON, elder.id)),
    )
    move(session, world, issue, "grid", "resolve", DONE)
    with pytest.raises(NotAllowed):
        move(session, world, issue, "grid", "verify")


def test_whoever_has_an_account_speaks_for_themselves(
    session: Session, world: World, issue: Issue, firm: Handler
) -> None:
    lead(session, world, issue, firm, to="dispatch")
    with pytest.raises(NotAllowed):
        move(session, world, issue, "community", "resolve", DONE)
    world.users["handler"].active = False
    move(session, world, issue, "community", "resolve", DONE)


def test_rework_goes_back_and_is_counted(
    session: Session, world: World, issue: Issue, firm: Handler
) -> None:
    lead(session, world, issue, firm, to="resolve")
    move(session, world, issue, "volunteer", "rework", Given(note="还在漏"))
    assert (issue.state, issue.reworks, issue.resolved_at) == (IssueState.DISPATCHED, 1, None)
    assert issue.unit_id == firm.id


def test_return_leaves_it_to_nobody(
    session: Session, world: World, issue: Issue, firm: Handler
) -> None:
    lead(session, world, issue, firm, to="handle")
    move(session, world, issue, "handler", "return", Given(note="不归我们"))
    assert (issue.state, issue.unit_id) == (IssueState.FILED, None)
    with pytest.raises(NotFound):
        move(session, world, issue, "handler", "handle")


def test_an_issue_is_given_to_those_at_hand_only(
    session: Session, world: World, issue: Issue
) -> None:
    move(session, world, issue, "grid", "file", Given(confirmed=True))
    gone = world.alpha.people[DutyRole.ENTRANCE_LEAD]
    gone.left_on = TODAY
    wrong = [gone.id, world.bravo.ids["person"], 10**9]
    for key in wrong:
        with pytest.raises(InputRefused):
            move(
                session,
                world,
                issue,
                "grid",
                "dispatch",
                Given(handler=Handler(HandlerKind.PERSON, key)),
            )
    with pytest.raises(InputRefused, match="Choose who"):
        move(session, world, issue, "grid", "dispatch")


def test_escalation_ends_at_the_district(session: Session, world: World, issue: Issue) -> None:
    move(session, world, issue, "grid", "file", Given(confirmed=True))
    for level in (IssueLevel.COMMUNITY, IssueLevel.STREET, IssueLevel.DISTRICT):
        move(session, world, issue, "leader", "escalate", WHY)
        assert issue.level is level
    assert "escalate" not in allowed_moves(session, viewer(world, "leader"), issue)
    with pytest.raises(InputRefused):
        move(session, world, issue, "leader", "escalate", WHY)


def test_reopened_it_begins_anew(
    session: Session, world: World, issue: Issue, firm: Handler
) -> None:
    lead(session, world, issue, firm, to="evaluate")
    later = NOW + 100 * HOUR
    move(session, world, issue, "community", "reopen", Given(note="又堵了"), at=later)
    assert (issue.state, issue.filed_at) == (IssueState.FILED, later)
    assert (issue.unit_id, issue.handled_by) == (None, None)
    assert (issue.closed_at, issue.resolved_at) == (None, None)


@pytest.mark.parametrize("verb", ["", "explode", "report", "note"])
def test_what_is_no_verb_is_refused(
    session: Session, world: World, issue: Issue, verb: str
) -> None:
    with pytest.raises(InputRefused):
        move(session, world, issue, "community", verb)


def test_a_remark_moves_nothing(session: Session, world: World, issue: Issue) -> None:
    event = note_issue(
        session, viewer(world, "leader"), issue.id, at=NOW, give=Given(note=" 尽快 ")
    )
    assert (event.verb, event.note, event.state, issue.version) == (
        "note", "尽快", IssueState.REPORTED, 0,
    )  # fmt: skip
    with pytest.raises(InputRefused):
        note_issue(session, viewer(world, "leader"), issue.id, at=NOW, give=Given(note=" "))


def test_the_reporter_may_judge_and_who_handled_it_may_not(
    session: Session, world: World, issue: Issue, firm: Handler
) -> None:
    issue.reported_by = world.users["volunteer"].id
    lead(session, world, issue, firm, to="close")
    assert "evaluate" in allowed_moves(session, viewer(world, "volunteer"), issue)
    issue.handled_by = world.users["volunteer"].id
    assert "evaluate" not in allowed_moves(session, viewer(world, "volunteer"), issue)
