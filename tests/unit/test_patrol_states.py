"""The picture of a patrol's life shows exactly the moves that the code allows."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models import PATROL_MOVES, Patrol, PatrolState
from tests.drawn_states import drawn_moves, explained_verbs

PATROL = "Patrol (`PatrolState`)"
NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


def test_the_picture_is_the_table() -> None:
    assert drawn_moves(PATROL) == {
        (verb, before.value): after.value for (verb, before), after in PATROL_MOVES.items()
    }


def test_every_state_is_reached_and_every_move_explained() -> None:
    assert {PatrolState.PLANNED, *PATROL_MOVES.values()} == set(PatrolState)
    assert explained_verbs(PATROL) == {verb for verb, _ in PATROL_MOVES}


@pytest.mark.parametrize(("verb", "before"), PATROL_MOVES)
def test_each_move_is_written_down(verb: str, before: PatrolState) -> None:
    patrol = Patrol(state=before)
    patrol.move(verb, NOW, 7, "rain")
    assert patrol.state is PATROL_MOVES[verb, before]
    (event,) = patrol.events
    assert (event.verb, event.at, event.user_id, event.note) == (verb, NOW, 7, "rain")


def test_what_is_done_stays_done_but_for_a_track_that_belongs_elsewhere() -> None:
    patrol = Patrol(state=PatrolState.DONE)
    for verb in {verb for verb, _ in PATROL_MOVES} - {"withdraw"}:
        assert not patrol.allows(verb)
        with pytest.raises(KeyError):
            patrol.move(verb, NOW, None)
    assert patrol.events == []
