"""Duties: who answers for which place; appointed, ended, handed over, never deleted."""

from app.services.duties.appoint import (
    Appointed,
    Order,
    appoint,
    appoint_entrances,
    appoint_many,
)
from app.services.duties.ending import end_duty, hand_over, hand_over_all
from app.services.duties.expected import expect_duties
from app.services.duties.households import (
    add_households,
    find_or_add_household,
    strike_household,
)
from app.services.duties.proposing import DutyProposal, ProposedDuty, apply_proposal, propose

__all__ = [
    "Appointed",
    "DutyProposal",
    "Order",
    "ProposedDuty",
    "add_households",
    "apply_proposal",
    "appoint",
    "appoint_entrances",
    "appoint_many",
    "end_duty",
    "expect_duties",
    "find_or_add_household",
    "hand_over",
    "hand_over_all",
    "propose",
    "strike_household",
]
