"""The tree of organisations: looked at, added to, renamed, moved, closed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Organisation
from app.queries.people import (
    OrganisationNode,
    PeopleFilter,
    find_group,
    list_people,
    organisation_tree,
)
from app.queries.scope import Action, can
from app.services.people import (
    add_organisation,
    close_organisation,
    move_organisation,
    rename_organisation,
)
from app.web.asking import Asked, asked_about
from app.web.duties.form import appointing, chosen_day
from app.web.i18n import say
from app.web.people.blueprint import whole_community_only
from app.web.requests import page_number
from geodata.errors import InputRefused

organisations = Blueprint("organisations", __name__, url_prefix="/organisations")
organisations.before_request(whole_community_only)


@dataclass
class Branch:
    """An organisation with those right below it, as the page nests them."""

    node: OrganisationNode
    below: list[Branch] = field(default_factory=list)


@organisations.get("")
def show_tree(code: str) -> ResponseReturnValue:
    """Show the tree."""
    return _tree(code)


@organisations.post("")
def add(code: str) -> ResponseReturnValue:
    """Add an organisation."""
    form = request.form
    try:
        with appointing(code) as asked:
            made = add_organisation(
                asked.session, asked.community, name=form.get("name", ""),
                level=form.get("level", "")[:40], parent=_parent(asked),
                at=asked.at, by=asked.viewer.user_id,
            )  # fmt: skip
    except InputRefused as refused:
        return _tree(code, say(refused)), 422
    flash(_("%(name)s is added.", name=made.name))
    return redirect(url_for("people.organisations.show_tree", code=code), 303)


@organisations.get("/<int:organisation_id>")
def show_one(code: str, organisation_id: int) -> ResponseReturnValue:
    """Show one organisation with its people."""
    return _one(code, organisation_id)


@organisations.post("/<int:organisation_id>")
def change(code: str, organisation_id: int) -> ResponseReturnValue:
    """Rename an organisation, and put it below another one."""
    try:
        with appointing(code) as asked:
            found, by = _find(asked, organisation_id), asked.viewer.user_id
            name, level = request.form.get("name", ""), request.form.get("level", "")[:40]
            rename_organisation(asked.session, found, name=name, level=level, at=asked.at, by=by)
            move_organisation(asked.session, found, _parent(asked), at=asked.at, by=by)
    except InputRefused as refused:
        return _one(code, organisation_id, say(refused)), 422
    flash(_("%(name)s is changed.", name=found.name))
    return redirect(
        url_for("people.organisations.show_one", code=code, organisation_id=organisation_id), 303
    )


@organisations.post("/<int:organisation_id>/close")
def close(code: str, organisation_id: int) -> ResponseReturnValue:
    """Note that an organisation has ceased to be."""
    try:
        with appointing(code) as asked:
            found = _find(asked, organisation_id)
            close_organisation(
                asked.session, found, on=chosen_day("on"), reason=request.form.get("reason", ""),
                at=asked.at, by=asked.viewer.user_id,
            )  # fmt: skip
    except InputRefused as refused:
        return _one(code, organisation_id, say(refused)), 422
    flash(_("%(name)s is closed; its past stays readable.", name=found.name))
    return redirect(url_for("people.organisations.show_tree", code=code), 303)


def _find(asked: Asked, organisation_id: int) -> Organisation:
    """Find the organisation that the address names."""
    here = (asked.session, asked.viewer, asked.community)
    return find_group(*here, Organisation, organisation_id)


def _parent(asked: Asked) -> Organisation | None:
    """Find the organisation above that the form chose, if it chose one."""
    text = request.form.get("parent", "")
    return _find(asked, int(text)) if text.isascii() and text.isdigit() else None


def _tree(code: str, problem: str = "") -> str:
    """Render the tree."""
    with asked_about(code) as asked:
        nodes = organisation_tree(asked.session, asked.viewer, asked.community)
        may = can(asked.viewer, Action.APPOINT)
    return render_template(
        "organisations/tree.html", community=asked.community, problem=problem, may=may,
        nodes=nodes, roots=_nest(nodes), typed=request.form,
    )  # fmt: skip


def _one(code: str, organisation_id: int, problem: str = "") -> str:
    """Render the page of one organisation."""
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        found = _find(asked, organisation_id)
        wanted = PeopleFilter(organisation_id=found.id)
        return render_template(
            "organisations/one.html",
            community=asked.community,
            problem=problem,
            may=can(asked.viewer, Action.APPOINT),
            organisation=found,
            nodes=organisation_tree(*here),
            listed=list_people(*here, wanted, page=page_number()),
            today=asked.at.date().isoformat(),
        )


def _nest(nodes: tuple[OrganisationNode, ...]) -> list[Branch]:
    """Put each organisation into the one above it."""
    branches = {node.id: Branch(node) for node in nodes}
    below: dict[int | None, list[Branch]] = defaultdict(list)
    for branch in branches.values():
        # What hangs below a closed one stands as a root.
        parent_id = branch.node.parent_id if branch.node.depth else None
        below[parent_id].append(branch)
    for branch in branches.values():
        branch.below = below[branch.node.id]
    return below[None]
