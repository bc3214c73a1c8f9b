"""Pages for people without account: a report by the code on a door, and what became of it."""

from app.web.residents import follow, form
from app.web.residents.blueprint import residents

__all__ = ["follow", "form", "residents"]
