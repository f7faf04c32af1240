"""What the environment may say, and the sentence that a wrong value gets."""

from pathlib import Path

import pytest

from jiaoban.config.database import Misconfigured, parse
from jiaoban.config.environment import LOCAL_HOSTS, hosts_for, read


def test_nothing_said_means_sqlite_in_the_data_folder(tmp_path: Path) -> None:
    environment = read({"JIAOBAN_DATA": str(tmp_path)})
    assert environment.database.settings["NAME"] == str(tmp_path / "jiaoban.sqlite3")
    assert environment.secret_key is None
    assert environment.hosts == LOCAL_HOSTS
    assert not environment.demo
    assert not environment.https


def test_sqlite_syncs_at_every_commit_and_queues_writers() -> None:
    options = parse("sqlite:////srv/book.sqlite3").settings["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in options["init_command"]
    assert options["timeout"] == 10


def test_a_postgres_address_is_taken_apart() -> None:
    settings = parse("postgres://shift%40a:p%2Fw@db.example:6432/book?sslmode=verify-full").settings
    assert (settings["USER"], settings["PASSWORD"]) == ("shift@a", "p/w")
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example", "6432", "book")
    assert settings["OPTIONS"]["sslmode"] == "verify-full"


def test_a_postgres_socket_folder_can_be_named() -> None:
    assert parse("postgres:///book?host=/var/run/postgresql").settings["HOST"] == "/var/run/postgresql"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://x/y", "begins with 'mysql'"),
        ("postgres://host", "must name one database"),
        ("postgres://user:geheim@host:port/name", "cannot be read"),
        ("postgres://host/name?colour=red", "unknown option 'colour'"),
        ("sqlite://:memory:", "must be sqlite:///"),
        ("sqlite:///", "must be sqlite:///"),
        ("sqlite:///book.sqlite3?mode=ro", "must be sqlite:///"),
    ],
)
def test_a_wrong_database_address_is_one_clear_sentence(url: str, sentence: str) -> None:
    with pytest.raises(Misconfigured, match=sentence.replace("?", r"\?")) as caught:
        parse(url)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"JIAOBAN_DEMO": "perhaps"}, "JIAOBAN_DEMO is 'perhaps'; it must be 1 or 0"),
        ({"JIAOBAN_THREADS": "0"}, "JIAOBAN_THREADS is '0'"),
        ({"JIAOBAN_THREADS": "many"}, "JIAOBAN_THREADS is 'many'"),
        ({"JIAOBAN_SECRET_KEY_FILE": "/nowhere/key"}, "JIAOBAN_SECRET_KEY_FILE names /nowhere/key"),
        ({"JIAOBAN_SECRET_KEY": "a", "JIAOBAN_SECRET_KEY_FILE": "b"}, "Both JIAOBAN_SECRET_KEY"),
    ],
)
def test_a_wrong_variable_is_named(tmp_path: Path, variables: dict[str, str], sentence: str) -> None:
    with pytest.raises(Misconfigured, match=sentence):
        read({"JIAOBAN_DATA": str(tmp_path), **variables})


def test_chat_hosts_are_read_without_blanks_and_case(tmp_path: Path) -> None:
    assert read({"JIAOBAN_DATA": str(tmp_path)}).chat_hosts == ()
    told = {"JIAOBAN_DATA": str(tmp_path), "JIAOBAN_CHAT_HOSTS": " Chat.Plant.example , 127.0.0.1:80,"}
    assert read(told).chat_hosts == ("chat.plant.example", "127.0.0.1:80")


def test_secrets_may_stand_in_files(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 50 + "\n", encoding="ascii")
    (tmp_path / "url").write_text("postgres://u:p@h/n\n", encoding="ascii")
    files = {"JIAOBAN_SECRET_KEY_FILE": str(tmp_path / "key"), "DATABASE_URL_FILE": str(tmp_path / "url")}
    environment = read({"JIAOBAN_DATA": str(tmp_path), **files})
    assert environment.secret_key == "k" * 50
    assert environment.database.vendor == "postgresql"


def test_an_empty_secret_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").touch()
    with pytest.raises(Misconfigured, match="which is empty"):
        read({"JIAOBAN_DATA": str(tmp_path), "JIAOBAN_SECRET_KEY_FILE": str(tmp_path / "key")})


def test_listening_everywhere_is_answered_under_the_machines_own_names() -> None:
    assert set(LOCAL_HOSTS) < set(hosts_for("0.0.0.0")) | {"another"}
    assert "*" not in hosts_for("0.0.0.0")
    assert hosts_for("::1")[-1] == "[::1]"
    assert hosts_for("10.1.2.3")[-1] == "10.1.2.3"
