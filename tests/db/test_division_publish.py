"""Publishing a division does what was told before, and everything follows the ground."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from shapely import LineString, Point
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    AuditEntry,
    BuildingCell,
    Cell,
    CellAncestor,
    Community,
    Division,
    DivisionState,
    Duty,
    DutyRole,
    Issue,
    IssueState,
    Patrol,
    PatrolPlan,
    PatrolState,
    Role,
    Route,
    Stop,
)
from app.queries.cells import find_cell
from app.queries.divisions import DutyFate, Effects, Fate, RouteFate, compare, division_on
from app.queries.scope import NotAllowed, Viewer
from app.services import areas
from geodata.errors import InputRefused
from tests.division_support import (
    CODE,
    NOW,
    OPERATOR,
    SINCE,
    TODAY,
    add_community,
    add_houses,
    appoint,
    cell,
    draft,
    house,
    publish,
    square,
    strips,
)

YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def community(session: Session) -> Community:
    """Give twelve houses of ten households each, in cells of four, with leaders."""
    community = add_community(session)
    add_houses(session, community, [10] * 12)
    before = publish(session, community, strips(4, 8, 12))
    for number, name in enumerate(("甲", "乙", "丙"), start=1):
        appoint(session, name, DutyRole.CELL_LEADER, cell_id=cell(session, before, number).id)
    return community


def told(session: Session, community: Community, division: Division, **chosen: str) -> Effects:
    """Ask what publishing today will do."""
    return areas.effects_of(session, OPERATOR, community, division, TODAY, chosen or None)


def put(session: Session, division: Division, **chosen: str | None) -> None:
    """Publish today."""
    areas.publish_draft(session, OPERATOR, division, on=TODAY, at=NOW, chosen=chosen or None)
    session.expire_all()


def leaders(session: Session, day: dt.date) -> dict[str, str]:
    """Tell who leads which cell on a day, by the number that ends its code."""
    rows = session.execute(
        select(Duty, Cell.code, Division.state)
        .join(Cell, Cell.id == Duty.cell_id)
        .join(Division, Division.id == Cell.division_id)
        .where(Duty.current(day), Duty.role == DutyRole.CELL_LEADER)
    )
    return {duty.holder.name: code[-3:] for duty, code, _ in rows}


def test_duties_follow_the_ground_and_not_the_code(session: Session, community: Community) -> None:
    """Numbered the other way round, each leader keeps the houses, not the number."""
    after = draft(session, community, strips(4, 8, 12, codes=[3, 2, 1]))
    effects = told(session, community, after)
    assert effects.duty_counts[DutyFate.GOES_ON] == 3
    assert [cell.fate for cell in effects.comparison.cells].count(Fate.CHANGED) == 2
    assert effects.comparison.moved.total == 0
    put(session, after)
    assert leaders(session, YESTERDAY) == {"甲": "001", "乙": "002", "丙": "003"}
    assert leaders(session, TODAY) == {"甲": "003", "乙": "002", "丙": "001"}


def test_a_moved_border_is_told_house_by_house(session: Session, community: Community) -> None:
    """One house changes hands: the duties of both cells are now for other ground."""
    appoint(session, "楼长", DutyRole.BUILDING_LEAD, building_id=house(session, 4).id)
    after = draft(session, community, strips(3, 8, 12))
    effects = told(session, community, after)
    (moved,) = effects.comparison.moved.rows
    assert (moved.label, moved.before.code[-3:], moved.after.code[-3:]) == ("4", "001", "002")
    assert effects.comparison.households_moved == 10
    assert [flow.households for flow in effects.comparison.flows.rows] == [10]
    fates = {duty.holder: duty.fate for duty in effects.duties.rows}
    assert fates == {
        "甲": DutyFate.OTHER_GROUND,
        "乙": DutyFate.OTHER_GROUND,
        "丙": DutyFate.GOES_ON,
        "楼长": DutyFate.MOVES_ALONG,
    }
    first, second, third = effects.comparison.cells
    assert (first.fate, first.households_out, second.households_in) == (Fate.CHANGED, 10, 10)
    assert (first.households_before, first.households_after) == (40, 30)
    assert third.fate is Fate.SAME


def test_a_cell_without_successor_ends_its_duties(session: Session, community: Community) -> None:
    """Cut in halves nobody can say who goes on: the preview tells, and the cells are vacant."""
    after = draft(session, community, strips(2, 4, 8, 12))
    effects = told(session, community, after)
    (ending,) = [duty for duty in effects.duties.rows if duty.fate is DutyFate.ENDS]
    assert (ending.holder, ending.ends_on, ending.cell) == ("甲", YESTERDAY, None)
    vacant = [one.cell.code[-3:] for one in effects.vacant.rows if one.vacancy.cell_vacant]
    assert vacant == ["001", "002"]
    put(session, after)
    assert leaders(session, TODAY) == {"乙": "003", "丙": "004"}
    ended = session.scalars(
        select(Duty).where(Duty.until == YESTERDAY, Duty.end_reason != "")
    ).all()
    assert len(ended) == 3


def test_the_administrator_chooses_who_goes_on(session: Session, community: Community) -> None:
    """What is chosen goes before what the ground says, and None ends a duty."""
    after = draft(session, community, strips(2, 4, 8, 12))
    chosen = {f"{CODE}001": f"{CODE}002", f"{CODE}003": None}
    effects = areas.effects_of(session, OPERATOR, community, after, TODAY, chosen)
    fates = {duty.holder: duty.cell and duty.cell.code[-3:] for duty in effects.duties.rows}
    assert fates == {"甲": "002", "乙": "003", "丙": None}
    put(session, after, **chosen)
    assert leaders(session, TODAY) == {"甲": "002", "乙": "003"}
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "publish", AuditEntry.thing_id == after.id)
    ).one()
    assert entry.details == {"chosen": chosen}


@pytest.mark.parametrize("chosen", [{"9": None}, {f"{CODE}001": "9"}])
def test_unknown_codes_are_refused(
    session: Session, community: Community, chosen: dict[str, str | None]
) -> None:
    """A slip of the finger names the code that is not there."""
    after = draft(session, community, strips(6, 12))
    with pytest.raises(InputRefused, match="9"):
        areas.effects_of(session, OPERATOR, community, after, TODAY, chosen)


def test_two_chosen_for_one_cell_make_no_duty_twice(session: Session, community: Community) -> None:
    """Whoever answers for both old cells answers once for the new one."""
    other = cell(session, session.scalars(select(Division)).one(), 2)
    leader = session.scalars(select(Duty).where(Duty.cell_id != other.id)).first()
    session.add(
        Duty(
            community_id=community.id, person_id=leader.person_id, cell_id=other.id,
            role=DutyRole.CELL_LEADER, since=SINCE,
        )
    )  # fmt: skip
    session.flush()
    after = draft(session, community, strips(8, 12))
    put(session, after, **{f"{CODE}001": f"{CODE}001", f"{CODE}002": f"{CODE}001"})
    holders = session.scalars(
        select(Duty.person_id).where(
            Duty.cell_id == cell(session, after, 1).id, Duty.current(TODAY)
        )
    ).all()
    assert sorted(holders) == sorted(set(holders))
    assert len(holders) == 2


def test_planned_and_ended_duties(session: Session, community: Community) -> None:
    """What begins later begins in the new cell; what ended is left alone."""
    before = session.scalars(select(Division)).one()
    first = cell(session, before, 1).id
    later, past = TODAY + dt.timedelta(days=9), TODAY - dt.timedelta(days=30)
    appoint(session, "后", DutyRole.GRID_ADMINISTRATOR, cell_id=first, since=later)
    appoint(session, "前", DutyRole.GRID_ADMINISTRATOR, cell_id=first, until=past)
    appoint(session, "短", DutyRole.SUPERVISOR, cell_id=first, until=later)
    after = draft(session, community, strips(4, 8, 12))
    put(session, after)
    rows = session.execute(
        select(Duty.since, Duty.until, Cell.division_id == after.id)
        .join(Cell, Cell.id == Duty.cell_id)
        .where(Duty.role != DutyRole.CELL_LEADER)
        .order_by(Duty.role, Duty.since)
    ).all()
    assert rows == [
        (SINCE, past, False),
        (later, None, True),
        (SINCE, YESTERDAY, False),
        (TODAY, later, True),
    ]


def add_issue(session: Session, community: Community, x: float, **facts: object) -> Issue:
    """Add an issue at a place, in steps from the west."""
    issue = Issue(
        community_id=community.id, source_ref=str(x), category="管道堵塞", title=f"at {x}",
        point=Point(square(x, 0.5).exterior.coords[2]), reported_at=NOW, **facts,
    )  # fmt: skip
    session.add(issue)
    session.flush()
    return issue


def add_route(session: Session, division: Division, number: int, houses: list[int]) -> Route:
    """Add a current route through a cell that visits some houses."""
    plan = PatrolPlan(
        community_id=division.community_id, division_id=division.id, made_at=NOW, seed=7
    )
    route = Route(
        plan=plan, cell_id=cell(session, division, number).id, name=f"route {number}",
        length_m=100.0, walk_s=90.0, line=LineString([(116, 40), (116.001, 40)]),
        stops=[
            Stop(
                sequence=place, building_id=house(session, key).id, name=str(key), leg_m=1.0,
                arrival_s=1.0, point=Point(116, 40),
            )
            for place, key in enumerate(houses, start=1)
        ],
    )  # fmt: skip
    session.add(route)
    session.flush()
    return route


def test_effects_are_what_happens(session: Session, community: Community) -> None:
    """Issues, routes, patrols and buildings: the preview and the state after agree line by line."""
    before = session.scalars(select(Division)).one()
    add_issue(session, community, 3.5, building_id=house(session, 4).id)
    add_issue(session, community, 6.5, building_id=house(session, 7).id)
    add_issue(session, community, 0.95)
    add_issue(session, community, 3.4, state=IssueState.CLOSED)
    areas.assign_buildings(session, before)
    areas.divisions.locate_issues(session, community)
    for number, houses in ((1, [1, 2, 3, 4]), (2, [5, 6, 7, 8]), (3, [9, 10, 11, 12])):
        route = add_route(session, before, number, houses)
        session.add(
            Patrol(
                community_id=community.id, cell_id=route.cell_id, route_id=route.id,
                started_at=NOW, state=PatrolState.PLANNED,
            )
        )  # fmt: skip
    session.flush()
    after = draft(session, community, strips(3, 8, 10, 12))
    effects = told(session, community, after)
    put(session, after)

    assert placed(session, after) == predicted(session, before, effects)
    now = {issue.id: issue.cell_id for issue in session.scalars(select(Issue))}
    assert [effect.title for effect in effects.issues.rows] == ["at 3.5"]
    assert {effect.id: effect.after.id for effect in effects.issues.rows}.items() <= now.items()
    fates = {route.name: route.fate for route in effects.routes.rows}
    assert fates == {
        "route 1": RouteFate.PLAN_ANEW,
        "route 2": RouteFate.INCOMPLETE,
        "route 3": RouteFate.PLAN_ANEW,
    }
    (carried,) = session.scalars(select(Route).join(Cell).where(Cell.division_id == after.id)).all()
    assert (carried.name, carried.plan.seed, len(carried.stops)) == ("route 2", 7, 4)
    patrols = session.scalars(select(Patrol).order_by(Patrol.id)).all()
    assert [patrol.state for patrol in patrols].count(PatrolState.CANCELLED) == (
        effects.patrols_cancelled
    )
    assert effects.patrols_cancelled == 1
    assert [patrol.route_id for patrol in patrols[:2]] == [None, carried.id]
    check_duties(session, effects)
    again = compare(session, OPERATOR, community, before, after)
    assert again.moved == effects.comparison.moved
    assert again.cells == effects.comparison.cells


def placed(session: Session, division: Division) -> dict[int, int]:
    """Give the cell of each building."""
    rows = select(BuildingCell.building_id, BuildingCell.cell_id)
    return dict(session.execute(rows.where(BuildingCell.division_id == division.id)).all())


def predicted(session: Session, before: Division, effects: Effects) -> dict[int, int]:
    """Give the cell of each building as the preview told it."""
    goes_on = {
        cell.before.id: cell.after.id
        for cell in effects.comparison.cells
        if cell.before and cell.after
    }
    moved = {one.id: one.after.id for one in effects.comparison.moved.rows}
    was = placed(session, before)
    return {building: moved.get(building) or goes_on[cell] for building, cell in was.items()}


def check_duties(session: Session, effects: Effects) -> None:
    """Compare each told duty with what is stored."""
    for effect in effects.duties.rows:
        duty = session.get_one(Duty, effect.duty_id)
        holder = Duty.person_id == duty.person_id
        current = session.scalars(
            select(Duty.cell_id).where(holder, Duty.current(effects.on), Duty.cell_id.is_not(None))
        ).all()
        assert list(current) == ([effect.cell.id] if effect.cell else [])
        assert duty.until == (effect.ends_on or YESTERDAY)


def test_decisions_by_hand_are_kept_where_the_ground_goes_on(
    session: Session, community: Community
) -> None:
    """A house placed by hand stays with its cell, unless its own ground was divided anew."""
    before = session.scalars(select(Division)).one()
    for number, target in ((5, 1), (8, 3)):
        areas.place_by_hand(
            session, before, house(session, number), cell(session, before, target),
            reason="the gate opens there", at=NOW, by=None,
        )  # fmt: skip
    session.flush()
    after = draft(session, community, strips(4, 7, 12, codes=[4, 5, 6]))
    effects = told(session, community, after)
    assert [one.label for one in effects.comparison.kept_by_hand.rows] == ["5"]
    assert [one.label for one in effects.comparison.dropped_by_hand.rows] == []
    put(session, after)
    kept = session.scalars(
        select(BuildingCell).where(BuildingCell.division_id == after.id, BuildingCell.by_hand)
    ).one()
    assert (kept.building_id, kept.cell_id) == (house(session, 5).id, cell(session, after, 4).id)
    assert kept.reason == "the gate opens there"
    areas.assign_buildings(session, after)
    session.expire_all()
    assert session.get_one(BuildingCell, (after.id, kept.building_id)).by_hand


def test_the_last_patrol_is_known_of_the_same_ground(
    session: Session, community: Community
) -> None:
    """Two divisions later the cell still knows when it was walked."""
    before = session.scalars(select(Division)).one()
    session.add(
        Patrol(
            community_id=community.id, cell_id=cell(session, before, 1).id,
            started_at=NOW - dt.timedelta(days=3), ended_at=NOW - dt.timedelta(days=3),
            state=PatrolState.DONE,
        )
    )  # fmt: skip
    second = publish(session, community, strips(3, 8, 12), YESTERDAY)
    third = publish(session, community, strips(3, 7, 12, codes=[3, 2, 1]), TODAY)
    last = cell(session, third, 3)
    facts = find_cell(session, OPERATOR, community, last.id, NOW)
    assert facts.last_patrol_on == TODAY - dt.timedelta(days=3)
    ancestors = session.scalars(
        select(CellAncestor.ancestor_id).where(CellAncestor.cell_id == last.id)
    ).all()
    assert set(ancestors) == {cell(session, before, 1).id, cell(session, second, 1).id}


def test_each_day_has_one_division(session: Session, community: Community) -> None:
    """The last day of one is the day before the next; one replaced at once held on no day."""
    first = session.scalars(select(Division)).one()
    second = publish(session, community, strips(3, 8, 12), YESTERDAY)
    third = publish(session, community, strips(3, 7, 12), YESTERDAY)
    assert (first.state, first.until) == (DivisionState.ENDED, YESTERDAY - dt.timedelta(days=1))
    assert (second.since, second.until) == (YESTERDAY, YESTERDAY - dt.timedelta(days=1))
    days = [SINCE - dt.timedelta(days=1), SINCE, YESTERDAY - dt.timedelta(days=1), YESTERDAY, TODAY]
    held = [division_on(session, OPERATOR, community, day) for day in days]
    assert held == [None, first, first, third, third]


def test_days_that_cannot_be(session: Session, community: Community) -> None:
    """Neither before what holds began, nor on a day to come; and published only once."""
    after = draft(session, community, strips(6, 12))
    for on, words in ((SINCE - dt.timedelta(days=1), "began on"), (NEXT, "Keep the draft")):
        with pytest.raises(InputRefused, match=words):
            areas.publish_draft(session, OPERATOR, after, on=on, at=NOW)
    put(session, after)
    with pytest.raises(InputRefused, match="published already"):
        areas.publish_draft(session, OPERATOR, after, on=TODAY, at=NOW)


NEXT = TODAY + dt.timedelta(days=1)


def test_faults_block_and_change_nothing(session: Session, community: Community) -> None:
    """A gap would be everybody's; the division that holds goes on holding."""
    holds = session.scalars(select(Division)).one()
    after = draft(session, community, strips(4, 8, 11))
    with pytest.raises(areas.FaultsFirst, match="1 faults") as refusal:
        areas.publish_draft(session, OPERATOR, after, on=TODAY, at=NOW)
    assert [fault.code for fault in refusal.value.findings] == ["cell_gap"]
    assert (holds.state, after.state) == (DivisionState.PUBLISHED, DivisionState.DRAFT)


def test_only_who_divides_publishes(session: Session, community: Community) -> None:
    """A leader looks, and does not publish; an old revision is not published unseen."""
    after = draft(session, community, strips(6, 12))
    leader = Viewer(TODAY, None, Role.LEADER, None, community.id)
    with pytest.raises(NotAllowed):
        areas.publish_draft(session, leader, after, on=TODAY, at=NOW)
    with pytest.raises(NotAllowed):
        areas.effects_of(session, leader, community, after, TODAY)
    with pytest.raises(InputRefused, match="Somebody changed this draft"):
        areas.publish_draft(session, OPERATOR, after, on=TODAY, at=NOW, revision=9)


def test_a_first_division_moves_nothing(session: Session) -> None:
    """There is nobody to lose a cell yet."""
    community = add_community(session)
    add_houses(session, community, [10] * 12)
    first = draft(session, community, strips(6, 12))
    effects = told(session, community, first)
    assert [cell.fate for cell in effects.comparison.cells] == [Fate.NEW, Fate.NEW]
    assert (effects.comparison.moved.total, effects.duties.total) == (0, 0)
    assert dataclasses.asdict(effects)["on"] == TODAY
    put(session, first)
    assert first.state is DivisionState.PUBLISHED
