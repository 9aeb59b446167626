"""Whether the license and the terms permit how this feed is used (domain: the Creative Commons matrix).

An explicit "no" of the terms always wins. What the terms do not mention, the license decides; a bespoke permission has
no license to ask, so there unmentioned means hold. "Yes" beside a non-commercial license needs the publisher's words.
"""

from __future__ import annotations

from collections.abc import Iterator

from syndicator.licensing.case import Asked, against, passed
from syndicator.model.config import Feed, Use
from syndicator.model.reasons import Reason
from syndicator.model.rights import Answered, Grant, License
from syndicator.model.terms import Answer, Terms

RULE = "use"
QUESTION = "Do license and terms permit the way this feed is used?"

_FOR_MONEY = (
    ("commercial", "commercial use"),
    ("ads", "advertising"),
    ("ads_against_content", "advertising sold against the text"),
    ("ads_inside_article", "advertising inside the article"),
    ("paywall", "a paywall"),
    ("sells_content", "selling the text"),
)
"""Uses that a non-commercial license leaves out."""
_OTHER_USES = (
    ("registration_wall", "a registration wall"),
    ("syndicates_onward", "syndication to others"),
    ("app", "an app"),
)
_EXCERPTS = frozenset({"start", "part", "free"})


def ask(case: Asked) -> Answered | tuple[Answered, ...]:
    """Answer for each use of the feed, its audience, its delivery and its mode."""
    if case.terms is None or not isinstance(case.rights, Grant):
        return Answered(rule=RULE, outcome="not-asked")
    terms, license_, feed = case.terms, case.rights.license, case.feed
    answers = (
        *_license(license_),
        *_uses(terms, license_, feed.use),
        *_audience(terms, feed),
        *_form(terms, license_, feed),
    )
    return answers or passed(RULE)


def _license(license_: License) -> Iterator[Answered]:
    if not {"Distribution", "Reproduction"} <= license_.permits or "HighIncomeNationUse" in license_.prohibits:
        yield _no(f"{license_.name} does not permit sharing whole works everywhere.")


def _uses(terms: Terms, license_: License, use: Use) -> Iterator[Answered]:
    for key, words in (*_FOR_MONEY, *_OTHER_USES):
        if not getattr(use, key):
            continue
        says: Answer = getattr(terms, key)
        barred = license_.non_commercial and (key, words) in _FOR_MONEY
        if says is Answer.NO:
            yield _no(f"The terms exclude {words}.")
        elif barred and not (says is Answer.YES and terms.waiver):
            yield _no(f"{license_.name} excludes {words}, and the publisher has not waived that in words.")
        elif says is Answer.UNKNOWN and not license_.public:
            yield against(RULE, Reason.TERMS_SILENT, f"The publisher's permission does not mention {words}.")


def _audience(terms: Terms, feed: Feed) -> Iterator[Answered]:
    fits = {"any": True, "nonprofit": feed.use.nonprofit, "news_org": feed.use.news_org, "registered": False}
    if not fits[terms.audience]:
        yield _no(f'The terms are for the audience "{terms.audience}", which this feed\'s operator is not.')
    elif terms.audience != "any" and terms.downstream == "forbidden" and feed.delivery == "public":
        yield _no("The terms are for some outlets alone and grant nothing onward: the feed must be private.")


def _form(terms: Terms, license_: License, feed: Feed) -> Iterator[Answered]:
    if terms.counter.rule == "required" and terms.counter.kind == "script":
        yield against(RULE, Reason.COUNTER_NEEDS_SCRIPT)
    if feed.mode == "excerpt" and terms.excerpt not in _EXCERPTS and (terms.excerpt or license_.no_derivatives):
        yield _no("Neither the terms nor the license let a part stand for the whole.")


def _no(message: str) -> Answered:
    return against(RULE, Reason.USE_NOT_PERMITTED, message)
