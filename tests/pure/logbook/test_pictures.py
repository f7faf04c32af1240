from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from jiaoban.kernel.refusal import BadInput
from jiaoban.logbook import pictures


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    into = BytesIO()
    Image.new(mode, size, 7).save(into, kind, **options)
    return into.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize(("kind", "media_type"), pictures.KINDS.items())
def test_a_picture_keeps_its_kind(kind: str, media_type: str) -> None:
    cleaned = pictures.clean(picture(kind))
    assert (opened(cleaned).format, pictures.media_type(cleaned)) == (kind, media_type)


def test_metadata_are_gone_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SecretCam"
    cleaned = pictures.clean(picture(exif=exif))
    assert b"SecretCam" not in cleaned
    assert (opened(cleaned).size, len(opened(cleaned).getexif())) == ((20, 40), 0)


def test_texts_inside_a_png_are_gone() -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", "SecretName")
    assert b"SecretName" not in pictures.clean(picture("PNG", pnginfo=said))


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "CMYK"])
def test_pictures_of_every_colour_mode_come_through(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert opened(pictures.clean(picture(kind, mode=mode))).size == (40, 20)


def test_the_same_picture_twice_is_the_same_bytes() -> None:
    assert pictures.clean(picture()) == pictures.clean(picture())


def test_a_large_picture_is_made_smaller_and_a_thumbnail_small() -> None:
    cleaned = pictures.clean(picture(size=(3000, 1500)))
    assert opened(cleaned).size == (2560, 1280)
    assert opened(pictures.shrink(cleaned)).size == (320, 160)


def test_what_is_no_sound_picture_is_refused() -> None:
    gif, cut = picture("GIF"), picture(size=(400, 400))[:300]
    bomb = picture("PNG", size=(10_000, 6_000), mode="1")
    line = picture("PNG", size=(pictures.MOST_SIDE + 1, 1))
    for content in (b"", b"%PDF-1.7", b"<svg/>", gif, cut, bomb, line, b"\xff" * (pictures.LARGEST + 1)):
        with pytest.raises(BadInput):
            pictures.clean(content)
