"""A picture somebody uploaded becomes a PNG of our own making, or is refused with the reason.

The name and the type that came with it are ignored: only the content counts. Decoding and encoding
again drops everything hidden in it (metadata, trailing data, a second file type).
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from clusterorg.kernel.errors import Invalid, _

MAX_BYTES = 1024 * 1024
MAX_SIDE = 2000
FORMATS = ("PNG", "JPEG", "WEBP")


class PictureTooLarge(Invalid):
    """More bytes than MAX_BYTES."""

    code = "picture_too_large"
    message = _("The picture is larger than %(limit)s MB. Choose a smaller file.")


class PictureTooWide(Invalid):
    """A side longer than MAX_SIDE pixels."""

    code = "picture_too_wide"
    message = _(
        "The picture is %(width)s × %(height)s pixels. Make each side at most %(limit)s pixels."
    )


class NotAPicture(Invalid):
    """No picture, a broken one, or of a type that is not taken (SVG, GIF, PDF …)."""

    code = "not_a_picture"
    message = _("This is not a picture that can be used. Upload a PNG, JPEG or WebP file.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A clean picture: PNG bytes, their SHA-256 in hexadecimal, and the size in pixels."""

    png: bytes
    sha256: str
    width: int
    height: int


def clean_picture(upload: BinaryIO, *, field: str = "logo") -> Picture:
    """Read at most MAX_BYTES of an upload and draw it anew as PNG.

    Raises PictureTooLarge, PictureTooWide or NotAPicture at `field`.
    """
    raw = upload.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise PictureTooLarge(field=field, limit=MAX_BYTES // 1024**2)
    try:
        return _draw(raw, field)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        ValueError,
        SyntaxError,  # Pillow's word for a PNG with broken chunks
        EOFError,
    ) as fault:
        raise NotAPicture(field=field) from fault


def _draw(raw: bytes, field: str) -> Picture:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        # Only the header is read here: the size is judged before a pixel is decoded.
        with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
            if max(image.size) > MAX_SIDE:
                raise PictureTooWide(
                    field=field, width=image.width, height=image.height, limit=MAX_SIDE
                )
            upright = ImageOps.exif_transpose(image)
            drawn = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    out = io.BytesIO()
    # A copy without `info`: text chunks and colour profiles stay behind.
    clean = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())
    clean.save(out, "PNG", optimize=True)
    png = out.getvalue()
    return Picture(png, hashlib.sha256(png).hexdigest(), clean.width, clean.height)
