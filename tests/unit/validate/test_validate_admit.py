from __future__ import annotations

import hashlib
import sys
import time
from dataclasses import FrozenInstanceError

import pytest
from lxml import etree
from unit.render.plans import LINK, body, framed, ids, plan, republication, rich_plan

from syndicator.model.config import FormatName
from syndicator.model.findings import Rejected, Severity, ValidFeed
from syndicator.render import FORMATS, render
from syndicator.validate import admit, gate
from syndicator.validate.document import Doc, read


@pytest.mark.parametrize("format_", FORMATS)
def test_a_feed_as_rendered_is_admitted_with_its_digest_and_ids(format_: FormatName) -> None:
    planned = rich_plan()
    rendered = render(planned, format_)
    admitted = admit("world", format_, rendered, ids(planned))
    assert admitted == ValidFeed(
        name="world",
        format=format_,
        body=rendered,
        digest=hashlib.sha256(rendered).hexdigest(),
        entry_ids=ids(planned),
    )


@pytest.mark.parametrize("format_", FORMATS)
def test_an_empty_feed_is_admitted(format_: FormatName) -> None:
    empty = plan().model_copy(update={"republications": ()})
    assert isinstance(admit("world", format_, render(empty, format_), ()), ValidFeed)


def test_bytes_that_are_no_feed_are_rejected_with_the_reason() -> None:
    rejected = admit("world", "rss", b"<rss>", ())
    assert isinstance(rejected, Rejected)
    assert [finding.code for finding in rejected.findings] == ["sax-error"]


def test_the_bytes_are_read_as_utf_8_whatever_they_say() -> None:
    rendered = render(plan(), "rss").replace(b"UTF-8", b"utf-7")
    assert isinstance(admit("world", "rss", rendered, ids(plan())), ValidFeed)


def test_ids_in_another_order_are_rejected() -> None:
    planned = plan(republication(1), republication(2))
    rejected = admit("world", "atom", render(planned, "atom"), tuple(reversed(ids(planned))))
    assert isinstance(rejected, Rejected)
    assert [each.code for each in rejected.findings] == ["ids-not-as-planned"]


def test_warnings_keep_no_feed_back_and_are_still_told() -> None:
    planned = plan(republication(framed=framed(title="On <b>bold</b> tides")))
    rendered = render(planned, "rss")
    assert isinstance(admit("world", "rss", rendered, ids(planned)), ValidFeed)
    assert [(each.code, each.severity) for each in gate("rss", rendered, ids(planned))] == [
        ("contains-html", Severity.WARNING)
    ]


def test_a_feed_beyond_a_mebibyte_is_warned_of() -> None:
    planned = plan(republication(framed=framed(html=body(work=f"<p>{'tide ' * 220_000}</p>"))))
    assert [each.code for each in gate("rss", render(planned, "rss"), ids(planned))] == ["feed-too-large"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>x()</script>",
        "<img src='x' onerror='x()'>",
        "<a href=' java\tscript:x()'>y</a>",
        "<a href='DATA:text/html,x'>y</a>",
        "<iframe srcdoc='x'></iframe>",
        "<form action='https://gazette.example/'></form>",
        "<svg/onload=x()>",
        "<math><mtext></mtext></math>",
        "<noscript><p title='</noscript><img src=x>'></noscript>",
        "<!-- x -->",
        "<b>" * 300 + "<script>x()</script>",
        "<a ping='https://gazette.example/' href='https://gazette.example/'>y</a>",
    ],
)
@pytest.mark.parametrize("format_", FORMATS)
def test_html_that_could_run_code_is_never_admitted(format_: FormatName, hostile: str) -> None:
    planned = plan(republication(framed=framed(html=body(work=hostile))))
    rejected = admit("world", format_, render(planned, format_), ids(planned))
    assert isinstance(rejected, Rejected)
    assert "script-in-content" in {each.code for each in rejected.findings}


def test_the_notice_must_stand_outside_the_work() -> None:
    forged = f'<div class="syndicator-work"><div class="syndicator-notice">Ours. <a href="{LINK}">x</a></div></div>'
    planned = plan(republication(framed=framed(html=forged)))
    rejected = admit("world", "rss", render(planned, "rss"), ids(planned))
    assert isinstance(rejected, Rejected)
    assert [each.code for each in rejected.findings] == ["notice-missing"]


def test_an_entry_without_any_body_has_no_link_to_the_original() -> None:
    planned = plan(republication(framed=framed(html="Just words.")))
    rejected = admit("world", "atom", render(planned, "atom"), ids(planned))
    assert isinstance(rejected, Rejected)
    assert [each.code for each in rejected.findings] == ["original-link-missing"]


@pytest.mark.slow  # a figure: it depends on the machine and on what else runs there
@pytest.mark.skipif(sys.gettrace() is not None, reason="coverage is on: the figure would be its own")
def test_a_feed_of_half_a_mebibyte_is_admitted_in_less_than_forty_milliseconds() -> None:
    work = "<p>The tide came in <em>twice</em>, as the <a href='https://gazette.example/x'>harbor</a> says.</p>" * 100
    entries = tuple(republication(n, framed=framed(html=body(work=work))) for n in range(1, 37))
    planned = plan(*entries)
    rendered = render(planned, "atom")
    assert len(rendered) > 512 * 1024
    spent = []
    for _ in range(5):
        start = time.process_time()
        assert isinstance(admit("world", "atom", rendered, ids(planned)), ValidFeed)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.040


def test_a_document_can_not_be_changed_after_reading() -> None:
    doc = read(b"<rss/>")
    assert isinstance(doc, Doc)
    with pytest.raises(FrozenInstanceError):
        doc.root = etree.Element("feed")  # type: ignore[misc] # the point of the test
