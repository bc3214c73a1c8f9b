"""The colours of the map, in one place.

Calm ground, soft tints for cells, strong colour only for what needs somebody. The first four
tints, which colour most plans of cells, stay apart by 14 in CIELAB also as seen without red or
green cones; ``tests/unit/mapping/test_map_palette.py`` checks that and the contrast of texts.
"""

from __future__ import annotations

GROUND = "#f6f4ef"
GREEN, GREEN_EDGE = "#dbe8d0", "#c3d6b4"
WATER, WATER_EDGE = "#cfe2ee", "#b3cfe0"
ESTATE, ESTATE_EDGE = "#efebe2", "#b9ae9b"
PATH, PATH_EDGE = "#ffffff", "#d5cfc4"
FOOTWAY = "#c3b8a5"
INK, INK_SOFT, HALO = "#1f2a33", "#4a5560", "#ffffff"

CELL_TINTS = (
    "#a8cbe6",
    "#f0b692",
    "#a9dcc5",
    "#f2e296",
    "#e3a3bd",
    "#b9aee0",
    "#b6dde4",
    "#c9e3a4",
)
"""Fill of a cell by its ``tint`` 0 to 7."""

CELL_INKS = (
    "#1b5e8e",
    "#8f3f10",
    "#0b6e4f",
    "#6f5900",
    "#9a2f5f",
    "#51469b",
    "#1d6672",
    "#45660f",
)
"""Edge of a cell and its route, same order: dark enough to read on the tint."""

WALKER_INKS = ("#0044cc", "#b85c00", "#007d6e", "#a03fa0", "#14141c", "#6b2a10")
"""Routes of the volunteers of one cell, in their order; a seventh begins anew with the first.

They stay apart by 25 in CIELAB also as seen without red or green cones, and by the shape of the
numbers on the map."""

FOREIGN, FOREIGN_INK = "#dedad2", "#6d675e"
"""Cells outside the viewer's scope: there, but nobody's business here."""

BUILDING = {
    "apartment": "#a99e91",
    "bungalow": "#bdb1a0",
    "villa": "#b3ac8f",
    "public": "#8fa3b5",
    "commercial": "#b59a9a",
    "school": "#9aa58a",
    "other": "#b4b0aa",
    "unknown": "#b4b0aa",
}
BUILDING_EDGE = "#6f665b"
SELECTED = "#0057b8"
VACANT = "#7b2d8b"
OVERDUE = "#c4161c"
DUE_SOON = "#e08a00"
ON_TIME = "#2b7a4b"

AGES = {
    "week": "#c6dcf2",
    "month": "#8fbbe3",
    "season": "#4f8fca",
    "older": "#1f5fa8",
    "never": "#0b2e63",
}
"""How long ago a lane or a building was visited: one blue, deeper the longer ago."""

ENTRANCE = "#5a5148"
