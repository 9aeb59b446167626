"""A plan made fit for XML before any writer sees it.

What may change is cleaned here; what must not change (ids, the original's address, the work) is checked, and one
bad value names its entry instead of failing the feed without a word.
"""

from __future__ import annotations

from syndicator.errors import RenderError
from syndicator.model.document import Enclosure, Person
from syndicator.model.framing import Framed
from syndicator.model.identity import is_absolute_iri
from syndicator.model.plan import Deleted, Plan, Republication, SourceRef, Stub
from syndicator.render.instants import whole_seconds
from syndicator.render.text import clean, is_web_address, language_tag, media_type, xml_fault


class EntryRenderError(RenderError):
    """One entry can not be written: which, and why. The others can."""

    def __init__(self, entry: str, why: str) -> None:
        shown = entry.encode("ascii", "backslashreplace").decode()[:200]
        super().__init__(
            f"entry {shown} could not be written: {why}",
            hint="leave this entry out; the rest of the feed can be written",
            code="entry-unrenderable",
        )
        self.entry = entry
        """The published id, as it stands in the plan."""


def prepare(plan: Plan) -> Plan:
    """Give the same plan with every text fit for XML, every address checked and every instant in whole seconds.

    Raises:
        EntryRenderError: an entry's id, address or work holds what can not be written.
        RenderError: the feed's own addresses can not be written.
    """
    addresses = (plan.home, *(url for _, url in plan.urls))
    if bad := next((address for address in addresses if not is_web_address(address)), None):
        hint = "base_url must be an absolute http or https address"
        raise RenderError(f"feed {plan.name} has the address {bad!r}", hint=hint, code="feed-unrenderable")
    title = clean(plan.title) or plan.name
    return plan.model_copy(
        update={
            "title": title,
            "description": clean(plan.description) or title,
            "language": language_tag(plan.language) or "en",
            "updated": whole_seconds(plan.updated),
            "republications": tuple(_republication(each) for each in plan.republications),
            "deleted": tuple(_deleted(each) for each in plan.deleted),
            "stubs": tuple(_stub(each) for each in plan.stubs),
        }
    )


def _republication(republication: Republication) -> Republication:
    entry = republication.id
    _require_id(entry)
    publisher = clean(republication.publisher) or republication.publisher_url
    license_url = republication.license.url
    return republication.model_copy(
        update={
            "published": whole_seconds(republication.published),
            "updated": whole_seconds(republication.updated),
            "framed": _framed(entry, republication.framed, publisher),
            "license": republication.license.model_copy(
                update={
                    "name": clean(republication.license.name),
                    "url": license_url if is_web_address(license_url) else None,
                }
            ),
            "publisher": publisher,
            "source": _source(entry, republication.source, publisher),
            "language": language_tag(republication.language),
            "categories": tuple(dict.fromkeys(filter(None, map(clean, republication.categories)))),
            "enclosures": tuple(_enclosure(each) for each in republication.enclosures if is_web_address(each.url)),
        }
    )


def _framed(entry: str, framed: Framed, publisher: str) -> Framed:
    if fault := xml_fault(framed.html):
        raise EntryRenderError(entry, f"its work holds {fault}, which XML forbids")
    if not is_web_address(framed.link):
        raise EntryRenderError(entry, "its original has no absolute http or https address")
    return framed.model_copy(
        update={
            "title": clean(framed.title) or framed.link,
            "persons": _persons(framed.persons, publisher),
            "notice": clean(framed.notice),
            "rights": clean(framed.rights),
            "summary": clean(framed.summary or "") or None,
        }
    )


def _persons(persons: tuple[Person, ...], publisher: str) -> tuple[Person, ...]:
    """Give the authors; where none is known the publisher stands as author, as Atom wants one (RFC 4287 4.1.2)."""
    named = tuple(
        Person(name=name, uri=person.uri if is_web_address(person.uri) else None)
        for person in persons
        if (name := clean(person.name))
    )
    return named or (Person(name=publisher),)


def _source(entry: str, source: SourceRef, publisher: str) -> SourceRef:
    if not is_web_address(source.self_link):
        raise EntryRenderError(entry, "its source has no absolute http or https address")
    return source.model_copy(
        update={
            "id": source.id if is_absolute_iri(source.id) else source.self_link,
            "title": clean(source.title) or publisher,
            "link": source.link if is_web_address(source.link) else None,
            "rights": clean(source.rights or "") or None,
        }
    )


def _enclosure(enclosure: Enclosure) -> Enclosure:
    length = enclosure.length_bytes
    return enclosure.model_copy(
        update={
            "media_type": media_type(enclosure.media_type),
            "length_bytes": length if length is not None and length >= 0 else None,
        }
    )


def _deleted(deleted: Deleted) -> Deleted:
    _require_id(deleted.id)
    return deleted.model_copy(update={"when": whole_seconds(deleted.when), "comment": clean(deleted.comment)})


def _stub(stub: Stub) -> Stub:
    _require_id(stub.id)
    link = stub.link if is_web_address(stub.link) else None
    return stub.model_copy(update={"when": whole_seconds(stub.when), "link": link})


def _require_id(entry: str) -> None:
    if not is_absolute_iri(entry) or xml_fault(entry):
        raise EntryRenderError(entry, "its id is no absolute IRI (RFC 3987)")
