"""Each work carries its license; the feed carries none."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from syndicator.validate.code_text import ERROR, CodeText, Fault
from syndicator.validate.names import children, first_text, tag
from syndicator.validate.profile.published import Published, link_of

CODES = {
    "entry-unlicensed": CodeText(
        ERROR,
        "A published work carries no license.",
        "Nothing goes out without a license or permission that a reader can see.",
        "This is a fault of syndicator: please report it with the entry's id.",
        "syndicator, design: no license, no publication",
    ),
    "feed-level-license": CodeText(
        ERROR,
        "The feed itself carries a license.",
        "Entries would inherit it, and a stricter one would seem to be open.",
        "Licenses stand on entries alone.",
        "RFC 4946, section 2; RFC 4287, section 4.2.10",
    ),
}


_OF_THE_FEED = (
    *("creativeCommons:license", "cc:license", "dc:rights", "dcterms:rights", "dcterms:license"),
    *("copyright", "atom:rights", "atom:link"),
)


def licenses(feed: Published) -> Iterator[Fault]:
    """Look for a license on every work and for none on the feed."""
    for entry in feed.entries:
        if entry.is_work and not _says_license(entry.element):
            yield Fault("entry-unlicensed", entry.element, entry.id)
    for element in children(feed.doc.head, *_OF_THE_FEED):
        if element.tag != tag("atom:link") or element.get("rel") == "license":
            yield Fault("feed-level-license", element)


def _says_license(entry: etree._Element) -> bool:
    texts = ("creativeCommons:license", "dc:rights", "atom:rights")
    return bool(link_of(entry, "license")) or any(first_text(entry, name) for name in texts)
