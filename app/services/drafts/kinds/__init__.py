"""What each kind of step does to the cells, before anything is written."""

from app.services.drafts.kinds.dispatch import plan_step
from app.services.drafts.kinds.plan import Plan

__all__ = ["Plan", "plan_step"]
