"""What the documentation promises holds: links lead somewhere, and what the code has is documented."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jiaoban.cli.main import main
from jiaoban.demo.accounts import EVERYBODY
from tests import reference
from tests.test_tree import ADDRESSES, MACHINE_PATHS

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
ADRS = DOCS / "adr"
ENVIRONMENT = DOCS / "reference" / "environment.md"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "requirements" / "README.md"])
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")
HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
VARIABLE = re.compile(r"\b(?:JIAOBAN_[A-Z][A-Z_]*[A-Z]|DATABASE_URL)\b")
COMMAND = re.compile(r"bin/jiaoban ((?:[a-z]+ ?)+)")
INTERNAL = {"JIAOBAN_TEST_POSTGRES"}  # between bin/test and its own stages
PARTS_OF_A_DECISION = ["Context", "Choice", "Refused", "Price"]


def name(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


def slug(heading: str) -> str:
    """The anchor of a heading, as code hosts make it."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


def anchors(document: Path) -> set[str]:
    return {slug(heading) for heading in HEADING.findall(FENCED.sub("", document.read_text(encoding="utf-8")))}


def links(document: Path) -> Iterator[str]:
    """The links of a page that lead into this repository."""
    for target in LINK.findall(FENCED.sub("", document.read_text(encoding="utf-8"))):
        if "://" not in target and not target.startswith("mailto:"):
            yield target


def broken(document: Path) -> Iterator[str]:
    for target in links(document):
        path, _, anchor = target.partition("#")
        there = (document.parent / path).resolve() if path else document
        if not there.exists() or (anchor and there.suffix == ".md" and anchor not in anchors(there)):
            yield target


@pytest.mark.parametrize("document", PAGES, ids=name)
def test_every_link_leads_somewhere(document: Path) -> None:
    assert list(broken(document)) == []


def test_every_page_can_be_reached_from_the_index() -> None:
    seen, todo = {DOCS / "README.md"}, [DOCS / "README.md"]
    while todo:
        page = todo.pop()
        for target in links(page):
            there = (page.parent / target.partition("#")[0]).resolve()
            if there.suffix == ".md" and there not in seen and there.exists():
                seen.add(there)
                todo.append(there)
    assert sorted(name(page) for page in set(DOCS.rglob("*.md")) - seen) == []


@pytest.mark.parametrize("made", sorted(reference.PAGES))
def test_a_page_made_from_the_code_is_as_the_code_makes_it(made: str) -> None:
    assert (reference.FOLDER / made).read_text(encoding="utf-8") == reference.PAGES[made](), "Run bin/docs."


@pytest.mark.parametrize(("page", "packs"), [("clauses.md", "*/scenarios"), ("examples.md", "examples/*/scenarios")])
def test_the_page_of_clauses_is_current(page: str, packs: str, capsys: pytest.CaptureFixture[str]) -> None:
    folders = sorted(str(path.parent) for path in (ROOT / "regimes").glob(packs))
    assert main(["regime", "coverage", *folders]) == 0
    written = (DOCS / "reference" / page).read_text(encoding="utf-8")
    assert written == capsys.readouterr().out, f"Run: jiaoban regime coverage ... > docs/reference/{page}"


def test_every_verb_says_what_it_does_and_every_argument_has_a_title() -> None:
    mute = [verb.name for verb in reference.known_verbs() if verb.says == verb.name]
    untitled = [
        f"{verb.name} {argument}"
        for verb in reference.known_verbs()
        for argument, part in verb.args.model_json_schema().get("properties", {}).items()
        if not part.get("title")
    ]
    assert (mute, untitled) == ([], [])


def test_every_kind_of_act_says_what_happened() -> None:
    assert [kind.KIND for kind in reference.known_acts() if not (kind.__doc__ or "").strip()] == []


def test_every_command_says_what_it_does() -> None:
    assert [words for words, parser in reference.commands() if not parser.description] == []


def test_every_environment_variable_is_documented_and_no_other() -> None:
    sources = [*(ROOT / "src").rglob("*.py"), *(path for path in (ROOT / "bin").iterdir() if path.is_file())]
    read = {found for path in sources for found in VARIABLE.findall(path.read_text(encoding="utf-8"))} - INTERNAL
    told = set(VARIABLE.findall(ENVIRONMENT.read_text(encoding="utf-8")))
    bases = {one.removesuffix("_FILE") for one in told}
    assert (sorted(read - told), sorted(bases - read)) == ([], [])


@pytest.mark.parametrize("document", PAGES, ids=name)
def test_every_command_in_an_example_exists(document: Path) -> None:
    known = [words[1:] for words, _ in reference.commands()]
    unknown = [
        said
        for said in COMMAND.findall(document.read_text(encoding="utf-8"))
        if not any(said.split()[: len(words)] == words for words in known)
    ]
    assert unknown == []


@pytest.mark.parametrize("document", PAGES, ids=name)
def test_no_page_names_a_package_registry_or_a_folder_of_one_machine(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert (ADDRESSES.findall(text), MACHINE_PATHS.findall(text)) == ([], [])


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_both_readmes_name_every_demo_person(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert [one.username for one in EVERYBODY if f"`{one.username}`" not in text] == []


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    files = sorted(path for path in ADRS.glob("*.md") if path.name != "README.md")
    assert [path.name[:5] for path in files] == [f"{number:04d}-" for number in range(1, len(files) + 1)]
    index = (ADRS / "README.md").read_text(encoding="utf-8")
    for path in files:
        title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix(f"# {path.name[:4]} ")
        assert f"| [{path.name[:4]}]({path.name}) | {title} |" in index


@pytest.mark.parametrize("decision", sorted(ADRS.glob("0*.md")), ids=lambda path: path.name[:4])
def test_a_decision_has_its_four_parts(decision: Path) -> None:
    assert re.findall(r"^## (.*)$", decision.read_text(encoding="utf-8"), re.MULTILINE) == PARTS_OF_A_DECISION


def test_the_picture_of_the_readme_is_small() -> None:
    assert (DOCS / "pictures" / "handover.png").stat().st_size < 300 * 1024
