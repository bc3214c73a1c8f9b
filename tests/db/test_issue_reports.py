"""Reports on a real store: where they lie, who follows them, what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from shapely import Point
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    Catalogue,
    Issue,
    IssueCategory,
    IssueChannel,
    IssueEvent,
    IssueReporter,
    IssueState,
    PlaceDoubt,
)
from app.queries.scope import NotFound
from app.services.issues import Report, report_issue
from app.services.issues.reporters import hash_token
from geodata.errors import InputRefused
from tests.two_cells import NOW, SIDE, SOUTH, WEST, World, build_world


@pytest.fixture
def world(session: Session) -> World:
    made = build_world(session)
    made.community.metric_srid = 4547
    session.flush()
    return made


@pytest.fixture
def pipe(session: Session, world: World) -> IssueCategory:
    category = IssueCategory(
        community_id=world.community.id,
        catalogue=Catalogue.COMMUNITY,
        code="C02",
        name="管道堵塞",
        name_en="Blocked pipe",
        default_condition="一般",
    )
    session.add(category)
    session.flush()
    return category


def test_a_report_at_an_entrance_finds_building_and_cell(
    session: Session, world: World, pipe: IssueCategory
) -> None:
    entrance_id = world.bravo.ids["entrance"]
    report = Report(
        category_id=pipe.id,
        description="  水漫到\r\n楼道\x00里了\u202e ",
        entrance_id=entrance_id,
        channel=IssueChannel.PLATE,
        reporter_phone="138 0000 0000",
    )
    done = report_issue(session, world.community, report, at=NOW, by=None)
    issue = done.issue
    assert (issue.building_id, issue.entrance_id) == (world.bravo.buildings[1].id, entrance_id)
    assert (issue.cell_id, issue.place_doubt) == (world.bravo.cell.id, None)
    assert (issue.state, issue.version) == (IssueState.REPORTED, 0)
    assert (issue.title, issue.condition) == ("Bravo42号楼 Bravo 1单元 管道堵塞", "一般")
    assert issue.description == "水漫到\n楼道里了"
    reporter = session.scalars(select(IssueReporter)).one()
    assert done.token is not None
    assert reporter.token_sha256 == hash_token(done.token)
    assert reporter.phone == "138 0000 0000"


def test_the_story_begins_with_who_reported(session: Session, world: World) -> None:
    user = world.users["grid"]
    report = Report(category="噪声", title="夜里施工", channel=IssueChannel.PATROL)
    done = report_issue(session, world.community, report, at=NOW, by=user.id)
    step = session.scalars(select(IssueEvent).where(IssueEvent.issue_id == done.issue.id)).one()
    assert (step.verb, step.user_id, step.person_id) == ("report", user.id, user.person_id)
    assert (done.token, done.issue.reported_by) == (None, user.id)


@pytest.mark.parametrize(
    ("point", "doubt"),
    [
        (None, PlaceDoubt.NONE),
        (Point(0, 0), PlaceDoubt.ZERO),
        (Point(WEST - 1, SOUTH), PlaceDoubt.OUTSIDE),
        (Point(WEST + SIDE / 2, SOUTH + SIDE / 8), None),
    ],
)
def test_a_lone_point_is_doubted_for_what_it_is(
    session: Session, world: World, point: Point | None, doubt: PlaceDoubt | None
) -> None:
    report = Report(category="噪声", point=point)
    issue = report_issue(session, world.community, report, at=NOW, by=None).issue
    assert issue.place_doubt is doubt
    assert issue.cell_id == (world.alpha.cell.id if doubt is None else None)


def test_a_point_near_a_building_is_at_it(session: Session, world: World) -> None:
    building = world.alpha.buildings[2]
    west, south, east, _north = building.footprint.bounds
    report = Report(category="噪声", point=Point((west + east) / 2, south - SIDE / 20))
    issue = report_issue(session, world.community, report, at=NOW, by=None).issue
    assert issue.building_id == building.id


@pytest.mark.parametrize("word", ["管道堵塞", "blocked pipe", "c02"])
def test_a_word_of_the_catalogue_is_known(
    session: Session, world: World, pipe: IssueCategory, word: str
) -> None:
    issue = report_issue(session, world.community, Report(category=word), at=NOW, by=None).issue
    assert (issue.category_id, issue.category) == (pipe.id, "管道堵塞")


def test_a_retired_category_is_no_choice(
    session: Session, world: World, pipe: IssueCategory
) -> None:
    pipe.retired_on = dt.date(2026, 1, 1)
    session.flush()
    with pytest.raises(NotFound):
        report_issue(session, world.community, Report(category_id=pipe.id), at=NOW, by=None)


def test_a_building_of_elsewhere_is_not_here(session: Session, world: World) -> None:
    report = Report(category="噪声", building_id=world.alpha.buildings[0].id)
    elsewhere = world.users["stranger"].community
    assert elsewhere is not None
    with pytest.raises(NotFound):
        report_issue(session, elsewhere, report, at=NOW, by=None)


@pytest.mark.parametrize(
    "report",
    [
        Report(),
        Report(category="噪声", description="长" * 4001),
        Report(category="噪声", reporter_phone="1" * 31),
        Report(category="噪声", reported_at=NOW + dt.timedelta(seconds=1)),
        Report(category="噪声", source="own", source_ref="Alpha"),
    ],
    ids=["no category", "long words", "long phone", "from the future", "again"],
)
def test_what_cannot_be_meant_is_refused(session: Session, world: World, report: Report) -> None:
    with pytest.raises(InputRefused):
        report_issue(session, world.community, report, at=NOW, by=None)


def test_a_lone_point_on_a_known_pile_is_as_doubtful_as_those_before(
    session: Session, world: World
) -> None:
    known = session.get_one(Issue, world.alpha.ids["issue"])
    known.place_doubt = PlaceDoubt.PILE
    session.flush()
    assert known.point is not None
    # One step of a float of 32 bits away, as the boxes of the index round it.
    near = Point(known.point.x + 1e-6, known.point.y)
    building_id = world.alpha.buildings[0].id
    reports = (
        Report(category="噪声", point=known.point, channel=IssueChannel.OPEN311),
        Report(category="噪声", point=near, channel=IssueChannel.OPEN311),
        Report(category="噪声", point=known.point, building_id=building_id),
    )
    made = [report_issue(session, world.community, one, at=NOW, by=None).issue for one in reports]
    assert [issue.place_doubt for issue in made] == [PlaceDoubt.PILE, None, None]
    assert [issue.building_id for issue in made] == [None, building_id, building_id]
