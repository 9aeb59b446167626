"""A document's XML tree, taken apart: its form, its entries, their digests, its tombstones.

The tree is read with no entity, no network and no repair. What is not well-formed does not get here.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import NamedTuple

from lxml import etree

from syndicator.model.document import Tombstone
from syndicator.parse.base import ENTRIES_MAX, READER
from syndicator.parse.elements import Children, children_of, first_text, text_of
from syndicator.parse.names import (
    ATOM,
    ATOM_03,
    DC,
    RDF,
    RSS_090,
    TOMBSTONES,
    XML_BASE,
    XML_LANG,
    Element,
    core_name,
    split_tag,
)
from syndicator.parse.text import collapse, date_of

_VERSION = re.compile(r"[0-9]\.[0-9]{1,3}(?:\.[0-9])?\Z")
_ENTRY_NAMES = frozenset({"item", "entry"})
_ENTRY_TAGS = ("{*}item", "{*}entry")
_DATE_KEYS = ("pubdate", "published", "updated", "issued", "modified", f"{{{DC}}}date")
_OLDEST = datetime.min.replace(tzinfo=UTC)


class Tree(NamedTuple):
    """A feed's tree: ``channel`` holds what the document says of itself, ``entries`` are its entries in order."""

    format: str
    root: Element
    channel: Element
    entries: tuple[Element, ...]
    dropped: int
    has_base: bool
    """Whether any ``xml:base`` occurs."""

    @property
    def is_atom(self) -> bool:
        """Whether RFC 4287 or its draft rules, not one of the RSS family."""
        return self.format.startswith("atom")


def grow(body: bytes) -> Element:
    """Give the root of a well-formed document in UTF-8. Raises ``lxml.etree.XMLSyntaxError``."""
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    return etree.fromstring(body, parser)


def shape(root: Element, *, has_base: bool) -> Tree | None:
    """Give the feed that a tree is, or nothing where it is none of the known forms, or entries stand elsewhere."""
    namespace, name = split_tag(root.tag)
    if name == "feed":
        channel, format_name = root, {ATOM: "atom-1.0", ATOM_03: "atom-0.3"}.get(namespace, "atom")
    elif name == "rss":
        version = (root.get("version") or "").strip()
        channel, format_name = _channel(root), f"rss-{version}" if _VERSION.match(version) else "rss"
    elif name == "RDF" and namespace == RDF:
        channel = _channel(root)
        format_name = "rss-0.90" if split_tag(channel.tag)[0] == RSS_090 else "rss-1.0"
    else:
        return None
    parents = (root,) if channel is root else (root, *_named(root, "channel"))
    entries = [child for parent in parents for child in parent if core_name(child.tag) in _ENTRY_NAMES]
    if sum(1 for found in root.iter(*_ENTRY_TAGS) if core_name(found.tag)) != len(entries):
        return None
    kept = entries if len(entries) <= ENTRIES_MAX else _newest(entries)
    return Tree(format_name, root, channel, tuple(kept), len(entries) - len(kept), has_base)


def has_entries(root: Element) -> bool:
    """Tell whether an entry of any form stands anywhere in a tree."""
    return any(core_name(found.tag) for found in root.iter(*_ENTRY_TAGS))


def digests_of(tree: Tree) -> tuple[str, ...]:
    """Give each entry's digest: BLAKE2b-128 of its exclusive canonical form, its inherited base and language.

    The reader's version goes in as well. Neither siblings nor prefixes declared further up change it.
    """
    inherited: dict[Element, bytes] = {}
    digests = []
    for entry in tree.entries:
        parent = entry.getparent()
        assert parent is not None
        if parent not in inherited:
            inherited[parent] = repr((READER, *_inherited(parent, tree.channel))).encode()
        hashed = hashlib.blake2b(inherited[parent], digest_size=16)
        hashed.update(etree.tostring(entry, method="c14n", exclusive=True))
        digests.append(hashed.hexdigest())
    return tuple(digests)


def tombstones_of(tree: Tree) -> tuple[Tombstone, ...]:
    """Give the entries that the document says its publisher deleted (RFC 6721 3)."""
    return tuple(
        Tombstone(
            ref=ref,
            when=date_of(element.get("when")),
            comment=collapse(element.findtext(f"{{{TOMBSTONES}}}comment") or ""),
        )
        for element in tree.channel.findall(f"{{{TOMBSTONES}}}deleted-entry")[:ENTRIES_MAX]
        if (ref := (element.get("ref") or "").strip())
    )


def declared_language(tree: Tree) -> str | None:
    """Give the language that the document names for itself, as written."""
    for element in (tree.channel, tree.root):
        if language := element.get(XML_LANG):
            return language
    for child in tree.channel:
        if core_name(child.tag) == "language" or child.tag == f"{{{DC}}}language":
            return text_of(child)
    return None


def _inherited(parent: Element, channel: Element) -> tuple[str, ...]:
    chain = [parent, *parent.iterancestors()]
    words = [f"{element.get(XML_BASE)} {element.get(XML_LANG)}" for element in chain]
    return (*words, *(text_of(child) for child in channel if core_name(child.tag) == "language"))


def _named(root: Element, name: str) -> list[Element]:
    return [child for child in root if core_name(child.tag) == name]


def _channel(root: Element) -> Element:
    return next(iter(_named(root, "channel")), root)


def _newest(entries: list[Element]) -> list[Element]:
    """Keep the newest entries up to the limit, in the document's order; on equal dates the first ones."""
    dates = [_written(children_of(entry)) for entry in entries]
    order = sorted(range(len(entries)), key=lambda at: dates[at], reverse=True)
    return [entries[at] for at in sorted(order[:ENTRIES_MAX])]


def _written(children: Children) -> datetime:
    return date_of(first_text(children, *_DATE_KEYS)) or _OLDEST
