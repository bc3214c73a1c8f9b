"""Lists of issues that people work from: piles with their counts, a filter, parts, a map."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.models import IssueChannel, IssueState
from app.queries.cells import cell_choices
from app.queries.issues import (
    MOST_COUNTED,
    Light,
    Order,
    Pile,
    category_choices,
    count_fitting,
    count_piles,
    list_issues,
    piles_of,
    unit_choices,
)
from app.queries.scope import Action, Viewer, can
from app.web.asking import Asked, asked_about
from app.web.context import current_viewer
from app.web.fragments import for_panel
from app.web.issues.blueprint import issues
from app.web.issues.bulk import bulk_verbs
from app.web.issues.maps import issue_map, map_settings
from app.web.issues.wanted import Wanted, read_wanted
from geodata.errors import N_

PILE_NAMES = {
    Pile.MINE: N_("Mine to handle"),
    Pile.CELLS: N_("In my cells"),
    Pile.OPEN: N_("Open"),
    Pile.NEW: N_("To be filed"),
    Pile.OVERDUE: N_("Overdue"),
    Pile.VERIFY: N_("To be verified"),
    Pile.REPORTED: N_("Reported by me"),
    Pile.ALL: N_("All"),
}
ORDER_NAMES = {
    Order.PRESSING: N_("Nearest deadline first"),
    Order.NEWEST: N_("Newest first"),
    Order.OLDEST: N_("Oldest first"),
}


@issues.get("")
def list_all(code: str) -> ResponseReturnValue:
    """List issues, a pile at a time; the rows alone for the script of the map beside them."""
    wanted = read_wanted(usual_pile(current_viewer()))
    with asked_about(code) as asked:
        facts = _rows(asked, wanted)
        if for_panel():
            return render_template("issues/rows.html", **facts)
        return render_template("issues/list.html", **facts, **_around(asked, wanted))


def usual_pile(viewer: Viewer) -> Pile:
    """Give the pile with which a viewer begins.

    Parameters
    ----------
    viewer : Viewer
    """
    return Pile.OPEN if viewer.sees_whole_community else Pile.MINE


def _rows(asked: Asked, wanted: Wanted) -> dict[str, Any]:
    """Read what the rows show."""
    here = (asked.session, asked.viewer, asked.community)
    part = list_issues(*here, wanted.filter, at=asked.at, order=wanted.order, after=wanted.after)
    counted = wanted.is_narrowed
    return {
        "community": asked.community,
        "wanted": wanted,
        "part": part,
        "fitting": count_fitting(*here, wanted.filter, asked.at) if counted else None,
        "most_counted": MOST_COUNTED,
        "bulk_verbs": bulk_verbs(asked.viewer),
        "may_report": can(asked.viewer, Action.REPORT),
        "may_export": can(asked.viewer, Action.EXPORT),
    }


def _around(asked: Asked, wanted: Wanted) -> dict[str, Any]:
    """Read what stands around the rows: piles, choices of the filter, the map."""
    here = (asked.session, asked.viewer, asked.community)
    code = asked.community.code
    window = wanted.filter.bbox
    corners = None if window is None else [window.west, window.south, window.east, window.north]
    layer = url_for("issues.show_layer", code=code, **wanted.link(bbox=None))
    return {
        "piles": piles_of(asked.viewer),
        "counts": count_piles(*here, asked.at),
        "pile_names": PILE_NAMES,
        "order_names": ORDER_NAMES,
        "cells": cell_choices(*here),
        "categories": category_choices(asked.session, asked.community),
        "units": unit_choices(asked.session, asked.community),
        "states": list(IssueState),
        "lights": list(Light),
        "channels": list(IssueChannel),
        "composed": issue_map(asked),
        "settings": map_settings(asked, layer, bounds=corners),
    }
