"""Dispatch rules: listed in the order in which they are tried, added, removed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import DutyRole, PlaceKind
from app.queries.catalogue import (
    buildings_called,
    cells_today,
    estates_today,
    find_rule,
    list_categories,
    list_rules,
    list_units,
)
from app.services.issues import catalogue as service
from app.services.issues.catalogue import RULE_PLACES, RuleEntry
from app.services.issues.dispatching import USUAL_ROLES
from app.web.asking import Asked, asked_about
from app.web.catalogue.blueprint import catalogue, configuring, form_key, form_text
from app.web.i18n import say
from geodata.errors import N_, InputRefused


@catalogue.get("/rules")
def show_rules(code: str) -> ResponseReturnValue:
    """List the dispatch rules."""
    return _page(code)


@catalogue.post("/rules")
def add_rule(code: str) -> ResponseReturnValue:
    """Add a dispatch rule."""
    try:
        with configuring(code) as asked:
            service.add_rule(
                asked.session, asked.viewer, asked.community, _entry(asked), at=asked.at
            )
    except InputRefused as refused:
        return _page(code, say(refused)), 422
    flash(_("Kept: the next issue that fits goes by this rule."))
    return redirect(url_for("catalogue.show_rules", code=code), 303)


@catalogue.post("/rules/<int:rule_id>/remove")
def remove_rule(code: str, rule_id: int) -> ResponseReturnValue:
    """Remove a dispatch rule."""
    with configuring(code) as asked:
        rule = find_rule(asked.session, asked.viewer, asked.community, rule_id)
        service.remove_rule(asked.session, asked.viewer, rule, at=asked.at)
    flash(_("The rule is removed; what it dispatched stays where it is."))
    return redirect(url_for("catalogue.show_rules", code=code), 303)


def _entry(asked: Asked) -> RuleEntry:
    """Read the rule of the form at hand."""
    kind, _colon, key = form_text("target").partition(":")
    roles = {role.value: role for role in DutyRole}
    is_unit = kind == "unit" and key.isascii() and key.isdigit() and len(key) < 19
    return RuleEntry(
        category_id=form_key("category"),
        place=_place(asked),
        role=roles.get(key) if kind == "role" else None,
        unit_id=int(key) if is_unit else None,
    )


def _place(asked: Asked) -> tuple[PlaceKind, int] | None:
    """Read where a rule holds: one of the list, or a building by its number."""
    if words := form_text("building"):
        return PlaceKind.BUILDING, _building(asked, words)
    kind, _colon, key = form_text("place").partition(":")
    if not kind:
        return None
    if kind not in RULE_PLACES or not (key.isascii() and key.isdigit() and len(key) < 19):
        raise InputRefused(N_("Choose a place from the list."))
    return PlaceKind(kind), int(key)


def _building(asked: Asked, words: str) -> int:
    """Find the one building that a number or a name means."""
    found = buildings_called(asked.session, asked.viewer, asked.community, words)
    if len(found) != 1:
        raise InputRefused(
            N_("There is no building called %(words)s.")
            if not found
            else N_("Several buildings are called %(words)s: give another name."),
            words=words[:40],
        )
    return found[0].id


def _page(code: str, problem: str = "") -> str:
    """Render the list of rules."""
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        units = [line.unit for line in list_units(*here) if line.unit.closed_on is None]
        lines = list_categories(*here)
        return render_template(
            "catalogue/rules.html",
            community=asked.community,
            lines=list_rules(*here),
            problem=problem,
            typed=request.form,
            categories=[line.category for line in lines if line.category.retired_on is None],
            cells=cells_today(*here),
            estates=estates_today(*here),
            units=units,
            roles=list(DutyRole),
            usual_roles=USUAL_ROLES,
        )
