"""The catalogue of layers: what each is called, where it comes from, how it looks and reads."""

from __future__ import annotations

from collections.abc import Callable

from geodata.errors import N_
from mapping import palette
from mapping.spec import LayerSpec, LegendEntry, SourceKind

LayerUrl = Callable[[str], str]
"""Gives the address of a layer's features from its file name, say ``cells.geojson``."""

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
ISSUE_FACTS = (
    ("title", N_("Issue")),
    ("category", N_("Category")),
    ("status", N_("State")),
    ("reported_at", N_("Reported")),
)


def ground_layers(url: LayerUrl) -> tuple[LayerSpec, ...]:
    """Give the calm ground: green and water, estates, paths.

    Parameters
    ----------
    url : callable
        Address of a file of features.

    Returns
    -------
    tuple of LayerSpec
        Bottom first.
    """
    areas = LayerSpec(
        "areas",
        N_("Green and water"),
        "AreasLayer",
        SourceKind.GEOJSON,
        url("areas.geojson"),
        ground=True,
        style={
            "green": [palette.GREEN, palette.GREEN_EDGE],
            "water": [palette.WATER, palette.WATER_EDGE],
        },
        legend=(
            LegendEntry("fill", palette.GREEN, N_("Green"), palette.GREEN_EDGE),
            LegendEntry("fill", palette.WATER, N_("Water"), palette.WATER_EDGE),
        ),
    )
    estates = LayerSpec(
        "estates",
        N_("Estates"),
        "EstatesLayer",
        SourceKind.GEOJSON,
        url("estates.geojson"),
        ground=True,
        style={"fill": palette.ESTATE, "edge": palette.ESTATE_EDGE, "ink": palette.INK_SOFT},
        legend=(LegendEntry("dashed", palette.ESTATE_EDGE, N_("Estate")),),
    )
    paths = LayerSpec(
        "paths",
        N_("Roads and paths"),
        "PathsLayer",
        SourceKind.GEOJSON_BBOX,
        url("paths.geojson"),
        ground=True,
        min_zoom=14,
        style={"road": palette.PATH, "casing": palette.PATH_EDGE, "footway": palette.FOOTWAY},
        legend=(LegendEntry("dashed", palette.FOOTWAY, N_("Footpath")),),
    )
    return areas, estates, paths


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
    own = LegendEntry("fill", palette.CELL_TINTS[0], N_("Cell"), palette.CELL_INKS[0])
    others = LegendEntry("fill", palette.FOREIGN, N_("Cell of others"), palette.FOREIGN_INK)
    cells = LayerSpec(
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
    return cells, buildings, vacancies, _overloads(url), _entrances(url)


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


def work_layers(url: LayerUrl) -> tuple[LayerSpec, ...]:
    """Give what happens on the grid: patrol routes and open issues.

    Parameters
    ----------
    url : callable
        Address of a file of features.

    Returns
    -------
    tuple of LayerSpec
        Bottom first.
    """
    routes = LayerSpec(
        "routes",
        N_("Patrol routes"),
        "RoutesLayer",
        SourceKind.GEOJSON,
        url("routes.geojson"),
        min_zoom=14,
        companion="stops",
        companion_url=url("stops.geojson"),
        style={"inks": list(palette.CELL_INKS)},
        facts=(("name", N_("Route")), ("length_m", N_("Metres")), ("minutes", N_("Minutes"))),
        legend=(
            LegendEntry("dots", palette.CELL_INKS[0], N_("Patrol route of the cell")),
            LegendEntry("stop", palette.CELL_INKS[0], N_("Stop, numbered in walking order")),
        ),
    )
    issues = LayerSpec(
        "issues",
        N_("Open issues"),
        "IssuesLayer",
        SourceKind.GEOJSON,
        url("issues.geojson"),
        style={
            "green": palette.ON_TIME,
            "yellow": palette.DUE_SOON,
            "red": palette.OVERDUE,
        },
        facts=ISSUE_FACTS,
        legend=(
            LegendEntry("circle", palette.ON_TIME, N_("Issue on time")),
            LegendEntry("triangle", palette.DUE_SOON, N_("Issue due soon")),
            LegendEntry("diamond", palette.OVERDUE, N_("Issue overdue")),
        ),
    )
    return routes, issues, _visits(url)


def _visits(url: LayerUrl) -> LayerSpec:
    """Give the layer of when lanes and buildings were visited last."""
    words = {
        "week": N_("Visited in the last 7 days"),
        "month": N_("8 to 30 days ago"),
        "season": N_("31 to 90 days ago"),
        "older": N_("Longer ago"),
    }
    return LayerSpec(
        "visits",
        N_("Last visited"),
        "VisitsLayer",
        SourceKind.GEOJSON,
        url("walked_lanes.geojson"),
        min_zoom=14,
        shown=False,
        companion="visited_buildings",
        companion_url=url("visited_buildings.geojson"),
        style=dict(palette.AGES),
        facts=(("name", N_("Name")), ("last_on", N_("Last visited"))),
        legend=(
            *(
                LegendEntry("fill", palette.AGES[age], word, palette.AGES["older"])
                for age, word in words.items()
            ),
            LegendEntry("dashed", palette.AGES["never"], N_("Never, as far as we know")),
        ),
    )


def catalogue(url: LayerUrl, tiles_url: str, *, limited: bool = False) -> tuple[LayerSpec, ...]:
    """Give every layer of the map of a community.

    Parameters
    ----------
    url : callable
        Address of a file of features, called with ``cells.geojson``, ``issues.geojson``,
        ``routes.geojson``, ``stops.geojson``, ``paths.geojson``, ``estates.geojson``,
        ``areas.geojson``, ``entrances.geojson``, ``overloads.geojson``,
        ``walked_lanes.geojson`` and ``visited_buildings.geojson``.
    tiles_url : str
        Template of the building tiles with ``{z}/{x}/{y}``.
    limited : bool
        Whether the viewer's scope leaves cells out.

    Returns
    -------
    tuple of LayerSpec
        Bottom first.
    """
    return ground_layers(url) + grid_layers(url, tiles_url, limited=limited) + work_layers(url)
