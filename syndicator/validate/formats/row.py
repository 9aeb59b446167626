"""What one line of a table says, and the codes that follow from tables alone."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from syndicator.validate.code_text import ERROR, INFO, WARNING, CodeText
from syndicator.validate.values import Value

_ROW_WHY = "Readers look for elements where the format puts them, and pass over or refuse what stands elsewhere."

CODES = {
    "missing-element": CodeText(
        ERROR,
        "A required element is missing.",
        "Readers refuse the document, or show a gap.",
        "Add the element.",
        "RFC 4287, sections 4.1.1, 4.1.2 and 3.2; RSS 1.0 specification",
    ),
    "missing-title": CodeText(
        ERROR,
        "The title is missing.",
        "Readers have no name to show.",
        "Add a title.",
        "RSS 2.0 specification",
    ),
    "missing-link": CodeText(
        ERROR,
        "The link is missing.",
        "Readers can not lead to the page it belongs to.",
        "Add a link.",
        "RSS 2.0 specification",
    ),
    "missing-description": CodeText(
        ERROR,
        "The description is missing.",
        "Readers can not say what it is about.",
        "Add a description.",
        "RSS 2.0 specification",
    ),
    "missing-attribute": CodeText(
        ERROR,
        "A required attribute is missing.",
        "The element means nothing without it.",
        "Add the attribute.",
        "RFC 4287; RSS 2.0 specification",
    ),
    "missing-href": CodeText(
        ERROR,
        "A link has no href.",
        "A link without an address leads nowhere.",
        "Add href with the address.",
        "RFC 4287, section 4.2.7.1",
    ),
    "duplicate-element": CodeText(
        ERROR,
        "An element stands more than once where it may stand only once.",
        "Readers take the first, the last or none.",
        "Keep one.",
        "RFC 4287, section 4.1; RSS 2.0 specification",
    ),
    "undefined-element": CodeText(
        ERROR,
        "The format has no such element in this place.",
        _ROW_WHY,
        "Move it to its place, correct its name, or put it into a namespace of its own.",
        "RFC 4287, section 6.3; RSS 2.0 specification",
    ),
    "unexpected-attribute": CodeText(
        ERROR,
        "The format has no such attribute here.",
        "Readers do not know it: it is mostly a slip.",
        "Correct its name or leave it out.",
        "RFC 4287; RSS 2.0 specification",
    ),
    "too-many-attributes": CodeText(
        ERROR,
        "An element has hundreds of attributes.",
        "No format has so many: it is an attempt to keep readers busy.",
        "Remove them.",
        "syndicator, SECURITY.md",
    ),
    "unexpected-text": CodeText(
        ERROR,
        "Text stands where only elements may stand.",
        _ROW_WHY,
        "Put the text into an element, or remove it.",
        "RFC 4287, section 6.4; RSS 2.0 specification",
    ),
    "unknown-namespace": CodeText(
        WARNING,
        "A vocabulary is used that is not known here.",
        "Most readers pass over it.",
        "Check the namespace for a slip; otherwise nothing.",
        "RFC 4287, section 6.3",
    ),
    "undeterminable-vocabulary": CodeText(
        WARNING,
        "An element of a feed has no namespace.",
        "Nobody can know which vocabulary it belongs to.",
        "Correct its name, or give it a namespace.",
        "RFC 4287, section 6.4",
    ),
    "missing-namespace": CodeText(
        ERROR,
        "The document's element has no namespace.",
        "Without it the document is no Atom feed.",
        'Write xmlns="http://www.w3.org/2005/Atom".',
        "RFC 4287, section 2",
    ),
    "not-in-a-namespace": CodeText(
        ERROR,
        "An element within another vocabulary has no namespace.",
        "Only elements of RSS itself stand without one: nobody can know what it means.",
        "Give it the prefix of its vocabulary.",
        "RSS 2.0 specification, extending RSS; Namespaces in XML 1.0, section 6.2",
    ),
    "obsolete-namespace": CodeText(
        ERROR,
        "The document is of a format that was given up, such as Atom 0.3.",
        "Readers of today may not know it.",
        "Write Atom 1.0: it has had all that Atom 0.3 had since 2005.",
        "RFC 4287, section 2",
    ),
    "invalid-namespace": CodeText(
        ERROR,
        "The document's element stands in a wrong namespace.",
        "Readers do not know it as a feed.",
        'Write xmlns="http://www.w3.org/2005/Atom".',
        "RFC 4287, section 2",
    ),
    "missing-dc-language": CodeText(
        INFO,
        "The feed does not say which language it is in.",
        "Readers choose fonts, voices and translations by it.",
        "Add language (RSS), dc:language (RSS 1.0) or xml:lang (Atom).",
        "RSS Advisory Board, RSS best practices profile, language",
    ),
}


class Times(Enum):
    """How often a child may stand within one parent."""

    ONE = "exactly once"
    OPTIONAL = "at most once"
    ANY = "any number of times"


class Kind(Enum):
    """Contents that are not one text."""

    CONTAINER = "elements only"
    EMPTY = "nothing"
    JUDGED_BY_RULE = "anything; a rule looks at it"


class Attribute(NamedTuple):
    """One attribute without a namespace, or ``rdf:about`` in lxml's form."""

    name: str
    value: Value
    required: bool = False
    missing: str = "missing-attribute"
    """The code for a required attribute that is not there."""


class Row(NamedTuple):
    """One element within its parents."""

    element: str
    within: tuple[str, ...]
    times: Times
    value: Value | Kind
    attributes: tuple[Attribute, ...] = ()
    missing: str = "missing-element"
    """The code for a row of ``Times.ONE`` that is not there."""
    open: bool = False
    """Whether attributes beside those listed may stand here unjudged."""


Table = dict[str, dict[str, Row]]


def table(*groups: tuple[Row, ...]) -> Table:
    """Give the rows of several groups by parent and child."""
    result: Table = {}
    for row in (row for group in groups for row in group):
        for parent in row.within:
            result.setdefault(parent, {})[row.element] = row
    return result


def rows(within: tuple[str, ...], times: Times, value: Value | Kind, *elements: str) -> tuple[Row, ...]:
    """Give rows of several elements that differ in name alone."""
    return tuple(Row(element, within, times, value) for element in elements)
