"""Four-step deliberation 四步法 on an issue that needs the residents."""

from app.services.issues.deliberation.access import allowed_steps, at_work, may_lead
from app.services.issues.deliberation.costs import Basis, CostWish, share_cost, take_payment
from app.services.issues.deliberation.harms import add_harm, buildings_of, drop_harm
from app.services.issues.deliberation.meetings import Meeting, Participant, Votes
from app.services.issues.deliberation.splitting import split_fen
from app.services.issues.deliberation.steps import start_deliberation, take_step

__all__ = [
    "Basis",
    "CostWish",
    "Meeting",
    "Participant",
    "Votes",
    "add_harm",
    "allowed_steps",
    "at_work",
    "buildings_of",
    "drop_harm",
    "may_lead",
    "share_cost",
    "split_fen",
    "start_deliberation",
    "take_payment",
    "take_step",
]
