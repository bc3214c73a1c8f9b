"""The frame around every page: where one can go, who one is, where one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from app.models import Community, Role
from app.queries.scope import Action, can
from app.web.context import current_account, current_viewer
from app.web.i18n import LANGUAGES, html_language
from app.web.own_words import speak_of
from geodata.errors import N_

Where = Literal["inside", "outside", "anywhere"]


@dataclass(frozen=True)
class Place:
    """A place to go in the bar.

    Attributes
    ----------
    endpoint : str
        Where it leads; left out while no page of that name exists.
    label, icon : str
        Its word (a msgid) and the name of its icon in templates/icons.html.
    action : Action
        What one must be allowed to do to see it.
    where : Where
        ``inside`` a community, whose code its address then holds; only ``outside`` of one;
        or ``anywhere``.
    """

    endpoint: str
    label: str
    icon: str
    action: Action | None
    where: Where


PLACES = (
    Place("home.show_home", N_("Communities"), "communities", Action.VIEW, "outside"),
    Place("map.show_map", N_("Map"), "map", Action.VIEW, "inside"),
    Place("divisions.list_all", N_("Division"), "grid", Action.DIVIDE, "inside"),
    Place("people.list_all", N_("People"), "people", Action.VIEW, "inside"),
    Place("duties.show_vacancies", N_("Duties"), "duties", Action.VIEW, "inside"),
    Place("shifts.show_week", N_("Patrols"), "patrol", Action.VIEW, "inside"),
    Place("issues.list_all", N_("Issues"), "issues", Action.VIEW, "inside"),
    Place("analysis.show", N_("Analysis"), "analysis", Action.ANALYSE, "inside"),
    Place("summaries.list_all", N_("Reports"), "reports", Action.EXPORT, "inside"),
    Place("imports.start", N_("Import"), "import", Action.IMPORT, "inside"),
    Place("exports.choose", N_("Export"), "export", Action.EXPORT, "inside"),
    Place("users.list_all", N_("Accounts"), "accounts", Action.MANAGE_USERS, "anywhere"),
    Place("accounts.show_own", N_("Settings"), "settings", None, "anywhere"),
)

_IN_POCKET = ("map", "shifts", "issues", "analysis", "duties", "home", "people", "users")
"""What a phone's bar holds first; at 390 px more than five are too narrow for a thumb."""

_FIT = 5

_SAME_PLACE = {
    "communities": "accounts",
    "patrols": "shifts",
    "coverage": "shifts",
    "catalogue": "issues",
    "indicators": "issues",
    "notices": "issues",
}
"""Groups of pages that one reaches through another place of the bar."""

ROLE_NAMES = {
    Role.SYSTEM_ADMIN: N_("System administrator"),
    Role.COMMUNITY_ADMIN: N_("Community administrator"),
    Role.GRID_ADMIN: N_("Grid administrator"),
    Role.VOLUNTEER: N_("Patrol volunteer"),
    Role.LEADER: N_("Leader"),
    Role.HANDLER: N_("Handling unit"),
}


def init_app(app: Flask) -> None:
    """Give every template what the frame needs."""
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    """Give the names that templates/base.html and bare.html use."""
    return {
        "current_user": current_user,
        "frame_places": places_for,
        "html_language": html_language,
        "languages": LANGUAGES,
        "role_names": ROLE_NAMES,
        "own_community": _own_community,
        "may_configure": _may_configure,
    }


def _own_community() -> Community | None:
    """Give the community of the account, for pages that belong to none; they speak in its words."""
    community = current_account().community if current_user.is_authenticated else None
    if community is not None:
        speak_of(community)
    return community


def _may_configure() -> bool:
    """Tell whether the viewer may say how their community works."""
    return current_user.is_authenticated and can(current_viewer(), Action.CONFIGURE)


@dataclass(frozen=True)
class Way:
    """A way to a place from the page at hand.

    Attributes
    ----------
    place : Place
    address : str
    here : bool
        Whether one is there.
    pocket : bool
        Whether a phone's bar has room for it; the others stand behind "More".
    """

    place: Place
    address: str
    here: bool
    pocket: bool


def places_for(community: Community | None) -> Sequence[Way]:
    """List the places to which the viewer can go from here.

    Parameters
    ----------
    community : Community or None
        The one on the page.

    Returns
    -------
    Sequence[Way]
    """
    if not current_user.is_authenticated:
        return []
    viewer = current_viewer()
    shown = [
        place
        for place in PLACES
        if place.endpoint in current_app.view_functions
        and (place.action is None or can(viewer, place.action))
        and place.where in ("anywhere", "inside" if community else "outside")
    ]
    pocket = _pocket(shown)
    return [Way(one, _address(one, community), _is_here(one), one in pocket) for one in shown]


def _pocket(shown: Sequence[Place]) -> Sequence[Place]:
    """Choose what a phone's bar holds: all where they fit, else one less, for "More"."""
    if len(shown) <= _FIT:
        return shown
    by_group = {_group(place): place for place in shown}
    return [by_group[group] for group in _IN_POCKET if group in by_group][: _FIT - 1]


def _group(place: Place) -> str:
    return place.endpoint.split(".")[0]


def _address(place: Place, community: Community | None) -> str:
    """Give the address of a place."""
    if place.where == "inside" and community is not None:
        return url_for(place.endpoint, code=community.code)
    return url_for(place.endpoint)


def _is_here(place: Place) -> bool:
    """Tell whether the page at hand belongs to a place."""
    group = (request.endpoint or "").split(".")[0]
    return _SAME_PLACE.get(group, group) == _group(place)
