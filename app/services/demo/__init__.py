"""Loading a generated community, so that every layer of the map is worth looking at."""

from app.services.demo.load import load_demo

__all__ = ["load_demo"]
