"""Uploaded pictures are judged by content, drawn anew, or refused with the reason."""

import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from clusterorg.adapters.files.pictures import (
    MAX_BYTES,
    NotAPicture,
    PictureTooLarge,
    PictureTooWide,
    clean_picture,
)


def made(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 20), **more) -> io.BytesIO:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind, **more)
    return io.BytesIO(out.getvalue())


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


@pytest.mark.parametrize(
    ("kind", "mode", "drawn"),
    [
        ("PNG", "RGB", "RGB"),
        ("PNG", "RGBA", "RGBA"),
        ("PNG", "P", "RGB"),
        ("PNG", "L", "RGB"),
        ("JPEG", "RGB", "RGB"),
        ("JPEG", "CMYK", "RGB"),
        ("WEBP", "RGBA", "RGB"),
    ],
)
def test_a_picture_becomes_a_png_of_the_same_size(kind, mode, drawn):
    picture = clean_picture(made(kind, mode))

    image = opened(picture.png)
    assert (image.format, image.mode) == ("PNG", drawn)
    assert (picture.width, picture.height) == image.size == (40, 20)
    assert picture.sha256 == hashlib.sha256(picture.png).hexdigest()


def test_what_is_hidden_in_a_picture_stays_behind():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "somebody private")
    upload = made("PNG", pnginfo=notes)
    smuggled = io.BytesIO(upload.getvalue() + b"<script>alert(1)</script>")

    picture = clean_picture(smuggled)

    assert b"private" not in picture.png
    assert b"script" not in picture.png
    assert opened(picture.png).info == {}


def test_a_photo_taken_upright_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6

    picture = clean_picture(made("JPEG", exif=exif))

    assert (picture.width, picture.height) == (20, 40)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"RIFF\x00\x00\x00\x00WEBP",
        made("GIF").getvalue(),
        made("BMP").getvalue(),
        made("TIFF").getvalue(),
        made("PNG").getvalue()[:-30],
        made("JPEG", size=(400, 400)).getvalue()[:-200],
    ],
)
def test_what_is_no_whole_png_jpeg_or_webp_is_refused(content):
    with pytest.raises(NotAPicture) as refusal:
        clean_picture(io.BytesIO(content), field="logo")

    assert refusal.value.code == "not_a_picture"
    assert refusal.value.field == "logo"


def test_a_file_that_is_too_large_is_refused_without_being_read_whole():
    class Endless(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert size == MAX_BYTES + 1
            return b"x" * size

    with pytest.raises(PictureTooLarge) as refusal:
        clean_picture(Endless())

    assert "1 MB" in refusal.value.text("en")


@pytest.mark.parametrize("size", [(2001, 10), (10, 2001)])
def test_a_picture_that_is_too_wide_or_high_is_refused_with_its_size(size):
    with pytest.raises(PictureTooWide) as refusal:
        clean_picture(made("PNG", size=size))

    assert f"{size[0]} × {size[1]}" in refusal.value.text("en")


def test_a_picture_at_the_limit_is_taken():
    assert clean_picture(made("PNG", size=(2000, 1))).width == 2000


def test_a_small_file_that_would_unfold_into_gigabytes_is_refused():
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"0" * 10**6))
    )

    with pytest.raises((NotAPicture, PictureTooWide)):
        clean_picture(io.BytesIO(bomb + chunk(b"IEND", b"")))
