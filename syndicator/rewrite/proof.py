"""The last check: the finished HTML, read back, against what came in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from syndicator.model.framing import FrameFinding
from syndicator.model.reasons import Reason
from syndicator.model.terms import Media
from syndicator.rewrite import tree
from syndicator.rewrite.verbatim import WORK_CLASS, normal, place_of_counter
from syndicator.rewrite.work import Work


class Proof(NamedTuple):
    """What the finished HTML was found to hold: the work's text in normal form, and everything that is wrong."""

    text: str
    findings: tuple[FrameFinding, ...]


def prove(html: str, made: Work, original: str, media: Media, *, strict: bool, excerpt: bool) -> Proof:
    """Read finished HTML back: the work's text, and what is wrong with text, counter, images or link."""
    page = tree.parse(html)
    works = [part for part in page.iterfind("div") if part.get("class") == WORK_CLASS]
    if len(works) != 1:
        return Proof("", (_finding(Reason.UNSAFE_TO_FRAME, f"the finished HTML holds {len(works)} works"),))
    counters = [image for image in page.iter("img") if made.counter_src and image.get("src") == made.counter_src]
    found: list[FrameFinding] = []
    if made.counter_src and len(counters) != 1:
        message = f"the counter stands {len(counters)} times in the finished HTML"
        found.append(_finding(Reason.COUNTER_MISSING, message))
    pieces = tree.pieces(works[0], counter=counters[0] if counters else None)
    text = normal(pieces)
    if strict and not _verbatim(text, pieces, made, excerpt=excerpt):
        found.append(_finding(Reason.NOT_VERBATIM, "the work's text is not the text that came in"))
    if media.rule == "strip" and len(list(page.iter("img"))) != len(counters):
        found.append(_finding(Reason.UNSAFE_TO_FRAME, "an image is left that the terms do not grant"))
    if all(link.get("href") != original for link in page.iter("a")):
        found.append(_finding(Reason.UNSAFE_TO_FRAME, "the original's address can not be written as a link"))
    return Proof(text, tuple(found))


def _verbatim(text: str, pieces: Sequence[str], made: Work, *, excerpt: bool) -> bool:
    """Tell whether the text (of an excerpt: its beginning) and the counter's place are those that came in."""
    if excerpt:
        return made.text == text or made.text.startswith(f"{text}\n") or not text
    return text == made.text and place_of_counter(pieces) == made.counter_place


def _finding(reason: Reason, message: str) -> FrameFinding:
    return FrameFinding(reason=reason, message=message)
