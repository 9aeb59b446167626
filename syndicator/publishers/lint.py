"""What is doubtful in a publisher's entry although it can be read: a registry can be wrong too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from syndicator.model.terms import Answer, Automation, Terms

_MONEY = ("commercial", "ads", "ads_against_content", "ads_inside_article", "paywall", "sells_content")
_VARIABLES = frozenset({"publisher_link", "original_link", "author", "title_link", "date", "year", "license_link"})
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_VERSION = re.compile(r"(?:cc:[a-z+-]+/\d\.\d(?:/[a-z]+)?|spdx:.+|pd:.+|permission:.+)")
_NON_COMMERCIAL = re.compile(r"cc:[a-z-]*\bnc\b")


def lint(terms: Terms) -> tuple[str, ...]:
    """Give what a person should look at again in one publisher's entry, one sentence each; empty where all is well."""
    return (*_source(terms), *_license(terms), *_money(terms), *_automation(terms), *_media(terms), *_notices(terms))


def _source(terms: Terms) -> Iterator[str]:
    if not terms.hosts:
        yield "hosts is empty: no entry's link could be recognized as the publisher's own."
    if not terms.terms_url.startswith(("https://", "http://")):
        yield "terms_url is no web address."


def _license(terms: Terms) -> Iterator[str]:
    if terms.license == "none":
        if not terms.why:
            yield 'license is "none" and why is not said.'
    elif not _VERSION.fullmatch(terms.license) and terms.automation is Automation.ALLOWED:
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
    if terms.media.rule != "strip" and not terms.remark:
        yield f'media = "{terms.media.rule}" needs its reason in remark.'


def _notices(terms: Terms) -> Iterator[str]:
    for notice in terms.notices:
        if not notice.text.strip():
            yield f"the notice for {notice.lang} has no text."
        for name in _VARIABLE.findall(notice.text):
            if name not in _VARIABLES:
                yield f"the notice for {notice.lang} names an unknown variable {{{name}}}."
    for name in _VARIABLE.findall(terms.byline):
        if name not in {"author", "publications", "institution"}:
            yield f"byline names an unknown variable {{{name}}}."
