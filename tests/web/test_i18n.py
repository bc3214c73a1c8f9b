"""Languages: which one is spoken, and that the Chinese catalogue is whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from babel.messages.frontend import CommandLineInterface
from flask import Flask

from app.settings import ROOT, Settings
from app.web import create_app
from app.web.i18n import translate
from tests.visitors import Visitor

CATALOGUE = ROOT / "app" / "translations" / "zh" / "LC_MESSAGES" / "messages.po"
PLACE = re.compile(r"%\((\w+)\)\w|%%|\{(\w+)\}")

LogIn = Callable[..., Visitor]


def language(visitor: Visitor, path: str = "/login", **kwargs: object) -> str:
    found = re.search(r'<html lang="([\w-]+)">', visitor.get(path, **kwargs).text)
    assert found
    return found[1]


def test_chinese_comes_first_whatever_the_browser_prefers(visitor: Visitor) -> None:
    assert language(visitor, headers={"Accept-Language": "en"}) == "zh-CN"
    assert "登录" in visitor.get("/login").text


def test_setting_decides_for_who_has_not_chosen(app: Flask, settings: Settings) -> None:
    english = create_app(
        settings.model_copy(update={"wangge_language": "en"}), app.extensions["wangge.store"]
    )
    assert language(Visitor(english)) == "en"


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("en", "en"), ("zh", "zh-CN"), ("xx", "zh-CN"), ("../../etc", "zh-CN"), ("", "zh-CN")],
)
def test_address_can_ask_for_a_language_that_is_offered(
    visitor: Visitor, asked: str, spoken: str
) -> None:
    assert language(visitor, f"/login?lang={asked}") == spoken


def test_choice_lasts_in_a_cookie_and_with_the_account(log_in: LogIn, app: Flask) -> None:
    visitor = log_in()
    answer = visitor.post("/language", language="en", next="/account")
    assert answer.headers["Location"] == "/account"
    assert language(visitor, "/account") == "en"
    elsewhere = Visitor(app)
    assert language(elsewhere) == "zh-CN"
    elsewhere.log_in("wang")
    assert language(elsewhere, "/account") == "en"
    visitor.post("/logout")
    assert language(visitor) == "en"


@pytest.mark.parametrize("chosen", ["xx", "", "zh_CN"])
def test_language_that_is_not_offered_is_refused(visitor: Visitor, chosen: str) -> None:
    assert visitor.post("/language", language=chosen).status_code == 400


def test_language_switch_leads_nowhere_else(visitor: Visitor) -> None:
    answer = visitor.post("/language", language="en", next="//evil.example")
    assert answer.headers["Location"] == "/"


def test_templates_are_said_with_their_values(app: Flask) -> None:
    with app.test_request_context("/"):
        assert translate("There is no file %(file)s.", {"file": "a%b"}) == "没有文件 a%b。"
        assert translate("") == ""
        assert translate("Not in any catalogue") == "Not in any catalogue"


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """All messages that stand in code and templates today."""
    template: Path = tmp_path_factory.mktemp("messages") / "messages.pot"
    CommandLineInterface().run(
        f"pybabel -q extract -F {ROOT}/babel.cfg -k N_ -o {template} {ROOT}".split()
    )
    return polib.pofile(str(template))


def test_every_message_is_translated(messages: polib.POFile) -> None:
    known = {(one.msgctxt, one.msgid): one for one in polib.pofile(str(CATALOGUE))}
    missing = [one.msgid for one in messages if (one.msgctxt, one.msgid) not in known]
    assert not missing, "run scripts/messages.sh and translate these"
    empty = [one.msgid for one in known.values() if not one.translated() and not one.obsolete]
    assert not empty, "translate these in app/translations/zh/LC_MESSAGES/messages.po"


def test_translations_have_the_places_of_their_messages() -> None:
    wrong = [
        one.msgid
        for one in polib.pofile(str(CATALOGUE))
        if one.translated()
        and sorted(set(PLACE.findall(one.msgid))) != sorted(set(PLACE.findall(one.msgstr)))
    ]
    assert not wrong


def test_chinese_is_punctuated_as_chinese() -> None:
    half_width = re.compile(r"[\u4e00-\u9fff][,;:?!]|[,;?!][\u4e00-\u9fff]")
    wrong = [one.msgid for one in polib.pofile(str(CATALOGUE)) if half_width.search(one.msgstr)]
    assert not wrong
