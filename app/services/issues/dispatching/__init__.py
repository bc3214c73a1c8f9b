"""Dispatching: who should handle an issue, by rules and by duties."""

from app.services.issues.dispatching.proposal import Candidate, Proposal, Unmet, Why
from app.services.issues.dispatching.propose import USUAL_ROLES, propose_handler

__all__ = ["USUAL_ROLES", "Candidate", "Proposal", "Unmet", "Why", "propose_handler"]
