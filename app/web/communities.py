"""The settings of a community: what it is called, what it calls its cells, which posts it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import DutyRole, PlaceKind
from app.queries.scope import Action, require
from app.services.areas import describe_community
from app.services.duties import expect_duties
from app.web.asking import Asked, asked_about
from app.web.context import current_viewer
from app.web.i18n import say
from app.web.own_words import in_standard_words
from geodata.errors import N_, InputRefused

communities = Blueprint("communities", __name__, url_prefix="/c/<code>/settings")

CELL_TERMS = ("网格", "片区", "区域", "治理单元", "街区网格", "责任区")
"""Words in use that the form offers; any other can be typed."""

USUAL_POSTS: Mapping[PlaceKind, Sequence[DutyRole]] = {
    PlaceKind.CELL: (
        DutyRole.CELL_LEADER,
        DutyRole.GRID_ADMINISTRATOR,
        DutyRole.GROUP_LEADER,
        DutyRole.BRANCH,
        DutyRole.SUPERVISOR,
    ),
    PlaceKind.ESTATE: (DutyRole.BRANCH, DutyRole.PROPERTY_COMMITTEE),
    PlaceKind.BUILDING: (
        DutyRole.BUILDING_LEAD,
        DutyRole.MEMBER_CONTACT,
        DutyRole.GROUP_LEADER,
        DutyRole.SUPERVISOR,
    ),
    PlaceKind.ENTRANCE: (DutyRole.ENTRANCE_LEAD, DutyRole.MODEL_FAMILY),
    PlaceKind.HOUSEHOLD: (DutyRole.MODEL_FAMILY,),
}
"""What communities expect at each kind of place; others come by the command line."""


@communities.before_request
def _administrators_only() -> None:
    """Refuse accounts that may not say how a community works."""
    require(current_viewer(), Action.CONFIGURE)


@communities.get("")
def show_settings(code: str) -> ResponseReturnValue:
    """Show what can be set."""
    with asked_about(code) as asked:
        return _page(asked)


@communities.post("")
def describe(code: str) -> ResponseReturnValue:
    """Change what the community is called, and what it calls its cells."""
    try:
        with asked_about(code) as asked:
            describe_community(
                asked.session, asked.community, at=asked.at, by=asked.viewer.user_id,
                **{key: request.form.get(key, "") for key in ("name", "place", "cell_term")},
            )  # fmt: skip
    except InputRefused as refused:
        with asked_about(code) as asked:
            return _page(asked, say(refused)), 422
    flash(_("The settings are kept."))
    return redirect(url_for("communities.show_settings", code=code), 303)


@communities.post("/posts")
def expect(code: str) -> ResponseReturnValue:
    """Change which roles are expected at which kind of place."""
    with asked_about(code) as asked:
        ticked = set(request.form.getlist("post"))
        chosen = [
            (role, kind)
            for kind, roles in _posts(asked).items()
            for role in roles
            if f"{role.value}:{kind.value}" in ticked
        ]
        expect_duties(asked.session, asked.community, chosen, at=asked.at, by=asked.viewer.user_id)
    flash(_("The settings are kept."))
    return redirect(url_for("duties.show_vacancies", code=code), 303)


def _posts(asked: Asked) -> dict[PlaceKind, list[DutyRole]]:
    """List the posts that are offered: the usual ones, and those that are expected already."""
    posts = {kind: list(roles) for kind, roles in USUAL_POSTS.items()}
    for words in asked.community.expected_duties:
        role, _colon, kind = words.partition(":")
        if DutyRole(role) not in posts[PlaceKind(kind)]:
            posts[PlaceKind(kind)].append(DutyRole(role))
    return posts


def _page(asked: Asked, problem: str = "") -> str:
    """Render the page, with what was typed where it was refused."""
    community = asked.community
    typed = {key: request.form.get(key, getattr(community, key)) for key in ("name", "place")}
    return render_template(
        "communities/settings.html",
        community=community,
        problem=problem,
        typed=typed | {"cell_term": request.form.get("cell_term", community.cell_term)},
        # The one label that must name what the own word stands for.
        term_label=in_standard_words(N_("What you call a cell")),
        terms=CELL_TERMS,
        posts=_posts(asked),
        expected=set(community.expected_duties),
    )
