"""The layers of the grid: cells, buildings, entrances, and where nobody answers."""

from __future__ import annotations

from geodata.errors import N_
from mapping import palette
from mapping.spec import LayerSpec, LayerUrl, LegendEntry, SourceKind

BUILDINGS_MIN_ZOOM = 14
BUILDINGS_FACTS = (
    ("number", N_("Building")),
    ("name", N_("Name")),
    ("households", N_("Households")),
    ("open_issues", N_("Open issues")),
)
CELL_FACTS = (
    ("name", N_("Name")),
    ("code", N_("Code")),
    ("leader", N_("Cell leader")),
    ("members", N_("People")),
    ("buildings", N_("Buildings")),
    ("households", N_("Households")),
    ("open_issues", N_("Open issues")),
    ("last_patrol_on", N_("Last patrol")),
)


def grid_layers(url: LayerUrl, tiles_url: str, *, limited: bool = False) -> tuple[LayerSpec, ...]:
    """Give what the work is about: cells, buildings, entrances and where nobody answers.

    Parameters
    ----------
    url : callable
        Address of a file of features.
    tiles_url : str
        Template of the building tiles with ``{z}/{x}/{y}``.
    limited : bool
        Whether the viewer's scope leaves cells out, which then show as grey outlines.

    Returns
    -------
    tuple of LayerSpec
        Bottom first.
    """
    buildings = LayerSpec(
        "buildings",
        N_("Buildings"),
        "BuildingsLayer",
        SourceKind.MVT,
        tiles_url,
        min_zoom=BUILDINGS_MIN_ZOOM,
        style={
            "kinds": palette.BUILDING,
            "edge": palette.BUILDING_EDGE,
            "selected": palette.SELECTED,
        },
        facts=BUILDINGS_FACTS,
        legend=_building_legend(),
    )
    vacancies = LayerSpec(
        "vacancies",
        N_("Vacant duties"),
        "VacanciesLayer",
        SourceKind.NONE,
        style={"color": palette.VACANT},
        legend=(
            LegendEntry(
                "hatch", palette.VACANT, N_("Nobody at all answers for it, nor for an entrance")
            ),
            LegendEntry("dashed", palette.VACANT, N_("Cell without a leader")),
        ),
    )
    return _cells(url, limited=limited), buildings, vacancies, _overloads(url), _entrances(url)


def _cells(url: LayerUrl, *, limited: bool) -> LayerSpec:
    """Give the layer of cells."""
    own = LegendEntry("fill", palette.CELL_TINTS[0], N_("Cell"), palette.CELL_INKS[0])
    others = LegendEntry("fill", palette.FOREIGN, N_("Cell of others"), palette.FOREIGN_INK)
    return LayerSpec(
        "cells",
        N_("Cells"),
        "CellsLayer",
        SourceKind.GEOJSON,
        url("cells.geojson"),
        style={
            "tints": list(palette.CELL_TINTS),
            "inks": list(palette.CELL_INKS),
            "foreign": [palette.FOREIGN, palette.FOREIGN_INK],
            "selected": palette.SELECTED,
        },
        facts=CELL_FACTS,
        legend=(own, others) if limited else (own,),
    )


def _overloads(url: LayerUrl) -> LayerSpec:
    """Give the layer of buildings whose people answer for too much."""
    return LayerSpec(
        "overloads",
        N_("Overload"),
        "OverloadsLayer",
        SourceKind.GEOJSON,
        url("overloads.geojson"),
        min_zoom=16,
        shown=False,
        style={"color": palette.DUE_SOON},
        facts=(("name", N_("Name")), ("places", N_("Places"))),
        legend=(LegendEntry("circle", palette.DUE_SOON, N_("Somebody here answers for too much")),),
    )


def _building_legend() -> tuple[LegendEntry, ...]:
    """Give one legend line for each kind of building that is told apart."""
    words = (
        ("apartment", N_("Apartments")),
        ("bungalow", N_("Bungalows")),
        ("villa", N_("Villas")),
        ("public", N_("Public")),
        ("commercial", N_("Commercial")),
        ("school", N_("School")),
    )
    return tuple(
        LegendEntry("fill", palette.BUILDING[kind], word, palette.BUILDING_EDGE)
        for kind, word in words
    )


def _entrances(url: LayerUrl) -> LayerSpec:
    """Give the layer of stairwells."""
    return LayerSpec(
        "entrances",
        N_("Entrances"),
        "EntrancesLayer",
        SourceKind.GEOJSON_BBOX,
        url("entrances.geojson"),
        min_zoom=18,
        style={"color": palette.ENTRANCE, "vacant": palette.VACANT},
        facts=(("name", N_("Entrance")),),
        legend=(
            LegendEntry("dot", palette.ENTRANCE, N_("Entrance")),
            LegendEntry("ring", palette.VACANT, N_("Entrance without anybody")),
        ),
    )
