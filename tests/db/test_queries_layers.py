"""Layers and tiles: what they carry, for whom, in how many statements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.models import AreaNote, Import, ImportFinding, ImportState
from app.queries.bounds import Bbox
from app.queries.features import feature_collection
from app.queries.layers import LAYERS, Ask, read_layer
from app.queries.layers.ground import paths
from app.queries.scope import NotAllowed, NotFound, Viewer
from geodata.errors import InputRefused
from tests.two_cells import NOW, SIDE, SOUTH, TODAY, WEST, World, build_world


@pytest.fixture
def world(session: Session) -> World:
    return build_world(session)


def ask(world: World, name: str, bbox: Bbox | None = None) -> Ask:
    return Ask(Viewer.of(world.users[name], TODAY), world.community, NOW, bbox)


def features(session: Session, layer: str, request: Ask) -> list[dict[str, Any]]:
    answer = json.loads(read_layer(session, layer, request))
    assert answer["type"] == "FeatureCollection"
    assert answer["truncated"] is False
    return [feature["properties"] for feature in answer["features"]]


@contextmanager
def counting(session: Session) -> Iterator[list[str]]:
    """Collect the statements that are sent."""
    sent: list[str] = []

    def note(*args: Any) -> None:
        sent.append(args[2])

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_cells_of_the_whole_community(session: Session, world: World) -> None:
    first, second = features(session, "cells", ask(world, "community"))
    assert first == {
        "id": world.alpha.cell.id,
        "code": "110108010019001",
        "name": "第001网格",
        "kind": "general",
        "tint": 1,
        "leader": "Alpha王一",
        "members": 4,
        "buildings": 3,
        "households": 33,
        "population": 90,
        "vacant_buildings": 1,
        "open_issues": 1,
        "overdue_issues": 1,
        "last_patrol_on": "2026-11-21",
        "mine": True,
    }
    assert second["mine"] is True


def test_neighbours_are_outlines(session: Session, world: World) -> None:
    mine, other = features(session, "cells", ask(world, "grid"))
    assert mine["members"] == 4
    assert other == {"code": "110108010019002", "name": "第002网格", "mine": False}


@pytest.mark.parametrize("layer", sorted(LAYERS))
def test_a_layer_is_one_statement(session: Session, world: World, layer: str) -> None:
    request = ask(world, "community")
    session.flush()
    with counting(session) as sent:
        read_layer(session, layer, request)
    assert len(sent) == 1


@pytest.mark.parametrize("layer", ["issues", "routes", "stops", "unreachable", "entrances"])
def test_narrow_roles_see_their_cell_only(session: Session, world: World, layer: str) -> None:
    everything = features(session, layer, ask(world, "leader"))
    mine = features(session, layer, ask(world, "volunteer"))
    assert "Bravo" in str(everything)
    assert len(mine) == len(everything) // 2
    assert "Alpha" in str(mine)
    assert "Bravo" not in str(mine)
    assert features(session, layer, ask(world, "handler")) == []


def test_what_an_issue_and_a_route_carry(session: Session, world: World) -> None:
    (issue,) = features(session, "issues", ask(world, "grid"))
    assert issue["light"] == "red"
    assert issue["status"] == "dispatched"
    assert issue["building_id"] == world.alpha.buildings[0].id
    (route,) = features(session, "routes", ask(world, "grid"))
    assert (route["length_m"], route["minutes"]) == (812, 13)
    (stop,) = features(session, "stops", ask(world, "grid"))
    assert (stop["route_id"], stop["sequence"]) == (route["id"], 1)


def test_vacant_entrances(session: Session, world: World) -> None:
    found = features(session, "entrances", ask(world, "grid"))
    assert [entrance["vacant"] for entrance in found] == [True, False, True]


def test_window(session: Session, world: World) -> None:
    east_half = Bbox(WEST + SIDE * 1.05, SOUTH, WEST + 2 * SIDE, SOUTH + SIDE)
    assert len(features(session, "cells", ask(world, "leader", east_half))) == 1
    assert len(features(session, "paths", ask(world, "leader", east_half))) == 1
    assert features(session, "estates", ask(world, "leader", east_half)) == []


@pytest.mark.parametrize("text", ["", "1,2,3", "1,2,3,x", "nan,0,1,1", "3,0,1,1", "0,3,1,1"])
def test_no_window(text: str) -> None:
    with pytest.raises(InputRefused, match="no window"):
        Bbox.parse(text)


def test_window_is_cut_to_the_globe() -> None:
    assert Bbox.parse("-500,-500,1e300,91") == Bbox(-180, -90, 180, 90)


def test_bound_is_said(session: Session, world: World) -> None:
    rows = paths(ask(world, "leader"))
    assert json.loads(feature_collection(session, rows, limit=1))["truncated"] is False
    answer = json.loads(feature_collection(session, rows, limit=0))
    assert (answer["truncated"], answer["features"]) == (True, [])


def test_findings_are_for_those_who_import(session: Session, world: World) -> None:
    ids = {"code": "outside", "severity": "warning", "template": "%(n)s outside"}
    shape = world.alpha.buildings[0].footprint
    session.add(AreaNote(division_id=world.division.id, place=shape, params={"n": 1}, **ids))
    for number in (2, 3):
        done = Import(
            community_id=world.community.id,
            subject="buildings",
            file_name="f",
            file_sha256="x",
            state=ImportState.APPLIED,
            made_at=NOW,
        )
        done.findings.append(ImportFinding(place=shape, params={"n": number}, **ids))
        session.add(done)
        session.flush()
    found = features(session, "findings", ask(world, "community"))
    assert [(one["source"], one["params"]) for one in found] == [
        ("assignment", {"n": 1}),
        ("import", {"n": 3}),
    ]
    with pytest.raises(NotAllowed):
        read_layer(session, "findings", ask(world, "grid"))


def test_unknown_layer(session: Session, world: World) -> None:
    with pytest.raises(NotFound):
        read_layer(session, "users", ask(world, "community"))
