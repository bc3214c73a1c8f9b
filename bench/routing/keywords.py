"""Reading the text form that TSPLIB and VRPLIB share: keywords, then sections of numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_KEYWORD = re.compile(r"^\s*([A-Z][A-Z0-9_]*)\s*(?::\s*(.*?))?\s*$")
_OPTIMUM = re.compile(
    r"(?:optimal|optimum|best|bks)(?:[ _-]*(?:known|value|solution|cost|tour|length|is))*"
    r"\s*[:=]?\s*([0-9]+(?:\.[0-9]+)?)",
    re.IGNORECASE,
)


class Unreadable(ValueError):
    """The file is not what its name promises; the message says what is wrong."""


@dataclass(frozen=True)
class Sections:
    """What stands in a file.

    Attributes
    ----------
    words : dict of str to str
        What follows each keyword, such as ``DIMENSION``.
    numbers : dict of str to list of list of float
        Lines of each section, such as ``NODE_COORD_SECTION``.
    """

    words: dict[str, str]
    numbers: dict[str, list[list[float]]]

    def whole(self, keyword: str) -> int:
        """Give the whole number after a keyword.

        Parameters
        ----------
        keyword : str

        Raises
        ------
        Unreadable
            If there is none.
        """
        try:
            return int(float(self.words[keyword]))
        except (KeyError, ValueError) as error:
            raise Unreadable(f"{keyword} is missing or no number") from error

    def flat(self, section: str) -> list[float]:
        """Give all numbers of a section, however they are broken into lines.

        Parameters
        ----------
        section : str

        Raises
        ------
        Unreadable
            If there is no such section.
        """
        if section not in self.numbers:
            raise Unreadable(f"{section} is missing")
        return [number for line in self.numbers[section] for number in line]

    @property
    def optimum(self) -> float | None:
        """The best known cost, where the comment tells it."""
        found = _OPTIMUM.search(self.words.get("COMMENT", ""))
        return float(found.group(1)) if found else None


def read_sections(path: Path) -> Sections:
    """Read a file.

    Parameters
    ----------
    path : Path

    Returns
    -------
    Sections
        Text outside keywords and sections is passed over.

    Raises
    ------
    Unreadable
        If a line of a section holds no numbers.
    """
    words: dict[str, str] = {}
    numbers: dict[str, list[list[float]]] = {}
    current: list[list[float]] | None = None
    for number, raw in enumerate(
        path.read_text(encoding="utf-8", errors="replace").splitlines(), 1
    ):
        line = raw.strip()
        if not line:
            continue
        if line.startswith("EOF"):
            break
        found = _KEYWORD.match(line)
        if found is None:
            if current is not None:
                current.append(_numbers(line, number))
        elif found.group(1).endswith("_SECTION"):
            current = numbers.setdefault(found.group(1), [])
        else:
            current = None
            text = (found.group(2) or "").strip().strip('"')
            words[found.group(1)] = (words.get(found.group(1), "") + " " + text).strip()
    return Sections(words, numbers)


def _numbers(line: str, number: int) -> list[float]:
    try:
        return [float(word) for word in line.split()]
    except ValueError as error:
        raise Unreadable(f"line {number} of a section holds no numbers") from error
