"""Where an issue lies and who has to do with it: the narrow column of its page."""

from __future__ import annotations

from app.models import OPEN_STATES, Issue
from app.models.places import building_name
from app.queries.issues import issue_facts, read_people
from app.queries.scope import Action, can
from app.services.issues.notices import handler_accounts
from app.web.asking import Asked
from app.web.issues.parts import Facts, Slot, page_part


@page_part("issues/place.html", slot=Slot.SIDE, rank=15)
def read_place(asked: Asked, issue: Issue) -> Facts:
    """Read where it lies, and what else it harms."""
    facts = issue_facts(asked.session, asked.viewer, asked.community, issue.id, asked.at)
    return {"facts": facts, "building": building_name(facts.building_number, "")}


@page_part("issues/people.html", slot=Slot.SIDE, rank=20)
def read_those_concerned(asked: Asked, issue: Issue) -> Facts:
    """Read who handles it, who reported it, and who answers for the place."""
    people = read_people(asked.session, asked.viewer, asked.community, issue)
    return vars(people) | {"untold": people.handler is not None and _is_untold(asked, issue)}


def _is_untold(asked: Asked, issue: Issue) -> bool:
    """Tell whether a viewer who dispatches has to tell whoever has an issue by other means."""
    if issue.state not in OPEN_STATES or not can(asked.viewer, Action.DISPATCH):
        return False
    return not handler_accounts(asked.session, issue, asked.viewer.on)
