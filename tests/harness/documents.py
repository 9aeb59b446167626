"""Upstream documents in the shapes that the acceptance lists of the domain name: invented people, texts and numbers.

A publisher of the registry is named by its own hosts, since entry links are compared with them; everything else is
made up. ``Piece`` is one entry; ``rss`` and ``atom`` write it with any rights elements, in any namespaces.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape
from typing import Any, NamedTuple

from harness.world import NOON, World, said

from syndicator.cycle import Report
from syndicator.ops.control import Reply

NAMESPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "atom": "http://www.w3.org/2005/Atom",
    "userland": "http://backend.userland.com/creativeCommonsRssModule",
    "harvard": "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html",
    "webresource": "http://web.resource.org/cc/",
    "ccx": "http://creativecommons.org/ns#",
    "at": "http://purl.org/atompub/tombstones/1.0",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
CC = "https://creativecommons.org/licenses"
TC_RIGHTS = "<rights>Licensed as Creative Commons – attribution, no derivatives.</rights>"
SENTENCES = (
    "The ferries of Lower Brindle have sailed without a timetable since the flood, and nobody minds.",
    "A ledger bound in green cloth has a line for every crossing since the great storm.",
    "Visitors expect a museum; what they find is a shed with a tin roof and a very patient keeper.",
    "In spring the schools close for a day, and the children draw the boat that they would keep.",
    "The council debated it until after midnight and then went home, one lantern to a street.",
    "On the far bank a second group has begun, with different tools and the same stubborn cheerfulness.",
)
BODY = "".join(f"<p>{sentence} {SENTENCES[(at + 3) % 6]}</p>\n" for at, sentence in enumerate(SENTENCES))
"""A whole text of no rights at all."""


class Piece(NamedTuple):
    """One entry. ``rights`` is markup, put in as it stands; ``body`` is HTML, escaped on the way."""

    id: str
    link: str
    title: str
    published: datetime
    body: str | None = BODY
    summary: str | None = None
    authors: tuple[str, ...] = ("Ada Nomen",)
    rights: str = ""


def piece(number: int, host: str = "gazette.example", **changes: Any) -> Piece:
    """Give an entry: the higher its number, the older it is, by an hour each."""
    usual = Piece(
        id=f"tag:{host},2026:{number}",
        link=f"https://{host}/pieces/{number}",
        title=f"Piece {number}",
        published=NOON - timedelta(hours=number),
    )
    return usual._replace(**changes)


def tc_body(number: int, text: str = BODY, query: str = "") -> str:
    """Give a body in The Conversation's shape: a picture, the text, the counter, a disclosure."""
    picture = (
        f'<figure><img src="https://images.theconversation.com/files/{number}/lead.jpg" /><figcaption>'
        '<span class="caption">A stand-in.</span> <span class="attribution"><a class="source" '
        'href="https://pictures.example/1">A Sample Agency/Shutterstock</a>, <a class="license" '
        'href="http://creativecommons.org/licenses/by/4.0/">CC BY</a></span></figcaption></figure>'
    )
    counter = (
        f'<img src="https://counter.theconversation.com/content/{number}/count.gif{query}" alt="The Conversation"'
        ' width="1" height="1" />\n'
    )
    fine = '<p class="fine-print"><em><span>Omar Tisdale does not work for any company (sample). </span></em></p>'
    return f"{picture}{text.rstrip()}{counter}{fine}"


def tc(number: int, **changes: Any) -> Piece:
    """Give an entry in The Conversation's shape: the higher its number, the older it is, by an hour each."""
    whole = 900_000 + number
    usual = Piece(
        id=f"tag:theconversation.com,2011:article/{whole}",
        link=f"https://theconversation.com/why-brindle-bay-counts-its-herons-{whole}",
        title=f"Why Brindle Bay counts its herons {number}",
        published=NOON - timedelta(hours=number),
        body=tc_body(whole),
        summary="A count, and why it is done.",
        authors=("Omar Tisdale, Lecturer, University of Lower Weir",),
        rights=TC_RIGHTS,
    )
    return usual._replace(**changes)


def atom(*pieces: Piece, head: str = "", me: str = "tag:gazette.example,2026:all") -> bytes:
    """Give an Atom document; ``head`` is markup that stands before its entries."""
    entries = "".join(_atom_entry(one) for one in pieces)
    return (
        f'<feed xml:lang="en-US" xmlns="http://www.w3.org/2005/Atom" {_DECLARED}><id>{me}</id>'
        f"<title>A sample document</title><updated>2026-11-20T11:00:00Z</updated>{head}{entries}</feed>"
    ).encode()


def _atom_entry(one: Piece) -> str:
    when = f"{one.published:%Y-%m-%dT%H:%M:%SZ}"
    people = "".join(f"<author><name>{escape(name)}</name></author>" for name in one.authors)
    content = "" if one.body is None else f'<content type="html">{escape(one.body)}</content>'
    summary = "" if one.summary is None else f"<summary>{escape(one.summary)}</summary>"
    return (
        f"<entry><id>{one.id}</id><published>{when}</published><updated>{when}</updated>"
        f'<link rel="alternate" type="text/html" href="{escape(one.link)}"/><title>{escape(one.title)}</title>'
        f"{content}{summary}{people}{one.rights}</entry>"
    )


def rss(*pieces: Piece, head: str = "") -> bytes:
    """Give an RSS 2.0 document; ``head`` is markup that stands in its channel before the items."""
    items = "".join(_rss_item(one) for one in pieces)
    return (
        f'<rss version="2.0" {_DECLARED}><channel><title>A sample document</title><link>https://gazette.example/</link>'
        f"<description>Samples</description>{head}{items}</channel></rss>"
    ).encode()


def _rss_item(one: Piece) -> str:
    people = "".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in one.authors)
    body = "" if one.body is None else f"<content:encoded>{escape(one.body)}</content:encoded>"
    summary = "" if one.summary is None else f"<description>{escape(one.summary)}</description>"
    return (
        f"<item><title>{escape(one.title)}</title><link>{escape(one.link)}</link>{people}"
        f"<pubDate>{one.published:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
        f'<guid isPermaLink="false">{escape(one.id)}</guid>{summary}{body}{one.rights}</item>'
    )


def license_link(key: str) -> str:
    """Give an Atom license link; ``key`` is as in an address: ``by-nd/4.0``."""
    return f'<atom:link rel="license" href="{CC}/{key}/"/>'


def source(world: World, name: str, publisher: str, *lines: str, read: str = "2026-11-01") -> None:
    """Name a source of a publisher of the registry."""
    world.write(
        f"config/sources/{name}.toml",
        f'url = "https://{name}.example/documents"\npublisher = "{publisher}"\n'
        f'terms_read = {{ by = "Sam Sample", on = {read} }}\n' + "\n".join(lines),
    )


def decided(report: Report | Reply, feed: str = "world") -> dict[str, tuple[str, tuple[str, ...]]]:
    """Give (kind, reasons) of every decision of a feed, by title; a permit's notes are left out."""
    return {title: (kind, () if kind == "permit" else reasons) for title, (kind, reasons) in said(report, feed).items()}
