"""Where an issue lies and who has to do with it: the narrow column of its page."""

from __future__ import annotations

from app.models import Issue
from app.queries.issues import issue_facts, read_people
from app.web.asking import Asked
from app.web.issues.parts import Facts, Slot, page_part


@page_part("issues/place.html", slot=Slot.SIDE, rank=15)
def read_place(asked: Asked, issue: Issue) -> Facts:
    """Read where it lies, and what else it harms."""
    return {"facts": issue_facts(asked.session, asked.viewer, asked.community, issue.id, asked.at)}


@page_part("issues/people.html", slot=Slot.SIDE, rank=20)
def read_those_concerned(asked: Asked, issue: Issue) -> Facts:
    """Read who handles it, who reported it, and who answers for the place."""
    return vars(read_people(asked.session, asked.viewer, asked.community, issue))
