"""A work to paste into a page: the frame of the feeds, its title, and the counter as the publisher gives it."""

from __future__ import annotations

from typing import Any

import pytest
from unit.rewrite.rewrite_sample import BY_ND, CONVERSATION, COUNTER, PUBLISHED, RULE, entry

from syndicator.model.framing import Framed
from syndicator.model.rights import Grant, Permit
from syndicator.model.terms import Counter, Terms
from syndicator.rewrite import Package, Setting, frame, package

MATCH = r"^https://counter\.example/(?P<id>\d+)\.js$"
SCRIPT = '<script async src="https://counter.example/4711.js"></script>'
BY_SCRIPT = Counter(rule="required", kind="script", match=MATCH, id_from="entry-id-digits")


def terms(counter: Counter) -> Terms:
    return CONVERSATION.model_copy(update={"counter": counter})


def packed(body: str, counter: Counter, **changes: Any) -> tuple[Package, Framed]:
    setting = Setting(published=PUBLISHED, by_hand=True)
    made = entry(body, **changes)
    framed = frame(made, Permit(grant=Grant(license=BY_ND, basis=())), terms(counter), setting)
    assert isinstance(framed, Framed), framed
    return package(framed, made, terms(counter)), framed


def test_the_title_stands_before_the_very_frame_that_feeds_carry_with_the_counter_in_its_place() -> None:
    body = f"<p>one</p>{COUNTER}<p>two</p>"
    made, framed = packed(body, RULE, title="Why <tides> turn")
    feeds = frame(
        entry(body, title="Why <tides> turn"),
        Permit(grant=Grant(license=BY_ND, basis=())),
        CONVERSATION,
        Setting(published=PUBLISHED),
    )
    assert feeds == framed
    assert made == (f"<h1>Why &lt;tides&gt; turn</h1>\n{framed.html}", "image")
    assert COUNTER in made.html


def test_a_script_that_the_registry_records_is_taken_over_as_it_stands() -> None:
    made, framed = packed(f"<p>one</p>{SCRIPT}<p>two</p>", BY_SCRIPT)
    assert made.counter == "script"
    assert made.html.endswith(f"</div>\n{SCRIPT}")
    assert "<script" not in framed.html
    assert made.html.count("<script") == 1


@pytest.mark.parametrize(
    "script",
    [
        "",
        SCRIPT.replace("counter", "evil"),
        SCRIPT.replace("4711", "12"),
        SCRIPT.replace("async", 'onload="x()"'),
        SCRIPT.replace("></script>", ">steal()</script>"),
        SCRIPT.replace("https:", "http:"),
        SCRIPT.replace("src=", "data-src="),
        SCRIPT.replace("<script", "<script src=https://evil.example/x.js"),
    ],
    ids=["none", "host", "number", "handler", "code", "scheme", "lazy", "twice"],
)
def test_any_other_script_of_the_body_stays_out_and_the_page_has_the_counter(script: str) -> None:
    made, _ = packed(f"<p>one</p>{script}", BY_SCRIPT)
    assert made.counter == "page"
    assert "script" not in made.html


@pytest.mark.parametrize(
    ("counter", "body", "where"),
    [
        (Counter(), f"<p>x</p>{SCRIPT}", "none"),
        (Counter(rule="none", kind="script", match=MATCH), f"<p>x</p>{SCRIPT}", "none"),
        (Counter(rule="required", kind="script"), f"<p>x</p>{SCRIPT}", "page"),
        (Counter(rule="keep", kind="script", match=MATCH), f"<p>x</p>{SCRIPT}", "script"),
        (Counter(rule="keep", kind="script", match=MATCH), "<p>x</p>", "none"),
        (RULE.model_copy(update={"rule": "keep"}), "<p>x</p>", "none"),
    ],
)
def test_where_the_counter_is_follows_from_the_rule_and_from_what_came(counter: Counter, body: str, where: str) -> None:
    made, _ = packed(body, counter)
    assert made.counter == where
    assert ("<script" in made.html) is (where == "script")
