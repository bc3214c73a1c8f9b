"""Indicators of issues: counts of a period, and rates with named denominators."""

from app.queries.issues.indicators.groups import Group
from app.queries.issues.indicators.rates import Counts
from app.queries.issues.indicators.read import (
    MOST_GROUPS,
    PEOPLE,
    IndicatorRow,
    Indicators,
    read_indicators,
)
from app.queries.issues.indicators.spans import Span

__all__ = [
    "MOST_GROUPS",
    "PEOPLE",
    "Counts",
    "Group",
    "IndicatorRow",
    "Indicators",
    "Span",
    "read_indicators",
]
