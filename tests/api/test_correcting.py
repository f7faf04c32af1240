"""A figure that was written down wrongly, corrected on the page while the record is offered."""

import re
from datetime import datetime

from jiaoban.kernel.act import stamp
from tests.api.hall import Hall, site_fixture

loaded, hall = site_fixture("yunfeng", "ccr")


def newest(hall: Hall, parameter: str) -> dict[str, str]:
    found: dict[str, str] = hall.get(hall.lead, f"/parameters/{parameter}/readings", limit=1)[0]
    return found


def test_what_was_read_is_read_again_where_the_record_changed(hall: Hall) -> None:
    hall.to("inspect")
    assert hall.status("everything-read") == ["CLEAR"]
    shown = {one["body"]["ref"]: key for key, one in hall.lines(source="readings").items()}
    parameter = next(iter(shown))
    before = newest(hall, parameter)
    address = f"p/{hall.post}/readings/{parameter}"
    link = f"?correct={stamp(datetime.fromisoformat(before['at']))}"
    assert link in hall.page(hall.lead, address)
    assert link not in hall.page(hall.relief, address)  # neither whose figure it is nor who supervises
    value = f"{float(before['value']) + 0.01:.2f}"
    said = {"parameter": parameter, "at": before["at"], "value": value, "reason": "小数点看错"}
    assert set(hall.no(hall.relief, "plant.correct_reading", **said)) == {"not-the-author"}
    hall.ok(hall.lead, "plant.correct_reading", **said)
    after = newest(hall, parameter)
    assert after["value"] == value
    page = hall.page(hall.relief, address)
    assert re.search(rf"<del>{re.escape(before['value'])}</del>.*小数点看错", page)
    assert hall.status("record-complete") == ["BLOCKED"]
    hall.ok(hall.out, "handover.draw")
    line = hall.lines(ref=parameter)[shown[parameter]]
    assert value in line["body"]["text"]
    assert hall.status("everything-read") == ["BLOCKED"]
    (unread,) = hall.gates["everything-read"]["names"]
    assert value in unread or unread in line["body"]["text"]
    hall.ok(hall.relief, "handover.acknowledge", lines=[shown[parameter]])
    assert hall.status("everything-read", "record-complete") == ["CLEAR", "CLEAR"]


def test_by_the_form_of_the_page(hall: Hall) -> None:
    hall.to("open")
    parameter = next(one.key for one in hall.site.registers.parameters if one.post == hall.post)
    before = newest(hall, parameter)
    address = f"/s/{hall.site.code}/p/{hall.post}/readings/{parameter}"
    client = hall.client(hall.lead)
    page = client.get(address).content.decode()
    links = re.findall(r'href="([^"]*\?correct=[^"]*)"', page)
    form = client.get(links[0].replace("&amp;", "&").partition("#")[0]).content.decode()
    assert "更正" in form
    assert before["value"] in form
    said = {
        "parameter": parameter,
        "at": before["at"],
        "value": before["value"],
        "reason": "抄错",
        "command": "correct-0001",
        "form": "correct",
        "next": address,
        "back": links[0].partition("#")[0],
    }
    refused = client.post(f"/s/{hall.site.code}/p/{hall.post}/do/plant.correct_reading", said)
    assert (refused.status_code, f"原来记的就是 {before['value']}" in refused.content.decode()) == (422, True)
    value = f"{float(before['value']) + 0.01:.2f}"
    done = client.post(f"/s/{hall.site.code}/p/{hall.post}/do/plant.correct_reading", {**said, "value": value})
    assert done.status_code == 303
    assert newest(hall, parameter)["value"] == value
