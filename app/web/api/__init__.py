"""The API: what the pages show, for programs. docs/api.md tells how to use it."""

from __future__ import annotations

# Each module declares its endpoints on the blueprint when it is imported.
from app.web.api import (
    buildings,
    cells,
    communities,
    hotspots,
    indicators,
    issues,
    layers,
    moves,
    people,
    routes,
    token,
)
from app.web.api.blueprint import blueprint
from app.web.api.openapi import description

__all__ = [
    "blueprint",
    "buildings",
    "cells",
    "communities",
    "description",
    "hotspots",
    "indicators",
    "issues",
    "layers",
    "moves",
    "people",
    "routes",
    "token",
]
