"""Door plates for paper: A4, eight a page, to be cut, each with its door and its code."""

from __future__ import annotations

import io
from dataclasses import dataclass

import segno
from flask import Response, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.queries.cells import find_cell
from app.queries.plates import PlateLine, cell_plates
from app.queries.scope import NotFound
from app.services.audit import record
from app.settings import ROOT
from app.web.asking import asked_about
from app.web.plates.blueprint import plate_address, plates
from geodata.errors import N_

SHEET_PLATES = 64
"""Plates that one file has at most: 8 pages, made in under 3 s of one core while the page waits."""

_STYLE = ROOT / "app" / "static" / "css" / "plate_sheet.css"


@dataclass(frozen=True)
class PrintedPlate:
    """A plate as it is printed.

    Attributes
    ----------
    line : PlateLine
    address : str
        What its code says.
    code : markupsafe.Markup
        SVG of the code.
    """

    line: PlateLine
    address: str
    code: Markup


@plates.get("/cells/<int:cell_id>/plates-<int:part>.pdf")
def print_plates(code: str, cell_id: int, part: int) -> ResponseReturnValue:
    """Give the plates of a cell as a file to print; large cells have several parts."""
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        cell = find_cell(*here, cell_id, asked.at)
        made = [line for line in cell_plates(*here, cell_id) if line.code is not None]
        lines = made[(part - 1) * SHEET_PLATES : part * SHEET_PLATES] if part else []
        if not lines:
            raise NotFound(N_("There is nothing to print here. Make the plates first."))
        record(
            asked.session, at=asked.at, by=asked.viewer.user_id, action="export",
            thing_kind="door_plate", community_id=asked.community.id, cell=cell_id,
            plates=len(lines),
        )  # fmt: skip
        page = render_template(
            "plates/sheet.html",
            community=asked.community,
            cell=cell,
            plates=[_printed(line) for line in lines],
        )
    answer = Response(render_pdf(page), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="plates-{cell_id}-{part}.pdf"'
    return answer


def render_pdf(page: str) -> bytes:
    """Make a PDF of the HTML of a sheet; nothing is fetched from anywhere.

    Parameters
    ----------
    page : str
        HTML with all pictures in it.

    Returns
    -------
    bytes
    """
    # WeasyPrint takes half a second to import, and few ever print.
    from weasyprint import CSS, HTML, URLFetcher

    fetcher = URLFetcher(allowed_protocols=("data",))
    style = CSS(string=_STYLE.read_text(encoding="utf-8"), url_fetcher=fetcher)
    pdf: bytes = HTML(string=page, url_fetcher=fetcher).write_pdf(stylesheets=[style])
    return pdf


def _printed(line: PlateLine) -> PrintedPlate:
    """Draw the code of a plate; with a quarter of it scratched it is still read."""
    address = plate_address(line.code or "")
    out = io.BytesIO()
    segno.make(address, error="q").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, svgclass=None,
        lineclass=None, border=1,
    )  # fmt: skip
    return PrintedPlate(line, address, Markup(out.getvalue().decode()))  # noqa: S704 - segno drew it.
