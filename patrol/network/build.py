"""Building the walking network from paths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.crs import STORAGE_SRID
from geodata.errors import N_
from geodata.findings import Finding, Severity
from patrol.edges import crumbs, doubles, keep_edges, lengths_m
from patrol.gaps import find_gaps
from patrol.lines import WalkableLines, walkable_lines
from patrol.network.walking import NO_PATH, WalkingNetwork, label_pieces
from patrol.noding import Bools, Floats, Lines, Noded, node_lines

STEPS_SLOWNESS = 2.0
"""Time on steps relative to level ground, up and down together."""

SLOWNESS: Mapping[str, float] = {"steps": STEPS_SLOWNESS}
"""Time by kind of path, relative to level ground; ``gate`` for the pieces where a gate stands."""


def build_network(
    paths: gpd.GeoDataFrame, *, srid: int, slowness: Mapping[str, float] = SLOWNESS
) -> WalkingNetwork:
    """Build the walking network from paths.

    Lines are cut at every true intersection unless ``layer``, ``bridge`` or ``tunnel`` says
    that they pass above each other, since surveyed paths often cross without a shared vertex.
    Ends within 0.5 m are joined; gaps up to 3 m between pieces are bridged and reported, and
    gaps up to 8 m in front of a gate. One-way streets are walked both ways; motorways are left out.

    Parameters
    ----------
    paths : GeoDataFrame
        The ``paths`` frame (docs/frames.md).
    srid : int
        EPSG code of the metric CRS to measure in (`geodata.crs.metric_srid`).
    slowness : mapping of str to float
        Time by kind of path, relative to level ground; all others take 1.

    Returns
    -------
    WalkingNetwork

    Raises
    ------
    InputRefused
        If no walkable path is given.
    """
    walkable = walkable_lines(paths, srid)
    noded, repeated = _clean(node_lines(walkable.lines, walkable.level))
    gaps = _gaps(noded, walkable)
    if len(gaps):
        walkable = _with_gaps(walkable, gaps)
        noded, repeated = _clean(node_lines(walkable.lines, walkable.level))
    network = _network(noded, walkable, _kinds(paths), slowness, srid)
    findings = [*walkable.findings, *_findings(network, noded.crossings, repeated, gaps)]
    return replace(network, findings=tuple(findings))


def _clean(noded: Noded) -> tuple[Noded, Lines]:
    """Drop crumbs and doubles; give the doubles too."""
    noded = keep_edges(noded, ~crumbs(noded))
    repeated = doubles(noded)
    return keep_edges(noded, ~repeated), noded.lines[repeated]


def _gaps(noded: Noded, walkable: WalkableLines) -> Lines:
    node_piece, _ = label_pieces(noded.u, noded.v, lengths_m(noded), len(noded.node_xy))
    on_ground, is_gate = walkable.level[noded.source] == 0, walkable.is_gate[noded.source]
    return find_gaps(noded, node_piece, on_ground, is_gate)


def _with_gaps(walkable: WalkableLines, gaps: Lines) -> WalkableLines:
    """Add the links over gaps, which no path drew."""
    return replace(
        walkable,
        lines=np.concatenate([walkable.lines, gaps]),
        path=np.append(walkable.path, np.full(len(gaps), NO_PATH)),
        level=np.append(walkable.level, np.zeros(len(gaps), dtype=np.int64)),
        is_gate=np.append(walkable.is_gate, np.zeros(len(gaps), dtype=bool)),
    )


def _kinds(paths: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """Give the kind of each path, and at the end that of a bridged gap: none."""
    kinds = paths["kind"].to_numpy(dtype=object) if "kind" in paths else [None] * len(paths)
    return np.append(np.asarray(kinds, dtype=object), [None])


def _network(
    noded: Noded,
    walkable: WalkableLines,
    kinds: NDArray[np.object_],
    slowness: Mapping[str, float],
    srid: int,
) -> WalkingNetwork:
    length_m = lengths_m(noded)
    node_piece, edge_piece = label_pieces(noded.u, noded.v, length_m, len(noded.node_xy))
    edge_path, is_gate = walkable.path[noded.source], walkable.is_gate[noded.source]
    kind = kinds[edge_path]
    return WalkingNetwork(
        srid=srid,
        node_xy=noded.node_xy,
        node_piece=node_piece,
        edge_piece=edge_piece,
        edge_u=noded.u,
        edge_v=noded.v,
        edge_length_m=length_m,
        edge_slowness=_slowness(kind, is_gate, slowness),
        edge_path=edge_path,
        edge_is_steps=np.asarray(kind == "steps", dtype=bool),
        edge_is_gate=is_gate,
        edge_offset=noded.offset,
        coords=noded.coords,
    )


def _slowness(kind: NDArray[np.object_], is_gate: Bools, slowness: Mapping[str, float]) -> Floats:
    """Give the time relative to level ground that each edge takes."""
    slow = np.ones(len(kind))
    for name, times in slowness.items():
        slow[is_gate if name == "gate" else kind == name] *= times
    return slow


def _findings(
    network: WalkingNetwork, crossings: Floats, repeated: Lines, gaps: Lines
) -> list[Finding]:
    """Say what was mended, and where."""
    points = np.asarray(shapely.points(crossings), dtype=np.object_)
    pieces = int(network.node_piece.max()) + 1
    main = network.edge_length_m[network.edge_piece == 0].sum() / network.edge_length_m.sum()
    told = [
        ("path_repeated", Severity.REPAIRED, repeated,
         N_("%(count)s stretches of path were drawn twice: kept once.")),
        ("path_gap_bridged", Severity.REPAIRED, gaps,
         N_("%(count)s short gaps between paths were bridged.")),
        ("path_crossing_joined", Severity.NOTE, points,
         N_("%(count)s crossings of paths without a common vertex were joined.")),
        ("network_in_pieces", Severity.WARNING, network.lines[network.edge_piece > 0],
         N_("The paths fall into %(pieces)s pieces; the largest has %(percent)s %% of them.")),
    ]  # fmt: skip
    return [
        Finding(
            code,
            severity,
            template,
            {"count": len(places), "pieces": pieces, "percent": round(100 * float(main))},
            layer="paths",
            place=_on_globe(places, network.srid),
        )
        for code, severity, places, template in told
        if len(places)
    ]


def _on_globe(places: Lines, srid: int) -> BaseGeometry:
    """Collect places in one geometry, in degrees."""
    globe = gpd.GeoSeries(places, crs=srid).to_crs(STORAGE_SRID)
    return shapely.union_all(globe.to_numpy())
