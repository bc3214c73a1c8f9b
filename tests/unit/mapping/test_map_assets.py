"""folium may load only what the manifest names."""

from __future__ import annotations

import folium
import pytest

from mapping.assets import SHIPPED, UnknownAsset, check_local, local_links


def test_folium_points_at_this_site() -> None:
    assert folium.Map.default_js == [("leaflet", "vendor/leaflet.js")]
    assert folium.Map.default_css == [("leaflet_css", "vendor/leaflet.css")]


def test_unknown_name_stops_the_import() -> None:
    with pytest.raises(UnknownAsset, match="new_thing"):
        local_links([("leaflet", "https://cdn/x.js"), ("new_thing", "https://cdn/y.js")])


def test_unused_asset_is_left_out_and_refused_one_is_stopped() -> None:
    links = local_links([("jquery", "https://cdn/j.js"), ("vega", "https://cdn/v.js")])
    assert links == [("vega", "refused:vega")]
    with pytest.raises(UnknownAsset, match="refused:vega"):
        check_local([path for _, path in links])


def test_localising_twice_changes_nothing() -> None:
    once = local_links([("leaflet", "https://cdn/x.js")])
    assert local_links(once) == once == [("leaflet", SHIPPED["leaflet"])]
