"""Places of a route in the map apps of a phone, each on the datum that it wants."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np

from geodata.datum import wgs84_to_gcj02
from geodata.errors import N_

_CGCS2000_ZONES = range(4534, 4555)
"""EPSG codes of the metric systems of mainland China, where Apple shows Amap's shifted ground."""


@dataclass(frozen=True)
class AppLink:
    """An address that opens a place in an app.

    Attributes
    ----------
    app : str
        A msgid.
    url : str
    """

    app: str
    url: str


def app_links(lon: float, lat: float, name: str, srid: int | None) -> list[AppLink]:
    """Give the addresses that lead to a place on foot.

    Amap wants GCJ-02 and says so by ``coordinate=gaode``; Apple's map of China is Amap's and
    shifted alike, elsewhere it is WGS 84; OsmAnd is WGS 84 everywhere.

    Parameters
    ----------
    lon, lat : float
        Degrees, WGS 84.
    name : str
        Of the place.
    srid : int or None
        Metric CRS of the community, which tells whether it lies in mainland China.

    Returns
    -------
    list of AppLink
    """
    east, north = wgs84_to_gcj02(np.array([[lon, lat]]))[0]
    at_home = srid in _CGCS2000_ZONES
    apple = (north, east) if at_home else (lat, lon)
    amap = {
        "to": f"{east:.6f},{north:.6f},{name.replace(',', ' ')}",
        "mode": "walk",
        "coordinate": "gaode",
        "callnative": "1",
        "src": "wangge",
    }
    walk = {"daddr": f"{apple[0]:.6f},{apple[1]:.6f}", "dirflg": "w"}
    pin = f"{lat:.6f},{lon:.6f}"
    links = [
        AppLink(N_("Apple Maps"), "https://maps.apple.com/?" + urlencode(walk)),
        AppLink(N_("OsmAnd"), f"https://osmand.net/map/?pin={pin}#18/{lat:.6f}/{lon:.6f}"),
    ]
    if at_home:
        url = "https://uri.amap.com/navigation?" + urlencode(amap)
        links.insert(0, AppLink(N_("Amap"), url))
    return links
