"""A list pasted from a sheet: looked at line by line, then appointed at once."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.duties.pasting import PastedLine, apply_pasted, read_pasted
from app.web.asking import Asked
from app.web.duties.blueprint import duties
from app.web.duties.form import appointing, chosen_day
from app.web.i18n import say
from geodata.errors import N_, InputRefused

EXAMPLE = "姓名\t电话\t职务\t网格\t楼号\t单元\n王小明\t13800001234\t单元长\t\t41\t2单元"


@duties.get("/paste")
def show_paste(code: str) -> ResponseReturnValue:
    """Show where a list can be pasted."""
    with appointing(code) as asked:
        return _page(asked)


@duties.post("/paste")
def preview_paste(code: str) -> ResponseReturnValue:
    """Show what a pasted list would do, line by line."""
    try:
        with appointing(code) as asked:
            return _page(asked, _read(asked))
    except InputRefused as refused:
        return _refused(code, refused)


@duties.post("/paste/apply")
def apply_paste(code: str) -> ResponseReturnValue:
    """Appoint by the lines that can be taken."""
    try:
        with appointing(code) as asked:
            lines = _read(asked)
            if not _good(lines):
                raise InputRefused(N_("None of the lines can be taken."))
            done = apply_pasted(
                asked.session, lines, since=chosen_day("since"), at=asked.at,
                by=asked.viewer.user_id,
            )  # fmt: skip
    except InputRefused as refused:
        return _refused(code, refused)
    flash(_("%(number)s are appointed.", number=len(done.made)))
    return redirect(url_for("duties.list_all", code=code), 303)


def _read(asked: Asked) -> tuple[PastedLine, ...]:
    """Read the list of the form."""
    return read_pasted(
        asked.session, asked.viewer, asked.community, request.form.get("text", ""),
        since=chosen_day("since"), at=asked.at,
    )  # fmt: skip


def _good(lines: tuple[PastedLine, ...]) -> int:
    """Count the lines that can be taken."""
    return sum(line.order is not None for line in lines)


def _refused(code: str, refused: InputRefused) -> ResponseReturnValue:
    """Show the form again, and why nothing was read."""
    with appointing(code) as asked:
        return _page(asked, problem=say(refused)), 422


def _page(asked: Asked, lines: tuple[PastedLine, ...] = (), problem: str = "") -> str:
    """Render the form, with what would be done."""
    return render_template(
        "duties/paste.html",
        community=asked.community,
        problem=problem,
        lines=lines,
        good=_good(lines),
        text=request.form.get("text", ""),
        since=request.form.get("since") or asked.at.date().isoformat(),
        example=EXAMPLE,
    )
