"""Named SQL files: statements too large to read inside Python."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import TextClause, text

_FOLDER = Path(__file__).resolve().parent


@cache
def statement(name: str) -> TextClause:
    """Read a named statement.

    Parameters
    ----------
    name : str
        File name without ``.sql``; always a literal in our code.

    Returns
    -------
    sqlalchemy.TextClause
        With ``:name`` parameters, to be bound.
    """
    return text((_FOLDER / f"{name}.sql").read_text(encoding="utf-8"))
