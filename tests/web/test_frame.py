"""The bar of places: all on a desk, five fingers wide on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from app.models import Community, Role
from tests.visitors import Visitor

FIVE = 5
LINK = re.compile(r"<a [^>]*?(class=\"behind\")?>\s*<svg.*?<span>(\w+)</span>", re.DOTALL)


def bar(page: str) -> tuple[list[str], list[str], list[str]]:
    """Read what a phone shows, what stands behind "More", and all of a desk's bar."""
    first, more, rest = page.partition('<details class="frame-more">')
    links = LINK.findall(nav(first))
    hidden = re.findall(r"<span>(\w+)</span></a>", rest.partition("</nav>")[0]) if more else []
    return [name for behind, name in links if not behind], hidden, [name for _, name in links]


def nav(page: str) -> str:
    return page.partition('<nav class="frame-places"')[2].partition("</nav>")[0]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM_ADMIN])
def test_a_phone_shows_no_more_than_five_places(
    log_in: Callable[..., Visitor], community: Community, role: Role
) -> None:
    visitor = log_in("wang", role)
    pocket, behind, desk = bar(visitor.get(f"/c/{community.code}/issues").text)
    assert len(pocket) + bool(behind) <= FIVE
    assert {"地图", "事件"} <= set(pocket)
    assert sorted(pocket + behind) == sorted(desk)


def test_who_has_few_places_has_nothing_behind(log_in: Callable[..., Visitor]) -> None:
    page = log_in("root", Role.SYSTEM_ADMIN).get("/users").text
    pocket, behind, desk = bar(page)
    assert behind == []
    assert pocket == desk
    assert "账号" in pocket
