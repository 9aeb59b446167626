from __future__ import annotations

import hashlib
import sys
import time
from dataclasses import FrozenInstanceError

import pytest
from lxml import etree
from unit.render.plans import AT, LINK, body, framed, ids, plan, republication, rich_plan

from syndicator.model.config import FormatName
from syndicator.model.findings import Rejected, Severity, ValidFeed
from syndicator.model.plan import Stub
from syndicator.model.reasons import Reason
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


WITHDRAWN = Stub(id="tag:gazette.example,2026:9", when=AT, reason=Reason.ARTICLE_GONE, link=LINK)


def judged(before: str, after: str) -> list[str]:
    """Give the findings of a feed with a stub in which one text was replaced."""
    planned = plan(stubs=(WITHDRAWN,))
    head, title, rest = render(planned, "rss").decode().partition("<title>Withdrawn</title>")
    spoiled = head + (title + rest).replace(before, after, 1)
    assert not before or spoiled != head + title + rest
    found = gate("rss", spoiled.encode(), ids(planned), (WITHDRAWN.id,))
    return sorted({each.code for each in found if each.severity is Severity.ERROR})


@pytest.mark.proves("D-42")
def test_a_stub_needs_no_license_no_author_and_no_notice() -> None:
    assert judged("", "") == []
    assert judged(f"<link>{LINK}</link>", "") == []
    assert judged("<guid", "<dc:language>en</dc:language><guid") == []


@pytest.mark.proves("D-42")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<title>Withdrawn</title>", "<title>Why the tide came in twice</title>"),
        ("<title>Withdrawn</title>", "<title>Withdrawn</title><title>Withdrawn</title>"),
        ("<title>Withdrawn</title>", ""),
        ("withdrew it.</description>", "withdrew it. The tide came in twice.</description>"),
        ("<guid", "<dc:creator>Ada Nomen</dc:creator><guid"),
        ("<guid", "<category>Sea</category><guid"),
        ("<guid", "<dc:language>The tide</dc:language><guid"),
        ("<guid", "<description>Ada Nomen</description><guid"),
        (
            "<guid",
            "<creativeCommons:license>https://creativecommons.org/licenses/by/4.0/</creativeCommons:license><guid",
        ),
        ("<guid", "<content:encoded>&lt;p&gt;The tide came in.&lt;/p&gt;</content:encoded><guid"),
        ("<guid", '<enclosure url="https://gazette.example/x.mp3" length="1" type="audio/mpeg"/><guid'),
        ("<guid", "The tide came in twice. <guid"),
        ("<pubDate>", '<pubDate title="Why the tide came in twice">'),
        ("<description>This entry", "<description><b>The tide</b>This entry"),
    ],
)
def test_a_stub_that_holds_anything_of_the_work_or_lacks_its_words_is_rejected(before: str, after: str) -> None:
    assert "stub-not-bare" in judged(before, after)


def test_an_item_with_an_attribute_is_no_bare_stub() -> None:
    planned = plan(stubs=(WITHDRAWN,))
    head, item, rest = render(planned, "rss").decode().rpartition("<item>")
    spoiled = f'{head}<item x="The tide">{rest}'.encode()
    assert item
    assert "stub-not-bare" in {each.code for each in gate("rss", spoiled, ids(planned), (WITHDRAWN.id,))}


def test_stubs_stand_behind_the_entries_and_are_those_that_were_planned() -> None:
    planned = plan(stubs=(WITHDRAWN,))
    rendered = render(planned, "rss")
    admitted = admit("world", "rss", rendered, ids(planned), (WITHDRAWN.id,))
    assert isinstance(admitted, ValidFeed)
    assert admitted.entry_ids == ids(planned)
    for stubs in ((), ("tag:gazette.example,2026:8",), (WITHDRAWN.id, WITHDRAWN.id), ids(planned)):
        rejected = admit("world", "rss", rendered, ids(planned), stubs)
        assert isinstance(rejected, Rejected), stubs
        assert "ids-not-as-planned" in {each.code for each in rejected.findings}
    assert isinstance(admit("world", "atom", render(planned, "atom"), ids(planned)), ValidFeed)
    assert WITHDRAWN.id.encode() not in render(planned, "atom")


def test_a_work_under_the_id_of_a_stub_is_rejected() -> None:
    planned = plan(republication(1), republication(2))
    one, two = ids(planned)
    rejected = admit("world", "rss", render(planned, "rss"), (one,), (two,))
    assert isinstance(rejected, Rejected)
    assert {each.code for each in rejected.findings} == {"stub-not-bare"}


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
