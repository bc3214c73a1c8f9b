"""The kinds of issues that are invented."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

Kind = dict[str, Any]
"""A kind of issue, as catalogue.toml has it."""


@cache
def kinds() -> list[Kind]:
    """Read the kinds of issues that are invented."""
    text = resources.files("demo").joinpath("catalogue.toml").read_text(encoding="utf-8")
    found: list[Kind] = tomllib.loads(text)["kind"]
    return found


def firm_of(kind: Kind) -> str:
    """Give the handling unit of a kind where there are no grid administrators.

    Parameters
    ----------
    kind : dict
    """
    return "property" if kind["handler"] == "steward" else str(kind["handler"])
