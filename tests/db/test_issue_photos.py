"""Photos from strangers: only their pixels are kept, and only of what is a picture."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Issue, IssuePhoto
from app.services.issues import read_photo, store_photos
from geodata.errors import InputRefused
from tests.two_cells import NOW, build_world

_GPS, _MAKE, _ORIENTATION = 0x8825, 0x010F, 0x0112


def picture(
    width: int = 400, height: int = 200, form: str = "JPEG", *, orientation: int = 1
) -> bytes:
    """Draw a picture, red on its left half, that tells where and by what it was taken."""
    drawn = Image.new("RGB", (width, height), "blue")
    drawn.paste("red", (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[_MAKE], exif[_ORIENTATION] = "SecretCamera", orientation
    exif.get_ifd(_GPS).update({1: "N", 2: (40.0, 1.0, 2.0), 3: "E", 4: (116.0, 3.0, 4.0)})
    out = io.BytesIO()
    remark = {"comment": "SecretRemark"} if form == "JPEG" else {}
    drawn.save(out, form, exif=exif, **remark)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """Make a small PNG that says it is very large."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_only_pixels_are_kept(form: str) -> None:
    sent = picture(form=form)
    assert b"SecretCamera" in sent
    photo = read_photo(sent)
    kept = Image.open(io.BytesIO(photo.content))
    assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (400, 200), {})
    assert (photo.width, photo.height) == (400, 200)
    assert b"Secret" not in photo.content + photo.thumbnail
    assert max(Image.open(io.BytesIO(photo.thumbnail)).size) == 320


def test_a_photo_is_turned_upright() -> None:
    photo = read_photo(picture(orientation=6))
    kept = Image.open(io.BytesIO(photo.content)).convert("RGB")
    assert kept.size == (200, 400)
    red, _green, blue = kept.getpixel((100, 50))  # type: ignore[misc]
    assert red > 200 > blue


def test_a_large_photo_is_made_smaller() -> None:
    photo = read_photo(picture(4000, 3000))
    assert (photo.width, photo.height) == (1600, 1200)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(100),
        picture()[:700],
        bomb(8000, 8000),
        bomb(60_000, 60_000),
        bytes(15 * 1024 * 1024 + 1),
    ],
    ids=["nothing", "svg", "gif", "cut off", "many pixels", "a bomb", "many bytes"],
)
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(InputRefused):
        read_photo(data)


def test_the_same_photo_is_kept_once(session: Session) -> None:
    world = build_world(session)
    issue = session.get_one(Issue, world.alpha.ids["issue"])
    photo = read_photo(picture())
    store_photos(session, issue, [photo, photo], at=NOW)
    kept = session.scalars(select(IssuePhoto)).one()
    assert (kept.issue_id, kept.content) == (issue.id, photo.content)
    with pytest.raises(InputRefused):
        store_photos(session, issue, [photo] * 7, at=NOW)
