"""What must differ from entry to entry, and how many hours and days there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from syndicator.validate.code_text import ERROR, WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import children, text

CODES = {
    "duplicate-entries": CodeText(
        WARNING,
        "Two entries have the same id.",
        "Readers show one of them, or the same one twice.",
        "Give each entry its own id and keep it for ever.",
        "RFC 4287, section 4.1.1",
    ),
    "duplicate-value": CodeText(
        ERROR,
        "A value stands twice where each must differ.",
        "Readers take two items with one guid for one.",
        "Give each item its own guid; name each hour once.",
        "RSS 2.0 specification, guid and skipHours",
    ),
    "eight-days-a-week": CodeText(
        ERROR,
        "skipDays names more than seven days.",
        "A week has no more.",
        "Name each day once.",
        "RSS 2.0 specification, skipDays",
    ),
    "not-enough-hours-in-the-day": CodeText(
        ERROR,
        "skipHours names more than 24 hours.",
        "A day has no more.",
        "Name each hour once.",
        "RSS 2.0 specification, skipHours",
    ),
    "duplicate-updated": CodeText(
        WARNING,
        "Two entries have the same updated date.",
        "Readers can not order them.",
        "Give the time to the second; nothing more where they truly changed together.",
        "RFC 4287, section 3.3",
    ),
    "duplicate-enclosure": CodeText(
        WARNING,
        "The item has more than one enclosure.",
        "Most readers take only one, some the first, some the last.",
        "Keep one enclosure an item.",
        "RSS Advisory Board, RSS best practices profile, enclosure",
    ),
}

_MOST = {"skipHours": (24, "not-enough-hours-in-the-day"), "skipDays": (7, "eight-days-a-week")}
_PART = {"skipHours": "hour", "skipDays": "day"}


def duplicates(doc: Doc) -> Iterator[Fault]:
    """Find ids, guids, dates and enclosures that stand twice."""
    of_entries = {
        name: [child for entry in doc.entries for child in children(entry, name)]
        for name in ("atom:id", "guid", "atom:updated")
    }
    if doc.format == "atom":
        yield from _repeated("duplicate-entries", of_entries["atom:id"])
        yield from _repeated("duplicate-updated", of_entries["atom:updated"])
    yield from _repeated("duplicate-value", of_entries["guid"])
    for skip in children(doc.head, "skipHours", "skipDays"):
        named = children(skip, "hour", "day")
        yield from _repeated("duplicate-value", named)
        if not named:
            yield Fault("missing-element", skip, _PART[str(skip.tag)])
        most, code = _MOST[str(skip.tag)]
        yield from (Fault(code, extra) for extra in named[most : most + 1])
    for entry in doc.entries:
        yield from (Fault("duplicate-enclosure", extra) for extra in children(entry, "enclosure")[1:])


def _repeated(code: str, elements: Iterable[etree._Element]) -> Iterator[Fault]:
    seen = set()
    for element in elements:
        value = text(element)
        value = "0" if value == "24" and element.tag == "hour" else value
        if value and value in seen:
            yield Fault(code, element, value)
        seen.add(value)
