"""Categories as Open311 sees them: services, and what each asks for."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.models import IssueCategory
from app.queries.open311.caller import Caller
from app.queries.scope import NotFound
from geodata.errors import N_

SERVICES_MOST = 1000


def list_services(session: Session, caller: Caller) -> list[IssueCategory]:
    """List the categories in use, in the catalogue's order; at most 1,000.

    Parameters
    ----------
    session : Session
    caller : Caller
        Without a key only what residents are offered.
    """
    rows = (
        select(IssueCategory)
        .options(selectinload(IssueCategory.limits))
        .where(
            IssueCategory.community_id == caller.community.id, IssueCategory.retired_on.is_(None)
        )
    )
    if caller.key is None:
        rows = rows.where(IssueCategory.for_residents)
    order = IssueCategory.catalogue, IssueCategory.position, IssueCategory.id
    return list(session.scalars(rows.order_by(*order).limit(SERVICES_MOST)))


def find_service(session: Session, caller: Caller, code: str) -> IssueCategory:
    """Find the category of a service code.

    Parameters
    ----------
    session : Session
    caller : Caller
    code : str

    Raises
    ------
    NotFound
        If none in use has it.
    """
    for category in list_services(session, caller):
        if category.code == code:
            return category
    raise NotFound(N_("The service_code was not found."))


def conditions_of(category: IssueCategory) -> list[str]:
    """List the conditions on which the time limit of a category depends, the usual one first.

    Parameters
    ----------
    category : IssueCategory
        With its limits.
    """
    named = [category.default_condition, *(limit.condition for limit in category.limits)]
    return list(dict.fromkeys(filter(None, named)))
