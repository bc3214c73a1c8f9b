"""Drafts of divisions: made, edited step by step, undone, renamed, dropped."""

from app.services.drafts.errors import DraftClosed, Outdated
from app.services.drafts.history import redo, undo
from app.services.drafts.make import drop_draft, new_draft, rename_draft
from app.services.drafts.state import DraftState, draft_state, note_editor
from app.services.drafts.steps import Step
from app.services.drafts.take import take_step
from app.services.drafts.taken import Taken

__all__ = [
    "DraftClosed",
    "DraftState",
    "Outdated",
    "Step",
    "Taken",
    "draft_state",
    "drop_draft",
    "new_draft",
    "note_editor",
    "redo",
    "rename_draft",
    "take_step",
    "undo",
]
