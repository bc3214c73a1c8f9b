"""The list of divisions: the one that holds, drafts, earlier ones."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.models import DivisionState
from app.queries.division_cards import list_cards
from app.queries.drafts import find_division
from app.services.drafts import drop_draft, new_draft
from app.web.asking import asked_about
from app.web.divisions.blueprint import divisions


@divisions.get("")
def list_all(code: str) -> ResponseReturnValue:
    """List the divisions of a community."""
    with asked_about(code) as asked:
        cards = list_cards(asked.session, asked.viewer, asked.community)
    by_state = {
        state: [card for card in cards if card.division.state is state] for state in DivisionState
    }
    return render_template(
        "divisions/list.html",
        community=asked.community,
        holding=next(iter(by_state[DivisionState.PUBLISHED]), None),
        drafts=by_state[DivisionState.DRAFT],
        ended=by_state[DivisionState.ENDED],
    )


@divisions.post("/copy")
def copy(code: str) -> ResponseReturnValue:
    """Make a draft of the division that holds, and go on to edit it."""
    with asked_about(code) as asked:
        made = new_draft(
            asked.session,
            asked.community,
            name=_("Draft of %(day)s", day=asked.at.date().isoformat()),
            at=asked.at,
            by=asked.viewer.user_id,
        )
    return redirect(url_for("divisions.show", code=code, division_id=made.id), 303)


@divisions.post("/<int:division_id>/drop")
def drop(code: str, division_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    with asked_about(code) as asked:
        draft = find_division(asked.session, asked.viewer, asked.community, division_id)
        name = draft.name
        drop_draft(asked.session, draft, at=asked.at, by=asked.viewer.user_id)
    flash(_("The draft %(name)s was dropped.", name=name))
    return redirect(url_for("divisions.list_all", code=code), 303)
