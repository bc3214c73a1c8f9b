"""The picture of a job's life shows exactly the moves that the code allows."""

from __future__ import annotations

from app.models.jobs import JOB_MOVES, JobState
from tests.drawn_states import drawn_moves, explained_verbs

JOB = "Job (`JobState`)"


def test_the_picture_is_the_table() -> None:
    assert drawn_moves(JOB) == {
        (verb, before.value): after.value for (verb, before), after in JOB_MOVES.items()
    }


def test_every_state_is_reached_and_every_move_explained() -> None:
    assert {JobState.WAITING, *JOB_MOVES.values()} == set(JobState)
    assert explained_verbs(JOB) == {verb for verb, _ in JOB_MOVES}
