"""The layers of the plan of a cell: its routes on the calm ground."""

from __future__ import annotations

from dataclasses import replace

from geodata.errors import N_
from mapping import palette
from mapping.grid_layers import grid_layers
from mapping.layers import ground_layers
from mapping.spec import LayerSpec, LayerUrl, LegendEntry, SourceKind


def plan_layers(url: LayerUrl, tiles_url: str) -> tuple[LayerSpec, ...]:
    """Give the layers on which routes are read and changed.

    Parameters
    ----------
    url : callable
        Address of a file of the ground's features.
    tiles_url : str
        Template of the building tiles with ``{z}/{x}/{y}``.

    Returns
    -------
    tuple of LayerSpec
        Bottom first. The routes have no address: they come with the state of the plan.
    """
    layers = {layer.id: layer for layer in grid_layers(url, tiles_url)}
    cells = replace(layers["cells"], factory="PlanCellsLayer")
    return (*ground_layers(url), cells, layers["buildings"], _routes())


def _routes() -> LayerSpec:
    """Give the layer of the routes as the plan has them."""
    return LayerSpec(
        "plan",
        N_("Patrol routes"),
        "PlanLayer",
        SourceKind.NONE,
        style={
            "inks": list(palette.WALKER_INKS),
            "unreached": palette.OVERDUE,
            "lane_inks": {
                "walked": palette.WALKER_INKS[0],
                "near": palette.WALKER_INKS[4],
                "out": palette.OVERDUE,
            },
        },
        facts=(("label", N_("Stop")),),
        legend=(
            LegendEntry("line", palette.WALKER_INKS[0], N_("Patrol route")),
            LegendEntry("stop", palette.WALKER_INKS[0], N_("Stop, numbered in walking order")),
            LegendEntry("ring", palette.OVERDUE, N_("Stop that no route visits")),
        ),
    )
