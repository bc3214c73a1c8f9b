"""Whatever is done in whatever order, the cells tile the same ground and split no house."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.edit import (
    Change,
    Window,
    bend_edge,
    drag_corners,
    draw_cell,
    ground_of,
    merge_cells,
    move_ground,
    split_cell,
)
from geodata.edit.edges import corners, edges
from geodata.errors import InputRefused
from tests.unit.geodata.edit.support import applied, assert_tiled, at, nine_cells

Take = Callable[[st.DataObject, Window], Change]

places = st.tuples(st.floats(-0.2, 3.2), st.floats(-0.2, 3.2)).map(lambda place: at(*place))


def split(data: st.DataObject, window: Window) -> Change:
    key = data.draw(st.sampled_from(sorted(window.cells)))
    return split_cell(window, key, data.draw(st.lists(places, min_size=2, max_size=4)))


def merge(data: st.DataObject, window: Window) -> Change:
    keys = st.sampled_from(sorted(window.cells))
    return merge_cells(window, data.draw(st.lists(keys, min_size=2, max_size=3)))


def drag(data: st.DataObject, window: Window) -> Change:
    corner = data.draw(st.sampled_from(sorted(corners(window.cells.values()))))
    east, north = data.draw(st.tuples(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2)))
    return drag_corners(window, [(corner, (corner[0] + east * 0.002, corner[1] + north * 0.002))])


def bend(data: st.DataObject, window: Window) -> Change:
    every = sorted({edge for cell in window.cells.values() for edge in edges(cell)})
    one, other = data.draw(st.sampled_from(every))
    return bend_edge(window, one, other, data.draw(places))


def draw(data: st.DataObject, window: Window) -> Change:
    return draw_cell(window, data.draw(st.lists(places, min_size=3, max_size=6)))


def move(data: st.DataObject, window: Window) -> Change:
    houses = st.sampled_from(sorted(window.buildings))
    chosen = data.draw(st.lists(houses, min_size=1, max_size=3, unique=True))
    to = data.draw(st.sampled_from(sorted(window.cells)))
    return move_ground(window, ground_of(window, chosen), to)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_steps_keep_the_ground_tiled(data: st.DataObject) -> None:
    """Steps are taken or refused with a sentence; nothing in between."""
    window = nine_cells()
    takes: list[Take] = [split, merge, drag, bend, draw, move]
    for take in data.draw(st.lists(st.sampled_from(takes), min_size=1, max_size=8)):
        with suppress(InputRefused):
            window = applied(window, take(data, window))
        assert_tiled(window)
