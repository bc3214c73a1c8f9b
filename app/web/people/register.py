"""The register of people: search, filters, parts."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.queries.people import PeopleFilter, list_people, list_teams, organisation_tree
from app.queries.scope import Action, can
from app.web.asking import asked_about
from app.web.people.blueprint import people
from app.web.requests import number_asked, page_number
from geodata.errors import N_

LONGEST = 40
KINDS = {
    "": N_("Everybody"),
    "members": N_("Members"),
    "without": N_("Without a duty"),
    "gone": N_("Who have left"),
}


@people.get("")
def list_all(code: str) -> ResponseReturnValue:
    """List people by name."""
    wanted, only = _wanted(), request.args.get("only", "")
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        sees_all = asked.viewer.sees_whole_community
        return render_template(
            "people/list.html",
            community=asked.community,
            may=can(asked.viewer, Action.APPOINT),
            listed=list_people(*here, wanted, page=page_number()),
            wanted=wanted,
            only=only if only in KINDS else "",
            kinds=KINDS,
            sees_all=sees_all,
            teams=list_teams(*here) if sees_all else (),
            organisations=organisation_tree(*here) if sees_all else (),
        )


def _wanted() -> PeopleFilter:
    """Read from the address who is looked for."""
    only = request.args.get("only", "")
    return PeopleFilter(
        words=request.args.get("q", "").strip()[:LONGEST],
        organisation_id=number_asked("organisation"),
        team_id=number_asked("team"),
        members_only=only == "members",
        without_duty=only == "without",
        gone=only == "gone",
    )
