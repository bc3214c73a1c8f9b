"""Decodes one picture from standard input, in a process of its own; imports nothing of ours.

A picture from a stranger is decoded by large C libraries. Here a fault of theirs ends a process
that holds nothing: no connection, no key, little memory, few seconds. Run by its path, so that
it starts in a tenth of a second. Writes a line of JSON, the picture and its thumbnail.
"""

from __future__ import annotations

import io
import json
import resource
import sys

from PIL import Image, ImageOps

MAX_PIXELS = 60_000_000
SIDE, THUMBNAIL_SIDE = 1600, 320
NO_PICTURE, TOO_MANY_PIXELS = 2, 3
_MEMORY_BYTES, _CPU_S = 1_500_000_000, 20


def main() -> int:
    """Decode, turn upright, shrink, and write as JPEG without anything but the picture.

    Returns
    -------
    int
        0, ``NO_PICTURE`` or ``TOO_MANY_PIXELS``.
    """
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        picture = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=["JPEG", "PNG", "WEBP"])
        if picture.width * picture.height > MAX_PIXELS:
            return TOO_MANY_PIXELS
        small = _plain(picture)
    except Image.DecompressionBombError:
        return TOO_MANY_PIXELS
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError):  # So Pillow tells of faults.
        return NO_PICTURE
    _write(small)
    return 0


def _plain(picture: Image.Image) -> Image.Image:
    """Give the pixels alone, upright and on white: no place, no camera, no remark."""
    picture.draft("RGB", (SIDE, SIDE))
    picture.thumbnail((SIDE, SIDE))
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    page = Image.new("RGB", upright.size, "white")
    page.paste(upright, mask=upright.getchannel("A"))
    return page


def _write(picture: Image.Image) -> None:
    """Write the measures, the picture and its thumbnail to standard output."""
    content = _jpeg(picture)
    thumbnail = picture.copy()
    thumbnail.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    head = {"width": picture.width, "height": picture.height, "bytes": len(content)}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content + _jpeg(thumbnail))


def _jpeg(picture: Image.Image) -> bytes:
    """Encode as JPEG."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
