"""People, the organisations they belong to, and teams: entered, changed, closed, never deleted."""

from app.services.people.organisations import (
    add_organisation,
    close_organisation,
    move_organisation,
    rename_organisation,
)
from app.services.people.people import PersonFields, add_person, edit_person, retire_person
from app.services.people.teams import add_team, close_team, edit_team, join_team, leave_team

__all__ = [
    "PersonFields",
    "add_organisation",
    "add_person",
    "add_team",
    "close_organisation",
    "close_team",
    "edit_person",
    "edit_team",
    "join_team",
    "leave_team",
    "move_organisation",
    "rename_organisation",
    "retire_person",
]
