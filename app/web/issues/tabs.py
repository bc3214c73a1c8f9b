"""The tabs of everything about issues: one row over several groups of pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for

from app.models import Community
from app.queries.scope import Action, can
from app.web.context import current_viewer
from app.web.i18n import translate
from app.web.issues.blueprint import issues
from geodata.errors import N_


@dataclass(frozen=True)
class Tab:
    """A page of issues; left out while no page of that name exists."""

    key: str
    endpoint: str
    label: str
    action: Action = Action.VIEW


TABS = (
    Tab("list", "issues.list_all", N_("Issues")),
    Tab("report", "issues.show_report", N_("Report something"), Action.REPORT),
    Tab("indicators", "indicators.show", N_("Indicators")),
    Tab("catalogue", "catalogue.list_all", N_("Catalogue")),
    Tab("plates", "plates.list_cells", N_("Door plates"), Action.DISPATCH),
)
"""Whoever makes a page that belongs to issues adds it here."""


@issues.app_context_processor
def _tabs() -> dict[str, Any]:
    """Give every template the tabs of issues."""
    return {"issue_places": issue_places}


def issue_places(community: Community, here: str) -> list[tuple[str, str, bool]]:
    """List the pages of issues that the viewer may open.

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
