"""Categories: listed, added, changed, retired, deleted; our own catalogue installed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import Catalogue
from app.queries.catalogue import CategoryLine, find_category, list_categories
from app.services.issues import catalogue as service
from app.web.asking import asked_about
from app.web.catalogue.blueprint import catalogue, configuring
from app.web.catalogue.category_form import read_form, show_form
from app.web.i18n import say
from geodata.errors import InputRefused


@catalogue.get("")
def list_all(code: str) -> ResponseReturnValue:
    """List the categories with their limits."""
    with asked_about(code) as asked:
        lines = list_categories(asked.session, asked.viewer, asked.community)
        return render_template(
            "catalogue/list.html",
            community=asked.community,
            lines=lines,
            catalogues=_grouped(lines),
            missing=len(
                {one.code for one in service.standard_catalogue()}
                - {line.category.code for line in lines}
            ),
        )


def _grouped(
    lines: Iterable[CategoryLine],
) -> Mapping[Catalogue, Mapping[str, Sequence[CategoryLine]]]:
    """Bring categories together by catalogue and group, in the order in which they stand."""
    found: dict[Catalogue, dict[str, list[CategoryLine]]] = {}
    for line in sorted(lines, key=lambda line: line.category.catalogue is Catalogue.CITY):
        groups = found.setdefault(line.category.catalogue, {})
        groups.setdefault(line.category.group, []).append(line)
    return found


@catalogue.post("/install")
def install(code: str) -> ResponseReturnValue:
    """Add the categories of our own catalogue that are missing."""
    with configuring(code) as asked:
        added = service.install_catalogue(
            asked.session, asked.community, asked.at, by=asked.viewer.user_id
        )
    flash(_("%(number)s categories were added. Change them as your city has them.", number=added))
    return redirect(url_for("catalogue.list_all", code=code), 303)


@catalogue.get("/new")
def show_new(code: str) -> ResponseReturnValue:
    """Offer to add a category."""
    return show_form(code, None)


@catalogue.post("/new")
def add(code: str) -> ResponseReturnValue:
    """Add a category."""
    try:
        with configuring(code) as asked:
            entry = read_form()
            service.add_category(asked.session, asked.viewer, asked.community, entry, at=asked.at)
    except InputRefused as refused:
        return show_form(code, None, say(refused)), 422
    flash(_("%(name)s is in the catalogue.", name=entry.name))
    return redirect(url_for("catalogue.list_all", code=code), 303)


@catalogue.get("/<int:category_id>")
def show(code: str, category_id: int) -> ResponseReturnValue:
    """Show a category, to change it."""
    return show_form(code, category_id)


@catalogue.post("/<int:category_id>")
def change(code: str, category_id: int) -> ResponseReturnValue:
    """Change a category."""
    try:
        with configuring(code) as asked:
            entry = read_form()
            category = find_category(asked.session, asked.community, category_id)
            service.change_category(asked.session, asked.viewer, category, entry, at=asked.at)
    except InputRefused as refused:
        return show_form(code, category_id, say(refused)), 422
    flash(_("Kept. Deadlines that run already stay as they are."))
    return redirect(url_for("catalogue.list_all", code=code), 303)


@catalogue.post("/<int:category_id>/retire")
def retire(code: str, category_id: int) -> ResponseReturnValue:
    """Retire a category."""
    with configuring(code) as asked:
        category = find_category(asked.session, asked.community, category_id)
        service.retire_category(asked.session, asked.viewer, category, at=asked.at)
    flash(_("%(name)s is retired: nothing new is reported in it.", name=category.name))
    return redirect(url_for("catalogue.list_all", code=code), 303)


@catalogue.post("/<int:category_id>/take-up")
def take_up(code: str, category_id: int) -> ResponseReturnValue:
    """Use a retired category again."""
    with configuring(code) as asked:
        category = find_category(asked.session, asked.community, category_id)
        service.take_up_category(asked.session, asked.viewer, category, at=asked.at)
    flash(_("%(name)s is in use again.", name=category.name))
    return redirect(url_for("catalogue.list_all", code=code), 303)


@catalogue.post("/<int:category_id>/delete")
def delete(code: str, category_id: int) -> ResponseReturnValue:
    """Delete a category that nothing has."""
    try:
        with configuring(code) as asked:
            category = find_category(asked.session, asked.community, category_id)
            service.delete_category(asked.session, asked.viewer, category, at=asked.at)
    except InputRefused as refused:
        return show_form(code, category_id, say(refused)), 422
    flash(_("%(name)s is deleted.", name=category.name))
    return redirect(url_for("catalogue.list_all", code=code), 303)
