"""Whether a count changed by more than chance makes it change."""

from __future__ import annotations

LEAST_SURE = 0.01
"""A change is called one where chance would make as large a one in at most 1 of 100 periods."""


def is_change(now: int, before: int, *, days: int, days_before: int) -> bool:
    """Tell whether two counts differ by more than chance explains.

    Parameters
    ----------
    now, before : int
        Counts of two periods.
    days, days_before : int
        How long they were.

    Returns
    -------
    bool

    Notes
    -----
    The exact conditional test of two Poisson counts (Przyborowski and Wilenski 1940): of all
    ``now + before`` the present ones are binomial by the share of the days.

    Examples
    --------
    >>> is_change(41, 29, days=7, days_before=7)
    False
    >>> is_change(41, 12, days=7, days_before=7)
    True
    """
    if not now + before:
        return False
    # scipy.stats takes a second to import, and few commands need it.
    from scipy.stats import binomtest

    share = days / (days + days_before)
    return bool(binomtest(now, now + before, share).pvalue <= LEAST_SURE)
