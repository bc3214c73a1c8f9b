"""People on duty, with masked phone numbers, and their duties."""

from __future__ import annotations

from typing import Any

from app.models import Duty, Person
from app.queries.duties import make_holder, select_holders
from app.queries.people import person_facts, person_line, select_lines
from app.web.api.blueprint import api
from app.web.api.listing import page
from app.web.api.schema import DutyOut, Page, PageQuery, PersonItem, PersonOut
from app.web.asking import asked_about


@api.get("/communities/<code>/people", tag="People", query=PageQuery, answer=Page[PersonOut])
def get_people(code: str, query: PageQuery) -> dict[str, Any]:
    """List the people whom you may know of."""
    with asked_about(code) as asked:
        rows = select_lines(asked.viewer, asked.community)
        return page(asked, rows, Person.id, query, person_line)


@api.get("/communities/<code>/people/<int:person_id>", tag="People", answer=PersonItem)
def get_person(code: str, person_id: int) -> dict[str, Any]:
    """Give one person with their present duties."""
    with asked_about(code) as asked:
        facts = person_facts(asked.session, asked.viewer, asked.community, person_id)
    return vars(facts.line) | {"duties": facts.duties}


@api.get("/communities/<code>/duties", tag="People", query=PageQuery, answer=Page[DutyOut])
def get_duties(code: str, query: PageQuery) -> dict[str, Any]:
    """List the duties that hold today in your cells."""
    with asked_about(code) as asked:
        rows = select_holders(asked.viewer).where(Duty.community_id == asked.community.id)
        return page(asked, rows, Duty.id, query, make_holder)
