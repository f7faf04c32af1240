"""Photographs come in before the entry that names them."""

import io
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from jiaoban.logbook import pictures
from jiaoban.org.packs import store
from jiaoban.regime.load import load
from tests import cast
from tests.api.conftest import API, POST, Answer, Caller, told
from tests.conftest import ROOT

FILES = f"{API}/sites/{cast.SITE}/files"


def send(caller: Caller, content: bytes) -> Answer:
    file = SimpleUploadedFile("x.png", content, content_type="image/png")
    return caller.client.post(FILES, {"file": file}, headers={"Authorization": f"Bearer {caller.key}"})


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(made, "PNG")
    return made.getvalue()


def test_a_photograph_can_be_named_by_an_entry(caller: Callable[[cast.Member], Caller]) -> None:
    operator = caller(cast.A_CCR)
    name = told(send(operator, picture()))["name"]
    said = {"category": "ROUND", "text": "见照片", "photos": [name]}
    done = told(operator.post(f"{POST}/logbook/write", said))
    shown = operator.get(f"{POST}/log/{done['acts'][0]['id']}/photos/{name}")
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/png")
    told(operator.get(f"{POST}/log/{done['acts'][0]['id']}/photos/{'0' * 64}"), 404)


def test_a_photograph_stands_in_the_story_of_a_matter(caller: Callable[[cast.Member], Caller]) -> None:
    operator = caller(cast.A_CCR)
    name = told(send(operator, picture()))["name"]
    said = {"kind": "DEFECT", "title": "渗油", "photos": [name]}
    matter = told(operator.post(f"{POST}/plant/open_matter", said))["acts"][0]["id"]
    told(operator.post(f"{POST}/plant/note", {"matter": matter, "text": "已擦净"}))
    found = next(one for one in told(operator.get(f"{POST}/matters")) if one["key"] == matter)
    assert [turn.get("photos", []) for turn in found["history"]] == [[name], []]
    shown = operator.get(f"{POST}/matters/{matter}/photos/{name}")
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/png")
    told(operator.get(f"{POST}/matters/{matter}/photos/{'0' * 64}"), 404)
    seven = [f"{n:064x}" for n in range(7)]
    problem = told(operator.post(f"{POST}/plant/note", {"matter": matter, "text": "多", "photos": seven}), 400)
    assert problem["errors"][0]["field"] == "photos"


def test_a_photograph_that_was_never_stored_cannot_be_named(caller: Callable[[cast.Member], Caller]) -> None:
    said = {"category": "ROUND", "text": "见照片", "photos": ["0" * 64]}
    problem = told(caller(cast.A_CCR).post(f"{POST}/logbook/write", said), 400)
    assert problem["errors"][0]["field"] == "photos"


def test_a_pack_that_was_never_stored_cannot_be_adopted(caller: Callable[[cast.Member], Caller]) -> None:
    said = {"regime": "hydro", "version": "9", "digest": "0" * 64, "effective_from": "2030-01-01"}
    problem = told(caller(cast.ADMINISTRATOR).post(f"{API}/sites/{cast.SITE}/org/adopt_regime", said), 400)
    assert problem["errors"][0]["field"] == "digest"


def test_what_is_no_picture_is_refused(caller: Callable[[cast.Member], Caller]) -> None:
    told(send(caller(cast.A_CCR), b"no picture"), 400)


def test_what_is_too_large_is_refused(caller: Callable[[cast.Member], Caller]) -> None:
    told(send(caller(cast.A_CCR), b"\0" * (pictures.LARGEST + 1)), 413)


def test_a_reader_stores_nothing(caller: Callable[[cast.Member], Caller]) -> None:
    told(send(caller(cast.AUDITOR), picture()), 403)


def test_a_pack_cannot_be_adopted_as_another_regime(caller: Callable[[cast.Member], Caller]) -> None:
    pack = load(ROOT / "regimes" / "hydro")
    said = {"regime": "other", "version": "9", "digest": store(pack), "effective_from": "2026-12-01"}
    problem = told(caller(cast.ADMINISTRATOR).post(f"{API}/sites/{cast.SITE}/org/adopt_regime", said), 400)
    assert "hydro" in str(problem)
