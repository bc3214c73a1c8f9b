"""Changing a plan by hand: each step makes a new version of the cell's routes, with an undo."""

from app.services.patrols.edit.change import Overtaken, change_plan
from app.services.patrols.edit.steps import Step

__all__ = ["Overtaken", "Step", "change_plan"]
