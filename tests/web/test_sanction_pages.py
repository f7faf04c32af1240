"""What follows for who answers: told on the record and the responsibility page, decided by whom the regime names."""

import dataclasses
from collections.abc import Iterator

import pytest

from jiaoban.handover import queries
from jiaoban.handover.acts_after import Reassigned
from jiaoban.handover.finding import reasoning
from jiaoban.handover.state_after import Finding
from jiaoban.handover.tables import FINDINGS
from jiaoban.ledger.rebuild import differences
from jiaoban.org import door
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT, POST
from tests.web.test_example_pages import ASIDE, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Iterator[Post]:
    before = door.clock
    made = Post("ems")
    made.holds(ASIDE, "医疗主任")
    made.open()
    made.done(OUT, "handover.cancel", reason="误开")
    made.ok("logbook.write", OUT, category="OTHER", text="七号车绕行")
    yield made
    door.clock = before


def found(post: Post, arose: str = "AFTER", by: cast.Member = IN) -> str:
    """Have something found of which the log tells; return its key."""
    entry = next(act.payload.entry for act in post.book.acts() if act.kind == "logbook.written")  # type: ignore[attr-defined]
    return str(post.ok("handover.find", by, kind="mishandled", text="绕行", ref=entry, arose=arose).acts[0].command)


def test_an_open_one_waits_for_whom_the_regime_names_and_is_decided_there(post: Post) -> None:
    key, record = found(post), f"/handover/{post.key}/record"
    page = post.see(LEAD, record)
    assert "待医疗主任决定" in page
    assert "handover.decide_sanction" not in page
    assert "handover.decide_sanction" in post.see(ASIDE, record)
    said = {"finding": key, "outcome": "MEASURE", "measure": "谈话", "reason": "初犯"}
    assert post.send(ASIDE, "handover.decide_sanction", **said) == 303
    assert "谈话；理由：初犯" in post.see(LEAD, record)
    assert "待医疗主任决定" not in post.see(LEAD, "/responsibility")
    assert "谈话；理由：初犯" in post.see(LEAD, "/responsibility")
    assert differences(cast.SITE)[1] == ()


def test_nobody_decides_for_themselves_nor_without_the_authority(post: Post) -> None:
    said = {"finding": found(post), "outcome": "NONE", "reason": "算了"}
    assert post.refused("handover.decide_sanction", LEAD, **said) == ["not-your-part"]
    post.ok("handover.reassign", ASIDE, finding=said["finding"], side="site", people=[ASIDE.key], reason="派错的是主任")
    assert post.refused("handover.decide_sanction", ASIDE, **said) == ["own-case"]
    assert "handover.decide_sanction" not in post.see(ASIDE, f"/handover/{post.key}/record")
    post.ok("handover.reassign", ASIDE, finding=said["finding"], side="incoming", people=[IN.key], reason="不是我")
    assert post.refused("handover.decide_sanction", ASIDE, **said) == ["own-case"]
    assert "handover.decide_sanction" not in post.see(ASIDE, f"/handover/{post.key}/record")
    assert not queries.findings(post.book, POST)[0].decided


@pytest.mark.parametrize(
    ("says", "shown"),
    [
        (
            "kind: fixed, amount: 200, unit: {zh: 元, en: yuan},",
            ["<strong>200 元</strong>", "（制度写明的数额）", "系统只列出，不执行。"],
        ),
        ("kind: none,", ["制度写明不作处理："]),
    ],
)
def test_a_fixed_figure_is_the_regimes_own_and_an_absent_one_is_said(says: str, shown: list[str]) -> None:
    before = door.clock
    post = Post(
        "ems",
        **{"kind: open, clause: ems/6.1": f"{says} clause: ems/6.1", ", by: [director]}\n    cases": "}\n    cases"},
    )
    post.open().ok("handover.cancel", OUT, reason="误开")
    post.ok("logbook.write", OUT, category="OTHER", text="七号车绕行")
    found(post)
    for path in (f"/handover/{post.key}/record", "/responsibility"):
        page = post.see(LEAD, path)
        assert all(one in page for one in shown), path
        assert "handover.decide_sanction" not in page
    door.clock = before


def test_the_same_command_decides_once(post: Post) -> None:
    said = {"finding": found(post), "outcome": "MEASURE", "measure": "谈话", "reason": "初犯"}
    for _ in range(2):
        post.ok("handover.decide_sanction", ASIDE, command="once", **said)
    assert len(queries.findings(post.book, POST)[0].decided) == 1


def test_who_answers_is_put_otherwise_and_what_was_decided_for_others_no_longer_stands(post: Post) -> None:
    key = found(post)
    post.ok("handover.decide_sanction", ASIDE, finding=key, outcome="MEASURE", measure="谈话", reason="初犯")
    post.ok("handover.reassign", ASIDE, finding=key, side="incoming", people=[IN.key], reason="是接班人派的车")
    one = queries.findings(post.book, POST)[0]
    assert one.undecided
    page = post.see(LEAD, f"/handover/{post.key}/record")
    assert "（已不作数）" in page
    assert "待医疗主任决定" in page
    post.ok("handover.reassign", ASIDE, finding=key, side="site", reason="地址报错")
    assert not queries.findings(post.book, POST)[0].undecided
    page = post.see(LEAD, f"/handover/{post.key}/record")
    assert "（已不作数）" in page
    assert "由医疗主任按情节决定" not in page


def test_put_on_another_side_what_follows_is_what_the_regime_says_of_that_side(post: Post) -> None:
    key, record = found(post), f"/handover/{post.key}/record"
    reassign = {"finding": key, "reason": "甲早就知道"}
    done = post.ok("handover.reassign", ASIDE, side="author", **reassign)
    assert done.acts[0].clauses == ("ems/5.2", "ems/6.2")
    assert "<strong>200 元</strong>" in post.see(LEAD, record)
    assert "待医疗主任决定" not in post.see(LEAD, record)
    post.ok("handover.reassign", ASIDE, side="incoming", **reassign)
    assert "<strong>200 元</strong>" not in post.see(LEAD, record)
    assert "待医疗主任决定" in post.see(LEAD, record)
    post.ok("handover.reassign", ASIDE, side="site", **reassign)
    assert 'class="stack tight sanction"' not in post.see(LEAD, record)
    assert differences(cast.SITE)[1] == ()


def test_an_act_that_says_nothing_of_what_follows_leaves_it_as_it_was(post: Post) -> None:
    key = found(post)
    before = queries.findings(post.book, POST)[0]
    old = Reassigned(handover=post.key, finding=key, side="site", people=(LEAD.key,), reason="从前的改判")
    act = next(act for act in post.book.acts() if act.kind == "handover.found")
    after = FINDINGS.evolve(before, dataclasses.replace(act, payload=old), key)
    assert isinstance(after, Finding)
    assert (after.side, after.follows) == ("site", before.follows)


def test_why_it_was_decided_so_is_told_in_the_readers_language(post: Post) -> None:
    found(post)
    record = f"/handover/{post.key}/record"
    page = post.see(LEAD, record)
    assert "✗ 「交接中发现」为" in page
    assert "「发现时已接班签字」为" in page
    one = queries.findings(post.book, POST)[0]
    kept = one.trace
    assert kept[0].startswith("✗ during is True")
    assert kept[0] not in page
    (rule,) = post.pack.handover.attributions
    assert reasoning(rule, one, "en") == kept
    for facts in ({}, {**one.facts, "during": True}):
        assert reasoning(rule, one.model_copy(update={"facts": facts}), "zh-hans") == kept, (
            "what was kept, as it stands"
        )


def test_the_api_tells_what_the_regime_says_and_what_was_decided(post: Post) -> None:
    key = found(post)
    post.ok("handover.decide_sanction", ASIDE, finding=key, outcome="NONE", reason="地址报错")
    one = post.client(LEAD).get(f"/api/v1/sites/{cast.SITE}/posts/{POST}/findings").json()[0]
    assert (one["follows"]["kind"], one["follows"]["clause"]) == ("open", "ems/6.1")
    assert [(each["outcome"], each["reason"]) for each in one["decided"]] == [("NONE", "地址报错")]
