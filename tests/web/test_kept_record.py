"""The pages under a regime whose duty manager keeps the record: what is picked, who submits, who is asked after."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from jiaoban.demo.accounts import make_accounts
from jiaoban.ledger import store
from jiaoban.org import door, packs
from jiaoban.regime.load import load
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT
from tests.web.test_handover_pages import Desks

pytestmark = pytest.mark.django_db
KF015 = Path(__file__).parents[2] / "regimes" / "kf015"


class Counter(Desks):
    """A service desk in the night, with one entry in its log and the record opened."""

    def __init__(self) -> None:
        regime = load(KF015)
        packs.store(regime)
        super(Desks, self).__init__(store.found(cast.SITE), regime)
        make_accounts()
        self.entry = self.ok("logbook.write", OUT, category="WORK", text="代收快递十二件").acts[0].command
        self.open()
        self.line = next(key for key, line in self.handover.lines.items() if line.body.ref == self.entry)

    @property
    def page(self) -> str:
        return f"/handover/{self.key}"


@pytest.fixture
def counter() -> Iterator[Counter]:
    before = door.clock
    yield Counter()
    door.clock = before


def test_the_manager_picks_and_submits_on_the_page(counter: Counter) -> None:
    assert "不收入" in counter.see(LEAD, counter.page)
    pick = {"form": "x", "handover": counter.key, "take": f'["{counter.line}"]'}
    assert counter.send(LEAD, "/do/handover.pick", **pick)[0] in (200, 302, 303)
    assert counter.handover.picks[counter.line].opened.keys() == {LEAD.key}
    assert "已看，收入" in counter.see(LEAD, counter.page)


def test_what_is_left_out_stands_apart_and_what_was_struck_is_said_to_go(counter: Counter) -> None:
    leave = {"form": "x", "handover": counter.key, "leave": f'["{counter.line}"]'}
    counter.send(LEAD, "/do/handover.pick", **leave)
    _, _, apart = counter.see(LEAD, counter.page).partition("日志里没有收入的")
    assert "代收快递十二件" in apart
    counter.send(LEAD, "/do/handover.pick", **{**leave, "take": leave["leave"], "leave": "[]"})
    assert "日志里没有收入的" not in counter.see(LEAD, counter.page)
    counter.ok("logbook.strike", LEAD, entry=counter.entry, reason="与工作无关")
    page = counter.see(OUT, counter.page)
    assert "不再算数，更新时去掉" in page
    assert "有变化" not in page.partition('id="missing"')[2].partition("</section>")[0]


def test_a_line_bears_the_time_at_which_it_happened(counter: Counter) -> None:
    late = counter.now - timedelta(hours=2)
    counter.ok("logbook.write", OUT, category="WORK", text="补记的事", occurred_at=late)
    counter.ok("handover.draw", OUT)
    line = counter.see(OUT, counter.page).partition('class="text">补记的事')[2].partition("</article>")[0]
    assert late.isoformat() in line


def test_a_field_that_the_regime_wants_is_not_called_optional_and_is_named_when_it_is_wrong(counter: Counter) -> None:
    form = counter.see(OUT, counter.page).partition('id="write-line-unfinished"')[2].partition("</form>")[0]
    assert "未完成原因" in form
    assert "选填" not in form


def test_nobody_is_asked_how_fit_they_are_where_the_regime_does_not_speak_of_it(counter: Counter) -> None:
    counter.ok("handover.report_in", IN, ready=True)
    for who in (OUT, IN, LEAD):
        page = counter.see(who, counter.page)
        assert "handover.declare_fitness" not in page
        assert "handover.judge_fitness" not in page


def test_who_leaves_fills_in_and_does_not_submit(counter: Counter) -> None:
    page = counter.see(OUT, counter.page)
    assert "fields.customer" in page
    assert "handover.nothing" in page
    assert "handover.offer" not in page
    assert "handover.pick" not in page


def test_the_sections_own_fields_are_written_on_the_page(counter: Counter) -> None:
    said = {"handover": counter.key, "section": "customers", "text": "投诉噪声", "fields.customer": "0802"}
    assert counter.send(OUT, "/do/handover.write_line", form="x", **said)[0] in (200, 302, 303)
    line = next(one for one in counter.handover.lines.values() if one.body.section == "customers")
    assert line.body.fields["customer"] == "0802"
    assert "还缺：投诉噪声: 处理情况" in counter.see(OUT, counter.page)


def test_who_is_asked_after_the_handover_sees_it_at_home_and_answers_on_the_record(counter: Counter) -> None:
    counter.ok("handover.pick", LEAD, take=[counter.line])
    for section in counter.assess().rows("sections"):
        if not section["filled"]:
            counter.ok("handover.nothing", OUT, section=section["id"])
    counter.ok("handover.offer", LEAD)
    counter.at("07:45").ok("handover.report_in", IN)
    counter.ok("handover.acknowledge", IN, lines=list(counter.handover.lines))
    counter.ok("handover.complete_step", IN, step="read-record")
    counter.at("08:00")
    for who in (OUT, IN):
        counter.ok("handover.sign", who, content=counter.handover.content_digest())
    signed = counter.handover.content_digest()
    assert 'name="line"' in counter.see(IN, f"{counter.page}/record")
    counter.at("09:00").ok("handover.ask", IN, line=counter.line, text="放在几号柜")
    assert "放在几号柜" in counter.see(OUT, "/")
    assert "handover.answer" in counter.see(OUT, f"{counter.page}/record")
    question = next(iter(counter.handover.questions))
    counter.ok("handover.answer", OUT, question=question, text="二号柜")
    assert counter.handover.content_digest() == signed
    assert counter.handover.valid_signatures
