"""Files that come in to be adopted: kept byte for byte, refused where a scenario fails, a beginning for drafts."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from jiaoban.authoring import queries, taking, texts
from jiaoban.authoring.taking import adopt_folder, take_in
from jiaoban.demo import founding
from jiaoban.demo.cast import STATION
from jiaoban.kernel.refusal import BadInput, Declined, NotAllowed
from jiaoban.kernel.starts import Start
from jiaoban.ledger import files, store
from jiaoban.ledger.rebuild import differences
from jiaoban.ledger.verify import verify
from jiaoban.org import door, packs
from jiaoban.org import queries as org
from jiaoban.org.args import AdoptRegime
from jiaoban.regime.load import load
from jiaoban.regime.positions import PackError
from jiaoban.regime.unpacking import files_in
from tests import cast
from tests.db.authoring.conftest import HYDRO, Study, files_of
from tests.pure.handover.desk import EIGHT

PUMP = {"code": "pump", "title": "泵站交接班", "issuer": "泵站", "post": "泵房"}
SCENARIOS = "scenarios/handover.yaml"


@pytest.fixture
def folder(study: Study, tmp_path: Path) -> Path:
    """A small pack with its scenarios and comments."""
    key = study.ok(cast.AUTHOR, "authoring.begin", **PUMP)
    for name, text in texts.texts(study.draft(key).kept).items():
        path = tmp_path / "pump" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "pump"


def failing(folder: Path) -> None:
    """Make one of its scenarios expect what does not come."""
    path = folder / SCENARIOS
    path.write_text(path.read_text().replace("stage: CLOSED", "stage: DRAFT", 1))


def packed(folder: Path) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, text in files_of(folder).items():
            archive.writestr(f"pump/{name}", text)
    return into.getvalue()


def test_a_folder_that_is_adopted_is_what_the_next_draft_begins_with(study: Study, folder: Path) -> None:
    book = store.DbBook(cast.SITE)
    outcome, passed = adopt_folder(book, folder, now=EIGHT, command="adopt-1", effective_from=Start(date(2026, 1, 1)))
    assert outcome.refusal is None
    assert passed > 0
    again, _ = adopt_folder(book, folder, now=EIGHT, command="adopt-1", effective_from=Start(date(2026, 1, 1)))
    assert again.repeated
    adopted = org.in_force(book, "pump", EIGHT)
    assert adopted is not None
    assert (adopted.digest, packs.source_files(adopted.source)) == (load(folder).digest, _bytes(folder))
    key = study.ok(cast.AUTHOR, "authoring.start", regime="pump")
    assert texts.texts(study.draft(key).kept) == files_of(folder)
    assert differences(cast.SITE)[1] == ()
    assert verify(cast.SITE).findings == ()
    files.path_of(adopted.source).unlink()
    assert any(adopted.source[2:] in str(one) for one in verify(cast.SITE).findings)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {name: text.encode() for name, text in files_of(folder).items()}


def test_a_folder_whose_scenarios_fail_is_not_adopted(study: Study, folder: Path) -> None:
    failing(folder)
    book = store.DbBook(cast.SITE)
    before = book.size
    with pytest.raises(Declined, match="1 个场景没有通过"):
        adopt_folder(book, folder, now=EIGHT, command="adopt-1")
    (folder / SCENARIOS).write_text("scenarios: [")
    with pytest.raises(PackError, match=SCENARIOS):
        adopt_folder(book, folder, now=EIGHT, command="adopt-2")
    assert book.size == before


def test_what_is_sent_in_is_kept_only_where_its_scenarios_pass(study: Study, folder: Path) -> None:
    good = take_in([("pump.zip", packed(folder))])
    assert good.report.pack is not None
    assert packs.source_files(good.source) == _bytes(folder)
    assert len(good.tried.results) > 1
    failing(folder)
    bad = take_in([("pump.zip", packed(folder))])
    assert (bad.report.pack, bad.source) == (None, "")
    assert bad.reason is not None
    assert bad.reason.code == "scenarios-fail"
    (folder / SCENARIOS).write_text("scenarios: [")
    assert take_in([("pump.zip", packed(folder))]).report.problems[0].file == SCENARIOS


def test_the_files_named_with_a_pack_are_its_own(study: Study, folder: Path) -> None:
    good = take_in([("pump.zip", packed(folder))])
    assert good.report.pack is not None
    said = AdoptRegime.of(good.report.pack, Start(date(2026, 11, 24)), good.source)
    other = files.put(b"a photograph")
    for source in (other, packs.keep_source({n: t.encode() for n, t in files_of(HYDRO).items()})):
        with pytest.raises(BadInput, match="原文件"):
            door.as_system(cast.SITE).do(
                "org.adopt_regime", said.model_copy(update={"source": source}), command=f"adopt-{source[:6]}"
            )
    with pytest.raises(BadInput, match="没有存入过"):
        door.as_system(cast.SITE).do(
            "org.adopt_regime", said.model_copy(update={"source": "0" * 64}), command="adopt-0"
        )
    done = door.as_system(cast.SITE).do("org.adopt_regime", said, command="adopt-1")
    assert done.refusal is None
    found = queries.regime(store.DbBook(cast.SITE), "pump")
    assert queries.newest_two(found) == (found.versions[0], found.versions[0])


def test_scenarios_that_take_too_long_are_said_to_be_left_and_the_next_try_goes_on_with_them(
    study: Study, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taking._looked_at.cache_clear()
    monkeypatch.setattr(taking, "LONGEST_S", 0.0)
    late = take_in([("pump.zip", packed(folder))])
    assert (late.report.pack, late.source, late.report.problems) == (None, "", ())
    assert late.reason is not None
    assert late.reason.code == "scenarios-left"
    assert f"还有 {late.tried.left} 个场景没有运行完" in late.reason.why.zh
    monkeypatch.setattr(taking, "LONGEST_S", 20.0)
    done = take_in([("pump.zip", packed(folder))])
    assert (done.reason, len(done.tried.results)) == (None, late.tried.left)


def test_one_person_adopts_no_pack_without_files_whose_scenarios_pass(study: Study, folder: Path) -> None:
    book = store.found("dry")
    founding.found(book, STATION, now=EIGHT)
    visit = door.Visit(book, org.actor(book, cast.ADMINISTRATOR.key), org.site(book), EIGHT)
    good = take_in([("pump.zip", packed(folder))])
    failing(folder)
    pack = load(folder)
    packs.store(pack)  # as a replay of a draft does
    said = AdoptRegime.of(pack, Start(date(2026, 11, 24)))
    kept = packs.keep_source(files_in(folder))
    for source, why in (("", "没有给出制度包的原文件"), (kept, "1 个场景没有通过")):
        told = said.model_copy(update={"source": source})
        with pytest.raises(BadInput, match=why):
            visit.do("org.adopt_regime", told, command=f"adopt-{source[:6]}")
    assert org.regimes(book) == []
    assert good.report.pack is not None
    done = visit.do("org.adopt_regime", said.model_copy(update={"source": good.source}), command="adopt-1")
    assert done.refusal is None


def test_whoever_may_not_adopt_has_nothing_run(study: Study, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = store.found("dry")
    founding.found(book, STATION, now=EIGHT)
    visit = door.Visit(book, org.actor(book, cast.AUTHOR.key), org.site(book), EIGHT)
    monkeypatch.setattr(taking, "_looked_at", None)
    pack = load(folder)
    packs.store(pack)
    with pytest.raises(NotAllowed):
        visit.do("org.adopt_regime", AdoptRegime.of(pack, source=packs.keep_source(files_in(folder))), command="no")
