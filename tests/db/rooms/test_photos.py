from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from jiaoban.kernel.refusal import BadInput
from jiaoban.ledger import durable, files
from jiaoban.logbook import photos


def picture(side: int = 640) -> bytes:
    into = BytesIO()
    Image.new("RGB", (side, side // 2), "navy").save(into, "JPEG")
    return into.getvalue()


def test_a_photo_is_kept_by_its_content_and_read_back(data: Path) -> None:
    name = photos.take(picture())
    content, media_type = photos.read(name)
    assert (media_type, files.sound(name), photos.take(picture())) == ("image/jpeg", True, name)
    assert Image.open(BytesIO(content)).size == (640, 320)


def test_a_thumbnail_is_made_once_and_again_when_it_is_gone(data: Path) -> None:
    name = photos.take(picture())
    first = photos.thumbnail(name)
    for kept in (data / "thumbnails").rglob("*.webp"):
        kept.unlink()
    assert photos.thumbnail(name) == first == photos.thumbnail(name)
    assert Image.open(BytesIO(first)).size == (320, 160)


def test_a_thumbnail_is_shown_where_there_is_no_room_to_keep_it(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = photos.take(picture())

    def no_room(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable, "write", no_room)
    assert Image.open(BytesIO(photos.thumbnail(name))).size == (320, 160)


def test_what_is_no_picture_is_not_kept(data: Path) -> None:
    with pytest.raises(BadInput):
        photos.take(b"#!/bin/sh")
    assert not (data / "files").exists()


@pytest.mark.parametrize(("name", "error"), [("0" * 64, files.FileLost), ("../../secret", ValueError)])
def test_names_of_nothing_are_refused(data: Path, name: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        photos.thumbnail(name)
