"""The few shapes of which schematic ground is made, in local metres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from shapely import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Rect:
    """An axis-parallel rectangle.

    Attributes
    ----------
    x0, y0, x1, y1 : float
        West, south, east and north edge, local metres.
    """

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width_m(self) -> float:
        """Extent from west to east, metres."""
        return self.x1 - self.x0

    @property
    def height_m(self) -> float:
        """Extent from south to north, metres."""
        return self.y1 - self.y0

    @property
    def centre(self) -> tuple[float, float]:
        """Middle of the rectangle, local metres."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    @property
    def polygon(self) -> Polygon:
        """The rectangle as a polygon."""
        return box(self.x0, self.y0, self.x1, self.y1)

    def inset(self, margin_m: float) -> Rect:
        """Give the rectangle that lies a margin further in on every side.

        Parameters
        ----------
        margin_m : float
            Metres; negative grows.

        Returns
        -------
        Rect
        """
        return Rect(self.x0 + margin_m, self.y0 + margin_m, self.x1 - margin_m, self.y1 - margin_m)


@dataclass
class House:
    """A building on schematic ground.

    Attributes
    ----------
    shape : Polygon
        Footprint, local metres.
    kind : str
        ``apartment``, ``bungalow`` or ``villa``.
    levels : int
        Storeys.
    homes : Sequence[int]
        Households for which it was built: one number an entrance, or one for the whole house
        where it has no stairwell.
    doors : Sequence[Point]
        Stairwell doors on the outline, in the order of their names.
    estate : str
        Name of the compound in which it stands.
    number : str
        House number; empty until the houses are numbered.
    """

    shape: Polygon
    kind: str
    levels: int
    homes: Sequence[int]
    doors: Sequence[Point] = ()
    estate: str = ""
    number: str = ""


@dataclass(frozen=True)
class Lane:
    """A path: OSM highway class ``kind``, and ``gate`` as its barrier where it passes a wall."""

    line: LineString
    kind: str = "service"
    name: str | None = None
    barrier: str | None = None


@dataclass(frozen=True)
class Area:
    """A green or a water, with the name that a map would show."""

    shape: BaseGeometry
    kind: str
    name: str | None = None


@dataclass
class Ground:
    """What stands and lies on the ground: filled block by block."""

    houses: list[House] = field(default_factory=list)
    lanes: list[Lane] = field(default_factory=list)
    estates: dict[str, Polygon] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)

    def add(self, other: Ground) -> None:
        """Take over everything of another piece of ground.

        Parameters
        ----------
        other : Ground
            A filled block.
        """
        self.houses += other.houses
        self.lanes += other.lanes
        self.estates |= other.estates
        self.areas += other.areas


def line(*points: tuple[float, float]) -> LineString:
    """Join points by a line.

    Parameters
    ----------
    *points : tuple of float
        Local metres.

    Returns
    -------
    LineString
    """
    return LineString(points)
