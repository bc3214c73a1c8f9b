"""Open311 GeoReport v2 for other programs; docs/open311.md says what is beyond the standard."""

from __future__ import annotations

# Each module declares its views on the blueprint when it is imported.
from app.web.open311 import discovery, requests, services
from app.web.open311.blueprint import open311
from app.web.open311.keys import api_keys

__all__ = ["api_keys", "discovery", "open311", "requests", "services"]
