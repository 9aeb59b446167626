"""What feedparser 6 does to rights, authors and bodies: why the tree is read beside it.

Each test shows feedparser's answer and ours. One that fails after an upgrade says that a reason has gone.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import feedparser
import pytest

from syndicator.model.document import Document
from syndicator.parse import Hints, read

HINTS = Hints(url="https://feeds.example/feed")
BY = "https://creativecommons.org/licenses/by/4.0/"
ND = "https://creativecommons.org/licenses/by-nd/4.0/"


def theirs(body: str, **options: bool) -> Any:
    return feedparser.parse(BytesIO(body.encode()), **options)


def ours(body: str) -> Document:
    return read(body.encode(), HINTS, frozenset())


def rss(item: str, channel: str = "") -> str:
    return (
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:cc="http://web.resource.org/cc/" xmlns:ccx="http://creativecommons.org/ns#" '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rsl="https://rslstandard.org/rsl" '
        f'xmlns:a="http://www.w3.org/2005/Atom"><channel><title>t</title>{channel}'
        f"<item><title>x</title><link>https://s.example/1</link>{item}</item></channel></rss>"
    )


def test_a_media_license_answers_for_the_entry() -> None:
    body = rss('<media:content url="https://i.example/1"><media:license>NC</media:license></media:content>')
    assert theirs(body).entries[0].license == "NC"
    assert [mark.scope for mark in ours(body).entries[0].rights] == ["media"]


def test_the_current_cc_namespace_works_by_its_prefix_only() -> None:
    body = rss(f'<ccx:license rdf:resource="{BY}"/>')
    assert "license" not in theirs(body).entries[0]
    assert ours(body).entries[0].rights[0].url == BY


def test_one_slot_holds_all_rights_texts() -> None:
    body = rss("", "<copyright>1</copyright><dc:rights>2</dc:rights><a:rights>3</a:rights>")
    assert theirs(body).feed.rights == "3"
    assert [mark.text for mark in ours(body).info.rights] == ["1", "2", "3"]


def test_a_cc_license_as_text_loses_its_address() -> None:
    body = rss(f"<cc:license>{BY}</cc:license>")
    assert {"rel": "license"} in theirs(body).entries[0].links
    assert ours(body).entries[0].rights[0].url == BY


def test_several_media_objects_are_mixed_up() -> None:
    body = rss(
        f'<media:content url="https://i.example/1"><media:license href="{BY}">BY</media:license></media:content>'
        f'<media:content url="https://i.example/2"><media:license href="{ND}">ND</media:license></media:content>'
    )
    assert theirs(body).entries[0].media_license["href"] == BY
    assert theirs(body).entries[0].license == "ND"
    found = [(mark.about, mark.url, mark.text) for mark in ours(body).entries[0].rights]
    assert found == [("https://i.example/1", BY, "BY"), ("https://i.example/2", ND, "ND")]


def test_rsl_and_tombstones_are_destroyed() -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>t</title>'
        f'<at:deleted-entry ref="urn:a"><link rel="license" href="{BY}"/></at:deleted-entry>'
        '<at:deleted-entry ref="urn:b" when="2026-01-01T00:00:00Z"/></feed>'
    )
    assert BY in [link.href for link in theirs(body).feed.links]
    document = ours(body)
    assert [stone.ref for stone in document.tombstones] == ["urn:a", "urn:b"]
    assert document.info.rights == ()


def test_a_feed_license_is_not_inherited() -> None:
    link = f'<link rel="license" href="{BY}"/>'
    body = f'<feed xmlns="http://www.w3.org/2005/Atom">{link}<entry><id>urn:a</id></entry></feed>'
    assert theirs(body).entries[0].get("license") is None
    assert ours(body).entries[0].rights == ()
    assert [mark.url for mark in ours(body).info.rights] == [BY]


def test_each_author_keeps_the_own_homepage_and_the_whole_string() -> None:
    people = "".join(
        f"<author><name>{name}, Reader in Things, University of {name}</name>"
        f'<f:homepage r:resource="https://p.example/{name}"/></author>'
        for name in ("Ann", "Ben")
    )
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:f="http://xmlns.com/foaf/0.1/" '
        f'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><entry><id>urn:a</id>{people}</entry></feed>'
    )
    assert theirs(body).entries[0].foaf_homepage["rdf:resource"] == "https://p.example/Ben"
    assert [(one.name, one.uri) for one in ours(body).entries[0].authors] == [
        ("Ann, Reader in Things, University of Ann", "https://p.example/Ann"),
        ("Ben, Reader in Things, University of Ben", "https://p.example/Ben"),
    ]


MARKUP = (
    '<p>a</p><iframe src="https://v.example/" referrerpolicy="x"></iframe><img srcset="a 1x" sizes="1px" src="/r"/>'
)


def test_bodies_come_through_byte_for_byte_only_without_both_passes() -> None:
    escaped = MARKUP.replace("&", "&amp;").replace("<", "&lt;")
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://s.example/"/><entry><id>urn:a</id>'
        f'<content type="html">{escaped}</content></entry></feed>'
    )
    assert "iframe" not in theirs(body).entries[0].content[0].value
    off = theirs(body, sanitize_html=False, resolve_relative_uris=False)
    assert off.entries[0].content[0].value == MARKUP == ours(body).entries[0].body


def test_published_answers_for_updated_and_so_is_asked_for_as_a_plain_key() -> None:
    body = rss("<pubDate>Sun, 01 Mar 2026 00:00:00 GMT</pubDate>")
    with pytest.warns(DeprecationWarning, match="updated_parsed"):
        assert theirs(body).entries[0].updated_parsed
    entry = ours(body).entries[0]
    assert entry.published is not None
    assert entry.updated is None


@pytest.mark.proves("H-098")
@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("0000-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59Z", None),
        ("99999-01-01T00:00:00Z", None),
        ("1601-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z", None),
        ("2038-01-19T03:14:08Z", 2038),
        ("2026-03-01T24:00:00Z", ...),
        ("2016-12-31T23:59:60Z", ...),
        ("2026-03-01T12:00:00-12:00", 2026),
        ("2026-03-01T12:00:00", 2026),
        ("Sun, 01 Mar 2026 12:00:00 +9999", ...),
        ("Dom, 01 Marzo 2026", ...),
        ("garbage", None),
        ("-1", ...),
        ("1" * 300, None),
    ],
)
def test_a_date_is_a_date_or_nothing(written: str, year: object) -> None:
    published = ours(rss(f"<pubDate>{written}</pubDate>")).entries[0].published
    if year is None:
        assert published is None
    elif year is not ...:
        assert published is not None
        assert published.year == year
    assert published is None or 1900 <= published.year <= 9998
