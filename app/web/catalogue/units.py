"""Handling units: listed, added, changed, closed, opened again."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.queries.catalogue import find_unit, handler_accounts, list_units
from app.services.issues import catalogue as service
from app.services.issues.catalogue import UnitEntry
from app.web.asking import asked_about
from app.web.catalogue.blueprint import catalogue, configuring, form_text
from app.web.i18n import say
from geodata.errors import InputRefused


@catalogue.get("/units")
def show_units(code: str) -> ResponseReturnValue:
    """List the handling units."""
    return _page(code)


@catalogue.post("/units")
def add_unit(code: str) -> ResponseReturnValue:
    """Add a handling unit."""
    try:
        with configuring(code) as asked:
            unit = service.add_unit(
                asked.session, asked.viewer, asked.community, _entry(), at=asked.at
            )
    except InputRefused as refused:
        return _page(code, say(refused)), 422
    flash(_("%(name)s can get issues now.", name=unit.name))
    return redirect(url_for("catalogue.show_units", code=code), 303)


@catalogue.get("/units/<int:unit_id>")
def show_unit(code: str, unit_id: int) -> ResponseReturnValue:
    """Show a handling unit, to change it."""
    return _one(code, unit_id)


@catalogue.post("/units/<int:unit_id>")
def change_unit(code: str, unit_id: int) -> ResponseReturnValue:
    """Change how a handling unit is called and reached."""
    try:
        with configuring(code) as asked:
            unit = find_unit(asked.session, asked.viewer, asked.community, unit_id)
            service.change_unit(asked.session, asked.viewer, unit, _entry(), at=asked.at)
    except InputRefused as refused:
        return _one(code, unit_id, say(refused)), 422
    flash(_("Kept."))
    return redirect(url_for("catalogue.show_units", code=code), 303)


@catalogue.post("/units/<int:unit_id>/close")
def close_unit(code: str, unit_id: int) -> ResponseReturnValue:
    """Close a handling unit."""
    with configuring(code) as asked:
        unit = find_unit(asked.session, asked.viewer, asked.community, unit_id)
        rules = service.close_unit(asked.session, asked.viewer, unit, at=asked.at)
    flash(_("%(name)s gets nothing more.", name=unit.name))
    if rules:
        flash(_("%(number)s rules lead to it and are passed over: change them.", number=rules))
    return redirect(url_for("catalogue.show_units", code=code), 303)


@catalogue.post("/units/<int:unit_id>/reopen")
def reopen_unit(code: str, unit_id: int) -> ResponseReturnValue:
    """Let a closed handling unit get issues again."""
    with configuring(code) as asked:
        unit = find_unit(asked.session, asked.viewer, asked.community, unit_id)
        service.reopen_unit(asked.session, asked.viewer, unit, at=asked.at)
    flash(_("%(name)s can get issues now.", name=unit.name))
    return redirect(url_for("catalogue.show_units", code=code), 303)


@catalogue.post("/units/<int:unit_id>/accounts")
def link_account(code: str, unit_id: int) -> ResponseReturnValue:
    """Let an account act for a handling unit, or no longer."""
    act = service.unlink_account if "unlink" in request.form else service.link_account
    try:
        with configuring(code) as asked:
            unit = find_unit(asked.session, asked.viewer, asked.community, unit_id)
            act(asked.session, asked.viewer, unit, form_text("username"), at=asked.at)
    except InputRefused as refused:
        return _one(code, unit_id, say(refused)), 422
    flash(_("Kept."))
    return redirect(url_for("catalogue.show_unit", code=code, unit_id=unit_id), 303)


def _entry() -> UnitEntry:
    """Read the unit of the form at hand."""
    return UnitEntry(form_text("name"), form_text("phone"), form_text("email"))


def _typed(problem: str, entry: UnitEntry) -> UnitEntry:
    """Give what the form shows: what was typed where it was refused."""
    return _entry() if problem else entry


def _page(code: str, problem: str = "") -> str:
    """Render the list of handling units."""
    with asked_about(code) as asked:
        return render_template(
            "catalogue/units.html",
            community=asked.community,
            lines=list_units(asked.session, asked.viewer, asked.community),
            problem=problem,
            typed=_typed(problem, UnitEntry("")),
        )


def _one(code: str, unit_id: int, problem: str = "") -> str:
    """Render the form of a handling unit."""
    with configuring(code) as asked:
        unit = find_unit(asked.session, asked.viewer, asked.community, unit_id)
        return render_template(
            "catalogue/unit.html",
            community=asked.community,
            unit=unit,
            problem=problem,
            accounts=handler_accounts(asked.session, asked.viewer, asked.community),
            typed=_typed(
                problem if "name" in request.form else "",
                UnitEntry(unit.name, unit.phone, unit.email),
            ),
        )
