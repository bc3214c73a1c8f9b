"""Divisions: finding them, comparing two, and what publishing one does."""

from app.queries.divisions.change import CellLine, Change, Chosen, read_change
from app.queries.divisions.compare import (
    CellChange,
    CellRef,
    Comparison,
    Fate,
    Flow,
    MovedBuilding,
    compare,
)
from app.queries.divisions.effects import (
    DutyEffect,
    Effects,
    IssueEffect,
    RouteEffect,
    VacantCell,
    effects,
)
from app.queries.divisions.fates import DutyFate, RouteFate
from app.queries.divisions.find import (
    DivisionLine,
    describe,
    division_on,
    find_division,
    list_divisions,
)
from app.queries.divisions.listed import Listed
from app.queries.divisions.shapes import moved_geojson, outlines_geojson
from app.queries.divisions.vacant import Vacancy, vacancies_after

__all__ = [
    "CellChange",
    "CellLine",
    "CellRef",
    "Change",
    "Chosen",
    "Comparison",
    "DivisionLine",
    "DutyEffect",
    "DutyFate",
    "Effects",
    "Fate",
    "Flow",
    "IssueEffect",
    "Listed",
    "MovedBuilding",
    "RouteEffect",
    "RouteFate",
    "Vacancy",
    "VacantCell",
    "compare",
    "describe",
    "division_on",
    "effects",
    "find_division",
    "list_divisions",
    "moved_geojson",
    "outlines_geojson",
    "read_change",
    "vacancies_after",
]
