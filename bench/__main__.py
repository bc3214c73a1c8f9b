"""``python -m bench`` lists what is measured; ``python -m bench NAME`` measures it."""

from __future__ import annotations

import importlib
import sys

NAMES = {
    "imports": "100,000 buildings into the store, against GeoDataFrame.to_postgis",
    "assignment": "100,000 buildings into 300 cells, against the bare PostGIS statement",
    "page": "the map page in Chromium at 300, 5,000 and 100,000 buildings",
}


def main(words: list[str]) -> int:
    """Run one benchmark, or list them."""
    if len(words) != 1 or words[0] not in NAMES:
        print("python -m bench NAME, with NAME one of")
        for name, what in NAMES.items():
            print(f"  {name:<12} {what}")
        return 2
    importlib.import_module(f"bench.{words[0]}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
