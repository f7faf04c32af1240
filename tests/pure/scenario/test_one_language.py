"""What the program writes in the book under a regime in one language is in that language, in every scenario."""

import re
from pathlib import Path

from jiaoban.kernel.refusal import Refusal
from jiaoban.regime.load import load
from jiaoban.scenario.read import Placed, read
from jiaoban.scenario.run import Runner
from jiaoban.scenario.scene import Scene

EXAMPLES = Path(__file__).resolve().parents[3] / "regimes" / "examples"
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
ENGLISH_SENTENCE = re.compile("[a-z]{2,} [a-z]{2,} [a-z]{2,}")


def written(example: str) -> tuple[set[str], set[str]]:
    """Return every act of an example's scenarios as text, without the site's own names, and the lines of records."""
    acts: set[str] = set()
    lines: set[str] = set()
    pack = load(EXAMPLES / example)

    def watch(_step: Placed, scene: Scene) -> None:
        for act in scene.book.acts():
            if not isinstance(act.payload, Refusal) and not act.payload.KIND.startswith("org."):
                acts.add(act.payload.model_dump_json())
        if scene.assessment is not None:
            lines.update(one.body.text for one in scene.assessment.handover.lines.values())

    Runner(pack, watch).run(read(EXAMPLES / example, pack).cases)
    return acts, lines


def test_the_english_example_writes_no_chinese() -> None:
    acts, lines = written("ramp")
    assert len(acts) > 150
    assert any(one.endswith("; this shift: Lent 1 (engine shop: borescope)") for one in lines)
    assert [one for one in acts if CHINESE.search(one)] == []


def test_the_chinese_example_writes_no_english_sentence() -> None:
    acts, lines = written("water")
    assert len(acts) > 150
    assert any("应有" in one for one in lines)
    assert [one for one in lines if ENGLISH_SENTENCE.search(one)] == []
