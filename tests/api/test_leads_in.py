"""Customers that come in from a table: by the page, over HTTP and on the command line, previewed, all or none."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from jiaoban.cli.main import main
from jiaoban.importing import keeping
from jiaoban.ledger.models import PersonalValue
from tests.api.hall import Hall, site_fixture
from tests.api.test_leads import (
    IMPORT,
    NAME,
    NUMBER,
    PLANTED,
    SAID,
    TYPED,
    found_in_files,
    hidden,
    opened,
    sent,
    who,
)

loaded, hall = site_fixture("mingde")


def test_a_table_is_previewed_and_taken_over_known_numbers_left_as_they_are(hall: Hall) -> None:
    opened(hall.at("10:00:00"))
    client = hall.client(who(hall, "linna"))
    rows = f"电话,称呼,来源,联系方式,联系结果\n{TYPED},别人,广告,,\n021-62345678转8,孙先生,转介绍,电话,再考虑\n"
    page = sent(client, rows).content.decode()
    assert "新增 1 项" in page
    assert len(hall.get(hall.lead, "/leads")) == 1, "a preview writes nothing"
    assert found_in_files(Path(settings.DATA) / "imports") == []
    assert client.post(IMPORT, hidden(page)).status_code == 303
    there = {one["name"]: one for one in hall.get(hall.lead, "/leads")}
    assert set(there) == {NAME, "孙先生"}
    assert (there["孙先生"]["source"], there["孙先生"]["numbers"]) == ("referral", ["021****5678 转 ***"])
    assert list((Path(settings.DATA) / "imports-personal").iterdir()) == [], "what was carried out is dropped"


def test_wrong_cells_of_a_table_are_named_and_nothing_is_taken_over(hall: Hall) -> None:
    client = hall.client(who(hall.at("10:00:00"), "linna"))
    page = sent(client, "电话,来源\n138001380,广告\n13800138000,天上\n13900139000,广告\n139-0013-9000,广告\n")
    told = page.content.decode()
    assert page.status_code == 422
    for text in ("A2", "位数不够", "B3", "制度里没有“天上”", "A5", "重复"):
        assert text in told
    assert hall.get(hall.lead, "/leads") == []


def over_http(hall: Hall, name: str, rows: str, *, preview: bool = True, status: int = 200) -> Any:
    client = hall.client(who(hall, name))
    address = f"{hall.url}/imports/leads?preview={str(preview).lower()}"
    answer = client.post(address, {"file": SimpleUploadedFile("customers.csv", rows.encode())})
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


ROWS = f"电话,称呼,来源,联系方式,联系结果,备注\n{TYPED},别人,广告\n021-62345678转8,孙先生,转介绍,电话,再考虑,{SAID}\n"


def test_customers_come_in_over_http_previewed_first_and_all_or_none(hall: Hall) -> None:
    opened(hall.at("10:00:00"))
    size, kept = hall.book.size, PersonalValue.objects.count()
    seen = over_http(hall, "linna", ROWS)
    assert (seen["kept"], seen["good"], seen["new"], seen["same"], seen["ignored"]) == (False, True, 1, 1, [])
    assert seen["changes"] == [{"line": 3, "key": "***-*****678转8", "what": "NEW", "fields": {}}]
    assert (hall.book.size, PersonalValue.objects.count()) == (size, kept), "a preview leaves no trace"
    done = over_http(hall, "linna", ROWS, preview=False)
    assert (done["kept"], done["new"]) == (True, 1)
    there = {one["name"]: one for one in hall.get(hall.lead, "/leads")}
    assert set(there) == {NAME, "孙先生"}
    assert there["孙先生"]["opened_by"] == "linna"
    again = over_http(hall, "wanglei", ROWS, preview=False)
    assert (again["kept"], again["new"], again["same"]) == (True, 0, 2)


def test_whoever_does_not_work_at_the_post_brings_no_customers_in(hall: Hall) -> None:
    hall.at("10:00:00")
    told = over_http(hall, "baolei", ROWS, status=403)
    assert told["code"] == "not-allowed"
    assert hall.get(hall.lead, "/leads") == []


def test_what_is_wrong_over_http_is_told_by_cell_without_the_number_and_nothing_is_written(hall: Hall) -> None:
    opened(hall.at("10:00:00"))
    size, kept = hall.book.size, PersonalValue.objects.count()
    rows = "电话,来源\n138001380,广告\n13800138000,天上\n13900139001,广告\n139-0013-9001,广告\n"
    seen = over_http(hall, "linna", rows)
    assert [(one["line"], one["column"], one["cell"]) for one in seen["problems"]] == [
        (2, "电话", "A2"),
        (3, "来源", "B3"),
        (5, "电话", "A5"),
    ]
    refused = over_http(hall, "linna", rows, preview=False, status=422)
    assert [one["field"] for one in refused["errors"]] == ["A2", "B3", "A5"]
    for told in (seen, refused):
        assert "138001380" not in json.dumps(told)
        assert "13900139001" not in json.dumps(told)
    assert (hall.book.size, PersonalValue.objects.count()) == (size, kept)


@pytest.mark.parametrize(("name", "words", "code"), [("linna", ("--preview",), 0), ("linna", (), 0), ("", (), 2)])
def test_customers_come_in_on_the_command_line_in_somebodys_name(
    hall: Hall,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    words: tuple[str, ...],
    code: int,
) -> None:
    opened(hall.at("10:00:00"))
    monkeypatch.setattr("jiaoban.cli.importing.django_ready", lambda: None)
    file = tmp_path / "customers.csv"
    file.write_bytes(ROWS.encode("gbk"))
    said = (*(("--as", who(hall, name).username) if name else ()), *words)
    assert main(["import", "leads", "mingde", "desk", str(file), *said]) == code
    out = capsys.readouterr()
    for planted in (*PLANTED, "62345678"):
        assert planted not in out.out + out.err, "what is printed may end in a log"
    there = {one["name"]: one for one in hall.get(hall.lead, "/leads")}
    assert ("孙先生" in there) is (code == 0 and not words)
    if "孙先生" in there:
        assert there["孙先生"]["opened_by"] == "linna"
    if code == 0:
        assert "1 new 新增" in out.out
    else:
        assert "--as USERNAME" in out.err


def test_a_wrong_table_on_the_command_line_names_the_cells_and_takes_nothing_over(
    hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hall.at("10:00:00")
    monkeypatch.setattr("jiaoban.cli.importing.django_ready", lambda: None)
    file = tmp_path / "customers.csv"
    file.write_text("电话,来源\n13900139001,广告\n138001380,广告\n", encoding="utf-8")
    assert main(["import", "leads", "mingde", "desk", str(file), "--as", who(hall, "linna").username]) == 1
    out = capsys.readouterr().out
    assert "A3" in out
    assert "nothing was imported" in out
    assert "138001380" not in out
    assert hall.get(hall.lead, "/leads") == []


def test_a_file_that_nobody_carries_out_is_gone_after_a_quarter_of_an_hour(hall: Hall) -> None:
    client = hall.client(who(hall.at("10:00:00"), "linna"))
    assert sent(client, f"电话\n{NUMBER}\n").status_code == 200
    folder = Path(settings.DATA) / "imports-personal"
    [kept] = folder.iterdir()
    written = datetime.fromtimestamp(kept.stat().st_mtime, UTC)
    keeping.tick(written + timedelta(minutes=14))
    assert kept.exists()
    keeping.tick(written + timedelta(minutes=16))
    assert not kept.exists()


def test_the_empty_table_of_customers_has_an_example_that_fits(hall: Hall) -> None:
    client = hall.client(who(hall.at("10:00:00"), "linna"))
    empty = b"".join(client.get(f"{IMPORT}/template.csv").streaming_content)  # type: ignore[attr-defined]
    page = sent(client, empty.decode())
    assert page.status_code == 200
    assert "没有用到的列" not in page.content.decode()
