"""Walks a document along the tables of its format: what stands where, how often, with which values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from syndicator.validate.code_text import Fault
from syndicator.validate.document import Doc
from syndicator.validate.formats import REQUIRED, ROOTS, TABLES, Row
from syndicator.validate.formats.row import Kind, Table, Times
from syndicator.validate.names import (
    LENIENT,
    USUAL,
    attributes,
    crowded,
    elements,
    has_text,
    is_known,
    local_name,
    name,
    namespace,
    prefix_of,
    tag,
)
from syndicator.validate.values import Value
from syndicator.validate.values.addresses import iri_reference, name_of_scheme
from syndicator.validate.values.words import xml_language

_XML_ATTRIBUTES: dict[str, Value] = {tag("xml:lang"): xml_language, tag("xml:base"): iri_reference}
_FREE = LENIENT | {None}
"""Elements that no row describes may stand anywhere: other vocabularies, and those known in part."""

_OBSOLETE = frozenset({"http://purl.org/atom/ns#", "http://example.com/newformat#", "http://purl.org/net/rss1.1#"})
"""Atom 0.3 and its drafts, and RSS 1.1."""
_SPELLED = re.compile(rb"(?<!&amp;)&#x(?:26|3c);", re.IGNORECASE)
_PARSE_TYPE = tag("rdf:parseType")
_RDF = tag("rdf:RDF")


def structure(doc: Doc) -> Iterator[Fault]:
    """Give every fault that the tables alone can see.

    Elements of other vocabularies are passed over with all they hold.
    """
    row_of_root = ROOTS.get(name(doc.root.tag))
    if row_of_root is None:
        yield _root_fault(doc.root)
        return
    walk = _Walk(TABLES[doc.format], REQUIRED[doc.format], is_rss=doc.format == "rss", strangers=set())
    yield from _declarations(doc.root)
    pending = [(doc.root, row_of_root)]
    while pending:
        element, row = pending.pop()
        if len(element.attrib):
            yield from _attributes(element, row)
        if row.attributes:
            yield from _missing(element, row)
        if callable(row.value):
            if faults := _value(element, row.value):
                yield from _unless_spelled(doc, faults) if walk.is_rss else faults
        elif row.value is Kind.EMPTY:
            if has_text(element):
                yield Fault("unexpected-text", element)
        elif row.value is Kind.CONTAINER:
            inside = _judged_children(element, walk)
            yield from (each for each in inside if isinstance(each, Fault))
            pending.extend(each for each in inside if not isinstance(each, Fault))


class _Walk(NamedTuple):
    """What is the same for the whole document."""

    table: Table
    required: Mapping[str, tuple[Row, ...]]
    is_rss: bool
    strangers: set[str]
    """The unknown vocabularies that were told."""


def _declarations(root: etree._Element) -> Iterator[Fault]:
    """Judge the namespaces that the document's element declares: names are compared as they stand."""
    for prefix, uri in root.nsmap.items():
        for code in name_of_scheme(uri):
            yield Fault(code, root, f"xmlns:{prefix}={uri}" if prefix else f"xmlns={uri}")


def _root_fault(root: etree._Element) -> Fault:
    local = local_name(root.tag)
    if namespace(root.tag) in _OBSOLETE:
        return Fault("obsolete-namespace", root, namespace(root.tag))
    if local.lower() in {"feed", "rss", "rdf"} and prefix_of(root.tag) != "rdf":
        return Fault("invalid-namespace" if namespace(root.tag) else "missing-namespace", root, local)
    return Fault("undefined-element", root, name(root.tag))


def _judged_children(parent: etree._Element, walk: _Walk) -> list[Fault | tuple[etree._Element, Row]]:
    """Give a container's children with their rows, and the faults of their number, kind and place."""
    parent_name = name(parent.tag)
    known = walk.table.get(parent_name, {})
    result: list[Fault | tuple[etree._Element, Row]] = []
    seen: set[str] = set()
    has_tail = False
    for child in parent:
        tail = child.tail
        has_tail = has_tail or (tail is not None and not tail.isspace())
        if not isinstance(child.tag, str):
            continue
        child_name = name(child.tag)
        row = known.get(child_name)
        if row is None:
            result.extend(_stranger(child, parent_name, walk))
            continue
        if child_name in seen and row.times is not Times.ANY:
            result.append(Fault("duplicate-element", child, child_name))
        seen.add(child_name)
        result.append((child, row))
    missing = (row for row in walk.required.get(parent_name, ()) if row.element not in seen)
    result.extend(Fault(row.missing, parent, row.element) for row in missing)
    if parent.tag == _RDF and not seen & {"rss1:channel", "rss090:channel"}:
        result.append(Fault("missing-element", parent, "channel"))
    if has_tail or (parent.text or "").strip():
        result.append(Fault("unexpected-text", parent))
    return result


def _stranger(child: etree._Element, parent_name: str, walk: _Walk) -> Iterator[Fault]:
    """Judge a child that no row describes; each unknown vocabulary is told once."""
    prefix = prefix_of(child.tag)
    if prefix == "" and parent_name.startswith("atom:"):
        yield Fault("undeterminable-vocabulary", child, child.tag)
    elif prefix not in _FREE:
        yield Fault("undefined-element", child, name(child.tag))
    elif (uri := namespace(child.tag)) not in walk.strangers and not is_known(uri) and child.prefix not in USUAL:
        walk.strangers.add(uri)
        yield Fault("unknown-namespace", child, uri)
    if prefix is None and walk.is_rss:
        yield from (Fault("not-in-a-namespace", each, each.tag) for each in child.iterdescendants("{}*"))


def _unless_spelled(doc: Doc, faults: Iterable[Fault]) -> Iterator[Fault]:
    """Leave out that a text of RSS seems to hold markup where it is written the way that is asked for.

    That way is &#x26; and &#x3C; (RSS best practices profile, character data).
    """
    for fault in faults:
        seems = fault.code in {"contains-html", "character-data"}
        if not (seems and fault.element is not None and _SPELLED.search(doc.written(fault.element))):
            yield fault


def _value(element: etree._Element, value: Value) -> Sequence[Fault]:
    """Judge an element that is to hold one text."""
    if not len(element):
        own = element.text or ""
        codes = value(own)
        return [Fault(code, element, own.strip()) for code in codes] if codes else ()
    if element.get(_PARSE_TYPE) == "Literal":
        return ()
    inner = [child for child in elements(element) if prefix_of(child.tag) not in _FREE]
    if inner:
        return (Fault("undefined-element", inner[0], name(inner[0].tag)),)
    text = (element.text or "") + "".join(child.tail or "" for child in element)
    return [Fault(code, element, text.strip()) for code in value(text)]


def _attributes(element: etree._Element, row: Row) -> Iterator[Fault]:
    """Judge the attributes of an element by its row; those of other vocabularies are passed over."""
    if crowded(element):
        yield Fault("too-many-attributes", element)
        return
    known = {attribute.name: attribute for attribute in row.attributes}
    for key, text in attributes(element):
        attribute = known.get(key)
        value = attribute.value if attribute else _XML_ATTRIBUTES.get(key)
        if value is not None:
            yield from (Fault(code, element, f"{key}={text}") for code in value(text))
        elif not key.startswith("{") and not row.open:
            yield Fault("unexpected-attribute", element, key)


def _missing(element: etree._Element, row: Row) -> Iterator[Fault]:
    for attribute in row.attributes:
        if attribute.required and element.get(attribute.name) is None:
            yield Fault(attribute.missing, element, name(attribute.name))
