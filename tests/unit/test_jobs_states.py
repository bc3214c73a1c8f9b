"""The picture of a job's life shows exactly the moves that the code allows."""

from __future__ import annotations

import re
from pathlib import Path

from app.models.jobs import JOB_MOVES, JobState

STATES = Path(__file__).resolve().parents[2] / "docs" / "states.md"
ARROW = re.compile(r"──([a-z ]+)──> ([a-z_]+)")
BRANCH = re.compile(r"[├└]")


def drawn_moves(picture: str) -> dict[tuple[str, str], str]:
    """Read the arrows of a picture: along a line, or from the box above a branch."""
    boxes: list[tuple[int, int, str]] = []
    moves: dict[tuple[str, str], str] = {}
    for line in picture.splitlines():
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


def test_the_picture_is_the_table() -> None:
    section = STATES.read_text(encoding="utf-8").partition("## Job (`JobState`)")[2]
    picture = section.partition("```\n")[2].partition("\n```")[0]
    assert drawn_moves(picture) == {
        (verb, before.value): after.value for (verb, before), after in JOB_MOVES.items()
    }


def test_every_state_is_reached_and_every_move_explained() -> None:
    assert {JobState.WAITING, *JOB_MOVES.values()} == set(JobState)
    section = STATES.read_text(encoding="utf-8").partition("## Job (`JobState`)")[2]
    explained = set(re.findall(r"^\| ([a-z ]+) \|", section.partition("\n## ")[0], re.MULTILINE))
    assert explained - {"move"} == {verb for verb, _ in JOB_MOVES}
