"""Changing buildings: which cell they are in, two made one, one made two."""

from app.web.buildings import merging, placing, splitting
from app.web.buildings.blueprint import buildings

__all__ = ["buildings", "merging", "placing", "splitting"]
