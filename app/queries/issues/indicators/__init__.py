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
from app.queries.issues.indicators.words import (
    COUNT_MEANINGS,
    COUNT_WORDS,
    GROUP_WORDS,
    RATE_WORDS,
    say_group,
)

__all__ = [
    "COUNT_MEANINGS",
    "COUNT_WORDS",
    "GROUP_WORDS",
    "MOST_GROUPS",
    "PEOPLE",
    "RATE_WORDS",
    "Counts",
    "Group",
    "IndicatorRow",
    "Indicators",
    "Span",
    "read_indicators",
    "say_group",
]
