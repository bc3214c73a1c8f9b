"""One field of a subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "prose", "count", "moment", "date", "flag", "choice"]


@dataclass(frozen=True)
class Field:
    """One field of a subject.

    Attributes
    ----------
    name : str
        Its column in the frame.
    kind : {"text", "prose", "count", "moment", "date", "flag", "choice"}
        How its cells are read; prose keeps its line breaks.
    aliases : tuple of str
        Headers by which people write it, best first; compared by :func:`geodata.text.normal`.
    stored : bool
        False when it only helps to understand the row and is no column of the frame.
    """

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    stored: bool = True


def field(name: str, kind: Kind, aliases: str = "", *, stored: bool = True) -> Field:
    """Make a field from aliases in one text.

    Parameters
    ----------
    name : str
    kind : Kind
    aliases : str
        Separated by blanks.
    stored : bool

    Returns
    -------
    Field
    """
    return Field(name, kind, tuple(aliases.split()), stored)
