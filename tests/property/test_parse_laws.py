"""Laws of reading: any bytes give a document or a named refusal, and entries do not depend on their siblings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from syndicator.errors import ParseError
from syndicator.parse import Hints, read

HINTS = Hints(url="https://feeds.example/feed")
_text = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)
_pieces = st.sampled_from(
    [
        b"<rss version='2.0'>",
        b"<channel>",
        b"<item>",
        b"</item>",
        b"<title>",
        b"</title>",
        b"&amp;",
        b"&",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"-->",
        b"<!DOCTYPE rss [",
        b"]>",
        b"<?xml version='1.0'?>",
        b"\xef\xbb\xbf",
        b"\0",
        b"\xff",
        b"<feed xmlns='http://www.w3.org/2005/Atom'>",
        b"<entry>",
        b"</entry>",
        b"</feed>",
        b"{",
        b'"version"',
    ]
)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@given(st.binary(max_size=300) | st.lists(_pieces, max_size=30).map(b"".join))
def test_any_bytes_are_read_or_refused_by_name(body: bytes) -> None:
    try:
        document = read(body, HINTS, frozenset())
    except ParseError as fault:
        assert fault.code != "error"  # noqa: PT017  (either end is right)
    else:
        assert len(document.entries) == len(document.listed)


@given(st.lists(st.tuples(_text, _text), min_size=1, max_size=5), st.integers(0, 4))
def test_an_entry_keeps_its_text_and_does_not_depend_on_its_siblings(works: list[tuple[str, str]], at: int) -> None:
    items = "".join(
        f"<entry><id>urn:{number}</id><title>{_escaped(title)}</title>"
        f'<content type="html">{_escaped(body)}</content></entry>'
        for number, (title, body) in enumerate(works)
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{items}</feed>'.encode()
    whole = read(feed, HINTS, frozenset())
    assert [entry.body or "" for entry in whole.entries] == [body if body.strip() else "" for _, body in works]
    assert [entry.title for entry in whole.entries] == [" ".join(title.split()) for title, _ in works]
    entry = whole.entries[at % len(works)]
    alone = read(feed, HINTS, frozenset(whole.listed) - {entry.digest})
    assert alone.entries == (entry,)
