"""Reports of accounts: from a place on the map, a building of their own, or by words alone."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.database import Store
from app.models import Issue, IssueChannel, PlaceDoubt
from tests.two_cells import CODE, SIDE, SOUTH, WEST, World, build_world
from tests.walkers import enter

HERE = f"/c/{CODE}/issues/report"


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        made = build_world(session)
        made.community.metric_srid = 4547
    return made


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application without tokens in forms: what is asked here is who may do what."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def volunteer(app: Flask, store: Store, world: World) -> FlaskClient:
    return enter(app, store, world.users["volunteer"])


def reported(store: Store) -> list[Issue]:
    with store.transaction() as session:
        made = select(Issue).where(Issue.source_ref.not_in(["Alpha", "Bravo"]))
        return list(session.scalars(made))


def test_a_tapped_building_is_the_place(volunteer: FlaskClient, store: Store, world: World) -> None:
    building = world.alpha.buildings[1]
    page = volunteer.get(f"{HERE}?building={building.id}&lon={WEST}&lat={SOUTH}").text
    assert "Alpha42" in page
    ticket = re.search(r'name="ticket" value="(\w+)"', page)
    assert ticket is not None
    form = {
        "ticket": ticket[1], "building": building.id, "entrance": world.alpha.ids["entrance"],
        "other": "路灯不亮", "words": "三楼灯坏了", "channel": "superior",
    }  # fmt: skip
    first, again = (volunteer.post(HERE, data=form) for _ in range(2))
    issue = reported(store)[0]
    assert first.location == again.location == f"/c/{CODE}/issues/{issue.id}"
    assert len(reported(store)) == 1
    assert (issue.building_id, issue.entrance_id) == (building.id, world.alpha.ids["entrance"])
    assert issue.channel is IssueChannel.PATROL, "a volunteer walks, whatever the form says"
    assert volunteer.get(first.location).status_code == 200


def test_a_tapped_point_is_located(volunteer: FlaskClient, store: Store, world: World) -> None:
    point = {"lon": WEST + 1.5 * SIDE, "lat": SOUTH + SIDE / 8}
    answer = volunteer.post(HERE, data={"other": "积水", "words": "很深", **point})
    issue = reported(store)[0]
    assert (issue.cell_id, issue.reported_by) == (world.bravo.cell.id, world.users["volunteer"].id)
    assert volunteer.get(answer.location).status_code == 200


@pytest.mark.parametrize("place", [{}, {"lon": "nan", "lat": "1"}, {"lon": "1e999", "lat": "x"}])
def test_what_has_no_place_is_kept_as_doubtful(
    volunteer: FlaskClient, store: Store, world: World, place: dict[str, str]
) -> None:
    assert volunteer.post(HERE, data={"other": "噪声", **place}).status_code == 303
    assert reported(store)[0].place_doubt is PlaceDoubt.NONE


def test_buildings_of_other_cells_stay_unnamed(volunteer: FlaskClient, world: World) -> None:
    foreign = world.bravo.buildings[0].id
    assert "Bravo" not in volunteer.get(f"{HERE}?building={foreign}").text
    assert "Bravo" not in volunteer.get(f"{HERE}?entrance={world.bravo.ids['entrance']}").text


def test_what_is_missing_is_asked_for(volunteer: FlaskClient, store: Store, world: World) -> None:
    answer = volunteer.post(HERE, data={"words": "三楼灯坏了"})
    assert answer.status_code == 422
    assert "三楼灯坏了" in answer.text
    assert reported(store) == []


def test_a_system_administrator_reports_nothing(app: Flask, store: Store, world: World) -> None:
    assert enter(app, store, world.users["system"]).get(HERE).status_code == 403
