"""One view for two places: a whole page, or a fragment for the panel beside the map."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

PAGE, FRAGMENT = "base.html", "panels/form.html"


def for_panel() -> bool:
    """Tell whether the panel's script asks, and not somebody who opened the address."""
    return request.headers.get("X-Requested-With") == "fetch"


def show(template: str, **facts: Any) -> str:
    """Render a template inside the page, or as a fragment for the panel.

    Parameters
    ----------
    template : str
        It extends ``layout``.
    **facts
        What it shows.
    """
    return render_template(
        template, layout=FRAGMENT if for_panel() else PAGE, in_panel=for_panel(), **facts
    )


def done(said: str, onward: str) -> ResponseReturnValue:
    """Say what was done: to the panel, which shows itself again, or on the next page.

    Parameters
    ----------
    said : str
        In the viewer's language.
    onward : str
        Address of the next page.
    """
    if for_panel():
        return {"said": said}
    flash(said)
    return redirect(onward, 303)
