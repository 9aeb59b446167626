"""What a podcast must say for the directory (Apple Podcasts, RSS feed requirements)."""

from __future__ import annotations

from collections.abc import Iterator

from syndicator.validate.code_text import WARNING, CodeText, Fault
from syndicator.validate.document import Doc
from syndicator.validate.names import NAMESPACES, children
from syndicator.validate.values.podcasts import CATEGORIES

CODES = {
    "missing-itunes-element": CodeText(
        WARNING,
        "A podcast lacks something that the directory asks for.",
        "The directory refuses the podcast, or lists it badly.",
        "Add itunes:category, itunes:explicit and itunes:image to the channel.",
        "Apple Podcasts, RSS feed requirements",
    ),
    "missing-itunes-email": CodeText(
        WARNING,
        "The podcast names no owner with an e-mail address.",
        "The directory can not ask who owns it.",
        "Add itunes:owner with itunes:email; it may stand there for the time of the registration only.",
        "Apple Podcasts, RSS feed requirements",
    ),
    "unsupported-itunes-format": CodeText(
        WARNING,
        "The enclosure is of a kind that the directory does not play.",
        "The episode is missing there.",
        "Offer MP3, M4A, MP4, M4V, MOV, PDF or EPUB.",
        "Apple Podcasts, RSS feed requirements",
    ),
}

_ASKED = ("itunes:category", "itunes:explicit", "itunes:image")
_PLAYED = (".mp3", ".m4a", ".mp4", ".m4v", ".mov", ".pdf", ".epub")


def podcasts(doc: Doc) -> Iterator[Fault]:
    """Judge a channel that declares the words of the directory."""
    if doc.format != "rss" or NAMESPACES["itunes"] not in doc.root.nsmap.values():
        return
    for asked in _ASKED:
        if not children(doc.head, asked):
            yield Fault("missing-itunes-element", doc.head, asked)
    if not children(doc.head, "itunes:owner"):
        yield Fault("missing-itunes-email", doc.head)
    yield from _categories(doc)
    for item in doc.entries:
        for enclosure in children(item, "enclosure"):
            path = enclosure.get("url", "").partition("?")[0].lower()
            ending = path.rpartition("/")[2].rpartition(".")[2]
            if path and not path.endswith(_PLAYED):
                yield Fault("unsupported-itunes-format", enclosure, ending)


def _categories(doc: Doc) -> Iterator[Fault]:
    """Judge which part stands within which category."""
    for outer in children(doc.head, "itunes:category"):
        parts = CATEGORIES.get(outer.get("text", ""))
        for inner in children(outer, "itunes:category"):
            if parts is not None and inner.get("text", "") in set().union(*CATEGORIES.values()) - parts:
                yield Fault("obsolete-itunes-category", inner, inner.get("text", ""))
