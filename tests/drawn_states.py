"""Pictures of life cycles in docs/states.md, read as tables of moves."""

from __future__ import annotations

import re
from pathlib import Path

STATES = Path(__file__).resolve().parents[1] / "docs" / "states.md"
ARROW = re.compile(r"──([a-z ]+)──> ([a-z_]+)")
BRANCH = re.compile(r"[├└]")


def section_of(title: str) -> str:
    """Give the part of the document below a heading."""
    return STATES.read_text(encoding="utf-8").partition(f"## {title}")[2].partition("\n## ")[0]


def drawn_moves(title: str) -> dict[tuple[str, str], str]:
    """Read the arrows of a picture: along a line, or from the box above a branch.

    After an empty line the picture begins anew: its boxes stand above nothing any more.
    """
    boxes: list[tuple[int, int, str]] = []
    moves: dict[tuple[str, str], str] = {}
    for line in section_of(title).partition("```\n")[2].partition("\n```")[0].splitlines():
        if not line:
            boxes.clear()
            continue
        if branch := BRANCH.search(line):
            column = branch.start()
            source = next(name for start, end, name in boxes if start <= column < end)
        else:
            first = re.match(r"[a-z_]+", line)
            assert first
            source = first[0]
            boxes.append((first.start(), first.end(), source))
        for arrow in ARROW.finditer(line):
            verb, target = arrow.groups()
            moves[verb, source] = target
            if not branch:
                boxes.append((arrow.start(2), arrow.end(2), target))
            source = target
    return moves


def explained_verbs(title: str) -> set[str]:
    """Give the verbs that the table below a picture explains."""
    found = re.findall(r"^\| ([a-z ]+) \|", section_of(title), re.MULTILINE)
    return set(found) - {"move"}
