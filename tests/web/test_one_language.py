"""A site of one language on every page that somebody can reach: no stray word of the other language."""

import html
import re
from pathlib import Path
from typing import Any

import pytest

from jiaoban.handover.pages import paper
from jiaoban.kernel.clock import VirtualClock
from jiaoban.org import door, tables
from jiaoban.org import queries as org
from tests import cast
from tests.pure.handover.desk import LEAD, OUT
from tests.pure.handover.test_one_language import CHINESE_SIGNS, live, pack
from tests.web.desk import WebDesk
from tests.web.test_blind_everywhere import LINK

pytestmark = pytest.mark.django_db
UNSEEN = re.compile(r"<(script|style|svg|template|textarea)\b.*?</\1>|<!--.*?-->", re.S)
TAG = re.compile(r"<[^>]*?>")
ATTRIBUTES = re.compile(r'(?:title|placeholder|aria-label|alt|value|content|data-[a-z-]+)="([^"]*)"')
MOST = 160


def english_pages(desk: WebDesk, who: cast.Member) -> dict[str, str]:
    """Return every page of the site that somebody can reach by links, as they read it in English: the text alone."""
    client = desk.client(who)
    client.cookies["django_language"] = "en"
    begin = [f"/s/{cast.SITE}/p/patrol", f"/s/{cast.SITE}"]
    todo, pages = begin, dict[str, str]()
    while todo and len(pages) < MOST:
        path = todo.pop()
        bare = path.partition("?")[0]
        if bare in pages or not bare.startswith(f"/s/{cast.SITE}") or bare.endswith(".pdf"):
            continue
        answer = client.get(path, follow=True)
        if answer.streaming or not answer["Content-Type"].startswith("text/html"):
            pages[bare] = ""
            continue
        said = answer.content.decode()
        assert 'lang="en"' in said or "<html" not in said, bare
        pages[bare] = shown(said)
        todo += [html.unescape(one) for one in LINK.findall(said)]
    return pages


def shown(page: str) -> str:
    page = UNSEEN.sub(" ", page)
    return "\n".join(html.unescape(one) for one in (TAG.sub("\n", page), *ATTRIBUTES.findall(page)))


def theirs(desk: WebDesk) -> list[str]:
    """What people of this site call things: it has no other language."""
    names = [*org.names(desk.book).values()]
    people = [*names, *(name[0] for name in names), "中文"]  # also as a picture, and the way to the other language
    held = [one.qualification for person in desk.book.find(tables.PEOPLE) for one in person.qualifications]
    return sorted({*people, *held}, key=len, reverse=True)


@pytest.mark.parametrize("who", [OUT, LEAD, cast.ADMINISTRATOR, cast.AUTHOR])
def test_an_english_site_says_no_chinese_word(who: cast.Member) -> None:
    desk = live(WebDesk(pack("en")))
    left = {}
    pages = english_pages(desk, who)
    for path, text in pages.items():
        for name in theirs(desk):
            text = text.replace(name, "")
        said = {one.strip() for one in text.split("\n") if CHINESE_SIGNS.search(one)}
        if said:
            left[path] = said
    assert len(pages) > 20
    assert left == {}


@pytest.mark.parametrize(("language", "reader"), [("en", "zh-hans"), ("en", "en"), ("zh", "en")])
def test_the_pdf_of_a_record_speaks_the_language_of_its_regime(
    language: str, reader: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> None:
    settings.DATA = tmp_path
    monkeypatch.setattr(paper, "_render", lambda page: page.encode())
    desk = live(WebDesk(pack(language)))
    door.clock = VirtualClock(desk.now)
    client = desk.client(OUT)
    client.cookies["django_language"] = reader
    text = client.get(f"/s/{cast.SITE}/p/{cast.PATROL}/handover/{desk.key}/record.pdf").content.decode()
    for name in theirs(desk):
        text = text.replace(name, "")
    assert "Leak" in text
    assert bool(CHINESE_SIGNS.search(text)) is (language == "zh")
    assert ("交接班记录" in text) is (language == "zh")
