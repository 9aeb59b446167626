"""What is doubtful in a publisher's entry although it can be read: a registry can be wrong too.

Not told here: that two entries share a feed's address, since terms know no feeds, and that a publisher prescribes a
sentence which nobody recorded, since only its page knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from syndicator.model.terms import Answer, Automation, Notice, Terms

_MONEY = ("commercial", "ads", "ads_against_content", "ads_inside_article", "paywall", "sells_content")
_LINKS = frozenset({"publisher_link", "original_link", "title_link", "license_link"})
_VARIABLES = _LINKS | {"author", "date", "year"}
_BYLINE_VARIABLES = frozenset({"author", "publisher"})
_VARIABLE = re.compile(r"\{([^{}]*)\}(\[)?")
_VERSION = re.compile(r"(?:cc:[a-z+-]+/\d\.\d(?:/[a-z]+)?|spdx:.+|pd:.+|permission:.+)")
_NON_COMMERCIAL = re.compile(r"cc:[a-z-]*\bnc\b")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_CORRECTIONS = re.compile(r"correct", re.IGNORECASE)
_PICTURES = re.compile(r"picture|image|photo|graphic|illustration|media", re.IGNORECASE)


def lint(terms: Terms) -> tuple[str, ...]:
    """Give what a person should look at again in one publisher's entry, one sentence each; empty where all is well."""
    looks = (_source, _license, _money, _automation, _media, _corrections, _frame)
    return tuple(said for look in looks for said in look(terms))


def _source(terms: Terms) -> Iterator[str]:
    if not terms.hosts:
        yield "hosts is empty: no entry's link could be recognized as the publisher's own."
    if not terms.terms_url.startswith(("https://", "http://")):
        yield "terms_url is no web address."


def _license(terms: Terms) -> Iterator[str]:
    unattended = terms.automation is Automation.ALLOWED
    if terms.license == "none":
        if not terms.why:
            yield 'license is "none" and why is not said.'
        if unattended:
            yield 'license is "none", and automation is allowed.'
        return
    if terms.why:
        yield f'why is said although there is a license, "{terms.license}".'
    if unattended and not _VERSION.fullmatch(terms.license):
        yield f'license = "{terms.license}" has no version, and automation is allowed.'


def _money(terms: Terms) -> Iterator[str]:
    if not _NON_COMMERCIAL.match(terms.license) or terms.waiver:
        return
    for key in _MONEY:
        if getattr(terms, key) is Answer.YES:
            yield f'{key} = "yes" beside a non-commercial license needs the publisher\'s own words in waiver.'


def _automation(terms: Terms) -> Iterator[str]:
    counter = terms.counter
    if counter.rule != "none" and counter.kind == "script" and terms.automation is not Automation.MANUAL:
        yield 'the counter is a script, and automation is not "manual".'


def _media(terms: Terms) -> Iterator[str]:
    if terms.media.rule != "strip" and not _PICTURES.search(terms.remark):
        yield f'media = "{terms.media.rule}" needs its reason in remark, in words about the pictures.'


def _corrections(terms: Terms) -> Iterator[str]:
    if terms.corrections == "required" and not _CORRECTIONS.search(terms.remark):
        yield 'corrections = "required" needs its reason in remark, in words about corrections.'


def _frame(terms: Terms) -> Iterator[str]:
    for place, notice in enumerate(terms.notices):
        yield from _notice(notice)
        if notice in terms.notices[:place]:
            yield f"the notice for {notice.lang} stands there twice."
    languages = {notice.lang for notice in terms.notices if _LANGUAGE.fullmatch(notice.lang)}
    if len(languages) > 1 and "en" not in languages:
        yield "notices in several languages need an English one: it stands in for every other language."
    yield from _template(terms.tagline, "tagline")
    for name, _ in _VARIABLE.findall(terms.byline):
        if name not in _BYLINE_VARIABLES:
            yield f"byline names an unknown variable {{{name}}}."


def _notice(notice: Notice) -> Iterator[str]:
    if not _LANGUAGE.fullmatch(notice.lang):
        yield f'"{notice.lang}" is no language of a notice; write "en" or "pt-BR".'
    if not notice.text.strip():
        yield f"the notice for {notice.lang} has no text."
    if "{original_link}" in notice.text and not notice.link_text.strip():
        yield f"the notice for {notice.lang} links to the original with no words."
    yield from _template(notice.text, f"the notice for {notice.lang}")


def _template(text: str, where: str) -> Iterator[str]:
    for name, words in _VARIABLE.findall(text):
        if name not in _VARIABLES:
            yield f"{where} names an unknown variable {{{name}}}."
        elif words and name not in _LINKS:
            yield f"{where} gives {{{name}}} a link text, and it is no link."
    if re.search(r"[{}]", _VARIABLE.sub("", text)):
        yield f"{where} has a brace that belongs to no variable."
