"""The colours of the map, in one place.

Calm ground, soft tints for cells, strong colour only for what needs somebody. Tints and route
colours follow Okabe and Ito (2008) and Tol's "light" scheme, lightened or darkened, so that
neighbours stay apart for colour-blind readers; ``tests/unit/mapping/test_palette.py`` checks it.
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
    "#f3d08b",
    "#a9dcc5",
    "#e9b5c9",
    "#c9c3ea",
    "#e8e29a",
    "#f2bfa0",
    "#b6dde4",
)
"""Fill of a cell by its ``tint`` 0 to 7."""

CELL_INKS = (
    "#1b5e8e",
    "#8a5a00",
    "#0b6e4f",
    "#9a2f5f",
    "#51469b",
    "#6a6400",
    "#9a4416",
    "#1d6672",
)
"""Edge of a cell and its route, same order: dark enough to read on the tint."""

BUILDING = {
    "apartment": "#a99e91",
    "bungalow": "#bdb1a0",
    "villa": "#b3ac8f",
    "public": "#8fa3b5",
    "commercial": "#b59a9a",
    "school": "#9aa58a",
    "other": "#b4b0aa",
}
BUILDING_EDGE = "#6f665b"
SELECTED = "#0057b8"
VACANT = "#7b2d8b"
OVERDUE = "#c4161c"
DUE_SOON = "#e08a00"
ON_TIME = "#2b7a4b"
ENTRANCE = "#5a5148"
