"""One published entry against the upstream's: the frame off, both texts in normal form, the first difference."""

from __future__ import annotations

from typing import Literal, NamedTuple
from urllib.parse import urljoin

from syndicator.validate.untouched.feeds import Carried
from syndicator.validate.untouched.nodes import Node
from syndicator.validate.untouched.text import Shown, shown

WORK = "syndicator-work"
AROUND = 40
"""So many characters of a line are shown on both sides of the first that differs."""


class Verdict(NamedTuple):
    """What became of one work.

    ``untouched``: its text is the upstream's. ``beginning``: marked as an excerpt, its lines are the first of the
    upstream's. ``reference``: it shows no text of the work. ``differs``: anything else.
    """

    id: str
    title: str
    outcome: Literal["untouched", "beginning", "reference", "differs"]
    message: str = ""
    line: int = 0
    """Number of the first line that differs, from 1; 0 where the text does not."""
    before: str = ""
    """The line before it, the same on both sides."""
    published: str = ""
    upstream: str = ""


def compare(published: Carried, upstream: Carried) -> Verdict:
    """Tell whether the work in a published entry is the upstream entry's, text and kept pictures."""
    parts = list(published.body.elements()) if published.body else []
    works = [part for part in parts if part.name == "div" and part.attributes.get("class") == WORK]
    verdict = Verdict(published.id, published.title, "untouched")
    if not works:
        return verdict._replace(outcome="reference", message="it shows no text of the work")
    if len(works) > 1:
        return verdict._replace(outcome="differs", message=f"it holds {len(works)} works")
    ours = shown(works[0])
    theirs = _upstream(upstream, ours)
    if _is_excerpt(parts, works[0]) and ours.lines == theirs.lines[: len(ours.lines)]:
        verdict = verdict._replace(
            outcome="beginning",
            message=f"the first {len(ours.lines)} of {len(theirs.lines)} lines, marked as an excerpt",
        )
    elif ours.lines != theirs.lines:
        return _first_difference(verdict, ours.lines, theirs.lines)
    moved = _moved(ours, theirs, upstream)
    return verdict._replace(outcome="differs", message=moved) if moved else verdict


def _upstream(upstream: Carried, ours: Shown) -> Shown:
    kept = {address for address, _ in ours.pictures}
    body = upstream.body or Node("body")
    everything = shown(body)
    originals = {address for address, _ in everything.pictures if kept & _forms(address, upstream)}
    return shown(body, originals)


def _forms(address: str, upstream: Carried) -> set[str]:
    """Give an upstream address as it may stand in what we publish: as it came, or made absolute."""
    address = address.strip()
    return {address, *(urljoin(base, address) for base in upstream.bases)}


def _is_excerpt(parts: list[Node], work: Node) -> bool:
    """Tell whether a paragraph without a class, which leads to the whole work, stands right after it."""
    after = parts[parts.index(work) + 1 :][:1]
    return any(one.name == "p" and "class" not in one.attributes for one in after)


def _moved(ours: Shown, theirs: Shown, upstream: Carried) -> str:
    """Say which kept picture or counter stands elsewhere than it did; empty when each is in its place."""
    for address, place in ours.pictures:
        places = {at for theirs_, at in theirs.pictures if address in _forms(theirs_, upstream)}
        if not places:
            return f"the upstream's entry does not show the image {address}"
        if place not in places:
            return f"{place} characters stand before the image {address}, upstream {min(places)}"
    return ""


def _first_difference(verdict: Verdict, ours: tuple[str, ...], theirs: tuple[str, ...]) -> Verdict:
    at = next((no for no, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other), None)
    if at is None:
        at = min(len(ours), len(theirs))
    one, other = ours[at] if at < len(ours) else "", theirs[at] if at < len(theirs) else ""
    common = next((no for no, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if not one:
        message = "the work ends before the upstream's text does"
    elif not other:
        message = "the work goes on after the upstream's text has ended"
    else:
        message = f"line {at + 1} differs from its character {common + 1} on"
    return verdict._replace(
        outcome="differs",
        message=message,
        line=at + 1,
        before=_around(ours[at - 1], len(ours[at - 1])) if at else "",
        published=_around(one, common),
        upstream=_around(other, common),
    )


def _around(line: str, at: int) -> str:
    """Give a line's part around a character."""
    start, end = max(0, at - AROUND), at + AROUND
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")
