"""Patrols: planning a route for each cell, and keeping it."""

from app.services.patrols.plan import Planned, plan_cells

__all__ = ["Planned", "plan_cells"]
