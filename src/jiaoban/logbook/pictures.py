"""Checking and cleaning the bytes of a picture. What comes out shows the same and says nothing else: no place, no
device, no name of a person."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words

LARGEST = 10 * 1024 * 1024
"""Most bytes of a picture."""
MOST_PIXELS = 50_000_000
"""Most pixels: a few bytes can unfold into gigabytes (decompression bomb)."""
MOST_SIDE = 30_000
"""Most pixels of one side: decoding holds whole lines, and a line of 50 million takes as much again as the picture."""
LONGEST_SIDE = 2560
"""Pixels of the longer side that are kept: enough to read a nameplate."""
THUMBNAIL_SIDE = 320
KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
"""The kinds of picture by Pillow's name, with the media type that they are served as."""


def clean(content: bytes) -> bytes:
    """Return the picture encoded anew in its own kind: upright, without metadata, at most 2,560 pixels a side.

    Raises `BadInput` when it is larger than 10 MB, 50 million pixels or 30,000 a side, damaged, or (by content, not by
    name) no JPEG, PNG or WebP.
    """
    if len(content) > LARGEST:
        raise _bad("照片大于10 MB。", "The picture is larger than 10 MB.", "请压缩后再上传。", "Make it smaller first.")
    picture, kind = _open(content)
    return _encode(_bare(picture, LONGEST_SIDE), kind)


def shrink(content: bytes) -> bytes:
    """Return a WebP thumbnail of a cleaned picture, at most 320 pixels a side."""
    picture, _ = _open(content)
    return _encode(_bare(picture, THUMBNAIL_SIDE), "WEBP")


def media_type(content: bytes) -> str:
    """Return the media type of a cleaned picture."""
    return KINDS[_open(content)[1]]


def _open(content: bytes) -> tuple[Image.Image, str]:
    try:
        picture = Image.open(BytesIO(content), formats=tuple(KINDS))
        if picture.width * picture.height > MOST_PIXELS or max(picture.size) > MOST_SIDE:
            raise Image.DecompressionBombError(f"{picture.width} x {picture.height}")
        kind = picture.format or ""
        picture.load()
    except Image.DecompressionBombError:
        raise _bad(
            "照片的像素太多。",
            "The picture has too many pixels.",
            "请缩小到5000万像素以内，每边不超过3万。",
            "Keep it below 50 million, and 30,000 a side.",
        ) from None
    except UnidentifiedImageError:
        raise _bad(
            "这个文件不是照片。", "This is no picture.", "请上传JPEG、PNG或WebP。", "Give a JPEG, PNG or WebP."
        ) from None
    except (OSError, SyntaxError, ValueError):
        raise _bad("照片已损坏。", "The picture is damaged.", "请重新拍摄或换一张。", "Take it again.") from None
    return picture, kind


def _bare(picture: Image.Image, side: int) -> Image.Image:
    """The pixels alone, on a new image: a copy would carry the metadata along.

    It is made smaller before anything copies it: 50 million pixels take 200 MB each time.
    """
    mode = "RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB"
    pixels = picture if picture.mode == mode else picture.convert(mode)
    pixels.thumbnail((side, side))
    upright = ImageOps.exif_transpose(pixels)
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    return bare


def _encode(picture: Image.Image, kind: str) -> bytes:
    into = BytesIO()
    if kind == "JPEG" and picture.mode != "RGB":
        picture = picture.convert("RGB")
    picture.save(into, kind, **({} if kind == "PNG" else {"quality": 88}))
    return into.getvalue()


def _bad(wrong_zh: str, wrong_en: str, right_zh: str, right_en: str) -> BadInput:
    return BadInput("photo", Words(zh=wrong_zh, en=wrong_en), Words(zh=right_zh, en=right_en))
