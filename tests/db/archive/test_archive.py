"""There and back: what comes out of an archive is byte for byte what went in, on either database."""

import io
import tarfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection

from jiaoban.archive import accounts, reading, restoring, writing
from jiaoban.archive.form import BadCut, Cut, Manifest, NotAnArchive, NotEmpty, SiteLine
from jiaoban.kernel.personal import Kept, hashed
from jiaoban.ledger import export, files, keys, rotation, store, triggers
from jiaoban.ledger.loading import BadBook
from jiaoban.ledger.models import ReadModel
from jiaoban.ledger.personal import all_of
from jiaoban.ledger.store import DbBook
from jiaoban.ledger.verify import verify
from jiaoban.org import tokens
from jiaoban.tlog.keys import SigningKey
from tests.db.ledger.insider import bodies
from tests.db.ledger.sample import NOON, NOTES, Noted, minutes, note, say

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
WHOLE = Cut({})
SAID = "孩子读初二\n周末来"


@pytest.fixture
def book(data: Path) -> DbBook:
    """Seven acts with a checkpoint after three and a new key after four, a file, an account with a key."""
    made = store.found("s1")
    picture = files.put(b"a picture")
    for text in ("一", "二", "三"):
        note(made, "a", text, photos=[picture])
    with made.transaction():
        made.checkpoint(NOON)
    note(made, "b", "line separator \u2028 inside")
    rotation.rotate("s1", NOON + minutes(1))
    say(made, Noted(key="c"), Noted(key="d"), now=NOON + minutes(9))
    user = User.objects.create_user("chen", password="correct horse battery", first_name="陈志强")
    user.groups.add(Group.objects.create(name="值长"))
    tokens.issue(user, "水情", NOON)
    salt = "5a" * 32
    with made.transaction():
        made.personal.put([Kept(hashed(salt, "text", SAID), "text", "c/note", SAID, salt, NOON, "lead:one")])
    return made


@pytest.fixture
def archive(book: DbBook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("copies") / "copy.tar.gz"
    writing.write(target, NOON + minutes(10), with_keys=True)
    return target


Restore = Callable[..., list[restoring.Restored]]


@pytest.fixture
def put_back(settings: object, tmp_path_factory: pytest.TempPathFactory) -> Restore:
    """Empty everything, then restore into another data folder."""

    def put(archive: Path, cut: Cut = WHOLE, **more: object) -> list[restoring.Restored]:
        _empty()
        settings.DATA = tmp_path_factory.mktemp("other")  # type: ignore[attr-defined]
        parts = tmp_path_factory.mktemp("parts")
        return restoring.restore(reading.unpack(archive, parts), parts, cut, "磁盘损坏", **more)  # type: ignore[arg-type]

    return put


def _empty() -> None:
    models = [model for model in apps.get_models() if issubclass(model, ReadModel) or model._meta.label in KEPT]
    tables = [model._meta.db_table for model in models]
    tables += ["ledger_act", "ledger_node", "ledger_checkpoint", "ledger_head", "sample_note"]
    User.objects.all().delete()
    with triggers.removed(connection), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"')


KEPT = set(accounts.KEPT)


def test_everything_comes_back_as_it_was(archive: Path, book: DbBook, put_back: Callable[..., object]) -> None:
    acts, rows = bodies(), book.find(NOTES)
    old_keys = [str(key) for key in keys.verifier_keys("s1")]
    hashed = User.objects.get(username="chen").password
    put_back(archive)
    assert bodies()[:-1] == acts
    assert book.find(NOTES) == rows
    assert [str(key) for key in keys.verifier_keys("s1")] == old_keys
    assert files.get(files.put(b"a picture")) == b"a picture"
    chen = User.objects.get(username="chen")
    assert (chen.password, chen.first_name, chen.groups.get().name) == (hashed, "陈志强", "值长")
    assert chen.api_tokens.get().name == "水情"
    assert [(one.value, one.subject, one.sound) for one in all_of("s1")] == [(SAID, "lead:one", True)]
    assert verify("s1").findings == ()
    assert User.objects.create_user("liu").pk != chen.pk  # numbering goes on behind what was restored


def test_the_restore_is_an_act_that_names_its_checkpoint(archive: Path, put_back: Restore) -> None:
    [one] = put_back(archive)
    assert (one.size, one.said.size, one.said.lost, one.said.reason, one.new_key) == (7, 7, 0, "磁盘损坏", "")
    assert one.said.checkpoint.split("\n")[1] == "7"
    assert DbBook("s1").act(7).kind == "ledger.restored"  # type: ignore[union-attr]


def test_a_book_can_end_earlier_and_an_old_checkpoint_tells(archive: Path, put_back: Restore) -> None:
    newest = SiteLine.model_validate(reading.contents(archive).sites[0]).checkpoint
    [one] = put_back(archive, Cut({"s1": 3}))
    assert (one.size, one.said.lost) == (4, 3)
    assert verify("s1").findings == ()
    told = verify("s1", newest).findings
    assert [finding.code for finding in told] == ["behind"]
    assert "1 acts behind" in told[0].says.en  # two acts were written since: the restore, and the key that followed


def test_a_book_can_end_at_a_moment(archive: Path, put_back: Restore) -> None:
    [one] = put_back(archive, Cut({}, NOON + minutes(2)))
    assert (one.size, one.said.lost) == (5, 2)
    assert verify("s1").findings == ()


@pytest.mark.parametrize(("site", "last"), [("s1", 5), ("s1", 7), ("s2", 1)])
def test_a_book_cannot_end_inside_a_command_or_behind_its_end(
    archive: Path, put_back: Restore, site: str, last: int
) -> None:
    with pytest.raises(BadCut):
        put_back(archive, Cut({site: last}))


def test_a_checkpoint_kept_elsewhere_says_how_much_is_lost(archive: Path, book: DbBook, put_back: Restore) -> None:
    for text in "xyz":
        note(book, "e", text)
    with book.transaction():
        kept = book.checkpoint(LATER)
    [one] = put_back(archive, known=[kept])
    assert one.said.lost == 3
    assert verify("s1", kept).findings[0].code == "behind"


def test_without_private_keys_new_ones_are_made_and_recorded(
    book: DbBook, tmp_path_factory: pytest.TempPathFactory, put_back: Restore
) -> None:
    target = tmp_path_factory.mktemp("copies") / "copy.tar.gz"
    assert not writing.write(target, NOON).secrets
    with tarfile.open(target) as tar:
        assert not [name for name in tar.getnames() if name.endswith((".key", "secret-key"))]
    [one] = put_back(target)
    assert one.new_key == str(keys.signing_key("s1").verifier)
    assert DbBook("s1").act(8).kind == "ledger.key_rotated"  # type: ignore[union-attr]
    assert verify("s1").findings == ()


def test_only_into_an_empty_database(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    parts = tmp_path_factory.mktemp("parts")
    with pytest.raises(NotEmpty):
        restoring.restore(reading.unpack(archive, parts), parts, WHOLE, "")


def test_a_changed_act_is_refused_by_its_checkpoint(
    archive: Path, put_back: Restore, tmp_path: Path, book: DbBook
) -> None:
    def forge(name: str, content: bytes) -> bytes:
        if not name.endswith("book.jsonl"):
            return content
        lines = content.decode().splitlines(keepends=True)
        before = list(export.bodies(lines))
        after = before[1].replace("二".encode(), "贰".encode())
        from jiaoban.tlog.export import act_line

        return "".join([lines[0], act_line(before[0]), act_line(after), *lines[3:]]).encode()

    with pytest.raises(BadBook, match="the first 3 acts are not those"):
        put_back(_rewritten(archive, tmp_path / "forged.tar.gz", forge))


def test_a_damaged_part_is_refused(archive: Path, tmp_path: Path) -> None:
    changed = _rewritten(archive, tmp_path / "changed.tar.gz", lambda name, content: content, fitting=b"[]")
    with pytest.raises(NotAnArchive):
        reading.unpack(changed, tmp_path / "parts")
    short = tmp_path / "short.tar.gz"
    short.write_bytes(archive.read_bytes()[:-300])
    with pytest.raises(NotAnArchive):
        reading.unpack(short, tmp_path / "more")


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "sites/../x/book.jsonl", "files/ab/../../x"])
def test_a_part_cannot_lie_elsewhere(archive: Path, tmp_path: Path, name: str) -> None:
    manifest = reading.contents(archive)
    entries = (manifest.entries[0].model_copy(update={"name": name}), *manifest.entries[1:])
    said = manifest.model_copy(update={"entries": entries}).model_dump_json().encode()
    target = tmp_path / "evil.tar.gz"
    with tarfile.open(target, "w:gz") as tar:
        _add(tar, "manifest.json", said)
    with pytest.raises(NotAnArchive):
        reading.unpack(target, tmp_path / "parts")


def test_a_lost_file_is_told_and_the_rest_is_kept(book: DbBook, tmp_path: Path) -> None:
    name = files.put(b"a picture")
    files.path_of(name).write_bytes(b"another")
    manifest = writing.write(tmp_path / "copy.tar.gz", NOON)
    assert (manifest.lost, manifest.sites[0].lost_files, manifest.stored_files) == (1, (name,), 0)


def _swap_key(data: Path) -> tuple[Path, bytes]:
    """Put another private key in the place of the site's own; return its file and what was in it."""
    path = data / "keys" / "s1.key"
    own = path.read_bytes()
    path.write_text(SigningKey.generate(keys.origin("s1")).to_text() + "\n", encoding="ascii")
    return path, own


@pytest.mark.parametrize("with_keys", [True, False])
def test_a_key_that_is_not_the_sites_signs_no_archive(
    book: DbBook, data: Path, tmp_path: Path, put_back: Restore, with_keys: bool
) -> None:
    path, own = _swap_key(data)
    target = tmp_path / "copy.tar.gz"
    with pytest.raises(keys.ForeignKey, match=r"keys/s1\.key is not a key of s1"):
        writing.write(target, NOON, with_keys=with_keys)
    assert not target.exists()
    assert verify("s1").findings == ()  # it has not signed the book's end either
    path.write_bytes(own)
    assert writing.write(target, NOON, with_keys=with_keys).lost == 0
    put_back(target)
    assert verify("s1").findings == ()


def test_a_key_that_cannot_be_read_as_one_signs_no_archive(book: DbBook, data: Path) -> None:
    _swap_key(data)[0].write_text("another", encoding="ascii")
    with pytest.raises(keys.ForeignKey, match=r"keys/s1\.key"):
        writing.write(data / "copy.tar.gz", NOON)


def test_a_lost_key_keeps_nothing_from_being_restored(book: DbBook, data: Path, put_back: Restore) -> None:
    _swap_key(data)[0].unlink()
    writing.write(data / "copy.tar.gz", NOON)
    [one] = put_back(data / "copy.tar.gz")
    assert one.new_key
    assert verify("s1").findings == ()


def test_a_running_server_signs_nothing_with_a_key_that_is_not_the_sites(book: DbBook, data: Path) -> None:
    path, own = _swap_key(data)
    size = book.size

    def note_and_sign() -> None:
        with book.transaction():
            note(book, "after", "s1")
            book.checkpoint(NOON)

    with pytest.raises(keys.ForeignKey, match=r"keys/s1\.key is not a key of s1"):
        note_and_sign()
    assert book.size == size  # the act went with the checkpoint that could not be made
    path.write_bytes(own)
    with book.transaction():
        book.checkpoint(NOON)
    assert verify("s1").findings == ()


def test_a_checkpoint_that_a_foreign_key_signed_is_left_out_and_named(
    book: DbBook, data: Path, put_back: Restore, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, own = _swap_key(data)
    swapped = SigningKey.parse(path.read_text("ascii").strip())
    with monkeypatch.context() as patch, book.transaction():
        patch.setattr(keys, "signing_key", lambda _site: swapped)  # as a server did that did not look
        book.checkpoint(NOON)
    path.write_bytes(own)
    assert verify("s1").findings[0].code == "checkpoint"
    manifest = writing.write(data / "copy.tar.gz", NOON)
    assert (manifest.lost, manifest.sites[0].foreign) == (1, (7,))
    assert manifest.sites[0].checkpoint.split("\n")[1] == "5"
    put_back(data / "copy.tar.gz")
    assert verify("s1").findings == ()


@pytest.mark.parametrize("content", [None, b"", b"another"])
def test_without_public_keys_there_is_no_archive(book: DbBook, data: Path, content: bytes | None) -> None:
    path = data / "keys" / "s1.vkeys"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(keys.ForeignKey, match=r"keys/s1\.vkeys"):
        writing.write(data / "copy.tar.gz", NOON)


def test_nothing_is_left_behind_when_it_cannot_be_written(book: DbBook, tmp_path: Path) -> None:
    target = tmp_path / "copy.tar.gz"
    target.mkdir()
    with pytest.raises(OSError, match="copy"):
        writing.write(target, NOON)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_every_table_is_in_a_book_in_the_archive_or_made_again() -> None:
    kept = {*accounts.KEPT, *accounts.MADE_AGAIN}
    other = {
        model._meta.label
        for model in apps.get_models()
        if not issubclass(model, ReadModel) and (model._meta.app_label != "ledger" or model._meta.label in kept)
    }
    assert other == kept


def _rewritten(archive: Path, target: Path, edit: Callable[[str, bytes], bytes], fitting: bytes | None = None) -> Path:
    """The archive with other contents, whose table of contents fits them (or, with `fitting`, holds damaged ones)."""
    with tarfile.open(archive) as tar:
        parts = {one.name: tar.extractfile(one).read() for one in tar}  # type: ignore[union-attr]
    manifest = Manifest.model_validate_json(parts.pop("manifest.json"))
    edited = {name: edit(name, content) for name, content in parts.items()}
    from hashlib import sha256

    entries = tuple(
        entry.model_copy(update={"size": len(edited[entry.name]), "sha256": sha256(edited[entry.name]).hexdigest()})
        for entry in manifest.entries
    )
    if fitting is not None:
        edited["accounts.jsonl"] = fitting
    with tarfile.open(target, "w:gz") as tar:
        _add(tar, "manifest.json", manifest.model_copy(update={"entries": entries}).model_dump_json().encode())
        for name, content in edited.items():
            _add(tar, name, content)
    return target


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    head = tarfile.TarInfo(name)
    head.size = len(content)
    tar.addfile(head, io.BytesIO(content))
