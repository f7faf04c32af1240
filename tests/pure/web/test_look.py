"""The look keeps its promises: readable colours by day and night, known icons, nothing inline, Chinese set well."""

import re
from datetime import datetime
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

import jiaoban.web
from jiaoban.web.gallery import gallery_context

WEB = Path(jiaoban.web.__file__).parent
STATIC = WEB / "static" / "jiaoban"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
NOW = datetime(2026, 11, 23, 7, 50, tzinfo=ZoneInfo("Asia/Shanghai"))

PLAIN = [("ink", "ground"), ("ink-soft", "sunken"), ("ink-faint", "ground"), ("ink-faint", "sunken")]
TINTED = [(tone, f"{tone}-soft") for tone in ("block", "advise", "clear")] + [("accent-strong", "accent-soft")]
FILLED = [("on-accent", "accent"), ("on-block", "block"), ("on-accent", "accent-strong")]
BANDS = [("ink", f"tone-{number}") for number in range(4)]


def palette(*sheets: str) -> dict[str, str]:
    """Return the colours that stand when these sheets are read in this order."""
    return {
        name: value for sheet in sheets for name, value in COLOUR.findall((STATIC / sheet).read_text(encoding="utf-8"))
    }


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize(
    ("sheets", "pair"),
    list(product([("tokens.css",), ("tokens.css", "dark.css")], PLAIN + TINTED + FILLED + BANDS)),
)
def test_text_is_readable_by_day_and_by_night(sheets: tuple[str, ...], pair: tuple[str, str]) -> None:
    colours = palette(*sheets)

    assert contrast(colours[pair[0]], colours[pair[1]]) >= 4.5


@pytest.mark.parametrize("sheets", [("tokens.css",), ("tokens.css", "dark.css")])
def test_the_edge_of_a_field_can_be_seen(sheets: tuple[str, ...]) -> None:
    colours = palette(*sheets)

    assert contrast(colours["line-strong"], colours["surface"]) >= 3


def test_every_icon_that_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    named = {name for page in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)"', page.read_text(encoding="utf-8"))}

    assert named <= drawn


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: page.name)
def test_no_template_carries_a_style_or_a_script(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=|<style|\son\w+=\"|<script(?![^>]* src=)|https?://", text)


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: page.name)
def test_chinese_words_have_chinese_punctuation(page: Path) -> None:
    words = re.findall(r'{% translate "([^"]+)"', page.read_text(encoding="utf-8"))

    assert not [text for text in words if re.search(r"[\u4e00-\u9fff][,;:?!]|！", text)]


def test_the_gallery_shows_every_component_without_a_hole() -> None:
    request = RequestFactory().get("/gallery")
    request.user = AnonymousUser()

    shown = render_to_string("gallery.html", {**gallery_context(NOW), "frame": {"now": NOW}}, request)

    assert "现在不能接班" in shown
    assert "您上次当班后新增" in shown
    assert "None" not in shown
