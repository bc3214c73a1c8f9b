"""A reader of Mapbox vector tiles (specification 2.1), independent of what wrote them."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LonLat = tuple[float, float]


@dataclass
class Feature:
    """A feature: properties, kind of geometry, and its parts in degrees."""

    properties: dict[str, Any]
    kind: str
    parts: list[list[LonLat]]


def read_tile(body: bytes, z: int, x: int, y: int) -> dict[str, list[Feature]]:
    """Read the layers of a tile by name."""
    layers = {}
    for _, layer in fields(body):
        parts = list(fields(layer))
        name = next(value.decode() for tag, value in parts if tag == 1)
        keys = [value.decode() for tag, value in parts if tag == 3]
        values = [_value(value) for tag, value in parts if tag == 4]
        extent = next((value for tag, value in parts if tag == 5), 4096)
        layers[name] = [
            _feature(value, keys, values, _Grid(z, x, y, extent))
            for tag, value in parts
            if tag == 2
        ]
    return layers


def fields(body: bytes) -> Iterator[tuple[int, Any]]:
    """Walk the fields of a protocol buffer: number and value."""
    at = 0
    while at < len(body):
        head, at = varint(body, at)
        kind = head & 7
        if kind == 0:
            value, at = varint(body, at)
        else:
            size = {1: 8, 5: 4}.get(kind)
            if size is None:
                size, at = varint(body, at)
            value, at = body[at : at + size], at + size
        yield head >> 3, value


def varint(body: bytes, at: int) -> tuple[int, int]:
    """Read a number of seven bits a byte, and where it ends."""
    value = shift = 0
    while True:
        byte = body[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def _signed(value: int) -> int:
    """Undo the zigzag of a signed number."""
    return (value >> 1) ^ -(value & 1)


def _value(body: bytes) -> Any:
    """Read a property's value."""
    tag, value = next(fields(body))
    match tag:
        case 1:
            return value.decode()
        case 2:
            return struct.unpack("<f", value)[0]
        case 3:
            return struct.unpack("<d", value)[0]
        case 6:
            return _signed(value)
        case 7:
            return bool(value)
    return value


@dataclass
class _Grid:
    """Where a step of the tile lies in degrees."""

    z: int
    x: int
    y: int
    extent: int

    def degrees(self, column: int, row: int) -> LonLat:
        side = 1 << self.z
        lon = (self.x + column / self.extent) / side * 360 - 180
        south = math.pi * (1 - 2 * (self.y + row / self.extent) / side)
        return lon, math.degrees(math.atan(math.sinh(south)))


def _numbers(body: bytes) -> list[int]:
    """Read packed numbers."""
    found, at = [], 0
    while at < len(body):
        value, at = varint(body, at)
        found.append(value)
    return found


def _feature(body: bytes, keys: list[str], values: list[Any], grid: _Grid) -> Feature:
    """Read a feature."""
    parts = dict(fields(body))
    tags = _numbers(parts.get(2, b""))
    pairs = zip(tags[::2], tags[1::2], strict=True)
    kind = {1: "point", 2: "line", 3: "polygon"}[parts[3]]
    return Feature({keys[k]: values[v] for k, v in pairs}, kind, _parts(parts[4], grid))


def _parts(body: bytes, grid: _Grid) -> list[list[LonLat]]:
    """Follow the commands of a geometry: 1 move, 2 line, 7 close."""
    numbers, parts = iter(_numbers(body)), []
    column = row = 0
    for command in numbers:
        for _ in range(command >> 3):
            if command & 7 == 7:
                parts[-1].append(parts[-1][0])
                continue
            column += _signed(next(numbers))
            row += _signed(next(numbers))
            if command & 7 == 1:
                parts.append([])
            parts[-1].append(grid.degrees(column, row))
    return parts
