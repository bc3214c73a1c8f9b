"""Duties on pages and in the panel: vacancies, appointing, ending, handing over, proposals."""

from app.web.duties import appointing, ending, lists, past, vacant
from app.web.duties.blueprint import duties

__all__ = ["appointing", "duties", "ending", "lists", "past", "vacant"]
