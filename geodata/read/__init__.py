"""Files in: one layer of whatever format, in storage coordinates, its text readable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from geodata.errors import N_, InputRefused, Question
from geodata.read.locate import crs_name, locate
from geodata.read.shapefile import ShapeSource
from geodata.read.sheet import SheetSource
from geodata.read.sources import Source, opened
from geodata.read.types import LayerInfo, RawLayer, ReadOptions

__all__ = ["LayerInfo", "RawLayer", "ReadOptions", "list_layers", "read_table"]


def list_layers(path: Path, encoding: str | None = None) -> list[LayerInfo]:
    """List what a file holds.

    Parameters
    ----------
    path : Path
    encoding : str, optional
        What the user said, for formats whose layers have names in it.

    Returns
    -------
    list of LayerInfo

    Raises
    ------
    InputRefused
        If the file cannot be read at all.
    """
    with opened(path, encoding) as sources:
        infos = [source.info() for source in sources]
    return [replace(info, crs=crs_name(info.crs)) for info in infos]


def read_table(path: Path, options: ReadOptions | None = None) -> RawLayer:
    """Read one layer of a file.

    Parameters
    ----------
    path : Path
        GeoPackage, Shapefile (loose or in a .zip), GeoJSON, KML, DXF, CSV or Excel.
    options : ReadOptions, optional
        The answers to what the file leaves open.

    Returns
    -------
    RawLayer
        Places in EPSG:4326.

    Raises
    ------
    InputRefused
        If it cannot be read; with a question when an answer would make it readable.
    """
    options = options or ReadOptions()
    with opened(path, options.encoding) as sources:
        source = _chosen(sources, options, path.name)
        table = source.read(options)
    return locate(table, options, path.name)


def _chosen(sources: Sequence[Source], options: ReadOptions, file: str) -> Source:
    names = tuple(source.name for source in sources)
    if options.layer is not None:
        for source in sources:
            if source.name == options.layer:
                return source
        raise InputRefused(
            N_("%(file)s has no layer %(layer)s. It has: %(choices)s (--layer)."),
            file=file,
            layer=options.layer[:100],
            choices=", ".join(names),
            question=Question("layer", names),
        )
    fitting = _fitting(sources, options, file)
    if len(fitting) == 1:
        return fitting[0]
    names = tuple(source.name for source in fitting)
    raise InputRefused(
        N_("%(file)s has %(count)s layers: %(choices)s. Choose one (--layer)."),
        file=file,
        count=len(names),
        choices=", ".join(names),
        question=Question("layer", names),
    )


def _fitting(sources: Sequence[Source], options: ReadOptions, file: str) -> Sequence[Source]:
    """Leave out what cannot be meant: empty layers, and tables where places are required."""
    infos = [source.info() for source in sources]
    full = [(s, info) for s, info in zip(sources, infos, strict=True) if info.rows]
    if options.places != "required":
        return [source for source, _ in full] or sources
    # A sheet says itself which columns it lacks.
    shaped = [s for s, info in full if info.geometry_type or isinstance(s, SheetSource)]
    if not shaped:
        raise _without_shapes(sources, file)
    return shaped


def _without_shapes(sources: Sequence[Source], file: str) -> InputRefused:
    for source in sources:
        if isinstance(source, ShapeSource) and ".shp" not in source.parts:
            return InputRefused(
                N_("%(file)s has %(part)s but not %(missing)s, which would hold the shapes."),
                file=file,
                part=f"{source.name}.dbf",
                missing=f"{source.name}.shp",
            )
    return InputRefused(
        N_("%(file)s has no layer with geometry; what it holds are tables: %(choices)s."),
        file=file,
        choices=", ".join(source.name for source in sources),
    )
