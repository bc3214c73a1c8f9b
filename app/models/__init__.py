"""Tables and the rules of one row. No Flask."""

from app.models.areas import (
    AreaNote,
    Barrier,
    Cell,
    CellKind,
    Community,
    Division,
    DivisionState,
    Estate,
    GroundArea,
    Path,
    Street,
)
from app.models.base import Base
from app.models.buildings import Building, BuildingCell, BuildingKind, Entrance
from app.models.drafts import DivisionEditor, DivisionStep
from app.models.duties import LEADING_ROLES, Duty, DutyHolder, DutyRole, Place, PlaceKind
from app.models.households import Household
from app.models.imports import Import, ImportFinding, ImportState
from app.models.issues import OPEN_STATES, Issue, IssueEvent, IssueHarm, IssueState
from app.models.jobs import Job, JobState
from app.models.patrols import (
    Patrol,
    PatrolPlan,
    PatrolState,
    Route,
    Stop,
    UnreachableStop,
)
from app.models.people import (
    FormerMembership,
    Organisation,
    Person,
    Team,
    TeamKind,
    TeamMember,
    mask_phone,
)
from app.models.succession import CellAncestor
from app.models.users import AuditEntry, LoginAttempt, LoginSession, Role, User

__all__ = [
    "LEADING_ROLES",
    "OPEN_STATES",
    "AreaNote",
    "AuditEntry",
    "Barrier",
    "Base",
    "Building",
    "BuildingCell",
    "BuildingKind",
    "Cell",
    "CellAncestor",
    "CellKind",
    "Community",
    "Division",
    "DivisionEditor",
    "DivisionState",
    "DivisionStep",
    "Duty",
    "DutyHolder",
    "DutyRole",
    "Entrance",
    "Estate",
    "FormerMembership",
    "GroundArea",
    "Household",
    "Import",
    "ImportFinding",
    "ImportState",
    "Issue",
    "IssueEvent",
    "IssueHarm",
    "IssueState",
    "Job",
    "JobState",
    "LoginAttempt",
    "LoginSession",
    "Organisation",
    "Path",
    "Patrol",
    "PatrolPlan",
    "PatrolState",
    "Person",
    "Place",
    "PlaceKind",
    "Role",
    "Route",
    "Stop",
    "Street",
    "Team",
    "TeamKind",
    "TeamMember",
    "UnreachableStop",
    "User",
    "mask_phone",
]
