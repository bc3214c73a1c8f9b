"""The picture of a deliberation's life shows exactly the moves that the code allows."""

from __future__ import annotations

from app.models import DELIBERATION_MOVES, DeliberationState
from app.queries.words import VERBS
from app.web.issues.deliberation_words import FOUR_STEPS, STEP_FORMS
from tests.drawn_states import drawn_moves, explained_verbs

TITLE = "Deliberation (`DeliberationState`)"


def test_the_picture_is_the_table() -> None:
    assert drawn_moves(TITLE) == {
        (verb, before.value): after.value for (verb, before), after in DELIBERATION_MOVES.items()
    }


def test_every_state_is_reached_and_every_move_explained() -> None:
    reached = {DeliberationState.RAISING, *DELIBERATION_MOVES.values()}
    assert reached == set(DeliberationState)
    assert explained_verbs(TITLE) == {verb for verb, _ in DELIBERATION_MOVES}


def test_every_move_has_a_button_and_a_word() -> None:
    """What the table allows, the form of its state offers."""
    offered = {
        (verb, state)
        for state, form in STEP_FORMS.items()
        for verb, _ in (form.onward, *form.otherwise, *form.back)
    }
    assert offered == set(DELIBERATION_MOVES)
    assert {verb for verb, _ in DELIBERATION_MOVES} <= set(VERBS)
    assert [state for state, _ in FOUR_STEPS] == list(STEP_FORMS)
