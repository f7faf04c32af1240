"""What happens to a page and to what was typed in it when the connection or the tab is lost."""

import re

from playwright.sync_api import expect

from tests import cast
from tests.browser.conftest import People
from tests.browser.person import PHONE, UNFOLD
from tests.browser.roles import Tonight

HOME = f"p/{cast.CCR}/"
DRAWN_ANEW = """document.addEventListener("htmx:beforeSend", ({ detail }) => {
  if (detail.elt.id === "quick") queueMicrotask(() => detail.elt.replaceWith(detail.elt.cloneNode(true)));
})"""
TYPED = "3号机励磁变温度 68 ℃，比上一小时高 4 ℃"
SLOWLY = """form => {
  const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (body) {
    if (body) setTimeout(() => send.call(this, body), 1500);
    else send.call(this, body);
  };
  form.querySelector("[name=next]").value = location.pathname.replace(/handover.*/, "log");
  const news = () => htmx.trigger(form.closest("[data-live]"), "refresh");
  form.addEventListener("htmx:beforeSend", () => setTimeout(news));
}"""
"""The answer takes its time and leads to another page; meanwhile news come and draw the form anew."""
POLLED = 15_000
"""Milliseconds within which a page falls back, and within which it then shows news."""


def test_what_was_typed_survives_a_closed_tab(people: People, tonight: Tonight) -> None:
    out = people(tonight.operator.username, PHONE).open(HOME)
    out.page.locator("#quick [name=text]").fill(TYPED)
    context = out.page.context
    out.page.close()
    out.page = context.new_page()
    out.open(HOME)
    expect(out.page.locator("#quick [name=text]")).to_have_value(TYPED)
    out.check("connection-restored-phone")
    out.send("quick").sees(TYPED).open(HOME)
    expect(out.page.locator("#quick [name=text]")).to_have_value("")


def test_what_was_sent_without_a_connection_waits_and_is_written_once(people: People, tonight: Tonight) -> None:
    out = people(tonight.operator.username).open(HOME)
    before = out.page.locator("article.entry").count()
    out.page.locator("#quick [name=text]").fill(TYPED + "（第二次）")
    out.page.context.set_offline(True)
    out.page.locator("#quick button[type=submit]").last.click()
    expect(out.page.locator("body")).to_contain_text("没有网络")
    expect(out.page.locator("#quick [name=text]")).to_have_value(TYPED + "（第二次）")
    out.page.context.set_offline(False)
    out.send("quick").sees(TYPED + "（第二次）")
    out.open(HOME)
    assert out.page.locator("article.entry", has_text="（第二次）").count() == 1
    assert out.page.locator("article.entry").count() >= before
    out.expects("ERR_INTERNET_DISCONNECTED")


def test_a_double_click_is_one_entry(people: People, tonight: Tonight) -> None:
    out = people(tonight.operator.username).open(HOME)
    out.page.locator("#quick [name=text]").fill("双击只记一条")
    out.page.locator("#quick button[type=submit]").last.dblclick()
    out.sees("双击只记一条").open(HOME)
    assert out.page.locator("article.entry", has_text="双击只记一条").count() == 1


def test_what_was_accepted_is_not_offered_again_when_its_own_news_comes_first(people: People, tonight: Tonight) -> None:
    """The form is drawn anew by the news of its entry before its answer is there."""
    out = people(tonight.operator.username).open(HOME)
    out.page.evaluate(DRAWN_ANEW)
    out.send("quick", text="消息比答复先到").sees("消息比答复先到")
    expect(out.page.locator("#quick [name=text]")).to_have_value("")
    out.open(HOME)
    expect(out.page.locator("#quick [name=text]")).to_have_value("")
    expect(out.page.locator("#quick .restored")).to_have_count(0)


def test_the_address_follows_the_answer_of_a_form_that_was_drawn_anew_meanwhile(
    people: People, tonight: Tonight
) -> None:
    out = people(tonight.operator.username).open_running(f"p/{cast.CCR}")
    form = out.page.locator("form[id^='write-line-']").first
    form.evaluate(UNFOLD)
    form.locator("[name=text]").fill("答复来得慢")
    form.evaluate(SLOWLY)
    form.locator("button[type=submit]").last.click()
    out.arrives(f"/{HOME}log$")
    expect(out.page).to_have_title(re.compile("日志"))
    expect(out.page.locator("h1")).to_have_text("日志")


def test_without_an_event_stream_the_page_asks_for_news(people: People, tonight: Tonight) -> None:
    reader = people(tonight.lead.username)
    reader.page.route("**/sse*", lambda route: route.abort())
    reader.open(HOME)
    expect(reader.page.locator("#connection")).to_have_attribute("data-state", "polling", timeout=POLLED)
    out = people(tonight.operator.username).open(HOME)
    out.send("quick", text="没有推送也看得到")
    expect(reader.page.locator("body")).to_contain_text("没有推送也看得到", timeout=POLLED)
    reader.expects("ERR_FAILED")
