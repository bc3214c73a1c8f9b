"""Languages: Chinese first, English second; which one, and saying things in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, request
from flask_babel import Babel, format_datetime, get_locale, gettext
from flask_login import current_user
from sqlalchemy.exc import OperationalError

from app.settings import ROOT, Settings
from geodata.errors import WanggeError

LANGUAGES = {"zh": "中文", "en": "English"}
"""What is offered, each in its own words."""

LANGUAGE_COOKIE = "wangge_language"
TRANSLATIONS = ROOT / "app" / "translations"


def init_app(app: Flask) -> None:
    """Let an application speak the languages of :data:`LANGUAGES`."""
    settings: Settings = app.extensions["wangge.settings"]
    Babel(
        app,
        default_locale=settings.wangge_language,
        default_timezone=settings.wangge_timezone,
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=choose_language,
    )
    app.add_template_filter(translate)
    app.add_template_filter(moment)


def choose_language() -> str:
    """Give the language for this request: the account's, else :func:`asked_language`."""
    try:
        kept = current_user.user.language if current_user.is_authenticated else None
    except OperationalError:
        # The page that says that the store is silent must not ask it how to say so.
        kept = None
    return kept if kept in LANGUAGES else asked_language()


def asked_language() -> str:
    """Give the language that the address or a cookie asks for, else that of the settings.

    What the browser says it prefers does not count: office computers are often set up in
    English for people who read Chinese.
    """
    settings: Settings = current_app.extensions["wangge.settings"]
    asked = (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE))
    return next((tag for tag in asked if tag in LANGUAGES), settings.wangge_language)


def html_language() -> str:
    """Give the language tag for the page: it decides glyphs and how a reader speaks."""
    return "zh-CN" if str(get_locale()) == "zh" else "en"


def translate(template: str, params: Mapping[str, Any] | None = None) -> str:
    """Say a marked template in the viewer's language.

    Parameters
    ----------
    template : str
        Marked with ``N_`` where it stands: of an error, a finding, a label.
    params : Mapping, optional
        Values for its places.

    Returns
    -------
    str
        Plain text, not escaped.
    """
    # The empty message is the catalogue's own header.
    text: str = gettext(template) if template else ""
    return text % params if params else text


def say(error: WanggeError) -> str:
    """Say an error of use in the viewer's language."""
    return translate(error.template, error.params)


def moment(at: dt.datetime | None) -> str:
    """Format a time as ``11-22 18:30`` where the system is used; nothing for none."""
    return "" if at is None else str(format_datetime(at, "MM-dd HH:mm"))
