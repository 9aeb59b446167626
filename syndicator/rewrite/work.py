"""Make the work: the entry's body cleaned, with the text that must come out of it at the end.

The expected text is computed on the untouched tree, before anything is taken out, so that it can bear witness
against everything that happens afterwards.
"""

from __future__ import annotations

from typing import NamedTuple

from syndicator.model.document import Entry
from syndicator.model.framing import FrameFinding
from syndicator.model.reasons import Reason
from syndicator.model.terms import Counter, Media, Terms
from syndicator.rewrite import chars, counter, media, sanitize, tree
from syndicator.rewrite.links import is_web
from syndicator.rewrite.media import Kind, Removal
from syndicator.rewrite.setting import Setting
from syndicator.rewrite.tree import Element
from syndicator.rewrite.verbatim import normal, place_of_counter

_EXCERPT_PARAGRAPHS = 2


class Work(NamedTuple):
    """A clean work and what must be true of it once it is framed."""

    element: Element
    text: str
    """The text that came in, in normal form, without the documented removals."""
    counter_src: str
    counter_place: int | None
    media_removed: bool
    embedded: bool
    trackers_dropped: bool
    embeds: tuple[str, ...]


class Read(NamedTuple):
    """A body as a tree that is safe to work on, and its page counter."""

    body: Element
    counter: counter.Found
    base: str | None


def make(entry: Entry, terms: Terms, setting: Setting, *, strict: bool) -> Work | tuple[FrameFinding, ...]:
    """Clean the entry's body. ``strict`` means that no change to the text is permitted, not even a needed one."""
    rule = terms.counter if setting.mode == "full" else Counter()
    if setting.by_hand and rule.kind == "script":
        rule = Counter()
    found = read(entry, rule, setting.body_bytes_max, strict=strict)
    if isinstance(found, FrameFinding):
        return (found,)
    if found.counter.finding is not None:
        return (found.counter.finding,)
    removed = media.removals(found.body, terms.media, found.counter.element, found.base)
    if found.counter.element is not None:
        sanitize.lift(found.counter.element, removed)
    text = _text(found, removed)
    if chars.unsafe(_plain(text)):
        if strict:
            return (_unsafe("an invisible or unsafe character stands in the text"),)
        sanitize.filter_text(found.body)
        text = _text(found, removed)
    expected = normal(text)
    if not expected:
        return (_nothing(),)
    element = sanitize.clean(found.body, removed, found.counter.element, found.base)
    if element is None:
        return (_unsafe("its markup can not be brought into a stable form"),)
    embeds = [removal for removal in removed if removal.kind is Kind.EMBED]
    return Work(
        element=element,
        text=expected,
        counter_src=found.counter.src,
        counter_place=place_of_counter(text),
        media_removed=sanitize.pictures_removed(removed),
        embedded=bool(embeds),
        trackers_dropped=any(removal.kind is Kind.PIXEL for removal in removed),
        embeds=tuple(dict.fromkeys(removal.address for removal in embeds if removal.address)),
    )


def read(entry: Entry, rule: Counter, bytes_max: int, *, strict: bool) -> Read | FrameFinding:
    """Parse a body whose size, characters and shape allow it, and find its counter."""
    if not entry.body:
        return _nothing()
    size = len(entry.body.encode("utf-8", "replace"))
    if size > bytes_max:
        return FrameFinding(reason=Reason.OVERSIZE, message=f"the body has {size} bytes, the limit is {bytes_max}")
    raw, lost = chars.parsable(entry.body)
    if lost and strict:
        return _unsafe("the body holds characters that no feed can carry")
    fault = tree.shape_fault(raw)
    if fault is not None:
        return _unsafe(fault)
    body = tree.parse(raw)
    if tree.too_deep(body):
        return _unsafe(f"its elements are nested more than {tree.DEPTH_MAX} deep")
    return Read(body, counter.find(body, rule, entry), base_of(entry))


def base_of(entry: Entry) -> str | None:
    """Give the address that relative links start from: the entry's base where it is a web address, else its link."""
    return next((url for url in (entry.base, entry.link) if is_web(url)), None)


def summary_of(entry: Entry, bytes_max: int, *, strict: bool) -> str | None:
    """Give the summary as one line of plain text; ``None`` without one, or when it could only be had by changing it."""
    if not entry.summary or len(entry.summary) > bytes_max:
        return None
    raw, lost = chars.parsable(entry.summary)
    if (lost and strict) or tree.shape_fault(raw) is not None:
        return None
    body = tree.parse(raw)
    if tree.too_deep(body):
        return None
    removed = media.removals(body, Media(), None, None)
    text = normal(tree.pieces(body, {removal.element for removal in removed})).replace("\n", " ")
    if strict and chars.unsafe(text):
        return None
    return chars.one_line(text) or None


def cut(work: Element) -> None:
    """Keep the beginning of a work, through its second paragraph, or through the first where there is no second.

    A work without paragraphs keeps nothing: nobody knows where its beginning ends.
    """
    paragraphs = [node for node in work.iter("p") if tree.text_in(node).strip()]
    if not paragraphs:
        for child in list(work):
            work.remove(child)
        work.text = None
        return
    node: Element | None = paragraphs[:_EXCERPT_PARAGRAPHS][-1]
    while node is not None and node is not work:
        node.tail = None
        for later in list(node.itersiblings()):
            later.tail = None
            tree.drop(later)
        node = node.getparent()


def _text(read: Read, removed: tuple[Removal, ...]) -> list[str]:
    """Give the text pieces of a body without the documented removals."""
    return tree.pieces(read.body, {removal.element for removal in removed}, read.counter.element)


def _plain(pieces: list[str]) -> str:
    """Give text pieces as one text without marks."""
    return "".join(pieces).replace(tree.LINE_MARK, "\n").replace(tree.COUNTER_MARK, " ")


def _unsafe(message: str) -> FrameFinding:
    return FrameFinding(reason=Reason.UNSAFE_TO_FRAME, message=message)


def _nothing() -> FrameFinding:
    return FrameFinding(reason=Reason.TEASER_ONLY, message="the entry has no text to republish")
