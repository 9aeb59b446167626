"""The elements of RSS 2.0 and its modules that the extension writes."""

from __future__ import annotations

from html import escape

from lxml import etree

from syndicator.model.plan import STUB_SENTENCES, Plan, Republication, Stub
from syndicator.render.instants import rfc822
from syndicator.render.text import as_uri

CREATIVE_COMMONS = "http://backend.userland.com/creativeCommonsRssModule"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"


def link_of(address: str) -> str:
    """Give the original's address as RSS writes it."""
    return as_uri(address)


def extend_item(item: etree._Element, plan: Plan, republication: Republication) -> None:
    """Add guid, date, authors, source, license, enclosure and texts of an item.

    ``description`` is read as HTML by readers, so plain text is escaped once more than XML asks. Where the entry
    has no summary it is the notice: a reader that shows the description alone still shows who wrote it and where.
    """
    framed = republication.framed
    _add(item, "guid", republication.id, isPermaLink="false")
    _add(item, "pubDate", rfc822(republication.published))
    for person in framed.persons:
        _add(item, f"{{{DUBLIN_CORE}}}creator", person.name)
    if republication.language and republication.language.lower() != plan.language.lower():
        _add(item, f"{{{DUBLIN_CORE}}}language", republication.language)
    if republication.license.url:
        _add(item, f"{{{CREATIVE_COMMONS}}}license", as_uri(republication.license.url))
    elif framed.rights:
        _add(item, f"{{{DUBLIN_CORE}}}rights", framed.rights)
    _add(item, "source", republication.source.title, url=as_uri(republication.source.self_link))
    _enclosure(item, republication)
    _add(item, "description", escape(framed.summary or framed.notice or framed.title, quote=False))
    _add(item, f"{{{_CONTENT}}}encoded", framed.html)


def extend_stub(item: etree._Element, plan: Plan, stub: Stub) -> None:
    """Add guid, date and the one sentence of a withdrawn entry; it stands in English, whatever the feed is in."""
    _add(item, "guid", stub.id, isPermaLink="false")
    _add(item, "pubDate", rfc822(stub.when))
    if plan.language.lower().partition("-")[0] != "en":
        _add(item, f"{{{DUBLIN_CORE}}}language", "en")
    _add(item, "description", STUB_SENTENCES[stub.reason])


def _enclosure(item: etree._Element, republication: Republication) -> None:
    """Write the first file that has a media type: RSS allows one an item and wants all three attributes.

    An unknown length is written as 0, as the RSS Advisory Board's profile says.
    """
    for enclosure in republication.enclosures:
        if enclosure.media_type:
            length = str(enclosure.length_bytes or 0)
            _add(item, "enclosure", url=as_uri(enclosure.url), length=length, type=enclosure.media_type)
            return


def _add(parent: etree._Element, name: str, text: str | None = None, /, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, name, attributes)
    element.text = text
    return element
