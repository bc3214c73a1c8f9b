"""The API: what the pages show, for programs. docs/api.md tells how to use it."""

from __future__ import annotations

from app.web.api import layers
from app.web.api.blueprint import blueprint

__all__ = ["blueprint", "layers"]
