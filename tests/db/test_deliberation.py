"""The four steps of a deliberation, its costs, and whom an issue harms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    AuditEntry,
    Building,
    CostShare,
    Deliberation,
    DeliberationParty,
    DeliberationState,
    Entrance,
    HandlingUnit,
    Household,
    Issue,
    IssueEvent,
    IssueHarm,
    IssueState,
    Notice,
    User,
)
from app.queries.scope import NotAllowed, NotFound, Viewer
from app.services.issues import move_issue
from app.services.issues.deliberation import (
    Basis,
    CostWish,
    Meeting,
    Participant,
    Votes,
    add_harm,
    allowed_steps,
    drop_harm,
    share_cost,
    start_deliberation,
    take_payment,
    take_step,
)
from geodata.errors import InputRefused
from tests.two_cells import NOW, TODAY, World, build_world, put

P = DeliberationParty
BRANCH = (Participant(P.BRANCH, "书记"),)
THREE = (*BRANCH, Participant(P.RESIDENTS, "单元代表"), Participant(P.HARMED, "平房代表"))
FIRM = (Participant(P.PROPERTY, "疏通公司"),)


@dataclass
class Case:
    """An issue in Alpha that is deliberated by its grid administrator."""

    session: Session
    world: World
    issue: Issue
    viewer: Viewer
    made: Deliberation

    def step(self, verb: str, meeting: Meeting, viewer: Viewer | None = None) -> None:
        seen = self.made.version
        take_step(
            self.session, viewer or self.viewer, self.made.id, verb, meeting, seen=seen, at=NOW
        )

    def verbs(self) -> list[str]:
        return list(
            self.session.scalars(
                select(IssueEvent.verb)
                .where(IssueEvent.issue_id == self.issue.id)
                .order_by(IssueEvent.id)
            )
        )

    def entrances(self) -> list[int]:
        rows = select(Entrance.id).where(Entrance.building_id == self.issue.building_id)
        return list(self.session.scalars(rows.order_by(Entrance.id)))


@pytest.fixture
def case(session: Session) -> Case:
    world = build_world(session)
    issue = session.get_one(Issue, world.alpha.ids["issue"])
    viewer = Viewer.of(world.users["grid"], TODAY)
    made = start_deliberation(session, viewer, issue, "谁来出疏通的钱？", at=NOW)
    return Case(session, world, issue, viewer, made)


def met(*people: Participant, minutes: str = "如实记录。", votes: Votes | None = None) -> Meeting:
    return Meeting(TODAY, minutes, people, votes)


def test_four_steps_lead_to_the_end_and_the_time_line_tells_them(case: Case) -> None:
    """出题, 议题 with a meeting that found no agreement, 答题, 评题."""
    case.step("raise", met(*BRANCH))
    case.step("meet", met(*THREE, votes=Votes(1, 4)))
    assert case.made.state is DeliberationState.DISCUSSING
    case.step("discuss", met(*THREE, votes=Votes(5, 0, 1)))
    case.step("answer", met(*FIRM))
    case.step("judge", met(*THREE, votes=Votes(9, 1)))
    assert case.made.state is DeliberationState.DONE
    assert [step.verb for step in case.made.steps] == [
        "raise", "meet", "discuss", "answer", "judge"
    ]  # fmt: skip
    assert case.made.steps[2].votes_for == 5
    assert case.made.steps[0].participants == [{"party": "branch", "name": "书记"}]
    assert case.verbs() == [
        "report", "deliberate", "raise", "meet", "discuss", "answer", "judge"
    ]  # fmt: skip
    assert case.made.version == 5
    start_deliberation(case.session, case.viewer, case.issue, "还有一题", at=NOW)


def test_what_did_not_convince_is_done_again(case: Case) -> None:
    """From judging back to the answer, from the answer back to the discussion."""
    case.step("raise", met(*BRANCH))
    case.step("discuss", met(*THREE))
    case.step("answer", met(*FIRM))
    case.step("answer again", met(minutes="院内仍有异味。"))
    case.step("discuss again", met(minutes="费用超出预算。"))
    case.step("drop", met(minutes="改由维修资金解决。"))
    assert case.made.state is DeliberationState.DROPPED


def test_a_case_is_not_closed_before_the_residents_judged(case: Case) -> None:
    """The last step of four is theirs."""
    case.issue.state = IssueState.VERIFIED
    case.session.flush()
    secretary = Viewer.of(case.world.users["community"], TODAY)
    close = partial(
        move_issue, case.session, secretary, case.issue.id, "close", seen=case.issue.version, at=NOW
    )
    with pytest.raises(InputRefused, match="not judged yet"):
        close()
    case.step("drop", met(minutes="改由维修资金解决。"))
    assert close().state is IssueState.CLOSED


@pytest.mark.parametrize(
    ("before", "verb", "meeting"),
    [
        ((), "raise", met(*FIRM)),
        ((), "raise", met(*BRANCH, minutes=" \n ")),
        ((), "raise", met(*BRANCH, minutes="长" * 5000)),
        ((), "raise", met(Participant(P.BRANCH, "名" * 99))),
        ((), "raise", met(Participant(P.BRANCH, " "))),
        ((), "raise", met(*BRANCH * 200)),
        ((), "raise", Meeting(TODAY + dt.timedelta(days=1), "明天", BRANCH)),
        ((), "raise", Meeting(TODAY - dt.timedelta(days=4), "上报之前", BRANCH)),
        ((), "discuss", met(*THREE)),
        ((), "nonsense", met(*THREE)),
        (("raise",), "discuss", met(*BRANCH, *FIRM)),
        (("raise",), "discuss", met(*THREE, votes=Votes(3, 3))),
        (("raise",), "discuss", met(*THREE, votes=Votes(-1, -2))),
        (("raise",), "meet", met()),
        (("raise", "discuss"), "answer", met()),
        (("raise", "discuss", "answer"), "judge", met(*THREE)),
        (("raise", "discuss", "answer"), "judge", met(*THREE, votes=Votes(2, 7))),
        (("raise", "discuss", "answer"), "drop", met(minutes="太晚了")),
    ],
)
def test_a_step_without_what_it_is_about_is_refused(
    case: Case, before: tuple[str, ...], verb: str, meeting: Meeting
) -> None:
    """Nothing is written, and the deliberation stands where it stood."""
    for earlier in before:
        case.step(earlier, met(*THREE, *FIRM))
    told, state = case.verbs(), case.made.state
    with pytest.raises(InputRefused):
        case.step(verb, meeting)
    assert (case.verbs(), case.made.state) == (told, state)


def test_whoever_saw_an_earlier_version_is_refused(case: Case) -> None:
    """Two at once: the second looks again."""
    case.step("raise", met(*BRANCH))
    with pytest.raises(InputRefused, match="meanwhile"):
        take_step(case.session, case.viewer, case.made.id, "discuss", met(*THREE), seen=0, at=NOW)


def test_one_deliberation_at_a_time_and_only_on_a_case(case: Case) -> None:
    """A second one, one without a question, and one on what is handled are refused."""
    with pytest.raises(InputRefused, match="already"):
        start_deliberation(case.session, case.viewer, case.issue, "又一题", at=NOW)
    case.step("drop", met(minutes="撤回"))
    with pytest.raises(InputRefused, match="one sentence"):
        start_deliberation(case.session, case.viewer, case.issue, "  ", at=NOW)
    case.issue.state = IssueState.RESOLVED
    case.session.flush()
    with pytest.raises(InputRefused, match="not yet handled"):
        start_deliberation(case.session, case.viewer, case.issue, "晚了", at=NOW)


def test_who_may_take_which_step(case: Case) -> None:
    """The handler answers and does no more; leaders look; another cell knows nothing of it."""
    users, session = case.world.users, case.session
    handler = Viewer.of(users["handler"], TODAY)
    case.issue.person_id = users["handler"].person_id
    session.flush()
    assert allowed_steps(session, handler, case.made) == ()
    case.step("raise", met(*BRANCH))
    case.step("discuss", met(*THREE))
    assert allowed_steps(session, handler, case.made) == ("answer",)
    assert allowed_steps(session, Viewer.of(users["leader"], TODAY), case.made) == ()
    with pytest.raises(NotAllowed):
        case.step("drop", met(minutes="不做了"), handler)
    with pytest.raises(NotFound):
        case.step("answer", met(*FIRM), Viewer.of(users["bravo"], TODAY))
    case.step("answer", met(*FIRM), handler)
    assert case.made.state is DeliberationState.JUDGING


def test_a_cost_is_shared_and_collected(case: Case) -> None:
    """Five stairwells, equal but for the fen; the time line tells when the last has paid."""
    add_entrances(case, [12, 10, 12, 14])
    case.step("raise", met(*BRANCH))
    shares = share(case, 120_001, Basis.ENTRANCE)
    assert [one.due_fen for one in shares] == [24_001, 24_000, 24_000, 24_000, 24_000]
    by_households = share(case, 58_000, Basis.HOUSEHOLDS)
    assert [one.due_fen for one in by_households] == [10_000, 12_000, 10_000, 12_000, 14_000]
    for one in by_households:
        pay(case, one.id, one.due_fen)
    assert case.verbs()[-3:] == ["share cost", "share cost", "cost collected"]
    with pytest.raises(InputRefused, match="paid by these shares"):
        share(case, 1, Basis.ENTRANCE)
    audited = select(AuditEntry).where(AuditEntry.thing_kind == "cost_share")
    assert len(case.session.scalars(audited).all()) == 5


def test_doors_share_where_they_are_entered(case: Case) -> None:
    """A stairwell without doors is named; a harmed building without stairwells shares by doors."""
    session, bungalow = case.session, case.world.alpha.buildings[1]
    case.step("raise", met(*BRANCH))
    with pytest.raises(InputRefused, match="Alpha 1单元"):
        share(case, 100, Basis.DOOR)
    key = {"community_id": case.issue.community_id}
    first = case.entrances()[0]
    doors = [
        Household(**key, building_id=case.issue.building_id, entrance_id=first, key=n, number=n)
        for n in ("101", "102")
    ]
    yard = Household(**key, building_id=bungalow.id, key="院1", number="1")
    put(session, *doors, yard)
    wish = CostWish(100, Basis.DOOR, [first], [bungalow.id])
    made = share_cost(session, case.viewer, case.made.id, wish, seen=case.made.version, at=NOW)
    assert [(one.household_id, one.due_fen) for one in made] == [
        (doors[0].id, 34), (doors[1].id, 33), (yard.id, 33)
    ]  # fmt: skip


def test_places_away_from_the_issue_pay_nothing(case: Case) -> None:
    """Keys of another cell in a forged form find nobody."""
    case.step("raise", met(*BRANCH))
    wish = CostWish(100, Basis.ENTRANCE, [case.world.bravo.ids["entrance"]])
    with pytest.raises(InputRefused, match="who shares"):
        share_cost(case.session, case.viewer, case.made.id, wish, seen=1, at=NOW)


@pytest.mark.parametrize("total_fen", [0, -5, 10**12])
def test_sums_have_bounds(case: Case, total_fen: int) -> None:
    case.step("raise", met(*BRANCH))
    with pytest.raises(InputRefused, match="in yuan"):
        share(case, total_fen, Basis.ENTRANCE)


def test_before_the_discussion_nothing_is_shared(case: Case) -> None:
    with pytest.raises(InputRefused, match="discussed"):
        share(case, 100, Basis.ENTRANCE)


def test_payments_that_cannot_be_are_refused(case: Case) -> None:
    """Too much, in the future, noted by two; and by whoever may only look."""
    case.step("raise", met(*BRANCH))
    (one,) = share(case, 1000, Basis.ENTRANCE)
    with pytest.raises(InputRefused, match=r"10\.00"):
        pay(case, one.id, 1001)
    with pytest.raises(InputRefused, match="future"):
        pay(case, one.id, 5, on=TODAY + dt.timedelta(days=1))
    pay(case, one.id, 400)
    with pytest.raises(InputRefused, match="meanwhile"):
        pay(case, one.id, 400)
    leader = Viewer.of(case.world.users["leader"], TODAY)
    with pytest.raises(NotAllowed):
        pay(case, one.id, 500, seen_fen=400, viewer=leader)
    pay(case, one.id, 0, seen_fen=400)
    assert (one.paid_fen, one.paid_on) == (0, None)


def test_an_issue_can_harm_another_place(case: Case) -> None:
    """By number as people write it; taken back; told in the time line."""
    session, third = case.session, case.world.alpha.buildings[2]
    add_harm(session, case.viewer, case.issue, " alpha４3号楼 ", at=NOW)
    harmed = select(IssueHarm.building_id).where(IssueHarm.issue_id == case.issue.id)
    assert third.id in session.scalars(harmed).all()
    for wrong in ("Alpha43", "Alpha41", "", "9999", "Bravo41"):
        with pytest.raises(InputRefused):
            add_harm(session, case.viewer, case.issue, wrong, at=NOW)
    drop_harm(session, case.viewer, case.issue, third.id, at=NOW)
    drop_harm(session, case.viewer, case.issue, third.id, at=NOW)
    assert third.id not in session.scalars(harmed).all()
    assert case.verbs()[-2:] == ["harm", "no harm"]


def test_a_number_that_two_buildings_have_is_asked_about(case: Case) -> None:
    """Their names tell them apart."""
    second, third = case.world.alpha.buildings[1:]
    third.number = second.number
    session = case.session
    session.delete(session.get_one(IssueHarm, (case.issue.id, second.id)))
    session.flush()
    with pytest.raises(InputRefused, match="Several"):
        add_harm(session, case.viewer, case.issue, second.number, at=NOW)
    found = add_harm(session, case.viewer, case.issue, third.name, at=NOW)
    assert isinstance(found, Building)
    assert found.id == third.id


def add_entrances(case: Case, households: list[int]) -> None:
    """Give the building of the issue more stairwells than its first of ten households."""
    session, first = case.session, session_entrance(case)
    for number, count in enumerate(households, start=2):
        put(
            session,
            Entrance(
                community_id=first.community_id,
                building_id=first.building_id,
                key=f"more-{number}",
                name=f"{number}单元",
                households=count,
                point=first.point,
            ),
        )


def session_entrance(case: Case) -> Entrance:
    """Give the first stairwell of the building of the issue."""
    return case.session.get_one(Entrance, case.entrances()[0])


def share(case: Case, total_fen: int, basis: Basis) -> list[CostShare]:
    """Share among all stairwells of the building."""
    wish = CostWish(total_fen, basis, case.entrances())
    return share_cost(case.session, case.viewer, case.made.id, wish, seen=case.made.version, at=NOW)


def pay(
    case: Case,
    share_id: int,
    paid_fen: int,
    *,
    seen_fen: int = 0,
    on: dt.date = TODAY,
    viewer: Viewer | None = None,
) -> None:
    """Note a payment."""
    take_payment(
        case.session, viewer or case.viewer, share_id, paid_fen, seen_fen=seen_fen, on=on, at=NOW
    )


def test_steps_are_told_to_who_has_it_who_reported_and_who_took_part(case: Case) -> None:
    """By name: the volunteer of the cell is told, one of another cell is not.

    The steward wrote it down, so that the administrator is told in their place.
    """
    handler = case.world.users["handler"]
    unit = HandlingUnit(community_id=case.issue.community_id, name="物业")
    put(case.session, unit)
    handler.unit_id = case.issue.unit_id = unit.id
    case.issue.reported_by = case.world.users["leader"].id
    names = [case.world.users[name].display_name for name in ("volunteer", "bravo")]
    case.step("raise", met(*BRANCH, *(Participant(P.RESIDENTS, name) for name in names)))
    case.step("discuss", met(*THREE))
    told = case.session.execute(
        select(Notice.kind, User.username)
        .join(User, User.id == Notice.user_id)
        .where(Notice.kind != "deliberate")
        .order_by(Notice.id)
    ).all()
    assert {tuple(one) for one in told} == {
        ("raise", "volunteer"), ("raise", "handler"), ("raise", "leader"),
        ("raise", "community"), ("to answer", "handler"), ("discuss", "volunteer"),
        ("discuss", "leader"), ("discuss", "community"),
    }  # fmt: skip


def test_of_namesakes_nobody_is_told(case: Case) -> None:
    """Nobody can say which of them took part."""
    for name in ("volunteer", "leader"):
        case.world.users[name].display_name = "王五"
    case.step("raise", met(*BRANCH, Participant(P.RESIDENTS, "王五")))
    told = select(User.username).join(Notice, Notice.user_id == User.id)
    assert case.session.scalars(told.where(Notice.kind == "raise")).all() == ["community"]
