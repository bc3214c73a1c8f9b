"""fmtm-splitter as a peer: GPL, so it is installed apart and only ever run as a program."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from app.postgis import throwaway_postgis
from bench.ground import Divided, Ground
from geodata.crs import STORAGE_SRID

VERSION = "2.0.0"
HOME = Path(__file__).resolve().parents[2] / ".bench" / "fmtm"
"""A virtual environment of its own; git ignores it."""

_PROGRAM = HOME / "bin" / "fmtm-splitter"
_INSTALL_S = 600


class NotInstalled(Exception):
    """It cannot be installed here; the text says why."""


def install() -> None:
    """Install it where it is missing.

    Raises
    ------
    NotInstalled
        If pip fails.
    """
    if _PROGRAM.is_file():
        return
    pip = [str(HOME / "bin" / "pip"), "install", "--quiet", f"fmtm-splitter=={VERSION}"]
    try:
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True, capture_output=True)
        subprocess.run(pip, check=True, capture_output=True, text=True, timeout=_INSTALL_S)
    except subprocess.CalledProcessError as error:
        lines = str(error.stderr or error).strip().splitlines()
        raise NotInstalled(f"fmtm-splitter could not be installed: {lines[-1]}") from error
    except subprocess.TimeoutExpired as error:
        raise NotInstalled("fmtm-splitter could not be installed: pip took too long") from error


def split(ground: Ground, folder: Path, database: str) -> gpd.GeoDataFrame:
    """Run it: as many buildings a task as give the wished number of cells.

    Parameters
    ----------
    ground : Ground
    folder : Path
        For its files.
    database : str
        URL of a PostGIS that it may fill.

    Returns
    -------
    GeoDataFrame
        Its tasks, EPSG:4326.

    Raises
    ------
    RuntimeError
        If it fails; the text is its last line.
    """
    boundary, extract, tasks = (folder / f"{name}.geojson" for name in ("aoi", "extract", "tasks"))
    boundary.write_text(shapely.to_geojson(ground.boundary), encoding="utf-8")
    extract.write_text(json.dumps(_extract(ground)), encoding="utf-8")
    number = max(1, round(len(ground.buildings) / ground.cells))
    files = ["-b", str(boundary), "-e", str(extract), "-o", str(tasks)]
    command = [str(_PROGRAM), *files, "-number", str(number), "-db", database]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    if done.returncode or not tasks.is_file():
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise RuntimeError(lines[-1] if lines else f"exit {done.returncode}")
    features = json.loads(tasks.read_text(encoding="utf-8"))["features"]
    return gpd.GeoDataFrame.from_features(features, crs=STORAGE_SRID)


def _extract(ground: Ground) -> dict[str, object]:
    """Give buildings and lines the tags that it looks for."""
    houses = [
        _feature(number, shape, {"building": "yes"})
        for number, shape in enumerate(ground.buildings.geometry)
    ]
    lines = [
        _feature(number, shape, tags)
        for number, (kind, shape) in enumerate(
            zip(ground.barriers["kind"], ground.barriers.geometry, strict=True)
        )
        if (tags := _tags(kind))
    ]
    return {"type": "FeatureCollection", "features": [*houses, *lines]}


def _tags(kind: str) -> dict[str, str]:
    if kind in {"wall", "estate"}:
        return {}
    if kind == "rail":
        return {"railway": "rail"}
    return {"waterway": "river"} if kind == "water" else {"highway": kind}


def _feature(number: int, shape: BaseGeometry, tags: dict[str, str]) -> dict[str, object]:
    line = shapely.boundary(shape) if "waterway" in tags else shape
    geometry = json.loads(shapely.to_geojson(line))
    properties = {"osm_id": number, "tags": tags}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


class Splitter:
    """fmtm-splitter with a PostGIS of its own, whose processor time is counted too.

    Use it as a context manager.
    """

    def __enter__(self) -> Splitter:
        install()
        self._open = ExitStack()
        self._folder = Path(self._open.enter_context(tempfile.TemporaryDirectory()))
        self._server = self._open.enter_context(throwaway_postgis())
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def divide(self, ground: Ground) -> Divided:
        """Divide ground; a building belongs to the task that holds a point inside it."""
        tasks = split(ground, self._folder, self._server.url())
        points = shapely.point_on_surface(ground.buildings.geometry.to_numpy())
        house, task = shapely.STRtree(tasks.geometry.to_numpy()).query(points, "within")
        found = pd.Series(-1, index=ground.buildings["key"].to_numpy(), dtype=np.int64)
        found.iloc[house] = task
        return Divided(tasks, found)

    def server_cpu_s(self) -> float:
        """Give the processor time that the server and its ended sessions have used so far."""
        pid_file = self._server.home / "data" / "postmaster.pid"
        pid = pid_file.read_text(encoding="utf-8").split()[0]
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return sum(int(field) for field in fields[11:15]) / 100
