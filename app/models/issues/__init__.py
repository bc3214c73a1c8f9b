"""Issues 事件: their life, their catalogue, how they come in and who is told."""

from app.models.issues.calendar import SpecialDay, WorkingHours
from app.models.issues.catalogue import (
    Catalogue,
    DispatchRule,
    HandlingUnit,
    IssueCategory,
    TimeLimit,
    TimeUnit,
)
from app.models.issues.deliberation import (
    DELIBERATION_MOVES,
    CostShare,
    Deliberation,
    DeliberationState,
    DeliberationStep,
)
from app.models.issues.issue import (
    PUBLIC_CHANNELS,
    Issue,
    IssueChannel,
    IssueEvent,
    IssueHarm,
    IssueLevel,
    PlaceDoubt,
)
from app.models.issues.judging import IssueEvaluation, NoDouble
from app.models.issues.life import (
    CLOSED_STATES,
    ISSUE_MOVES,
    OPEN_STATES,
    RUNNING_STATES,
    IssueState,
    Move,
    Need,
    Party,
)
from app.models.issues.notices import Carrier, Notice, Outgoing, Sending
from app.models.issues.reporting import (
    ApiKey,
    DoorPlate,
    IdempotencyKey,
    IssuePhoto,
    IssueReporter,
    PublicCall,
    SourceMapping,
)

__all__ = [
    "CLOSED_STATES",
    "DELIBERATION_MOVES",
    "ISSUE_MOVES",
    "OPEN_STATES",
    "PUBLIC_CHANNELS",
    "RUNNING_STATES",
    "ApiKey",
    "Carrier",
    "Catalogue",
    "CostShare",
    "Deliberation",
    "DeliberationState",
    "DeliberationStep",
    "DispatchRule",
    "DoorPlate",
    "HandlingUnit",
    "IdempotencyKey",
    "Issue",
    "IssueCategory",
    "IssueChannel",
    "IssueEvaluation",
    "IssueEvent",
    "IssueHarm",
    "IssueLevel",
    "IssuePhoto",
    "IssueReporter",
    "IssueState",
    "Move",
    "Need",
    "NoDouble",
    "Notice",
    "Outgoing",
    "Party",
    "PlaceDoubt",
    "PublicCall",
    "Sending",
    "SourceMapping",
    "SpecialDay",
    "TimeLimit",
    "TimeUnit",
    "WorkingHours",
]
