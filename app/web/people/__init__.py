"""People on pages: the register, one person, organisations and teams, and their changes."""

from app.web.people import entering, leaving, one, register
from app.web.people.blueprint import people
from app.web.people.organisations import organisations
from app.web.people.teams import teams

# They belong to the same place of the bar, and their addresses begin alike.
people.register_blueprint(organisations)
people.register_blueprint(teams)

__all__ = ["entering", "leaving", "one", "people", "register"]
