"""The layers of one division, and of two side by side, on the calm ground."""

from __future__ import annotations

from dataclasses import dataclass, replace

from geodata.errors import N_
from mapping import palette
from mapping.grid_layers import grid_layers
from mapping.layers import ground_layers
from mapping.spec import LayerSpec, LayerUrl, LegendEntry, SourceKind

MOVED, MOVED_EDGE = "#d9480f", "#7a2400"
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
            LegendEntry("line", palette.SELECTED, N_("Chosen")),
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
        facts=(
            ("number", N_("Building")),
            ("households", N_("Households")),
            ("reason", N_("Placed by hand")),
        ),
        legend=(
            LegendEntry("fill", palette.BUILDING["apartment"], N_("Building"), palette.INK_SOFT),
            LegendEntry("dashed", BY_HAND, N_("Placed by hand")),
        ),
    )


@dataclass(frozen=True)
class CompareUrls:
    """Addresses of what a comparison draws.

    Attributes
    ----------
    before, after : str
        Outlines of the two divisions.
    moved : str
        Buildings that get into another cell.
    tiles : str
        Template of the building tiles with ``{z}/{x}/{y}``.
    """

    before: str
    after: str
    moved: str
    tiles: str


def compare_layers(url: LayerUrl, urls: CompareUrls) -> tuple[LayerSpec, ...]:
    """Give the layers on which two divisions are compared.

    Parameters
    ----------
    url : callable
        Address of a file of the ground's features.
    urls : CompareUrls

    Returns
    -------
    tuple of LayerSpec
        Bottom first.
    """
    buildings = next(each for each in grid_layers(url, urls.tiles) if each.id == "buildings")
    old = LayerSpec(
        "before",
        N_("Outlines before"),
        "OutlinesLayer",
        SourceKind.GEOJSON,
        urls.before,
        facts=(("name", N_("Name")),),
        legend=(LegendEntry("dashed", palette.INK, N_("Boundary before")),),
    )
    new = replace(
        _cells(),
        factory="ComparedCellsLayer",
        source=SourceKind.GEOJSON,
        url=urls.after,
        facts=(("name", N_("Name")), ("code", N_("Code"))),
        legend=(LegendEntry("line", palette.CELL_INKS[0], N_("Boundary after")),),
    )
    return (*ground_layers(url), new, replace(buildings, legend=()), old, _moved(urls.moved))


def _moved(url: str) -> LayerSpec:
    """Give the layer of the buildings that get into another cell."""
    return LayerSpec(
        "moved",
        N_("Moved buildings"),
        "MovedLayer",
        SourceKind.GEOJSON,
        url,
        style={"selected": MOVED},
        facts=(
            ("number", N_("Building")),
            ("households", N_("Households")),
            ("from_cell", N_("Out of")),
            ("to_cell", N_("Into")),
        ),
        legend=(LegendEntry("fill", MOVED, N_("Gets into another cell"), MOVED_EDGE),),
    )
