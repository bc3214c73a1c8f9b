"""Dividing the ground: the list of divisions, the editor of one, comparing, publishing."""

from app.web.divisions import automatic, compare, editor, listing, publish
from app.web.divisions.blueprint import divisions

__all__ = ["automatic", "compare", "divisions", "editor", "listing", "publish"]
