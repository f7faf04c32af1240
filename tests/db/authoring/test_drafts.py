"""Drafts of a regime as the book keeps them: begun, written by two, proposed by one, approved by another."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from time import sleep

import pytest
from django.core.management import call_command

from jiaoban.authoring import texts, trying
from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from jiaoban.ledger import store
from jiaoban.ledger.rebuild import differences
from jiaoban.ledger.verify import verify
from jiaoban.org import queries as org
from jiaoban.org.door import NotProven
from jiaoban.regime.load import load
from jiaoban.scenario.passing import Ran
from jiaoban.scenario.scene import Failing
from tests import cast
from tests.db.authoring.conftest import HYDRO, NO_SCENARIOS, SECOND, TODAY, Study, files_of

GATES = "handover.yaml"


@pytest.fixture
def key(study: Study) -> str:
    return study.ok(cast.AUTHOR, "authoring.start", regime="hydro")


def test_a_draft_from_an_adopted_version_says_what_the_version_says(study: Study, key: str) -> None:
    draft = study.draft(key)
    report = texts.compiled(draft.kept)
    assert report.pack is not None
    assert report.pack.digest == load(HYDRO).digest
    assert (draft.origin, draft.base_version, draft.revision) == ("VERSION", "1.1.0", 1)


def test_files_from_elsewhere_keep_every_letter(study: Study) -> None:
    brought = files_of(HYDRO)
    key = study.ok(cast.AUTHOR, "authoring.bring", texts=brought)
    assert texts.texts(study.draft(key).kept) == brought
    assert texts.checked(study.draft(key).kept).problems == ()


def test_a_small_new_regime_is_good_and_its_scenarios_can_be_run(study: Study) -> None:
    said = {"code": "pump", "title": "泵站交接班", "issuer": "泵站", "post": "泵房"}
    key = study.ok(cast.AUTHOR, "authoring.begin", **said)
    checked = texts.checked(study.draft(key).kept)
    assert checked.pack is not None
    assert checked.problems == ()
    assert checked.cases
    with pytest.raises(BadInput, match="本站已有制度"):
        study.do(cast.AUTHOR, "authoring.begin", **{**said, "code": "hydro"})


@pytest.mark.parametrize(
    ("brought", "said"),
    [
        ({"pack.yaml": "title: x"}, "没有制度编号"),
        ({"pack.yaml": "id: pump", "../etc/passwd": "x"}, "没有「../etc/passwd」"),
        ({"pack.yaml": "id: pump", "scenarios/../../x.yaml": "x"}, "制度包里没有"),
        ({"pack.yaml": "id: pump", "run.py": "x"}, "没有「run.py」"),
        ({"pack.yaml": "id: pump", "clauses.yaml": "x" * 1_000_001}, "clauses.yaml 有 1000001 字节"),
    ],
)
def test_what_is_no_pack_is_refused_in_a_sentence(study: Study, brought: dict[str, str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        study.do(cast.AUTHOR, "authoring.bring", texts=brought)
    assert store.DbBook(cast.SITE).size == study.visit(cast.AUTHOR).book.size


def test_a_save_counts_revisions_and_touches_one_file(study: Study, key: str) -> None:
    before = study.draft(key)
    study.ok(cast.AUTHOR, "authoring.save", draft=key, on=1, file="CHANGELOG.md", text="- 1.2.0: 初稿")
    after = study.draft(key)
    assert after.revision == 2
    assert texts.texts(after.kept)["CHANGELOG.md"] == "- 1.2.0: 初稿\n"
    assert {one.name: one for one in after.files if one.name != "CHANGELOG.md"} == {
        one.name: one for one in before.files
    }


def test_two_people_never_write_over_each_other(study: Study, key: str) -> None:
    study.ok(cast.AUTHOR, "authoring.save", draft=key, on=1, file=GATES, text="steps: []")
    refusal = study.refused(SECOND, "authoring.save", draft=key, on=1, file=GATES, text="steps: [x]")
    assert refusal.conflict
    assert refusal.reasons[0].code == "written-meanwhile"
    assert cast.AUTHOR.name in refusal.reasons[0].why.zh
    assert texts.texts(study.draft(key).kept)[GATES] == "steps: []\n"
    study.ok(SECOND, "authoring.save", draft=key, on=1, file="README.md", text="another file")
    study.ok(SECOND, "authoring.save", draft=key, on=2, file=GATES, text="steps: [x]")
    assert study.draft(key).writers == (cast.AUTHOR.key, SECOND.key)
    with pytest.raises(BadInput, match="没有修订 9"):
        study.do(SECOND, "authoring.save", draft=key, on=9, file=GATES, text="y")


def test_the_same_save_twice_is_one_and_the_same_text_is_none(study: Study, key: str) -> None:
    said = {"draft": key, "on": 1, "file": GATES, "text": "steps: []"}
    study.ok(cast.AUTHOR, "authoring.save", command="once-only", **said)
    assert study.do(cast.AUTHOR, "authoring.save", command="once-only", **said).repeated
    assert study.draft(key).revision == 2
    same = study.refused(cast.AUTHOR, "authoring.save", **{**said, "on": 2, "text": "steps: []\n"})
    assert same.reasons[0].code == "nothing-new"


def test_a_file_can_be_taken_out_but_not_the_head(study: Study, key: str) -> None:
    study.ok(cast.AUTHOR, "authoring.remove", draft=key, on=1, file="ambiguities.yaml")
    assert study.draft(key).file("ambiguities.yaml") is None
    with pytest.raises(BadInput, match="不能删"):
        study.do(cast.AUTHOR, "authoring.remove", draft=key, on=2, file="pack.yaml")
    with pytest.raises(NotFound):
        study.do(cast.AUTHOR, "authoring.remove", draft=key, on=2, file="scenarios/none.yaml")


def test_who_has_not_the_right_writes_and_approves_nothing(study: Study, key: str) -> None:
    with pytest.raises(NotAllowed):
        study.do(cast.HEAD, "authoring.start", regime="hydro")
    digest = study.proposed(key)
    for who in (cast.AUTHOR, cast.AUDITOR, cast.AT_CCR["B"]):
        with pytest.raises(NotAllowed):
            study.do(who, "authoring.approve", draft=key, digest=digest)
    with pytest.raises(NotProven):
        study.visit(cast.HEAD, proven=False).do(
            "authoring.approve", {"draft": key, "digest": digest}, command="not-proven"
        )


def test_what_is_approved_is_what_was_proposed_and_is_adopted(study: Study, key: str) -> None:
    digest = study.proposed(key)
    draft = study.draft(key)
    assert draft.proposal is not None
    report = texts.compiled(draft.kept)
    assert report.pack is not None
    assert (report.pack.digest, report.pack.head.version) == (digest, "1.2.0")
    assert report.pack.head.approver == cast.HEAD.name
    other = study.refused(cast.HEAD, "authoring.approve", draft=key, digest=load(HYDRO).digest)
    assert other.reasons[0].code == "proposed-otherwise"
    study.ok(cast.HEAD, "authoring.approve", draft=key, digest=digest)
    adopted = org.in_force(store.DbBook(cast.SITE), "hydro", study.clock.now())
    assert adopted is not None
    assert (adopted.digest, adopted.version, f"{adopted.effective_from}") == (digest, "1.2.0", TODAY)
    assert (study.draft(key).stage, study.draft(key).published) == ("PUBLISHED", digest)
    late = study.refused(cast.AUTHOR, "authoring.save", draft=key, on=2, file=GATES, text="x")
    assert late.reasons[0].code == "draft-published"


def test_a_draft_from_a_version_written_here_has_its_very_texts(study: Study) -> None:
    key = study.ok(cast.AUTHOR, "authoring.bring", texts=files_of(HYDRO))
    study.ok(cast.HEAD, "authoring.approve", draft=key, digest=study.proposed(key))
    again = study.ok(cast.AUTHOR, "authoring.start", regime="hydro", version="1.2.0")
    assert study.draft(again).kept == study.draft(key).kept
    assert "# What the document is." in texts.texts(study.draft(again).kept)["pack.yaml"]


def test_nobody_approves_what_they_wrote_themselves(study: Study) -> None:
    study.ok(cast.ADMINISTRATOR, "org.grant", person=cast.HEAD.key, role="AUTHOR")
    key = study.ok(cast.HEAD, "authoring.start", regime="hydro")
    said = {"draft": key, "on": 1, "version": "1.2.0", "effective_from": TODAY, "note": NO_SCENARIOS}
    own = study.refused(cast.HEAD, "authoring.propose", approver=cast.HEAD.key, **said)
    assert own.reasons[0].code == "own-text"
    unable = study.refused(cast.HEAD, "authoring.propose", approver=SECOND.key, **said)
    assert unable.reasons[0].code == "cannot-approve"
    study.ok(cast.HEAD, "authoring.propose", approver=cast.ADMINISTRATOR.key, **said)
    proposal = study.draft(key).proposal
    assert proposal is not None
    for verb, more in (("approve", {}), ("send_back", {"reason": "不行"})):
        other = study.refused(cast.HEAD, f"authoring.{verb}", draft=key, digest=proposal.digest, **more)
        assert other.reasons[0].code == "another-approver"
    study.ok(cast.ADMINISTRATOR, "authoring.approve", draft=key, digest=proposal.digest)


def test_a_proposal_goes_back_with_a_reason_and_can_be_made_again(study: Study, key: str) -> None:
    digest = study.proposed(key)
    closed = study.refused(cast.AUTHOR, "authoring.save", draft=key, on=2, file=GATES, text="x")
    assert closed.reasons[0].code == "draft-proposed"
    study.ok(cast.HEAD, "authoring.send_back", draft=key, digest=digest, reason="生效日太早")
    back = study.draft(key).sent_back
    assert back is not None
    assert (back.reason, back.by) == ("生效日太早", cast.HEAD.key)
    gone = study.refused(cast.HEAD, "authoring.approve", draft=key, digest=digest)
    assert gone.reasons[0].code == "not-proposed"
    again = study.proposed(key, effective_from="2026-12-01")
    assert again != digest
    study.ok(cast.AUTHOR, "authoring.take_back", draft=key, digest=again)
    assert study.draft(key).stage == "WRITING"
    study.ok(cast.AUTHOR, "authoring.drop", draft=key, reason="不做了")
    assert study.draft(key).stage == "DROPPED"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"version": "1.1.0"}, "version-taken"),
        ({"effective_from": "2026-11-22"}, "backdated-regime"),
        ({"on": 1}, "written-meanwhile"),
    ],
)
def test_what_could_not_be_adopted_cannot_be_proposed(
    study: Study, key: str, said: dict[str, object], code: str
) -> None:
    study.ok(cast.AUTHOR, "authoring.save", draft=key, on=1, file="README.md", text="说明")
    whole = {
        "on": 2,
        "version": "1.2.0",
        "effective_from": TODAY,
        "approver": cast.HEAD.key,
        "note": NO_SCENARIOS,
        **said,
    }
    assert study.refused(cast.AUTHOR, "authoring.propose", draft=key, **whole).reasons[0].code == code


def test_a_broken_draft_cannot_be_proposed_and_the_first_fault_is_named(study: Study, key: str) -> None:
    study.ok(cast.AUTHOR, "authoring.save", draft=key, on=1, file="ambiguities.yaml", text="- id: [")
    said = {"on": 2, "version": "1.2.0", "effective_from": TODAY, "approver": cast.HEAD.key}
    reason = study.refused(cast.AUTHOR, "authoring.propose", draft=key, **said).reasons[0]
    assert reason.code == "pack-unusable"
    assert "ambiguities.yaml:2:" in reason.why.zh


def test_another_id_in_the_head_is_not_taken_for_this_regime(study: Study) -> None:
    brought = files_of(HYDRO)
    key = study.ok(cast.AUTHOR, "authoring.bring", texts=brought)
    text = brought["pack.yaml"].replace("id: hydro", "id: hydra")
    study.ok(cast.AUTHOR, "authoring.save", draft=key, on=1, file="pack.yaml", text=text)
    said = {"on": 2, "version": "1.2.0", "effective_from": TODAY, "approver": cast.HEAD.key}
    assert study.refused(cast.AUTHOR, "authoring.propose", draft=key, **said).reasons[0].code == "pack-unusable"


def test_a_draft_whose_scenarios_fail_is_neither_proposed_nor_approved(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = study.ok(cast.AUTHOR, "authoring.begin", code="pump", title="泵站交接班", issuer="泵站", post="泵房")
    scenarios = "scenarios/handover.yaml"
    good = texts.texts(study.draft(key).kept)[scenarios]
    study.ok(
        cast.AUTHOR,
        "authoring.save",
        draft=key,
        on=1,
        file=scenarios,
        text=good.replace("stage: CLOSED", "stage: DRAFT"),
    )
    said = {"version": "1.1.0", "effective_from": TODAY, "approver": cast.HEAD.key}
    reason = study.refused(cast.AUTHOR, "authoring.propose", draft=key, on=2, **said).reasons[0]
    assert reason.code == "scenarios-fail"
    assert "1 个场景没有通过：一切齐备" in reason.why.zh
    assert reason.names[0].startswith(f"{scenarios}:")
    assert "场景" in reason.lifts.zh
    study.ok(cast.AUTHOR, "authoring.save", draft=key, on=2, file=scenarios, text=good)
    study.ok(cast.AUTHOR, "authoring.propose", draft=key, on=3, **said)
    proposal = study.draft(key).proposal
    assert proposal is not None
    said = {"draft": key, "digest": proposal.digest}
    unlike = tuple(
        replace(one, failing=(Failing("x", 1, "holds", "a", "b"),)) for one in trying.ran(study.draft(key).kept).results
    )
    for ran, code in ((Ran(unlike, 0), "scenarios-fail"), (Ran((), 3), "scenarios-left")):
        monkeypatch.setattr(trying, "so_far", lambda _, ran=ran: ran)
        assert study.refused(cast.HEAD, "authoring.approve", **said).reasons[0].code == code
        monkeypatch.undo()
    study.ok(cast.HEAD, "authoring.approve", **said)


def test_scenarios_that_take_long_are_run_on_from_where_they_stopped(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = study.ok(cast.AUTHOR, "authoring.begin", code="pump", title="泵站交接班", issuer="泵站", post="泵房")
    kept = study.draft(key).kept
    trying._run.cache_clear()
    monkeypatch.setattr(trying, "LONGEST_S", 0.0)
    assert trying.ran(kept).results == ()
    assert trying.so_far(kept).left == len(texts.checked(kept).cases) > 1
    monkeypatch.setattr(trying, "LONGEST_S", 0.001)
    seen = [len(trying.ran(kept).results) for _ in range(100)]
    assert seen == sorted(seen)
    assert 0 < seen[0] < seen[-1]
    assert (trying.ran(kept).left, trying.ran(kept).failed) == (0, ())


def test_who_waited_for_another_run_does_not_run_as_long_again(study: Study) -> None:
    key = study.ok(cast.AUTHOR, "authoring.begin", code="pump", title="泵站交接班", issuer="泵站", post="泵房")
    trying._run.cache_clear()
    run = trying._run(study.draft(key).kept)
    with ThreadPoolExecutor(1) as threads:
        with run._one_at_a_time:
            waiting = threads.submit(run.on, 0.05)
            sleep(0.2)
        came = waiting.result()
    assert came.results == ()
    assert came.left > 1


def test_a_draft_without_scenarios_is_proposed_with_a_word_why(study: Study, key: str) -> None:
    said = {"on": 1, "version": "1.2.0", "effective_from": TODAY, "approver": cast.HEAD.key}
    reason = study.refused(cast.AUTHOR, "authoring.propose", draft=key, **said).reasons[0]
    assert reason.code == "no-scenarios"
    study.ok(cast.AUTHOR, "authoring.propose", draft=key, **said, note="场景在总厂")


def test_the_day_passed_between_proposal_and_approval(study: Study, key: str) -> None:
    digest = study.proposed(key)
    study.later(days=1)
    late = study.refused(cast.HEAD, "authoring.approve", draft=key, digest=digest)
    assert late.reasons[0].code == "backdated-regime"
    assert study.draft(key).stage == "PROPOSED"


def test_a_rebuild_would_change_nothing_and_the_book_verifies(study: Study, key: str) -> None:
    study.ok(cast.AUTHOR, "authoring.save", draft=key, on=1, file="README.md", text="说明")
    study.ok(cast.HEAD, "authoring.approve", draft=key, digest=study.proposed(key))
    assert differences(cast.SITE)[1] == ()
    assert verify(cast.SITE).findings == ()


def test_a_lost_text_is_a_finding(study: Study, key: str, data: Path) -> None:
    from jiaoban.ledger import files

    lost = study.draft(key).files[0].file
    files.path_of(lost).unlink()
    assert any(lost[2:] in str(one) for one in verify(cast.SITE).findings)


def test_the_migration_is_whole(db: None) -> None:
    call_command("makemigrations", "authoring", check=True, dry_run=True, verbosity=0)
