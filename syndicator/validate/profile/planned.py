"""Whether the bytes are the feed that was planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from syndicator.validate.code_text import ERROR, CodeText, Fault
from syndicator.validate.profile.published import Published

CODES = {
    "format-not-as-planned": CodeText(
        ERROR,
        "The document has another format than planned.",
        "Subscribers would get another document at the same address.",
        "This is a fault of syndicator: please report it with the feed's plan.",
        "syndicator, design: validate",
    ),
    "ids-not-as-planned": CodeText(
        ERROR,
        "The document's entries are not those planned, in their order.",
        "An entry would be lost, or go out that was not decided upon.",
        "This is a fault of syndicator: please report it with the feed's plan.",
        "syndicator, design: nothing is lost or doubled",
    ),
    "entry-ids-repeated": CodeText(
        ERROR,
        "Two entries have the same id.",
        "Subscribers would see one of them only, or the same one again and again.",
        "Find which two sources give the same id; hold one of them.",
        "RFC 4287, section 4.2.6",
    ),
}


def planned(feed: Published) -> Iterator[Fault]:
    """Compare format and ids with the plan."""
    if feed.doc.format != feed.format:
        yield Fault("format-not-as-planned", feed.doc.root, feed.doc.format)
    planned_ids = (*feed.plan_ids, *feed.stub_ids)
    ids = tuple(entry.id for entry in feed.all)
    if ids != planned_ids:
        strange = next((each for each in ids if each not in planned_ids), "")
        lost = next((each for each in planned_ids if each not in ids), "")
        yield Fault("ids-not-as-planned", feed.doc.head, strange or lost or "order or number")
    counts = Counter(ids)
    seen: set[str] = set()
    for entry in feed.all:
        if counts[entry.id] > 1 and entry.id in seen:
            yield Fault("entry-ids-repeated", entry.element, entry.id)
        seen.add(entry.id)
