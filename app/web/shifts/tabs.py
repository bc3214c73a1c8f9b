"""The tabs of everything about patrols: one row over several groups of pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for

from app.models import Community
from app.queries.scope import Action, can
from app.web.context import current_viewer
from app.web.i18n import translate
from app.web.shifts.blueprint import shifts
from geodata.errors import N_


@dataclass(frozen=True)
class Tab:
    """A page of patrols; left out while no page of that name exists."""

    key: str
    endpoint: str
    label: str
    action: Action = Action.VIEW


TABS = (
    Tab("week", "shifts.show_week", N_("Week")),
    Tab("routes", "patrols.list_all", N_("Routes")),
    Tab("coverage", "coverage.show", N_("Coverage")),
    Tab("gaps", "shifts.show_gaps", N_("Gaps"), Action.PLAN),
    Tab("rhythms", "shifts.list_all", N_("Rhythms")),
    Tab("absences", "shifts.show_absences", N_("Absences")),
    Tab("calendar", "shifts.show_links", N_("Calendar")),
)


@shifts.app_context_processor
def _tabs() -> dict[str, Any]:
    """Give every template the tabs of patrols."""
    return {"patrol_places": patrol_places}


def patrol_places(community: Community, here: str) -> list[tuple[str, str, bool]]:
    """List the pages of patrols that the viewer may open.

    Parameters
    ----------
    community : Community
    here : str
        Key of the tab at hand.

    Returns
    -------
    list of (str, str, bool)
        Word, address, and whether one is there.
    """
    viewer = current_viewer()
    return [
        (translate(tab.label), url_for(tab.endpoint, code=community.code), tab.key == here)
        for tab in TABS
        if tab.endpoint in current_app.view_functions and can(viewer, tab.action)
    ]
