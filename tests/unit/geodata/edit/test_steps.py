"""Each step on nine cells with houses: what it does, and what it refuses in which words."""

from __future__ import annotations

import pytest
import shapely
from shapely import affinity

from geodata.edit import (
    Window,
    bend_edge,
    drag_corners,
    draw_cell,
    ground_of,
    merge_cells,
    move_ground,
    split_cell,
)
from geodata.edit.edges import corners
from geodata.errors import InputRefused
from tests.unit.geodata.edit.support import (
    STEP,
    applied,
    assert_tiled,
    at,
    fitted,
    line,
    nine_cells,
    square,
)


@pytest.fixture
def window() -> Window:
    return nine_cells()


def area(window: Window, key: int) -> float:
    """Give the area of a cell in steps."""
    return float(window.cells[key].area / STEP**2)


def test_split_leads_around_houses(window: Window) -> None:
    """A line through two houses leaves each whole, on the side that has most of it."""
    after = applied(window, split_cell(window, 4, line((1.18, 0.9), (1.18, 2.1))))
    assert_tiled(after)
    assert set(after.cells) == {*range(9), 9}
    # The houses from 1.1 to 1.4 go east, though the line leaves their west side west.
    assert area(after, 9) == pytest.approx(0.18 - 2 * 0.08 * 0.3, rel=0.01)


def test_split_gives_neighbours_the_new_corners(window: Window) -> None:
    change = split_cell(window, 4, line((1.5, 0.9), (1.5, 2.1)))
    assert set(change.changed) == {1, 4, 7}
    assert_tiled(applied(window, change))


def test_split_reaches_the_edge(window: Window) -> None:
    """A line that ends a few metres short is led on; one that ends in the middle is refused."""
    short = line((1.5, 1.005), (1.5, 1.995))
    assert_tiled(applied(window, split_cell(window, 4, short)))
    with pytest.raises(InputRefused, match="does not cut cell 4 in two"):
        split_cell(window, 4, line((1.5, 0.9), (1.5, 1.6)))


@pytest.mark.parametrize(
    "places", [((0.2, 0.2), (0.8, 0.8)), ((1.0, 0.9), (1.0, 2.1)), ((1.0001, 0.9), (1.0001, 2.1))]
)
def test_split_needs_ground_on_both_sides(window: Window, places: tuple) -> None:
    """Beside the cell, along its edge, or a hand's breadth within it."""
    with pytest.raises(InputRefused, match="does not cut cell 4 in two"):
        split_cell(window, 4, line(*places))


def test_split_by_a_winding_line_gives_several_cells(window: Window) -> None:
    after = applied(
        window, split_cell(window, 4, line((0.9, 1.45), (2.1, 1.47), (2.1, 1.55), (0.9, 1.53)))
    )
    assert_tiled(after)
    assert len(after.cells) == 11


def test_merge_needs_an_edge(window: Window) -> None:
    after = applied(window, merge_cells(window, [4, 1, 0]))
    assert_tiled(after)
    assert area(after, 4) == pytest.approx(3)
    with pytest.raises(InputRefused, match="cell 4 shares no edge with the others; a corner"):
        merge_cells(window, [0, 4])
    with pytest.raises(InputRefused, match="at least two"):
        merge_cells(window, [4, 4])


def test_drag_moves_the_corner_of_all_four(window: Window) -> None:
    change = drag_corners(window, [(at(1, 1), at(1.05, 1.03))])
    assert set(change.changed) == {0, 1, 3, 4}
    assert_tiled(applied(window, change))


def test_drag_finds_a_rounded_corner(window: Window) -> None:
    rounded = tuple(round(value, 9) for value in at(1, 1))
    assert drag_corners(window, [(rounded, at(1.02, 1.02))]).changed


@pytest.mark.parametrize("to", [(1.2, 1.2), (0.5, 1.0)])
def test_drag_leads_around_houses(window: Window, to: tuple) -> None:
    """A corner dragged into a house: no edge runs through one, and each stays in one cell."""
    assert_tiled(applied(window, drag_corners(window, [(at(1, 1), at(*to))])))


def test_drag_refuses_what_it_would_break(window: Window) -> None:
    with pytest.raises(InputRefused, match=r"cross itself|overlap"):
        drag_corners(window, [(at(1, 1), at(2.5, 2.5))])


def test_an_edge_of_kilometres_is_split_through_many_houses() -> None:
    """A straight edge in degrees is a bent one in metres; slivers of houses stay with the house."""
    turned = [
        affinity.rotate(square(0.01 + k / 10, 0.36 + k / 250, 0.04, 0.08), 7 * k) for k in range(10)
    ]
    cells = [square(0, 0, 1, 1), square(1, 0, 1, 1), square(0, 0, 2, 1)]
    *both, whole = [affinity.scale(cell, 30, 30, origin=at(0, 0)) for cell in cells]
    houses = [affinity.scale(house, 30, 30, origin=at(0, 0)) for house in turned]
    wide = Window(dict(enumerate(both)), dict(enumerate(houses)), whole)
    after = applied(wide, split_cell(wide, 0, line((-1, 12), (31, 15))))
    assert_tiled(after)
    assert len(after.cells) == 3


def test_the_outline_stays(window: Window) -> None:
    with pytest.raises(InputRefused, match="outline of the whole division"):
        drag_corners(window, [(at(0, 0), at(0.1, 0.1))])
    with pytest.raises(InputRefused, match="no corner of a cell"):
        drag_corners(window, [(at(0.5, 0.5), at(0.6, 0.6))])


def test_the_end_of_an_edge_slides_along_the_outline(window: Window) -> None:
    """Where the edge between two cells meets the outline it may move, the outline may not."""
    after = applied(window, drag_corners(window, [(at(1, 0), at(1.04, 0.02))]))
    assert_tiled(after)
    assert area(after, 0) == pytest.approx(1.02)
    bent = fitted(
        [square(0, 0, 1, 1), shapely.Polygon(line((1, 0), (1.5, 0.2), (2, 0), (2, 1), (1, 1)))]
    )
    small = Window(dict(enumerate(bent)))
    past = drag_corners(small, [(at(1, 0), at(1.75, 0.1))])
    whole = shapely.coverage_union_all(list(applied(small, past).cells.values()))
    assert whole.area == pytest.approx(shapely.coverage_union_all(bent).area, rel=1e-12)


def test_bend_puts_a_corner_into_both_cells(window: Window) -> None:
    change = bend_edge(window, at(1, 1), at(1, 2), at(1.05, 1.5))
    assert set(change.changed) == {3, 4}
    assert_tiled(applied(window, change))
    with pytest.raises(InputRefused, match="not the ends of one edge"):
        bend_edge(window, at(1, 1), at(2, 2), at(1.05, 1.5))


def test_draw_takes_ground_from_those_beneath(window: Window) -> None:
    after = applied(window, draw_cell(window, line((0.5, 0.5), (1.5, 0.5), (1.5, 1.5), (0.5, 1.5))))
    assert_tiled(after)
    assert area(after, 9) == pytest.approx(1)


def test_draw_over_a_whole_cell_takes_its_place(window: Window) -> None:
    change = draw_cell(window, line((0.95, 0.95), (2.05, 0.95), (2.05, 2.05), (0.95, 2.05)))
    assert change.removed == {4}
    assert_tiled(applied(window, change))


def test_draw_fills_a_gap_inside_the_boundary(window: Window) -> None:
    holed = Window(
        {key: cell for key, cell in window.cells.items() if key != 8},
        window.buildings,
        window.boundary,
    )
    change = draw_cell(holed, line((2, 2), (4, 2), (4, 4), (2, 4)))
    assert not change.removed
    after = applied(holed, change)
    assert_tiled(after)
    assert area(after, 8) == pytest.approx(1)


@pytest.mark.parametrize(
    ("places", "words"),
    [
        (((0.4, -0.5), (0.6, -0.5), (0.6, 3.5), (0.4, 3.5)), "would fall into pieces"),
        (((5, 5), (6, 5), (6, 6)), "holds no ground"),
        (((0, 0), (1, 1), (1, 0), (0, 1)), "crosses itself"),
        (((0, 0), (1, 1), (0, 0)), "three corners"),
    ],
)
def test_draw_says_what_is_wrong(window: Window, places: tuple, words: str) -> None:
    with pytest.raises(InputRefused, match=words):
        draw_cell(window, line(*places))


def test_neighbouring_houses_move_together(window: Window) -> None:
    """Two houses of cell 4 beside cell 3 go there, with the ground between them."""
    keys = [key for key, house in window.buildings.items() if house.within(square(1, 1, 0.5, 1))]
    after = applied(window, move_ground(window, ground_of(window, keys), 3))
    assert_tiled(after)
    assert [window.buildings[key].within(after.cells[3]) for key in keys] == [True, True]
    assert area(after, 3) == pytest.approx(1.5, rel=0.05)


def test_streets_bound_the_ground_that_moves(window: Window) -> None:
    street = shapely.LineString(line((1.45, 0.9), (1.45, 2.1)))
    keys = [key for key, house in window.buildings.items() if house.within(square(1, 1, 0.45, 1))]
    ground = ground_of(window, keys, [street])
    assert sum(plot.area for plot in ground.values()) == pytest.approx(0.45 * STEP**2, rel=1e-3)


def test_what_lies_between_must_move_too(window: Window) -> None:
    far = [key for key, house in window.buildings.items() if house.within(square(1.5, 1, 0.5, 0.5))]
    wanted = (
        rf"do not border on cell 3: house {far[0]}\. .* in between as well: house {far[0] - 1}\."
    )
    with pytest.raises(InputRefused, match=wanted):
        move_ground(window, ground_of(window, far), 3)
    with pytest.raises(InputRefused, match="already"):
        move_ground(window, ground_of(window, far), 4)


def test_moving_all_houses_takes_the_cell_away(window: Window) -> None:
    keys = [key for key, house in window.buildings.items() if house.within(square(1, 1))]
    change = move_ground(window, ground_of(window, keys), 3)
    assert change.removed == {4}
    assert_tiled(applied(window, change))


def test_overlapping_houses_stay_together(window: Window) -> None:
    """Footprints that lie on each other cannot be parted, so they go to one side."""
    pair = {**window.buildings, 98: square(1.42, 1.42, 0.1, 0.1), 99: square(1.48, 1.46, 0.1, 0.1)}
    double = Window(window.cells, pair, window.boundary)
    assert_tiled(applied(double, split_cell(double, 4, line((1.5, 0.9), (1.5, 2.1)))))


def test_split_keeps_overlapping_houses_together() -> None:
    """A line through one of three footprints that overlap: none of them is cut."""
    row = {k: square(0.2 + k / 10, 0.5 + k / 20, 0.15, 0.1) for k in range(3)}
    one = Window({0: square(0, 0, 1, 1)}, row, square(0, 0, 1, 1))
    after = applied(one, split_cell(one, 0, line((-0.1, 0.53), (1.1, 0.53))))
    assert_tiled(after)
    assert len(after.cells) == 2


def test_edges_of_moved_ground_are_straight(window: Window) -> None:
    """Uneven plots give an edge of many corners; few stay, and every house keeps its side."""
    wobbly = [
        affinity.rotate(square(1.1 + k / 20, 1.1 + k / 9, 0.03, 0.04), 30 * k) for k in range(8)
    ]
    uneven = Window(window.cells, dict(enumerate(wobbly)), window.boundary)
    after = applied(uneven, move_ground(uneven, ground_of(uneven, [0, 1, 2, 3]), 3))
    assert_tiled(after)
    homes = [after.cells[3].contains(house) for house in wobbly]
    assert homes == [True] * 4 + [False] * 4
    fresh = corners([after.cells[3]]) - corners(window.cells.values())
    assert len(fresh) < 9  # The plots have eleven.
