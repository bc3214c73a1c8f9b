"""Hotspots: how often maps of chance deceive, how often trouble is found, and at what cost."""
