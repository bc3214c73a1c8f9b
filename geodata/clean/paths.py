"""Paths: lines that a patrol can walk along."""

from __future__ import annotations

import pandas as pd
import shapely

from geodata.clean.fields import read_values
from geodata.clean.keys import make_keys
from geodata.clean.overlaps import drop_duplicates
from geodata.clean.shapes import drop_rows, repair_shapes, report_outside
from geodata.clean.work import Work
from geodata.crs import to_metric
from geodata.errors import N_
from geodata.findings import Severity
from geodata.walkable import is_walkable

_SHORT_M = 0.01
_KINDS = {
    "步道": "footway", "人行道": "footway", "步行街": "pedestrian", "台阶": "steps", "小路": "path",
    "巷": "living_street", "小巷": "living_street", "胡同": "living_street", "弄": "living_street",
    "内部道路": "service", "小区道路": "service", "支路": "residential", "街坊路": "residential",
    "次干路": "tertiary", "次干道": "secondary", "主干路": "primary", "主干道": "primary",
    "快速路": "trunk", "高速": "motorway", "高速公路": "motorway", "自行车道": "cycleway",
}  # fmt: skip


def clean_paths(work: Work) -> None:
    """Clean paths.

    Parameters
    ----------
    work : Work
        Its frame becomes that of docs/frames.md.
    """
    read_values(work)
    repair_shapes(work)
    split_lines(work)
    if not work.frame.empty:
        drop_rows(
            work,
            to_metric(work.frame).length < _SHORT_M,
            "zero_length",
            N_("Row %(row)s is a line without length; it was left out."),
            Severity.WARNING,
        )
    work.frame["kind"] = work.frame["kind"].map(lambda kind: _KINDS.get(kind, kind))
    work.frame["layer"] = _layers(work.frame)
    walkable = [
        is_walkable(*tags)
        for tags in work.frame[["kind", "foot", "access"]].itertuples(index=False)
    ]
    drop_rows(
        work,
        ~pd.Series(walkable, index=work.frame.index, dtype=bool),
        "not_walkable",
        N_("Row %(row)s is no way to walk on; it was left out."),
        Severity.NOTE,
    )
    drop_duplicates(work, ())
    make_keys(work)
    report_outside(work)


def _layers(paths: pd.DataFrame) -> pd.Series:
    """Give the level of each path: what the file says, else what bridge and tunnel imply.

    Paths of different levels cross without meeting. A passage through a building lies on the
    ground.
    """
    said = pd.to_numeric(paths["layer"], errors="coerce").round().clip(-10, 10).astype("Int64")
    above = is_set(paths["bridge"])
    below = is_set(paths["tunnel"]) & (paths["tunnel"] != "building_passage")
    implied = (above.astype(int) - below.astype(int)).astype("Int64").replace(0, pd.NA)
    return said.fillna(implied)


def is_set(tags: pd.Series) -> pd.Series:
    """Tell where a tag such as ``bridge`` is given and does not say no.

    Parameters
    ----------
    tags : Series of str or None

    Returns
    -------
    Series of bool
    """
    return tags.notna() & ~tags.isin(["no", "", "否"])


def split_lines(work: Work) -> None:
    """Make one row of each part of a line in several parts.

    Parameters
    ----------
    work : Work
        Its frame is changed.
    """
    several = shapely.get_num_geometries(work.frame.geometry.to_numpy()) > 1
    work.frame = work.frame.explode(ignore_index=True)
    if several.any():
        work.found.add(
            "split_line",
            Severity.NOTE,
            N_("%(count)s lines consist of several parts; each part became one by itself."),
            count=int(several.sum()),
        )
