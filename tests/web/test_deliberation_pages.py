"""The pages of a deliberation: four steps, cost, harm, and what typed words survive."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.database import Store
from app.web.issues.deliberation_form import read_yuan
from geodata.errors import InputRefused
from tests.two_cells import CODE, World, build_world
from tests.walkers import enter

THREE = {"party_branch": "书记", "party_residents": "甲、乙", "party_harmed": "丙"}
VOTES = {"votes_for": "5", "votes_against": "1", "votes_abstained": ""}


class Page:
    """The deliberation page of Alpha's issue, seen by somebody."""

    def __init__(self, client: FlaskClient, issue_id: int) -> None:
        self.client = client
        self.address = f"/c/{CODE}/issues/{issue_id}/deliberation"
        self.of_issue = f"/c/{CODE}/issues/{issue_id}"

    def text(self) -> str:
        return self.client.get(self.address).get_data(as_text=True)

    def value(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text())
        assert found, name
        return found[1]

    def send(self, what: str, **form: str) -> int:
        address = f"{self.of_issue}/{what}"
        return self.client.post(address, data=form).status_code

    def step(self, verb: str, **form: str) -> int:
        keys = {name: self.value(name) for name in ("deliberation", "seen")}
        told = {"minutes": "如实记录"} | form
        return self.send("deliberation/step", verb=verb, **keys, **told)


@pytest.fixture
def world(store: Store) -> World:
    with store.transaction() as session:
        return build_world(session)


@pytest.fixture
def page(app: Flask, store: Store, world: World) -> Page:
    app.config["WTF_CSRF_ENABLED"] = False
    return Page(enter(app, store, world.users["grid"]), world.alpha.ids["issue"])


def test_from_the_question_to_the_judgement(page: Page) -> None:
    """Every step by its form; the issue's own page tells of it."""
    assert page.send("deliberation/start", question="疏通费用怎么分？") == 303
    assert page.step("raise", party_branch="书记") == 303
    assert page.step("meet", **THREE, votes_for="1", votes_against="4") == 303
    assert page.step("discuss", **THREE, **VOTES) == 303
    keys = {"deliberation": page.value("deliberation"), "seen": page.value("seen")}
    entrance = page.value("entrance")
    shared = page.send(
        "deliberation/cost", total="1,250.50元", basis="entrance", entrance=entrance, **keys
    )
    assert shared == 303
    share = page.value("share")
    assert page.send("deliberation/pay", share=share, paid="1250.5", seen_fen="0") == 303
    assert page.step("answer", party_property="疏通公司") == 303
    assert page.step("judge", **THREE, **VOTES) == 303
    text = page.text()
    assert "1,250.50" in text
    assert "甲、乙" in text
    assert "疏通费用怎么分？" in page.client.get(page.of_issue).get_data(as_text=True)


def test_what_was_typed_survives_a_refusal(page: Page) -> None:
    """Minutes typed on a phone are not lost for a missing name."""
    page.send("deliberation/start", question="？")
    keys = {name: page.value(name) for name in ("deliberation", "seen")}
    words = {
        "minutes": "写了很久的<b>纪要</b>",
        "party_property": "物业经理",
        "held_on": "2026-11-21",
    }
    answer = page.client.post(
        page.of_issue + "/deliberation/step", data={"verb": "raise"} | keys | words
    )
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "写了很久的&lt;b&gt;纪要" in text
    assert "物业经理" in text
    assert 'value="2026-11-21"' in text


@pytest.mark.parametrize(
    ("what", "form"),
    [
        ("deliberation/start", {}),
        ("deliberation/step", {"verb": "raise", "held_on": "gestern"}),
        ("deliberation/step", {"verb": "raise", "votes_for": "１２x"}),
        ("deliberation/cost", {"basis": "star sign"}),
        ("deliberation/cost", {"basis": "door", "total": "1e999"}),
        ("harms", {"number": "9999"}),
    ],
)
def test_nonsense_is_refused_in_words(page: Page, what: str, form: dict[str, str]) -> None:
    assert page.send(what, **form) == 422


def test_keys_that_lead_nowhere(page: Page) -> None:
    """A step of no deliberation, a payment of no share."""
    good = {"verb": "raise", "minutes": "话"}
    assert page.send("deliberation/step", deliberation="x" * 40, **good) == 404
    assert page.send("deliberation/pay", share="123456", paid="1") == 404


def test_harm_is_noted_and_taken_back(page: Page, world: World) -> None:
    third = world.alpha.buildings[2]
    assert page.send("harms", number="Alpha43") == 303
    assert "Alpha43" in page.text()
    assert page.send("harms/drop", building=str(third.id)) == 303
    assert "Alpha43</span>" not in page.text()


def test_others_look_or_see_nothing(app: Flask, store: Store, world: World, page: Page) -> None:
    """A leader sees the minutes and no form; another cell's administrator sees nothing."""
    page.send("deliberation/start", question="疏通费用怎么分？")
    issue_id = world.alpha.ids["issue"]
    leader = Page(enter(app, store, world.users["leader"]), issue_id)
    assert "疏通费用怎么分？" in leader.text()
    assert 'name="minutes"' not in leader.text()
    assert leader.send("deliberation/start", question="？") == 403
    bravo = Page(enter(app, store, world.users["bravo"]), issue_id)
    assert bravo.client.get(bravo.address).status_code == 404
    assert bravo.send("harms", number="Alpha43") == 404


@pytest.mark.parametrize(
    ("text", "fen"),
    [("1250", 125_000), (" 1,250.5 元", 125_050), ("１２．５", 1_250), ("0.01", 1), ("-3", -300)],
)
def test_amounts_are_read_as_people_write_them(text: str, fen: int) -> None:
    assert read_yuan(text) == fen


@pytest.mark.parametrize("text", ["", "free", "0.001", "NaN", "Infinity", "1e30", "12元5"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InputRefused):
        read_yuan(text)
