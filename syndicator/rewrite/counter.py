"""Find and check the publisher's page counter: the one 1x1 image that must stay as it came."""

from __future__ import annotations

import re
from typing import NamedTuple

from syndicator.model.document import Entry
from syndicator.model.framing import FrameFinding
from syndicator.model.reasons import Reason
from syndicator.model.terms import Counter
from syndicator.rewrite.tree import HIDDEN, Element

_DIGITS = re.compile(r"(\d+)\D*\Z")


class Found(NamedTuple):
    """The counter to keep, if any, and what forbids publication. ``src`` is character for character as upstream."""

    element: Element | None = None
    src: str = ""
    finding: FrameFinding | None = None


def find(body: Element, rule: Counter, entry: Entry) -> Found:
    """Find the counter that belongs to this entry; the first one where it stands several times.

    A counter of another number beside the right one is a picture like any other, and goes. Where only another
    number's counter stands, that is the finding. Where the number stands at the end of the entry's id, the link has to
    end with it too: else one of the two is another article's.
    """
    if rule.rule == "none":
        return Found()
    if rule.kind == "script":
        return Found(finding=_needs_script()) if rule.rule == "required" else Found()
    pattern = re.compile(rule.match)
    number = number_of(entry, rule)
    other = ""
    for element in body.iter("img"):
        src = element.get("src", "")
        match = pattern.fullmatch(src)
        if match is None or _hidden(element):
            continue
        counted = match.groupdict().get("id")
        if not rule.id_from or counted == number:
            return _contradicted(rule, entry, number) or Found(element, src)
        other = other or str(counted)
    return _absent(rule, other, number)


def number_of(entry: Entry, rule: Counter) -> str | None:
    """Give the article's number on our side: the last digits of the entry's id or link."""
    text = entry.upstream_id if rule.id_from == "entry-id-digits" else entry.link
    digits = _DIGITS.search(text or "")
    return digits[1] if digits else None


def _contradicted(rule: Counter, entry: Entry, number: str | None) -> Found | None:
    """Give the finding of a link that names another article than the id does."""
    linked = _DIGITS.search(entry.link or "")
    if rule.id_from != "entry-id-digits" or (linked and linked[1] == number):
        return None
    message = f"the entry's id ends in {number}, its link in {linked[1] if linked else 'no number'}"
    return Found(finding=FrameFinding(reason=Reason.COUNTER_ID_MISMATCH, message=message))


def _hidden(element: Element) -> bool:
    """Tell whether an image stands where no reader would load it."""
    return any(parent.tag in HIDDEN for parent in element.iterancestors())


def _absent(rule: Counter, other: str, number: str | None) -> Found:
    """Say that the right counter is not there, where that matters."""
    if other:
        message = f"the counter in the body counts {other}, the entry is {number or 'without a number'}"
        return Found(finding=FrameFinding(reason=Reason.COUNTER_ID_MISMATCH, message=message))
    if rule.rule == "required":
        message = "no image in the body matches the publisher's counter"
        return Found(finding=FrameFinding(reason=Reason.COUNTER_MISSING, message=message))
    return Found()


def _needs_script() -> FrameFinding:
    return FrameFinding(
        reason=Reason.COUNTER_NEEDS_SCRIPT, message="the publisher's counter is a script, which no feed can carry"
    )
