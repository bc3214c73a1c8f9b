"""``python -m bench`` lists what is measured; ``python -m bench NAME`` measures it."""

from __future__ import annotations

import importlib
import sys

NAMES = {
    "imports": "100,000 buildings into the store, against GeoDataFrame.to_postgis",
    "assignment": "100,000 buildings into 300 cells, against the bare PostGIS statement",
    "issues": "filing, moving and listing issues, from 1,000 to 100,000",
    "steps": "editing a draft of 100,000 buildings in 300 cells, against a plain statement",
    "page": "the map page in Chromium at 300, 5,000 and 100,000 buildings",
    "matrix": "1,000 stops on 50,000 nodes, against SciPy's Dijkstra and pgRouting [--help]",
    "routing": "rounds of TSPLIB, VRPLIB and CARP, or our own against peers [--help]",
    "walked": "tracks with a known truth matched to the paths, against the nearest edge",
    "lanes": "every lane of real cells, proven, against networkx.eulerize and dense matching",
    "hotspots": "maps of chance and of known trouble, against esda and a plain scan [--help]",
    "need": "where patrols end up in 3,000 days, by what they found and by what a visit finds",
    "division": "dividing ground, against METIS, gerrychain, k-means, fmtm-splitter [--help]",
    "division-growth": "the time of a division as towns grow, and of dividing again [--help]",
    "division-pictures": "our divisions of real extracts, drawn into docs/divisions [--help]",
}
MODULES = {
    "matrix": "matrix",
    "routing": "routing.__main__",
    "hotspots": "hotspots.run",
    "walked": "walked",
    "division": "division.run",
    "division-growth": "division.growth",
    "division-pictures": "division.pictures",
}
"""Where the module is not called as the benchmark; these take options of their own."""


def main(words: list[str]) -> int:
    """Run one benchmark, or list them."""
    name, *options = words or [""]
    if name not in NAMES or (options and name not in MODULES):
        print("python -m bench NAME, with NAME one of")
        for known, what in NAMES.items():
            print(f"  {known:<18} {what}")
        return 2
    run = importlib.import_module(f"bench.{MODULES.get(name, name)}").main
    run(options) if name in MODULES else run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
