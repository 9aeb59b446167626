"""The notices: the publisher's own sentences with real links, and the facts of the work beside them.

A fixed sentence is used verbatim in its language, or in English; it is never translated. Where the work already
ends with it, links and all, it is not said twice; the facts (title, publisher, date, license, changes) always are.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from babel.dates import format_date

from syndicator.model.base import Instant
from syndicator.model.rights import License
from syndicator.model.terms import Notice, Terms
from syndicator.rewrite import tree
from syndicator.rewrite.build import Part, between, element, link
from syndicator.rewrite.chars import folded
from syndicator.rewrite.tree import Element
from syndicator.rewrite.words import Words, locale_of, primary, words_of

NOTICE_CLASS = "syndicator-notice"

_VARIABLE = re.compile(r"\{(publisher_link|original_link|author|date|title_link|year|license_link)\}(?:\[([^\]]*)\])?")


class Facts(NamedTuple):
    """What notices say about one work. ``original`` is its address, ``date`` that of its first publication."""

    title: str
    original: str
    author: str
    published: Instant
    license: License
    terms: Terms
    language: str


class Changes(NamedTuple):
    """What was taken out of a work, and whether only its beginning is shown."""

    media: bool = False
    embedded: bool = False
    embeds: tuple[str, ...] = ()
    beginning: bool = False


def top(facts: Facts, work: Element) -> Element | None:
    """Give the publisher's sentences that stand before the work, or ``None`` without any."""
    paragraphs = [_sentence(notice, facts) for notice in _chosen(facts, "top")]
    paragraphs = [paragraph for paragraph in paragraphs if not _said(paragraph, facts, work)]
    return element("div", *paragraphs, class_=NOTICE_CLASS) if paragraphs else None


def end(facts: Facts, changes: Changes, work: Element) -> Element:
    """Give the notice after the work: fixed sentences, closing line, then title, publisher, date, license, changes."""
    said = [_sentence(notice, facts) for notice in _chosen(facts, "end")]
    if not facts.terms.notices:
        words = words_of(facts.language)
        said.append(_sentence(Notice(text=words.sentence, link_text=words.link_text), facts))
    if facts.terms.tagline:
        said.append(_sentence(Notice(text=facts.terms.tagline), facts))
    paragraphs = [paragraph for paragraph in said if not _said(paragraph, facts, work)]
    return element("div", *paragraphs, _origin(facts), _license(facts, changes), class_=NOTICE_CLASS)


def reference(facts: Facts) -> Element:
    """Give title, authors, publisher and date with their links: all that mode ``link`` shows."""
    parts: list[Part] = [_title(facts)]
    if facts.author:
        parts.append(facts.author)
    parts += [link(facts.terms.name, facts.terms.url), _date(facts)]
    return element("div", element("p", *between(parts, ", "), "."), class_=NOTICE_CLASS)


def read_on(facts: Facts) -> Element:
    """Give the line that leads from an excerpt to the whole original."""
    words = words_of(facts.language)
    return element("p", link(words.read_on.replace("{publisher}", facts.terms.name), facts.original), ".")


def _chosen(facts: Facts, place: Literal["top", "end"]) -> list[Notice]:
    """Choose the publisher's sentences for a place: in the language asked for, else in English, else as they are."""
    notices = [notice for notice in facts.terms.notices if notice.place == place]
    for language in (primary(facts.language), "en"):
        fitting = [notice for notice in notices if primary(notice.lang) == language]
        if fitting:
            return fitting
    return notices


def _sentence(notice: Notice, facts: Facts) -> Element:
    """Fill one fixed sentence. What is filled in is never read for variables again."""
    parts: list[Part] = []
    at = 0
    for match in _VARIABLE.finditer(notice.text):
        parts += [notice.text[at : match.start()], _value(match[1], match[2], notice, facts)]
        at = match.end()
    return element("p", *parts, notice.text[at:])


def _value(name: str, text: str | None, notice: Notice, facts: Facts) -> Part:
    """Give what a variable stands for; ``text`` is the link text between brackets, if any."""
    match name:
        case "publisher_link":
            return link(text or facts.terms.name, facts.terms.url)
        case "original_link":
            return link(text or notice.link_text, facts.original)
        case "title_link":
            return link(text or facts.title or facts.original, facts.original)
        case "license_link":
            return link(text or facts.license.name, facts.license.url)
        case "author":
            return facts.author or facts.terms.name
        case "date":
            return _date(facts, notice.lang)
        case _:
            return str(facts.published.year)


def _title(facts: Facts) -> Part:
    return link(facts.title or facts.original, facts.original)


def _date(facts: Facts, language: str = "") -> str:
    """Give the original's date (UTC) in words of the language."""
    return format_date(facts.published.date(), format="long", locale=locale_of(language or facts.language))


def _origin(facts: Facts) -> Element:
    """Give the line with title, publisher and date."""
    parts = between([_title(facts), link(facts.terms.name, facts.terms.url), _date(facts)], ", ")
    return element("p", words_of(facts.language).original, " ", *parts, ".")


def _license(facts: Facts, changes: Changes) -> Element:
    """Give the line with license and changes."""
    words = words_of(facts.language)
    parts: list[Part] = [words.license, " ", link(facts.license.name, facts.license.url), "."]
    changed = _changed(words, changes)
    if changed:
        parts += [" ", words.changes, " ", changed, "."]
    if changes.embeds:
        parts += [" ", words.removed, " ", *between([link(url, url) for url in changes.embeds], ", ")]
    return element("p", *parts)


def _changed(words: Words, changes: Changes) -> str:
    """Say what was changed; empty when nothing was."""
    removed = {(True, True): words.both, (True, False): words.images, (False, True): words.embeds}
    said = (removed.get((changes.media, changes.embedded), ""), words.beginning if changes.beginning else "")
    return "; ".join(text for text in said if text)


def _said(sentence: Element, facts: Facts, work: Element) -> bool:
    """Tell whether the work itself says a sentence already, with the same links, so that ours would double it."""
    if not _addresses(sentence) <= _addresses(work):
        return False
    text = folded(tree.text_in(sentence))
    return bool(text) and text in folded(tree.text_in(work))


def _addresses(element: Element) -> set[str]:
    """Give where an element's links lead, without the differences that lead to the same page."""
    addresses = (anchor.get("href", "") for anchor in element.iter("a"))
    return {address.split("://", 1)[-1].rstrip("/") for address in addresses}
