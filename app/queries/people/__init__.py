"""People, organisations and teams, as far as a viewer may know of them."""

from app.queries.people.groups import find_group
from app.queries.people.lines import (
    DUTIES_LIMIT,
    PersonFacts,
    PersonLine,
    person_facts,
    person_line,
    select_lines,
)
from app.queries.people.listing import (
    PeopleFilter,
    PeoplePage,
    PersonRow,
    list_people,
)
from app.queries.people.organisations import (
    OrganisationNode,
    organisation_tree,
)
from app.queries.people.past import Membership, memberships
from app.queries.people.teams import TeamLine, TeamMate, list_teams, team_mates

__all__ = [
    "DUTIES_LIMIT",
    "Membership",
    "OrganisationNode",
    "PeopleFilter",
    "PeoplePage",
    "PersonFacts",
    "PersonLine",
    "PersonRow",
    "TeamLine",
    "TeamMate",
    "find_group",
    "list_people",
    "list_teams",
    "memberships",
    "organisation_tree",
    "person_facts",
    "person_line",
    "select_lines",
    "team_mates",
]
