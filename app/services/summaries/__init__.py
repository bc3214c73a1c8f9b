"""Summaries 简报: what is told of a week, a month, a quarter, collected once and kept."""

from app.services.summaries.issue import SummaryWish, check_wish, issue_summary

__all__ = ["SummaryWish", "check_wish", "issue_summary"]
