"""The picture of an issue's life shows exactly the moves that the code allows, and who may."""

from __future__ import annotations

import re

from app.models import ISSUE_MOVES, OPEN_STATES, IssueState, Party
from app.services.issues.effects import EFFECTS
from tests.drawn_states import drawn_moves, explained_verbs, section_of

ISSUE = "Issue (`IssueState`)"


def row_of(verb: str) -> tuple[set[str], set[str]]:
    """Give who takes a verb and what it needs, as the document says."""
    found = re.search(
        rf"^\| {verb} \| ([a-z, ]+) \| ([a-z, ]+) \|", section_of(ISSUE), re.MULTILINE
    )
    assert found, verb
    who, needs = (set(cell.split(", ")) for cell in found.groups())
    return who, needs - {"nothing"}


def test_the_picture_is_the_table() -> None:
    assert drawn_moves(ISSUE) == {
        (verb, source.value): (move.target or source).value
        for verb, move in ISSUE_MOVES.items()
        for source in move.sources
    }


def test_every_move_is_explained_with_who_and_what() -> None:
    assert explained_verbs(ISSUE) == {*ISSUE_MOVES, "who", *Party}
    for verb, move in ISSUE_MOVES.items():
        who, needs = row_of(verb)
        assert who == {party.value for party in move.who}, verb
        assert needs == {need.value for need in move.needs}, verb


def test_every_state_is_reached_and_none_is_a_trap() -> None:
    targets = {move.target for move in ISSUE_MOVES.values()} - {None}
    assert {IssueState.REPORTED, *targets} == set(IssueState)
    for state in IssueState:
        leads_on = [
            move
            for move in ISSUE_MOVES.values()
            if state in move.sources and move.target not in (None, state)
        ]
        assert leads_on, state


def test_an_open_issue_always_has_somebody_who_can_end_it() -> None:
    """From every open state a way leads to an end without waiting for a handler's account."""
    ends = {state for state in IssueState if state not in OPEN_STATES}
    can_end = set(ends)
    for _round in IssueState:
        can_end |= {
            source
            for move in ISSUE_MOVES.values()
            for source in move.sources
            if move.target in can_end and set(move.who) - {Party.HANDLER, Party.TIME}
        }
    assert can_end == set(IssueState)


def test_effects_are_those_of_verbs() -> None:
    assert EFFECTS.keys() <= ISSUE_MOVES.keys()
