"""Hostile documents are refused, or read, within a bound: by ``read`` itself, before any worker's limit acts."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator

import pytest
from harness.patience import PATIENCE_S, within
from lxml import etree

from syndicator.errors import ParseError
from syndicator.model.document import Document
from syndicator.parse import Hints, ParseFailure, read
from syndicator.parse.isolated import Parser
from syndicator.parse.preflight import limit_of

HINTS = Hints(url="https://feeds.example/feed")
WARM = b"<rss version='2.0'><channel><title>t</title><item><title>x</title></item></channel></rss>"


def rss(inner: bytes, head: bytes = b"") -> bytes:
    start = b'<?xml version="1.0"?>' + head + b'<rss version="2.0"><channel><title>t</title>'
    return start + inner + b"</channel></rss>"


_worker: list[tuple[asyncio.Runner, Parser]] = []


@pytest.fixture(scope="module", autouse=True)
def _a_real_worker() -> Iterator[None]:
    with asyncio.Runner() as runner:
        parser = Parser(workers=1, deadline_s=PATIENCE_S)
        _worker.append((runner, parser))
        yield
        _worker.pop()
        parser.close()


def outcome(body: bytes, limit_s: float = 5) -> Document | str:
    """Read here, within a CPU limit, and in a real worker; give what both give: the document, or a code."""
    here = directly(body, limit_s)
    runner, parser = _worker[-1]
    there = runner.run(parser.parse(body, HINTS, frozenset()))
    assert here == (there.code if isinstance(there, ParseFailure) else there)
    return here


def directly(body: bytes, limit_s: float = 5) -> Document | str:
    """Read within a CPU limit; give the document, or the code of the refusal."""
    read(WARM, HINTS, frozenset())
    return within(limit_s, lambda: _read(body))


def _read(body: bytes) -> Document | str:
    try:
        return read(body, HINTS, frozenset())
    except ParseError as fault:
        return fault.code


def document(body: bytes, limit_s: float = 5) -> Document:
    found = outcome(body, limit_s)
    assert isinstance(found, Document)
    return found


@pytest.mark.proves("H-040")
def test_billion_laughs_is_refused_at_once() -> None:
    steps = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
    bomb = rss(b"<item><title>&e9;</title></item>", b'<!DOCTYPE r [<!ENTITY e0 "lol">' + steps + b"]>")
    assert outcome(bomb, 0.1) == "entity-declared"


@pytest.mark.proves("H-041")
def test_a_quadratic_entity_is_refused() -> None:
    head = b'<!DOCTYPE r [<!ENTITY b "' + b"x" * 50_000 + b'">]>'
    assert outcome(rss(b"&b;" * 5_000, head)) in {"entity-declared", "doctype-refused"}


OUTSIDE = (
    (b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>', b"&x;"),
    (b'<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]>', b"&x;"),
    (b'<!DOCTYPE r [<!ENTITY x SYSTEM "php://filter/resource=x">]>', b"&x;"),
    (b'<!DOCTYPE r [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>', b""),
    (b'<!DOCTYPE rss SYSTEM "file:///etc/passwd">', b""),
    (b'<!DOCTYPE rss PUBLIC "-//X//DTD X//EN" "http://127.0.0.1:9/x.dtd">', b"&eacute;"),
    (b"", b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'),
    (b'<?xml-stylesheet href="file:///etc/passwd"?>', b""),
)
_watching: list[list[str]] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if _watching and event.split(".")[0] in {"open", "socket", "subprocess", "os", "urllib"}:
        _watching[-1].append(f"{event} {arguments!r:.200}")


sys.addaudithook(_watch)


@pytest.mark.parametrize(("head", "inner"), OUTSIDE)
def test_nothing_outside_the_document_is_opened_or_shown(head: bytes, inner: bytes) -> None:
    body = rss(b"<item><title>t</title><description>" + inner + b"</description></item>", head)
    outcome(body)
    directly(body)
    opened: list[str] = []
    _watching.append(opened)
    try:
        found = directly(body)
    finally:
        _watching.pop()
    assert opened == []
    assert "root:" not in str(found)


@pytest.mark.parametrize(
    "doctype",
    [
        b"<!DOCTYPE " + b"[" * 200_000,
        b"<!DOCTYPE r [" + b'<!ENTITY a "b">' * 100_000 + b"]>",
        b'<!DOCTYPE r [<!ENTITY a "b\\\\">]>',
        b"<!DOCTYPE " + b"x" * 3_000_000 + b">",
        b"<!DOCTYPE rss",
        b"<!DOCTYPE rss [ <!ELEMENT rss ANY>",
        b"<!DOCTYPE rss <rss>",
    ],
    ids=["brackets", "entities", "backslashes", "long", "open", "open-subset", "malformed"],
)
@pytest.mark.proves("H-043")
def test_a_malformed_or_huge_doctype_is_refused(doctype: bytes) -> None:
    assert outcome(rss(b"", doctype), 0.5) in {"entity-declared", "doctype-refused"}


def test_a_harmless_doctype_is_ignored() -> None:
    for doctype in (
        b'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://n.example/rss.dtd">',
        b"<!DOCTYPE rss [ <!ELEMENT rss ANY> ]>",
        b"<!doctype rss>",
    ):
        found = document(rss(b"<item><title>x</title></item>", doctype))
        assert [entry.title for entry in found.entries] == ["x"]
        assert not found.info.recovered


@pytest.mark.proves("H-044")
@pytest.mark.parametrize(
    ("inner", "code"),
    [
        (b"<a>" * 100_000, "too-deep"),
        (b"<a>" * 100_000 + b"</a>" * 100_000, "too-deep"),
        (b"<a/>" * 1_000_000, "too-many-elements"),
        (b"<a/>" * 2_000_001, "too-many-elements"),
        (b"&" + b"<a/>" * 200_001, "too-many-elements"),
    ],
    ids=["open", "closed", "million", "two-million", "broken"],
)
def test_too_deep_and_too_many_elements_are_refused(inner: bytes, code: str) -> None:
    assert outcome(rss(inner), 2) == code


@pytest.mark.proves("H-045")
@pytest.mark.parametrize("before", [b"", b"&"], ids=["well-formed", "broken"])
@pytest.mark.parametrize("count", [257, 50_000])
def test_too_many_attributes_are_refused(before: bytes, count: int) -> None:
    tag = b"<a " + b" ".join(b'a%d="1"' % n for n in range(count)) + b"/>"
    assert outcome(rss(before + tag), 1) in {"too-many-attributes", "tag-too-large"}


def test_as_many_attributes_as_allowed_are_read() -> None:
    tag = b"<item " + b" ".join(b'a%d="1"' % n for n in range(256)) + b"/>"
    assert len(document(rss(tag)).entries) == 1


@pytest.mark.proves("H-046")
@pytest.mark.parametrize("run", [b'a="b" ' * 1_700_000, b"a" * 10_000_000, b"a " * 40_000])
def test_a_start_tag_that_never_closes_is_refused(run: bytes) -> None:
    assert outcome(b"<rss><channel><item " + run, 2) in {"text-too-large", "tag-too-large"}


@pytest.mark.proves("H-047")
def test_of_too_many_entries_the_newest_are_kept() -> None:
    days = [b"%04d-01-01" % (1990 + n % 30) for n in range(5_100)]
    items = (b"<entry><id>%d</id><updated>%sT00:00:00Z</updated></entry>" % (n, d) for n, d in enumerate(days))
    found = document(b'<feed xmlns="http://www.w3.org/2005/Atom">' + b"".join(items) + b"</feed>", 10)
    assert (len(found.entries), found.dropped) == (5_000, 100)
    assert min(entry.updated.year for entry in found.entries if entry.updated) == 1990
    ids = [int(entry.upstream_id or "") for entry in found.entries]
    assert ids == sorted(ids)
    assert set(range(5_100)) - set(ids) <= {n for n in range(5_100) if n % 30 == 0}


@pytest.mark.proves("H-047")
def test_floods_of_entries_are_refused_or_cut() -> None:
    assert document(rss(b"".join(b"<item><guid>%d</guid></item>" % n for n in range(99_000))), 10).dropped == 94_000
    assert outcome(rss(b"<item/>" * 1_000_000), 5) == "too-many-elements"
    assert outcome(b"<opml><body>" + b'<outline text="a"/>' * 100_000 + b"</body></opml>", 5) == "not-a-feed"


@pytest.mark.proves("H-048")
@pytest.mark.parametrize(
    ("inner", "code"),
    [
        (b"<description>" + b"x" * 20_000_000 + b"</description>", "text-too-large"),
        (b"<description>" + b"x" * 9_000_000 + b"</description>", "text-too-large"),
        (b"<description>" + b"QUJD" * 5_000_000 + b"</description>", "text-too-large"),
        (b'<title a="' + b"x" * 8_000_000 + b'"/>', "attribute-too-large"),
        (b"<description>&" + b"x" * 9_000_000 + b"</description>", "text-too-large"),
        (b"<description>" + b"x" * 33_554_432 + b"</description>", "too-large"),
    ],
    ids=["text", "text-under-lxml", "base64", "attribute", "broken", "body"],
)
def test_huge_texts_and_attributes_are_refused(inner: bytes, code: str) -> None:
    assert outcome(rss(b"<item>" + inner + b"</item>"), 3) == code


@pytest.mark.proves("H-049")
def test_a_flood_of_namespace_declarations_is_refused() -> None:
    tag = b"<item " + b" ".join(b'xmlns:a%d="u:%d"' % (n, n) for n in range(20_000)) + b"/>"
    assert outcome(rss(tag), 0.5) == "too-many-namespaces"


def test_the_same_prefix_declared_often_is_no_flood() -> None:
    items = b"".join(b'<item xmlns:a="urn:a"><guid>%d</guid></item>' % n for n in range(300))
    assert len(document(rss(items)).entries) == 300


@pytest.mark.proves("H-050")
@pytest.mark.parametrize("field", [b"description", b"title"])
@pytest.mark.parametrize("after", [b"", b"&"], ids=["well-formed", "broken"])
def test_comment_starts_without_end_cost_little(field: bytes, after: bytes) -> None:
    text = b"<" + field + b">" + b"&lt;!--" * 200_000 + b"</" + field + b">"
    assert len(document(rss(b"<item>" + text + b"</item>" + after), 1).entries) == 1


@pytest.mark.proves("H-051")
@pytest.mark.parametrize("before", [b"", b"&"], ids=["well-formed", "broken"])
@pytest.mark.parametrize(
    "author", [b"a@" + b"a." * 100_000, b"a" * 100_000 + b"@" + b"a." * 50_000, b"a" * 200_000, b"a" * 1_000]
)
def test_an_author_or_date_without_end_costs_little(before: bytes, author: bytes) -> None:
    item = b"<item><title>x</title><author>" + author + b"</author><pubDate>" + b"1" * 200_000 + b"</pubDate></item>"
    found = document(rss(before + item), 1).entries[0]
    assert found.title == "x"
    assert found.published is None


@pytest.mark.parametrize(
    "reference",
    [
        pytest.param(b"&#xD800;", marks=pytest.mark.proves("H-052")),
        pytest.param(b"&#55296;", marks=pytest.mark.proves("H-052")),
        pytest.param(b"&#999999999999;", marks=pytest.mark.proves("H-053")),
        pytest.param(b"&#x110000;", marks=pytest.mark.proves("H-053")),
        pytest.param(b"&#1;"),
    ],
)
def test_references_to_no_character_become_a_replacement(reference: bytes) -> None:
    body = rss(b"<item><title>x" + reference + b"&#65;</title></item><item><title>b</title></item>")
    found = document(body)
    assert [entry.title for entry in found.entries] == ["x\ufffdA", "b"]
    assert found.info.recovered


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b" \n", "empty-document"),
        (b"", "empty-document"),
        (b"<!doctype html><html></html>", "html-page"),
        (b"\n<!-- a --><HTML><body>", "html-page"),
        (b"hello", "not-a-feed"),
        (b"<urlset/>", "not-a-feed"),
        (b"<a><b></a>", "not-a-feed"),
        (b"\0" * 100_000, "not-a-feed"),
        (b"\xff" * 100_000, "not-a-feed"),
        (b'{"a":' * 100_000, "unreadable"),
        (b'{"a": [' + b"[]," * 200_000 + b"0]}", "too-many-elements"),
        (b'{"a": [' + b"0," * 1_000_001 + b"0]}", "too-many-elements"),
        (b'{"version": 1}', "not-a-feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "title": NaN}', "unreadable"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, code: str) -> None:
    assert outcome(body) == code


def test_an_element_that_feedparser_takes_for_an_entry_makes_the_document_recovered() -> None:
    inner = b'<author><p:item xmlns:p="http://purl.org/pie/"/></author>'
    found = document(rss(b"<item><title>x</title>" + inner + b"</item>"))
    assert found.info.recovered
    assert "feedparser" in found.info.recovered_because


def test_an_element_inside_a_category_costs_the_category_alone() -> None:
    inner = b'<category>a<p:item xmlns:p="http://purl.org/pie/"/></category><category>b</category>'
    found = document(rss(b"<item><title>x</title>" + inner + b"</item>"))
    assert not found.info.recovered
    assert found.entries[0].categories == ("b",)


def test_what_feedparser_itself_fails_on_is_refused() -> None:
    assert outcome(rss(b"<item><textinput><cc:license/>&")) == "unreadable"


def test_memory_that_ends_inside_lxml_is_no_fault_of_the_document() -> None:
    with pytest.raises(MemoryError):
        limit_of(etree.XMLSyntaxError("no memory left", etree.ErrorTypes.ERR_NO_MEMORY, 1, 1))


def test_addresses_and_sources_without_sense_are_nothing() -> None:
    item = b"<item><title>x</title><link>http://[bad</link><guid>http://[bad</guid><source/></item>"
    (entry,) = document(rss(item)).entries
    assert (entry.link, entry.origin, entry.upstream_id) == (None, None, "http://[bad")


def test_of_too_many_json_items_the_newest_are_kept() -> None:
    items = b",".join(b'{"id":"%d","date_published":"%d-01-01T00:00:00Z"}' % (n, 1990 + n % 3) for n in range(5_100))
    found = document(b'{"version":"https://jsonfeed.org/version/1.1","items":[' + items + b"]}")
    assert (len(found.entries), found.dropped) == (5_000, 100)
    assert sum(entry.published is not None and entry.published.year == 1990 for entry in found.entries) == 1_600


def test_a_date_that_leaves_the_calendar_is_none() -> None:
    stone = b'<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="a" when="%s"/>'
    feed = b'<feed xmlns="http://www.w3.org/2005/Atom">' + stone % b"0001-01-01T00:00:00+14:00" + b"</feed>"
    assert document(feed).tombstones[0].when is None


@pytest.mark.parametrize(
    "body",
    [
        rss(b"<item><guid>a</guid><title>t\0u</title><description>one\0two</description></item>"),
        (
            b'{"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": '
            b'[{"id": "a", "title": "t\\u0000u", "content_html": "one\\u0000two"}]}'
        ),
    ],
    ids=["rss", "json"],
)
def test_a_nul_becomes_a_control_character_that_can_be_stored(body: bytes) -> None:
    (entry,) = document(body).entries
    assert (entry.title, entry.body) == ("t\x01u", "one\x01two")
