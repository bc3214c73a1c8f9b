"""A lost index of a shapefile, made again from the shapes (ESRI Shapefile description, 1998)."""

from __future__ import annotations

import struct
from pathlib import Path

_HEAD_BYTES = 100


def write_shx(shp: Path, shx: Path) -> None:
    """Write the .shx of a .shp, up to the first record that makes no sense.

    GDAL can do this too, but then does it always, writes beside the original, and gives up on
    trailing bytes.

    Parameters
    ----------
    shp : Path
    shx : Path
        Where to write.
    """
    records = []
    size = shp.stat().st_size
    with shp.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
        place = _HEAD_BYTES
        while place + 8 <= size:
            stream.seek(place)
            _, words = struct.unpack(">ii", stream.read(8))
            if words < 2 or place + 8 + 2 * words > size:
                break
            records.append(struct.pack(">ii", place // 2, words))
            place += 8 + 2 * words
    words = (_HEAD_BYTES + 8 * len(records)) // 2
    shx.write_bytes(head[:24] + struct.pack(">i", words) + head[28:] + b"".join(records))
