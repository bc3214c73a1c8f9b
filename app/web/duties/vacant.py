"""What nobody answers for: in numbers, by cell, as a list from which one appoints."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.models import DutyRole, PlaceKind
from app.queries.cells import list_cells
from app.queries.overload import MANY_PLACES, list_overloads
from app.queries.scope import Action, can
from app.queries.vacancies import VacancyFilter, count_vacancies, list_vacancies
from app.web.asking import asked_about
from app.web.duties.blueprint import duties
from app.web.requests import number_asked, page_number

MOST_OVERLOADED = 50


@duties.get("")
def show_vacancies(code: str) -> ResponseReturnValue:
    """Show what nobody answers for, the largest places first."""
    wanted = _wanted()
    with asked_about(code) as asked:
        here = (asked.session, asked.viewer, asked.community)
        return render_template(
            "duties/vacancies.html",
            community=asked.community,
            may=can(asked.viewer, Action.APPOINT),
            counts=count_vacancies(*here),
            listed=list_vacancies(*here, wanted, page=page_number()),
            cells=list_cells(*here, asked.at),
            overloads=list_overloads(*here, limit=MOST_OVERLOADED),
            many=MANY_PLACES,
            wanted=wanted,
        )


def _wanted() -> VacancyFilter:
    """Read from the address which vacancies are asked for."""
    role, kind = request.args.get("role", ""), request.args.get("kind", "")
    return VacancyFilter(
        role=DutyRole(role) if role in set(DutyRole) else None,
        kind=PlaceKind(kind) if kind in set(PlaceKind) else None,
        cell_id=number_asked("cell"),
    )
