"""Ground that stands is not laid twice, and what changed is laid anew."""

from __future__ import annotations

from geodata.divide.standing import Standing
from tests.unit.geodata.divide.small import across, houses, lines, outline


def test_the_same_ground_stands() -> None:
    standing = Standing()
    first = standing.lay(houses(), outline(), lines())
    assert standing.lay(houses(), outline(), lines()) is first
    assert standing.lay(houses(11), outline(), lines()) is not first
    assert standing.lay(houses(), outline(), lines(("wall", across(200)))) is not first
    assert standing.lay(houses(), outline(), lines()) is first


def test_what_was_laid_long_ago_makes_room() -> None:
    standing = Standing(most_houses=50)
    first = standing.lay(houses(), outline(), lines())
    second = standing.lay(houses(11), outline(), lines())
    assert standing.lay(houses(11), outline(), lines()) is second
    assert standing.lay(houses(), outline(), lines()) is not first
    small = Standing(most_houses=10)
    assert small.lay(houses(), outline(), lines()) is not small.lay(houses(), outline(), lines())
