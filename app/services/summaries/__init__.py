"""Summaries 简报: what is told of a week, a month, a quarter, collected once and kept."""

from app.services.summaries.issue import SummaryWish, check_wish, issue_summary
from app.services.summaries.schedule import ask_for_due, schedule_of, set_schedule

__all__ = [
    "SummaryWish",
    "ask_for_due",
    "check_wish",
    "issue_summary",
    "schedule_of",
    "set_schedule",
]
