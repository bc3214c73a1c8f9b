"""The catalogue of layers: what each is called, where it comes from, how it looks and reads."""

from __future__ import annotations

from geodata.errors import N_
from mapping import palette
from mapping.grid_layers import grid_layers
from mapping.spec import LayerSpec, LayerUrl, LegendEntry, SourceKind

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
            "done": palette.INK_SOFT,
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
