"""The elements of Atom 1.0 that the extension writes (RFC 4287, RFC 6721)."""

from __future__ import annotations

from lxml import etree

from syndicator.model.plan import Deleted, Plan, Republication, SourceRef
from syndicator.render.instants import rfc3339

TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def extend_feed(feed: etree._Element, plan: Plan) -> None:
    """Add the tombstones of a feed; its entries follow. A feed has no author and no license: entries have theirs."""
    for name in ("title", "subtitle"):
        for element in feed.findall(name):
            element.set("type", "text")
    for deleted in plan.deleted:
        _tombstone(feed, deleted)


def extend_entry(entry: etree._Element, plan: Plan, republication: Republication) -> None:
    """Add links, authors, rights, source and summary of an entry; its content moves to the end."""
    framed = republication.framed
    if republication.language and republication.language.lower() != plan.language.lower():
        entry.set(_LANG, republication.language)
    for title in entry.findall("title"):
        title.set("type", "text")
    _links(entry, republication)
    for person in framed.persons:
        author = _add(entry, "author")
        _add(author, "name", person.name)
        if person.uri:
            _add(author, "uri", person.uri)
    if framed.rights:
        _add(entry, "rights", framed.rights, type="text")
    _source(entry, republication.source)
    if framed.summary:
        _add(entry, "summary", framed.summary, type="text")
    for content in entry.findall("content"):
        entry.append(content)


def _links(entry: etree._Element, republication: Republication) -> None:
    """Write the way to the original, twice as readers look for either; the license (RFC 4946); and files."""
    _add(entry, "link", rel="alternate", href=republication.framed.link, type="text/html")
    _add(entry, "link", rel="via", href=republication.framed.link, title=republication.publisher)
    if republication.license.url:
        link = _add(entry, "link", rel="license", href=republication.license.url)
        if republication.license.name:
            link.set("title", republication.license.name)
    for enclosure in republication.enclosures:
        link = _add(entry, "link", rel="enclosure", href=enclosure.url)
        if enclosure.media_type:
            link.set("type", enclosure.media_type)
        if enclosure.length_bytes is not None:
            link.set("length", str(enclosure.length_bytes))


def _source(entry: etree._Element, source: SourceRef) -> None:
    """Write where an entry came from, whole (RFC 4287 4.2.11)."""
    element = _add(entry, "source")
    _add(element, "id", source.id)
    _add(element, "title", source.title, type="text")
    if source.updated is not None:
        _add(element, "updated", rfc3339(source.updated))
    _add(element, "link", rel="self", href=source.self_link)
    if source.link:
        _add(element, "link", rel="alternate", href=source.link)
    if source.rights:
        _add(element, "rights", source.rights, type="text")


def _tombstone(feed: etree._Element, deleted: Deleted) -> None:
    """Write that an entry left (RFC 6721 3)."""
    attributes = {"ref": deleted.id, "when": rfc3339(deleted.when)}
    element = etree.SubElement(feed, f"{{{TOMBSTONES}}}deleted-entry", attributes)
    if deleted.comment:
        etree.SubElement(element, f"{{{TOMBSTONES}}}comment").text = deleted.comment


def _add(parent: etree._Element, name: str, text: str | None = None, /, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, name, attributes)
    element.text = text
    return element
