"""Lists of issues that people work from: piles with their counts, a filter, parts."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.models import IssueChannel, IssueState
from app.queries.cells import cell_choices
from app.queries.issues import (
    MOST_COUNTED,
    Light,
    Order,
    Pile,
    count_fitting,
    count_piles,
    list_issues,
    piles_of,
)
from app.queries.scope import Viewer
from app.web.asking import asked_about
from app.web.context import current_viewer
from app.web.issues.blueprint import issues
from app.web.issues.wanted import read_wanted
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
    """List issues, a pile at a time."""
    wanted = read_wanted(usual_pile(current_viewer()))
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        return render_template(
            "issues/list.html",
            community=asked.community,
            wanted=wanted,
            part=list_issues(
                *here, wanted.filter, at=asked.at, order=wanted.order, after=wanted.after
            ),
            fitting=count_fitting(*here, wanted.filter, asked.at) if wanted.is_narrowed else None,
            piles=piles_of(asked.viewer),
            counts=count_piles(*here, asked.at),
            pile_names=PILE_NAMES,
            order_names=ORDER_NAMES,
            most_counted=MOST_COUNTED,
            cells=cell_choices(*here),
            states=list(IssueState),
            lights=list(Light),
            channels=list(IssueChannel),
        )


def usual_pile(viewer: Viewer) -> Pile:
    """Give the pile with which a viewer begins.

    Parameters
    ----------
    viewer : Viewer
    """
    return Pile.OPEN if viewer.sees_whole_community else Pile.MINE
