"""The words for values that are stored as codes, as marked templates."""

from __future__ import annotations

from collections.abc import Callable

from app.models import (
    BuildingKind,
    Catalogue,
    CellKind,
    DeliberationParty,
    DeliberationState,
    DutyRole,
    IssueChannel,
    IssueLevel,
    IssueState,
    PlaceDoubt,
    PlaceKind,
    RegionClass,
    TeamKind,
    TimeUnit,
)
from geodata.errors import N_

DUTY_ROLES = {
    DutyRole.CELL_LEADER: N_("Cell leader"),
    DutyRole.GRID_ADMINISTRATOR: N_("Grid administrator"),
    DutyRole.GROUP_LEADER: N_("Group leader"),
    DutyRole.BUILDING_LEAD: N_("Building lead"),
    DutyRole.ENTRANCE_LEAD: N_("Entrance lead"),
    DutyRole.MEMBER_CONTACT: N_("Member contact"),
    DutyRole.MODEL_FAMILY: N_("Model family"),
    DutyRole.SUPERVISOR: N_("Supervisor"),
    DutyRole.PATROL_VOLUNTEER: N_("Patrol volunteer"),
    DutyRole.PROPERTY_COMMITTEE: N_("Property committee"),
    DutyRole.BRANCH: N_("Branch"),
}
CELL_KINDS = {
    CellKind.GENERAL: N_("General cell"),
    CellKind.EXCLUSIVE: N_("Exclusive cell"),
    CellKind.MICRO: N_("Micro cell"),
}
BUILDING_KINDS = {
    BuildingKind.APARTMENT: N_("Apartments"),
    BuildingKind.BUNGALOW: N_("Bungalows"),
    BuildingKind.VILLA: N_("Villas"),
    BuildingKind.PUBLIC: N_("Public"),
    BuildingKind.COMMERCIAL: N_("Commercial"),
    BuildingKind.SCHOOL: N_("School"),
    BuildingKind.OTHER: N_("Other building"),
    BuildingKind.UNKNOWN: N_("Building of unknown kind"),
}
PLACE_KINDS = {
    PlaceKind.ESTATE: N_("Estates"),
    PlaceKind.CELL: N_("Cells"),
    PlaceKind.BUILDING: N_("Buildings"),
    PlaceKind.ENTRANCE: N_("Entrances"),
    PlaceKind.HOUSEHOLD: N_("Homes"),
}
TEAM_KINDS = {
    TeamKind.PATROL: N_("Patrol team"),
    TeamKind.ENVIRONMENT: N_("Environment team"),
    TeamKind.PUBLICITY: N_("Publicity team"),
    TeamKind.OTHER: N_("Other team"),
}
DUTY_TIMES = {
    "present": N_("Present"),
    "past": N_("Past"),
    "coming": N_("To come"),
    "all": N_("All times"),
}
ISSUE_STATES = {
    IssueState.REPORTED: N_("Reported"),
    IssueState.FILED: N_("Filed"),
    IssueState.DISPATCHED: N_("Dispatched"),
    IssueState.HANDLING: N_("Being handled"),
    IssueState.SUSPENDED: N_("Suspended"),
    IssueState.RESOLVED: N_("Resolved"),
    IssueState.VERIFIED: N_("Verified"),
    IssueState.CLOSED: N_("Closed"),
    IssueState.EVALUATED: N_("Evaluated"),
    IssueState.REJECTED: N_("Rejected"),
    IssueState.VOID: N_("Void"),
    IssueState.MERGED: N_("Merged with another"),
}
LIGHTS = {"green": N_("On time"), "yellow": N_("Due soon"), "red": N_("Overdue")}
VERBS = {
    "report": N_("Reported"),
    "file": N_("Filed"),
    "reject": N_("Rejected"),
    "dispatch": N_("Dispatched"),
    "resolve": N_("Resolved"),
    "verify": N_("Verified"),
    "close": N_("Closed"),
    "return": N_("Returned"),
    "suspend": N_("Suspended"),
    "resume": N_("Resumed"),
    "extend": N_("Extended"),
    "void": N_("Void"),
    "escalate": N_("Escalated"),
    "confirm": N_("Confirmed on site"),
    "handle": N_("Handling begun"),
    "handle on the spot": N_("Handled on the spot"),
    "rework": N_("Sent back for rework"),
    "evaluate": N_("Evaluated"),
    "reopen": N_("Opened again"),
    "merge": N_("Merged with another"),
    "joined": N_("Another issue was merged into this one"),
    "part": N_("Parted again"),
    "note": N_("Noted"),
    "deliberate": N_("Brought before the residents"),
    "raise": N_("Step 1: the question was raised"),
    "meet": N_("Step 2: discussed without agreement"),
    "discuss": N_("Step 2: discussed and agreed"),
    "answer": N_("Step 3: answered"),
    "judge": N_("Step 4: judged by the residents"),
    "discuss again": N_("Back to step 2: to be discussed again"),
    "answer again": N_("Back to step 3: to be answered again"),
    "drop": N_("Deliberation given up"),
    "share cost": N_("Cost shared, in yuan"),
    "cost collected": N_("Cost collected from all, in yuan"),
    "harm": N_("Harms another building too"),
    "no harm": N_("Does not harm this building"),
}
DELIBERATION_STATES = {
    DeliberationState.RAISING: N_("The question is being raised"),
    DeliberationState.DISCUSSING: N_("Being discussed"),
    DeliberationState.ANSWERING: N_("To be answered"),
    DeliberationState.JUDGING: N_("The residents judge"),
    DeliberationState.DONE: N_("Judged and done"),
    DeliberationState.DROPPED: N_("Given up"),
}
DELIBERATION_PARTIES = {
    DeliberationParty.BRANCH: N_("Party branch"),
    DeliberationParty.COMMITTEE: N_("Property committee"),
    DeliberationParty.PROPERTY: N_("Property firm"),
    DeliberationParty.RESIDENTS: N_("Residents"),
    DeliberationParty.HARMED: N_("Those whom it harms"),
    DeliberationParty.DEPARTMENT: N_("Office or department"),
    DeliberationParty.OTHER: N_("Others"),
}
CHANNELS = {
    IssueChannel.PATROL: N_("On patrol"),
    IssueChannel.STAFF: N_("By staff"),
    IssueChannel.PLATE: N_("By a door plate"),
    IssueChannel.HOTLINE: N_("By the hotline"),
    IssueChannel.SUPERIOR: N_("Order from above"),
    IssueChannel.MEDIA: N_("Press and web"),
    IssueChannel.OPEN311: N_("By another program"),
    IssueChannel.DEMO: N_("Invented"),
}
ISSUE_LEVELS = {
    IssueLevel.CELL: N_("Cell"),
    IssueLevel.COMMUNITY: N_("Community"),
    IssueLevel.STREET: N_("Street"),
    IssueLevel.DISTRICT: N_("District"),
}
PLACE_DOUBTS = {
    PlaceDoubt.NONE: N_("It was reported without a place."),
    PlaceDoubt.ZERO: N_("Its place was given as zero, zero: check it on site."),
    PlaceDoubt.OUTSIDE: N_("Its place lies outside of the community: check it on site."),
    PlaceDoubt.PILE: N_("Very many issues have this very place: check it on site."),
}
CATALOGUES = {
    Catalogue.COMMUNITY: N_("Matters of the community"),
    Catalogue.CITY: N_("City management"),
}
TIME_UNITS = {
    TimeUnit.WORKING_HOURS: N_("working hours"),
    TimeUnit.WORKING_DAYS: N_("working days"),
    TimeUnit.HOURS: N_("hours around the clock"),
}
REGION_CLASSES = {
    RegionClass.CORE: N_("Class 1: busy places"),
    RegionClass.GENERAL: N_("Class 2: where people live"),
    RegionClass.OUTER: N_("Class 3: outskirts"),
}
REASONS = {
    "too_far": N_("Too far from any path"),
    "other_piece": N_("On paths that are not connected with the rest"),
    "left_out": N_("The minutes did not suffice"),
    "no_time": N_("The minutes did not suffice"),
    "by_hand": N_("Left out by hand"),
}

TABLES: dict[str, dict[str, str]] = {
    "duty_role": {str(key): text for key, text in DUTY_ROLES.items()},
    "cell_kind": {str(key): text for key, text in CELL_KINDS.items()},
    "building_kind": {str(key): text for key, text in BUILDING_KINDS.items()},
    "place_kind": {str(key): text for key, text in PLACE_KINDS.items()},
    "team_kind": {str(key): text for key, text in TEAM_KINDS.items()},
    "duty_time": DUTY_TIMES,
    "issue_state": {str(key): text for key, text in ISSUE_STATES.items()},
    "light": LIGHTS,
    "deliberation_state": {str(key): text for key, text in DELIBERATION_STATES.items()},
    "deliberation_party": {str(key): text for key, text in DELIBERATION_PARTIES.items()},
    "verb": VERBS,
    "channel": {str(key): text for key, text in CHANNELS.items()},
    "issue_level": {str(key): text for key, text in ISSUE_LEVELS.items()},
    "place_doubt": {str(key): text for key, text in PLACE_DOUBTS.items()},
    "catalogue": {str(key): text for key, text in CATALOGUES.items()},
    "time_unit": {str(key): text for key, text in TIME_UNITS.items()},
    "region_class": {str(key): text for key, text in REGION_CLASSES.items()},
    "reason": REASONS,
}


def word(value: str, table: str, translate: Callable[[str], str]) -> str:
    """Say a stored code.

    Parameters
    ----------
    value : str
        The code; one without a word, such as a verb of another source, is said as it is.
    table : str
        Name in :data:`TABLES`.
    translate : callable
        English template to the reader's language.
    """
    template = TABLES[table].get(str(value))
    return str(value) if template is None else translate(template)
