"""Which kinds of long work there are, and what one must be allowed to do to ask for them."""

from __future__ import annotations

from app.queries.scope import Action

ACTION_OF: dict[str, Action] = {
    "divide": Action.DIVIDE,
    "plan": Action.PLAN,
    "report": Action.EXPORT,
}
"""Whoever may do this may ask for such a job, stop it, start it again."""
