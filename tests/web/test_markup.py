"""What people call things is text on every page, never markup."""

import pytest

from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT
from tests.web.test_blind_everywhere import reached
from tests.web.test_handover_pages import Desks, desk

__all__ = ["desk"]

pytestmark = pytest.mark.django_db
EVIL = "<b id=evil>'\"--></script>"
RAW = ("<b id=evil>", "--></script>", "id=evil>'")


@pytest.fixture
def named(desk: Desks) -> Desks:
    """A post at which every kind of thing has a name that would be markup."""
    e = EVIL
    desk.ok("plant.register_equipment", LEAD, equipment="G1", code=e, name=e, kind="UNIT")
    desk.ok("plant.register_equipment", LEAD, equipment="G2", code="x", name=e, kind=e, parent="G1")
    desk.ok("plant.set_state", OUT, equipment="G1", state="RUNNING", mode=e, note=e)
    limits = {"low": "1", "high": "2", "lowest": "0", "highest": "9", "schedule": "FREQ=HOURLY", "equipment": "G1"}
    desk.ok("plant.register_parameter", LEAD, parameter="p", name=e, group=e, unit=e, **limits)
    desk.ok("plant.read", OUT, readings=[{"parameter": "p", "value": "3", "cause": e, "handling": e}])
    desk.ok("plant.register_custody", LEAD, custody_item="K", name=e, kind="KEY", numbers=[e, "2"], note=e)
    desk.ok("plant.lend", OUT, custody_item="K", number=1, numbers=["2"], to=e, purpose=e)
    desk.ok("plant.register_earth", LEAD, earth="E", number=e, spec=e, home=e)
    for kind in ("PERMIT", "SWITCHING", "DEFECT", "DISPATCH", "SAFETY", "WORKFACE", "ACCIDENT"):
        said = {"title": e, "text": e, "number": e, "equipment": "G1", "severity": "MINOR"}
        key = desk.ok("plant.open_matter", OUT, kind=kind, **said).acts[0].command
        desk.ok("plant.note", OUT, matter=key, text=e)
    desk.ok("round.register_route", LEAD, route="R", name=e, points=[{"code": "P", "name": e, "place": e}])
    gone = desk.ok("round.start", OUT, route="R").acts[0].command
    desk.ok("round.visit", OUT, round=gone, point="P", note=e, finding=e, finding_kind="DEFECT")
    desk.ok("order.issue", LEAD, title=e, number=e, text=e, people=[OUT.key, IN.key, LEAD.key])
    told = {"what": e, "where": e, "state_so_far": e, "next_step": e, "due_at": "2026-11-25T00:00:00+00:00"}
    desk.ok("followup.open", OUT, owner=OUT.key, **told)
    desk.ok("logbook.write", OUT, category="ROUND", text=e, equipment="G1")
    desk.open()
    meeting = desk.ok("meeting.open", LEAD, kind="PRE", occasion=desk.key).acts[0].command
    desk.ok("meeting.brief", LEAD, meeting=meeting, discipline=e, conduct=e, attention=e, comments=e)
    desk.ok("handover.write_line", OUT, section="defects", text=e)
    return desk


@pytest.mark.parametrize("who", [OUT, LEAD], ids=["operator", "supervisor"])
def test_nothing_that_people_type_is_markup(named: Desks, who: cast.Member) -> None:
    pages = dict(reached(named, who))
    html = {path: said for path, said in pages.items() if "<html" in said[:300]}
    assert len(html) > 30
    assert sum("&lt;b id=evil&gt;" in said for said in html.values()) > 15
    assert [(path, raw) for path, said in html.items() for raw in RAW if raw in said] == []
