"""Read one document: limits, encoding, then the tree with feedparser beside it, or feedparser alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from syndicator.model.document import Document, DocumentInfo, Entry, Scope
from syndicator.parse.base import Hints, refused
from syndicator.parse.elements import Children, children_of
from syndicator.parse.encoding import to_utf8
from syndicator.parse.fields import (
    Where,
    authors_in,
    base_of,
    id_of,
    language_in,
    link_in,
    origin_in,
    self_link_in,
    title_in,
    work_in,
)
from syndicator.parse.names import Element
from syndicator.parse.preflight import admit, admit_broken, admit_tree, limit_of
from syndicator.parse.rights_marks import rights_in, rights_in_fields
from syndicator.parse.split import (
    Tree,
    declared_language,
    digests_of,
    grow,
    has_entries,
    shape,
    tombstones_of,
)
from syndicator.parse.text import language_of

if TYPE_CHECKING:
    from syndicator.parse.from_feedparser import Facts


def read(body: bytes, hints: Hints, known: frozenset[str]) -> Document:
    """Give the document that bytes hold; of its entries only those whose digest is not in ``known``.

    Bytes must be decoded of any content coding. Nothing is opened or fetched. An entry does not depend on which of
    its siblings are known. Raises ``ParseError`` with one of these codes: ``empty-document``, ``too-large``,
    ``html-page``, ``not-a-feed``, ``encoding-refused``, ``entity-declared``, ``doctype-refused``, ``too-deep``,
    ``too-many-elements``, ``too-many-attributes``, ``too-many-namespaces``, ``attribute-too-large``,
    ``text-too-large``, ``tag-too-large``, ``unreadable``.
    """
    decoded = to_utf8(body, hints.content_type)
    admitted = admit(decoded.body)
    if admitted.kind == "json":
        from syndicator.parse.json_feed import read_json  # few documents need it

        return read_json(admitted.body, hints, known, decoded.recovered_because)
    try:
        root = grow(admitted.body)
    except etree.XMLSyntaxError as fault:
        if limit := limit_of(fault):
            raise limit from fault
        because = f"not well-formed: {fault.msg}"[:300]
        return _whole(admitted.body, hints, known, because)
    admit_tree(root, len(admitted.body))
    tree = shape(root, has_base=b"xml:base" in admitted.body)
    if tree is None and not has_entries(root):
        raise refused("not-a-feed", f"the document is XML, but no feed: {root.tag[:100]}", "check the address")
    if tree is None:
        return _whole(admitted.body, hints, known, "its entries do not stand where the format puts them")
    document = _from_tree(tree, hints, known, decoded.recovered_because)
    if document is None:
        return _whole(admitted.body, hints, known, "its entries are not those that feedparser finds")
    return document


def _whole(body: bytes, hints: Hints, known: frozenset[str], because: str) -> Document:
    from syndicator.parse.whole import read_whole  # feedparser is slow to import

    admit_broken(body)
    return read_whole(body, hints, known, because)


def _from_tree(tree: Tree, hints: Hints, known: frozenset[str], because: str) -> Document | None:
    """Give the document that a tree holds, or nothing where feedparser sees other entries in it."""
    from syndicator.parse.from_feedparser import Reduced, facts_of  # slow to import

    channel = children_of(tree.channel)
    info = _info(tree, channel, hints, because)
    base = hints.url if tree.is_atom else info.link or hints.url
    where = Where(tree.is_atom, base, info.language, tree.has_base)
    digests = digests_of(tree)
    tombstones = tombstones_of(tree)
    unseen: dict[str, tuple[Element, Children]] = {}
    for digest, element in zip(digests, tree.entries, strict=True):
        if digest not in known and digest not in unseen:
            unseen[digest] = element, children_of(element)
    drafts = [_draft(digest, *parts, where) for digest, parts in unseen.items()]
    reduced = tuple(
        Reduced(children, base_of(element, where), not draft.authors)
        for (element, children), draft in zip(unseen.values(), drafts, strict=True)
    )
    facts = facts_of(tree, channel, reduced, base)
    if facts is None:
        return None
    told, each = facts
    return Document(
        info=info.model_copy(
            update={"updated": told.updated or told.published, "authors": info.authors or told.authors}
        ),
        listed=tuple(dict.fromkeys(digests)),
        entries=tuple(_complete(draft, fact) for draft, fact in zip(drafts, each, strict=True)),
        tombstones=tombstones,
        dropped=tree.dropped,
    )


def _info(tree: Tree, channel: Children, hints: Hints, because: str) -> DocumentInfo:
    """Give what the document says of itself; its date is still missing."""
    base = base_of(tree.channel, Where(tree.is_atom, hints.url, None, tree.has_base))
    return DocumentInfo(
        format=tree.format,
        id=id_of(tree.channel, channel),
        title=title_in(channel, is_atom=tree.is_atom),
        link=link_in(channel, base),
        self_link=self_link_in(channel, base),
        language=language_of(declared_language(tree)),
        authors=authors_in(channel),
        rights=(*rights_in(channel, Scope.DOCUMENT), *rights_in_fields(hints)),
        recovered=bool(because),
        recovered_because=because,
    )


def _complete(draft: Entry, facts: Facts) -> Entry:
    return draft.model_copy(
        update={
            "published": facts.published,
            "updated": facts.updated,
            "authors": draft.authors or facts.authors,
            "categories": facts.categories,
            "enclosures": facts.enclosures,
        }
    )


def _draft(digest: str, element: Element, children: Children, where: Where) -> Entry:
    """Give an entry as its own elements tell it; dates, categories and enclosures are still missing."""
    base = base_of(element, where)
    language = language_in(element, children, where.language)
    origin, origin_rights, origin_authors = origin_in(children, base)
    rights = rights_in(children, Scope.ENTRY)
    title = title_in(children, is_atom=where.is_atom)
    authors = authors_in(children) or origin_authors
    upstream_id, link = id_of(element, children), link_in(children, base)
    work = work_in(children, base_of(element, where, link), language, where)
    return Entry(
        upstream_id=upstream_id,
        link=link,
        title=title,
        authors=authors,
        body=work.body,
        body_is_summary=work.body_is_summary,
        summary=work.summary,
        base=work.base,
        language=work.language,
        rights=(*rights, *origin_rights),
        origin=origin,
        digest=digest,
    )
