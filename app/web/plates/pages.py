"""The pages of door plates: cells with how far they are, and the doors of one cell."""

from __future__ import annotations

import datetime as dt

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.queries.cells import find_cell
from app.queries.plates import cell_plates, plate_cells, plate_reports
from app.services.issues.plates import make_plates, withdraw_plate
from app.web.asking import asked_about
from app.web.context import settings
from app.web.plates.blueprint import plate_address, plates
from app.web.plates.sheet import SHEET_PLATES

_LATELY = dt.timedelta(days=30)


@plates.get("")
def list_cells(code: str) -> ResponseReturnValue:
    """List the cells, and how many of their doors have a plate."""
    with asked_about(code) as asked:
        return render_template(
            "plates/cells.html",
            community=asked.community,
            cells=plate_cells(asked.session, asked.viewer, asked.community),
            reports=plate_reports(asked.session, asked.community, asked.at - _LATELY),
            days=_LATELY.days,
        )


@plates.get("/cells/<int:cell_id>")
def show_cell(code: str, cell_id: int) -> ResponseReturnValue:
    """Show the doors of a cell with their plates."""
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        lines = cell_plates(*here, cell_id)
        made = sum(line.plate_id is not None for line in lines)
        return render_template(
            "plates/cell.html",
            community=asked.community,
            cell=find_cell(*here, cell_id, asked.at),
            lines=lines,
            missing=len(lines) - made,
            sheets=range(1, -(-made // SHEET_PLATES) + 1),
            example=plate_address("").rstrip("/"),
            is_local=settings().wangge_public_url is None,
        )


@plates.post("/cells/<int:cell_id>")
def make(code: str, cell_id: int) -> ResponseReturnValue:
    """Make the plates that are missing in a cell."""
    with asked_about(code) as asked:
        number = make_plates(asked.session, asked.viewer, asked.community, cell_id, at=asked.at)
    flash(_("%(number)s plates are made. Print them now.", number=number))
    return redirect(url_for("plates.show_cell", code=code, cell_id=cell_id), 303)


@plates.post("/<int:plate_id>/withdraw")
def withdraw(code: str, plate_id: int) -> ResponseReturnValue:
    """Withdraw a plate."""
    with asked_about(code) as asked:
        withdraw_plate(asked.session, asked.viewer, asked.community, plate_id, at=asked.at)
    flash(_("The plate is withdrawn: its code opens nothing more. Make and print a new one."))
    cell_id = request.form.get("cell", "")
    if not (cell_id.isascii() and cell_id.isdigit()):
        return redirect(url_for("plates.list_cells", code=code), 303)
    return redirect(url_for("plates.show_cell", code=code, cell_id=int(cell_id)), 303)
