"""Documents that a grammar makes: well-formed, of every format, with elements, attributes and words in odd places."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from harness.patience import within
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.model.findings import Finding
from syndicator.validate import CODES, validate
from syndicator.validate.json_feed.members import MEMBERS
from syndicator.validate.names import NAMESPACES

WORDS = (
    *("", " ", "a", "https://gazette.example/", "//gazette.example", "tag:gazette.example,2026:1", "urn:x", "1", "-1"),
    *("2026-11-20T10:00:00Z", "Fri, 20 Nov 2026 10:00:00 +0000", "2026-13-40", "true", "yes", "text/html", "en", "x-"),
    *("ada@gazette.example (Ada)", "<p onclick='x'>a</p>", "<a href='b'>c", "&amp;", "\u202e", "\x85", "\U0001f30a"),
    *("12:00:00", "50 60", "50,60", "html", "xhtml", "self", "next", "alternate", "a" * 300, "\n" * 3, "&#", "]]>"),
)
PREFIXES = ("", "", "atom:", "dc:", "itunes:", "media:", "georss:", "gml:", "xhtml:", "rdf:", "sy:", "slash:", "thr:")
LOCALS = (
    *("title", "link", "description", "item", "entry", "guid", "id", "updated", "pubDate", "author", "name", "email"),
    *("content", "summary", "source", "category", "enclosure", "image", "url", "width", "skipHours", "hour", "body"),
    *("head", "outline", "owner", "duration", "explicit", "group", "thumbnail", "creator", "div", "p", "Seq", "li"),
    *("Point", "pos", "lat", "point", "uri", "rights", "textInput", "cloud", "ttl", "language", "in-reply-to", "x"),
)
ATTRIBUTES = (
    *("href", "rel", "type", "url", "length", "isPermaLink", "term", "text", "xmlUrl", "version", "xml:lang", "src"),
    *("xml:base", "rdf:about", "rdf:resource", "rdf:parseType", "scheme", "x", "media:x", "xml:id", "domain", "ref"),
)
ROOTS = (
    '<rss version="2.0" {0}><channel>{1}</channel></rss>',
    '<rss version="0.91" {0}><channel>{1}</channel></rss>',
    '<rdf:RDF xmlns="http://purl.org/rss/1.0/" {0}><channel rdf:about="a">{1}</channel>{1}</rdf:RDF>',
    '<feed xmlns="http://www.w3.org/2005/Atom" {0}>{1}</feed>',
    '<entry xmlns="http://www.w3.org/2005/Atom" {0}>{1}</entry>',
    '<opml version="2.0" {0}><head/><body>{1}</body></opml>',
    "<feed {0}>{1}</feed>",
)
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if f"{prefix}:" in PREFIXES)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "iso-8859-1", "cp037", "utf-7", "utf-16-be")
UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What would break or reorder the line of a terminal."""
KINDS = {path.suffix for path in Path(__file__).parents[1].joinpath("cases", "validate").glob("*/document.*")}


def _escaped(text: str) -> str:
    for char, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(char, written)
    return text


words = st.sampled_from(WORDS) | st.text(
    st.characters(exclude_categories=("Cs", "Cc")), max_size=12
)  # what XML can hold at all
attribute = st.tuples(st.sampled_from(ATTRIBUTES), words)


@st.composite
def element(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    """Give an element with a few attributes around what is given, or with nothing."""
    name = draw(st.sampled_from(PREFIXES)) + draw(st.sampled_from(LOCALS))
    own = dict(draw(st.lists(attribute, max_size=3)))
    start = name + "".join(f' {key}="{_escaped(value)}"' for key, value in own.items())
    return f"<{start}>{draw(inner)}</{name}>"


leaf = words.map(_escaped) | st.sampled_from(["<!--a-->", "<?a b?>", "<![CDATA[<b>]]>", "&#233;"])
tree = st.recursive(
    leaf | element(leaf), lambda inner: st.lists(inner, max_size=6).map("".join) | element(inner), max_leaves=25
)


@st.composite
def xml(draw: st.DrawFn) -> bytes:
    """Give a document of a format's root, in some encoding that may not be the one it declares."""
    root = draw(st.sampled_from(ROOTS)).format(DECLARED, draw(tree))
    said, real = draw(st.sampled_from(["", *ENCODINGS])), draw(st.sampled_from(["utf-8", "utf-8", *ENCODINGS]))
    prolog = f'<?xml version="1.0" encoding="{said}"?>\n' if said else ""
    return (prolog + root).encode(real, "xmlcharrefreplace")


NAMES = [*sorted({member.name for member in MEMBERS}), "_own", "x"]
scalar = words | st.none() | st.booleans() | st.integers() | st.floats() | st.just("https://jsonfeed.org/version/1.1")
value = st.recursive(
    scalar,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=20,
)
json_feeds = st.dictionaries(st.sampled_from(NAMES), value, max_size=8).map(lambda feed: json.dumps(feed).encode())


def order(each: Finding) -> tuple[int, int, str, str, str]:
    """Give line and column first; the rest so that no two are equal, whatever order they were found in."""
    return each.line, each.column, each.code, each.message, each.element


def well_formed(found: tuple[Finding, ...], body: bytes) -> None:
    """Hold what is true of every finding: a known code, its severity, a place in the document, in order, once."""
    lines = max(body.count(b"\n") + 1, len(body.splitlines()))
    assert list(found) == sorted(set(found), key=order)
    for each in found:
        assert each.severity is CODES[each.code].severity
        assert each.message.startswith(CODES[each.code].message)
        assert 0 <= each.line <= lines
        assert 0 <= each.column <= len(body) + 1
        assert each.file == "x"
        assert not UNSHOWN.search(each.message + each.element)


def answers(body: bytes) -> None:
    """Hold that a document is judged in time, well and always the same."""
    found = within(2, lambda: validate(body, file="x"))
    well_formed(found, body)
    assert found == validate(body, file="x")


def test_seeds_of_every_kind_are_there() -> None:
    assert {".xml", ".json", ".opml"} <= KINDS


@given(xml() | json_feeds)
def test_a_document_of_the_grammar_has_an_answer(body: bytes) -> None:
    answers(body)


@pytest.mark.slow
@pytest.mark.timeout(900)
@settings(max_examples=10_000, deadline=None)
@given(xml() | json_feeds)
def test_ten_thousand_documents_of_the_grammar_have_answers(body: bytes) -> None:
    answers(body)
