"""Small plans of invented entries, for the tests of render and validate."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from lxml import etree

from syndicator.model.base import SafeHtml
from syndicator.model.config import FormatName
from syndicator.model.document import Enclosure, Person
from syndicator.model.framing import Framed
from syndicator.model.plan import Deleted, Plan, Republication, SourceRef
from syndicator.model.rights import License
from syndicator.render import render

AT = datetime(2026, 11, 20, 10, 0, 5, tzinfo=UTC)
LINK = "https://gazette.example/2026/tides"
BY_ND = License(
    key="cc:by-nd/4.0", name="CC BY-ND 4.0", url="https://creativecommons.org/licenses/by-nd/4.0/", spdx="CC-BY-ND-4.0"
)
BESPOKE = License(key="gazette:permission", name="The Sample Gazette's permission", public=False)


def body(link: str = LINK, work: str = "<p>The tide came in twice.</p>") -> SafeHtml:
    """Give a framed body as rewrite makes it."""
    return cast(
        "SafeHtml",
        '<p class="syndicator-byline">By Ada Nomen</p>\n'
        f'<div class="syndicator-work">{work}</div>\n'
        '<div class="syndicator-notice"><p>This article is republished from The Sample Gazette. '
        f'Read the <a href="{link}">original article</a>.</p></div>',
    )


def framed(**changes: Any) -> Framed:
    """Give a framed entry, with the fields named here changed."""
    link = changes.get("link", LINK)
    fields: dict[str, Any] = {
        "html": body(link),
        "title": "Why the tide came in twice",
        "link": link,
        "byline": "By Ada Nomen and Bo Persona",
        "persons": (Person(name="Ada Nomen", uri="https://gazette.example/people/ada"), Person(name="Bo Persona")),
        "notice": "This article is republished from The Sample Gazette. Read the original article.",
        "rights": "CC BY-ND 4.0, by Ada Nomen and Bo Persona, republished from The Sample Gazette.",
        "summary": "Two tides in one day.",
        "text_digest": "0" * 64,
    }
    return Framed(**{**fields, **changes})


def republication(number: int = 1, **changes: Any) -> Republication:
    """Give an entry as it would be published, with the fields named here changed."""
    fields: dict[str, Any] = {
        "id": f"tag:gazette.example,2026:{number}",
        "published": AT - timedelta(minutes=number),
        "updated": AT - timedelta(minutes=number),
        "framed": framed(),
        "license": BY_ND,
        "publisher": "The Sample Gazette",
        "publisher_url": "https://gazette.example/",
        "source": SourceRef(
            id="tag:gazette.example,2020:feed",
            title="The Sample Gazette: Sea",
            updated=AT,
            self_link="https://gazette.example/sea.atom",
            link="https://gazette.example/sea",
            rights="The Sample Gazette",
        ),
        "language": "en",
        "categories": ("Sea",),
        "enclosures": (),
    }
    return Republication(**{**fields, **changes})


def plan(*republications: Republication, **changes: Any) -> Plan:
    """Give a feed of these entries, one where none is named."""
    entries = republications or (republication(),)
    fields: dict[str, Any] = {
        "name": "world",
        "title": "World affairs",
        "description": "Republished under open licenses",
        "language": "en",
        "home": "https://feeds.example/",
        "urls": (("rss", "https://feeds.example/world.rss"), ("atom", "https://feeds.example/world.atom")),
        "updated": max(entry.updated for entry in entries),
        "republications": entries,
    }
    return Plan(**{**fields, **changes})


def ids(planned: Plan) -> tuple[str, ...]:
    """Give the ids of a plan's entries in their order."""
    return tuple(entry.id for entry in planned.republications)


def rich_plan() -> Plan:
    """Give a plan that uses every element of both formats."""
    french = republication(
        2,
        language="fr",
        license=BESPOKE,
        framed=framed(
            title="Marées & <vagues>",
            summary=None,
            persons=(Person(name="Zoé Personne", uri="ftp://gazette.example/zoe"),),
            html=body("https://gazette.example/2026/mar\u00e9es"),
            link="https://gazette.example/2026/mar\u00e9es",
        ),
        enclosures=(
            Enclosure(url="file:///etc/passwd", media_type="text/plain", length_bytes=1),
            Enclosure(url="https://gazette.example/tide.bin"),
            Enclosure(url="https://gazette.example/tide.mp3", media_type="audio/mpeg; q=1", length_bytes=1234),
        ),
    )
    reference = republication(
        3,
        framed=framed(
            html=cast("SafeHtml", f'<p>Why the tide, at <a href="{LINK}">The Sample Gazette</a></p>'),
            persons=(),
            summary=None,
            byline="",
        ),
        license=License(key="", name=""),
        categories=(),
        source=SourceRef(id="feed-7", title="", self_link="https://gazette.example/sea.rss"),
    )
    gone = Deleted(id="tag:gazette.example,2026:9", when=AT - timedelta(days=1), comment="Withdrawn by its publisher")
    return plan(republication(1), french, reference, deleted=(gone,))


NS = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "cc": "http://backend.userland.com/creativeCommonsRssModule",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def read(planned: Plan, format_: FormatName) -> etree._Element:
    """Render a plan and read it back."""
    return etree.fromstring(render(planned, format_))


def texts(root: etree._Element, path: str) -> list[str]:
    """Give the texts or attributes at an XPath."""
    return [str(each) for each in root.xpath(path, namespaces=NS)]
