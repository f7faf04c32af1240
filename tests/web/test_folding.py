"""Folded templates draw what Django draws."""

import re
from typing import Any

import pytest
from django.template import Context, Engine, TemplateSyntaxError
from django.test import Client
from django.utils.safestring import mark_safe
from django.utils.translation import override

from jiaoban.web.folding import Folded, Loader
from tests import cast
from tests.web.conftest import CCR, HERE, Browser, Station

TEMPLATES = {
    "words.html": '{% load i18n jiaoban %}<p>{% translate "日志" %} &amp; {% icon "log" %}{% translate "更多" %}</p>',
    "value.html": "{{ one }}|{{ safe }}|{{ number }}|{{ nothing }}|{{ one|upper }}",
    "part.html": '{% load i18n %}{% comment %}said{% endcomment %}[{{ one }}{% translate "日志" %}]',
    "as_it_stands.html": '<{% include "part.html" %}>',
    "with.html": '{% include "part.html" with one=number %}{% include "part.html" with other=1 only %}',
    "named_elsewhere.html": "{% include which %}",
    "loop.html": '{% for one in many %}{% include "part.html" %}{% empty %}{% include "words.html" %}{% endfor %}',
    "chosen.html": '{% load i18n %}{% if number %}{% include "part.html" %}{% else %}{% translate "日志" %}{% endif %}',
    "kept.html": '{% load i18n %}{% translate "日志" as title %}({{ title }}){% translate one %}',
    "itself.html": '{{ tree.name }}{% for tree in tree.inner %}{% include "itself.html" %}{% endfor %}',
    "page.html": '{% load i18n %}{% block title %}{% translate "日志" %}{% endblock %}{% block rest %}{% endblock %}',
    "child.html": '{% extends "page.html" %}{% block rest %}{{ block.super }}{% include "part.html" %}{% endblock %}',
    "turns.html": '{% for n in many %}{% include "turn.html" %}{% endfor %}',
    "turn.html": '{% cycle "a" "b" %}',
    "unasked.html": '{% if nothing %}{% include "wrong.html" %}{% include "absent.html" %}{% endif %}ok',
    "wrong.html": "{% nonsense %}",
}
GIVEN: dict[str, Any] = {
    "one": "a<b",
    "safe": mark_safe("<i>"),
    "number": 1234,
    "many": ["x", "<y>"],
    "which": "part.html",
    "tree": {"name": "a", "inner": [{"name": "b", "inner": [{"name": "c", "inner": []}]}]},
}


def engine(loader: str) -> Engine:
    libraries = {"i18n": "django.templatetags.i18n", "jiaoban": "jiaoban.web.templatetags.jiaoban"}
    inner = ("django.template.loaders.locmem.Loader", TEMPLATES)
    return Engine(libraries=libraries, loaders=[(loader, [inner])])


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name != "wrong.html"])
def test_a_template_draws_the_same_folded(name: str) -> None:
    folding, plain = engine("jiaoban.web.folding.Loader"), engine("django.template.loaders.cached.Loader")
    for language in ("zh-hans", "en", "zh-hans"):
        with override(language):
            drawn = [one.get_template(name).render(Context(GIVEN)) for one in (folding, folding, plain)]
        assert drawn[0] == drawn[1] == drawn[2]


def test_text_words_and_symbols_become_one_node() -> None:
    nodes = engine("jiaoban.web.folding.Loader").get_template("as_it_stands.html").nodelist
    assert [type(node).__name__ for node in nodes] == ["TextNode", "Plain", "Folded"]
    assert isinstance(nodes[2], Folded)


def test_a_mistake_in_a_template_is_told() -> None:
    with pytest.raises(TemplateSyntaxError, match="nonsense"):
        engine("jiaoban.web.folding.Loader").get_template("wrong.html")


@pytest.mark.parametrize("path", [f"{CCR}/", f"{CCR}/log", f"{HERE}/board", f"{CCR}/plant", "/accounts/login/"])
def test_a_page_draws_the_same_folded(
    path: str, station: Station, as_person: Browser, lead: cast.Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = as_person(lead)
    folded = _page(browser, path)
    monkeypatch.setattr("jiaoban.web.folding._fold", lambda nodes, part: None)
    _forget()
    try:
        assert _page(browser, path) == folded
    finally:
        _forget()


def _page(browser: Client, path: str) -> str:
    """Return a page without what is new every time."""
    text = browser.get(path).content.decode()
    fresh = r'(name="(?:csrfmiddlewaretoken|command)" value=|"X-CSRFToken": )"[^"]*"'
    return re.sub(fresh, r"\1", text)


def _forget() -> None:
    for loader in Engine.get_default().template_loaders:
        assert isinstance(loader, Loader)
        loader.reset()
