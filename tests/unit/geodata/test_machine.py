"""The solver runs where nothing can be written, too."""

from __future__ import annotations

import pytest
from numba.core import caching

from geodata.machine import compiled


def thrice(number: int) -> int:
    return 3 * number


def test_where_machine_code_cannot_be_kept_it_is_compiled_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])
    fast = compiled(thrice)
    assert fast(14) == 42
