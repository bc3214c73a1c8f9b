"""Sharing a sum among those who pay, to the fen."""

from __future__ import annotations

from collections.abc import Sequence


def split_fen(total_fen: int, weights: Sequence[int]) -> list[int]:
    """Share a sum in proportion to weights, so that the shares add up to it exactly.

    Each share is its exact value rounded down; the fen that are left go one by one to the largest
    remainders, the first of equals first (the method of Hamilton).

    Parameters
    ----------
    total_fen : int
        The sum, at least 0, fen.
    weights : Sequence[int]
        One for each payer, all above 0.

    Returns
    -------
    list of int
        Fen, in the same order; none is further than one fen from its exact value.

    Raises
    ------
    ValueError
        If there is nobody to pay, or a weight that is not above 0.

    Examples
    --------
    >>> split_fen(1000, [1, 1, 1])
    [334, 333, 333]
    """
    if total_fen < 0 or not weights or min(weights) <= 0:
        raise ValueError("a sum is shared among payers with weights above 0")
    whole = sum(weights)
    shares = [total_fen * weight // whole for weight in weights]
    remainders = [total_fen * weight % whole for weight in weights]
    largest = sorted(range(len(weights)), key=lambda i: -remainders[i])
    for i in largest[: total_fen - sum(shares)]:
        shares[i] += 1
    return shares
