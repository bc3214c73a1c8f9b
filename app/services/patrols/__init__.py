"""Patrols: planning the routes of each cell, changing them by hand, keeping them."""

from app.services.patrols.plan import Planned, plan_cells
from app.services.patrols.wish import PlanWish

__all__ = ["PlanWish", "Planned", "plan_cells"]
