"""The layers of one division: its cells and the buildings in them, on the calm ground."""

from __future__ import annotations

from geodata.errors import N_
from mapping import palette
from mapping.layers import LayerUrl, ground_layers
from mapping.spec import LayerSpec, LegendEntry, SourceKind

BY_HAND = "#c4161c"
"""Outline of a building that stands in its cell by hand, whatever the ground says."""


def division_layers(url: LayerUrl, buildings_url: str) -> tuple[LayerSpec, ...]:
    """Give the layers on which a division is read and edited.

    Parameters
    ----------
    url : callable
        Address of a file of the ground's features.
    buildings_url : str
        Address of the footprints with ``id``, ``number``, ``households``, ``cell_id``,
        ``by_hand``; it takes ``?bbox=``.

    Returns
    -------
    tuple of LayerSpec
        Bottom first. The cells have no address: they come with the state of the draft.
    """
    return (*ground_layers(url), _cells(), _buildings(buildings_url))


def _cells() -> LayerSpec:
    """Give the layer of the cells as the draft has them."""
    return LayerSpec(
        "cells",
        N_("Cells"),
        "DraftCellsLayer",
        SourceKind.NONE,
        style={
            "tints": list(palette.CELL_TINTS),
            "inks": list(palette.CELL_INKS),
            "foreign": [palette.FOREIGN, palette.FOREIGN_INK],
            "selected": palette.SELECTED,
        },
        facts=(("name", N_("Name")), ("code", N_("Code")), ("households", N_("Households"))),
        legend=(
            LegendEntry("fill", palette.CELL_TINTS[0], N_("Cell"), palette.CELL_INKS[0]),
            LegendEntry("dashed", palette.SELECTED, N_("Chosen")),
        ),
    )


def _buildings(url: str) -> LayerSpec:
    """Give the layer of the buildings with the cell of each."""
    return LayerSpec(
        "buildings",
        N_("Buildings"),
        "DraftBuildingsLayer",
        SourceKind.GEOJSON,
        url,
        min_zoom=14,
        style={"selected": palette.SELECTED, "by_hand": BY_HAND},
        facts=(("number", N_("Building")), ("households", N_("Households"))),
        legend=(
            LegendEntry("fill", palette.BUILDING["apartment"], N_("Building"), palette.INK_SOFT),
            LegendEntry("dashed", BY_HAND, N_("Placed by hand")),
        ),
    )
