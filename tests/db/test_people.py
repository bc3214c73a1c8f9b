"""People, organisations and teams: entered, moved, closed, never lost."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import AuditEntry, Duty, DutyRole, Organisation, Person, TeamKind, TeamMember
from app.queries.people import (
    PeopleFilter,
    list_people,
    list_teams,
    memberships,
    organisation_tree,
    team_mates,
)
from app.queries.scope import Viewer, visible_cells
from app.services.duties import appoint
from app.services.people import (
    PersonFields,
    add_organisation,
    add_person,
    add_team,
    close_organisation,
    close_team,
    edit_person,
    join_team,
    leave_team,
    move_organisation,
    rename_organisation,
    retire_person,
)
from geodata.errors import InputRefused
from tests.two_cells import NOW, TODAY, World, build_world

DAY = dt.timedelta(days=1)
LEVELS = ("社区党委", "网格党支部", "楼栋党小组", "党员中心户")


@pytest.fixture
def world(session: Session) -> World:
    """Write the community of two cells."""
    return build_world(session)


@pytest.fixture
def boss(world: World) -> Viewer:
    """Give the community's administrator."""
    return Viewer.of(world.users["community"], TODAY)


def grow(session: Session, world: World, *levels: str) -> list[Organisation]:
    """Add organisations, each below the one before."""
    tree: list[Organisation] = []
    for level in levels:
        tree.append(
            add_organisation(
                session,
                world.community,
                name=f"{level}一",
                level=level,
                parent=tree[-1] if tree else None,
                at=NOW,
                by=None,
            )
        )
    return tree


def test_a_tree_has_the_levels_that_the_community_names(
    session: Session, world: World, boss: Viewer
) -> None:
    """Four levels of 仁和 stand below each other, and people are counted upwards."""
    tree = grow(session, world, *LEVELS)
    fields = PersonFields("王五", "139 0000 1111", True, organisation=tree[-1])
    add_person(session, world.community, fields, on=TODAY, at=NOW, by=None)
    nodes = [node for node in organisation_tree(session, boss, world.community) if node.level]
    assert [(node.level, node.depth, node.people, node.people_below) for node in nodes] == [
        ("社区党委", 0, 0, 1),
        ("网格党支部", 1, 0, 1),
        ("楼栋党小组", 2, 0, 1),
        ("党员中心户", 3, 1, 1),
    ]
    wanted = PeopleFilter(organisation_id=tree[0].id)
    (row,) = list_people(session, boss, world.community, wanted).lines
    assert (row.name, row.masked_phone, row.organisation) == ("王五", "139****1111", "党员中心户一")


def test_an_organisation_moves_with_all_below_but_not_below_itself(
    session: Session, world: World
) -> None:
    """A circle is refused with a sentence; a sound move keeps what hangs below."""
    party, branch, group = grow(session, world, *LEVELS[:3])
    with pytest.raises(InputRefused, match="cannot come below itself"):
        move_organisation(session, party, group, at=NOW, by=None)
    with pytest.raises(InputRefused, match="cannot come below itself"):
        move_organisation(session, party, party, at=NOW, by=None)
    move_organisation(session, group, party, at=NOW, by=None)
    session.refresh(group)
    assert (group.parent_id, branch.parent_id) == (party.id, party.id)
    rename_organisation(session, group, name="第二党小组", level="党小组", at=NOW, by=None)
    assert session.scalars(
        select(AuditEntry.action).where(AuditEntry.thing_id == group.id)
    ).all() == ["add", "move", "rename"]


def test_names_below_one_parent_differ(session: Session, world: World) -> None:
    """Two groups of one name below one branch cannot be told apart."""
    (party,) = grow(session, world, "社区党委")
    new = {"name": "第一支部", "parent": party, "at": NOW, "by": None}
    first = add_organisation(session, world.community, **new)
    with pytest.raises(InputRefused, match="already an organisation"):
        add_organisation(session, world.community, **new)
    close_organisation(session, first, on=TODAY, reason="合并", at=NOW, by=None)
    assert add_organisation(session, world.community, **new).key != first.key


def test_what_has_people_is_not_closed(session: Session, world: World) -> None:
    """Closing asks to move people and parts first; then its duties end and stay readable."""
    party, branch = grow(session, world, *LEVELS[:2])
    with pytest.raises(InputRefused, match="0 people and 1 organisations"):
        close_organisation(session, party, on=TODAY, reason="", at=NOW, by=None)
    duty = appoint(session, branch, world.alpha.cell, DutyRole.BRANCH, since=TODAY, at=NOW, by=None)
    assert close_organisation(session, branch, on=TODAY, reason="合并", at=NOW, by=None) == 1
    assert (duty.until, duty.end_reason) == (TODAY, "合并")
    with pytest.raises(InputRefused, match="closed"):
        add_organisation(session, world.community, name="x", parent=branch, at=NOW, by=None)


def test_where_somebody_belonged_is_kept(session: Session, world: World, boss: Viewer) -> None:
    """Moving to another branch dates the old one."""
    first, second = grow(session, world, *LEVELS[:2])
    person = add_person(
        session, world.community, PersonFields("王五", organisation=first),
        on=TODAY - 30 * DAY, at=NOW, by=None,
    )  # fmt: skip
    edit_person(
        session, person, PersonFields("王五", organisation=second), on=TODAY, at=NOW, by=None
    )
    assert [(m.name, m.since, m.until) for m in memberships(session, boss, person.id)] == [
        (second.name, TODAY, None),
        (first.name, TODAY - 30 * DAY, TODAY - DAY),
    ]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (PersonFields(" "), "name of 1 to"),
        (PersonFields("王五", "12ab"), "no telephone number"),
        (PersonFields("王五", joined_on=dt.date(2999, 1, 1)), "Look at the year"),
        (PersonFields("Alpha王一", "139-0000 0001"), "entered already"),
    ],
)
def test_people_that_cannot_be_meant_are_refused(
    session: Session, world: World, fields: PersonFields, says: str
) -> None:
    """Each fault has its own sentence."""
    with pytest.raises(InputRefused, match=says):
        add_person(session, world.community, fields, on=TODAY, at=NOW, by=None)


def test_who_leaves_ends_all_duties_and_teams(session: Session, world: World, boss: Viewer) -> None:
    """After the last day nothing is held any more, and everything is still there to read."""
    person = world.alpha.people[DutyRole.BUILDING_LEAD]
    team = add_team(session, world.community, name="巡逻队", kind=TeamKind.PATROL, at=NOW, by=None)
    join_team(session, team, person, since=TODAY, at=NOW, by=None)
    later = appoint(
        session, person, world.alpha.buildings[2], DutyRole.BUILDING_LEAD,
        since=TODAY + 9 * DAY, at=NOW, by=None,
    )  # fmt: skip
    assert retire_person(session, person, on=TODAY, reason="搬走", at=NOW, by=None) == 2
    assert later.until == later.since  # None is deleted.
    duties = session.scalars(select(Duty).where(Duty.person_id == person.id)).all()
    assert all(duty.end_reason == "搬走" for duty in duties)
    assert [mate.until for mate in team_mates(session, boss, team)] == [TODAY]
    with pytest.raises(InputRefused, match="no longer there"):
        appoint(
            session, person, world.alpha.buildings[1], DutyRole.BUILDING_LEAD,
            since=TODAY, at=NOW, by=None,
        )  # fmt: skip
    gone = list_people(session, boss, world.community, PeopleFilter(gone=True))
    assert [row.name for row in gone.lines] == [person.name]


def test_a_team_sees_its_cell_only_while_one_is_in_it(session: Session, world: World) -> None:
    """Scope follows the team: who left it sees its cells no more."""
    person = Person(community_id=world.community.id, key="n", name="新人")
    session.add(person)
    session.flush()
    team = add_team(session, world.community, name="巡逻队", kind=TeamKind.PATROL, at=NOW, by=None)
    appoint(
        session, team, world.bravo.cell, DutyRole.PATROL_VOLUNTEER, since=TODAY, at=NOW, by=None
    )
    join_team(session, team, person, since=TODAY - 5 * DAY, at=NOW, by=None)
    with pytest.raises(InputRefused, match="already"):
        join_team(session, team, person, since=TODAY, at=NOW, by=None)
    user = world.users["volunteer"]
    user.person_id = person.id
    viewer = Viewer.of(user, TODAY)
    assert session.scalars(visible_cells(viewer)).all() == [world.bravo.cell.id]
    leave_team(session, team, person, until=TODAY - DAY, at=NOW, by=None)
    assert session.scalars(visible_cells(viewer)).all() == []
    join_team(session, team, person, since=TODAY, at=NOW, by=None)  # Coming back is a new line.
    assert len(session.scalars(select(TeamMember).where(TeamMember.team_id == team.id)).all()) == 2


def test_a_dissolved_team_frees_its_people(session: Session, world: World, boss: Viewer) -> None:
    """Its duties end, and its name is free again."""
    team = add_team(session, world.community, name="巡逻队", kind=TeamKind.PATROL, at=NOW, by=None)
    with pytest.raises(InputRefused, match="already a team"):
        add_team(session, world.community, name="巡逻队", kind=TeamKind.OTHER, at=NOW, by=None)
    person = world.alpha.people[DutyRole.BUILDING_LEAD]
    join_team(session, team, person, since=TODAY, at=NOW, by=None)
    appoint(
        session, team, world.alpha.cell, DutyRole.PATROL_VOLUNTEER, since=TODAY, at=NOW, by=None
    )
    (line,) = list_teams(session, boss, world.community)
    assert (line.people, line.duties) == (1, 1)
    assert close_team(session, team, on=TODAY, reason="", at=NOW, by=None) == 1
    assert list_teams(session, boss, world.community) == ()
    add_team(session, world.community, name="巡逻队", kind=TeamKind.PATROL, at=NOW, by=None)


def test_the_register_is_searched_by_sound_and_by_the_end_of_a_number(
    session: Session, world: World, boss: Viewer
) -> None:
    """Somebody is found by initials, and never by a number that the page does not show."""
    add_person(
        session, world.community, PersonFields("王桂荣", "13912345678"), on=TODAY, at=NOW, by=None
    )

    def found(words: str) -> list[str]:
        page = list_people(session, boss, world.community, PeopleFilter(words=words))
        return [row.name for row in page.lines]

    assert found("wgr") == found("桂荣") == found("5678") == ["王桂荣"]
    assert found("1391234") == []
    idle = PeopleFilter(without_duty=True)
    names = {row.name for row in list_people(session, boss, world.community, idle).lines}
    assert names == {"王桂荣", "闲人"}
