"""Duties on pages and in the panel: vacancies, appointing, ending, handing over, proposals."""

from app.web.duties import appointing, doors, ending, lists, past, pasted, proposal, vacant
from app.web.duties.blueprint import duties

__all__ = [
    "appointing",
    "doors",
    "duties",
    "ending",
    "lists",
    "past",
    "pasted",
    "proposal",
    "vacant",
]
