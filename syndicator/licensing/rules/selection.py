"""What the source's ``[select]`` lets go by itself; a person picks from the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache

from syndicator.licensing.case import Asked, against, passed
from syndicator.licensing.text import fold, visible
from syndicator.model.config import SelectRule
from syndicator.model.reasons import Reason
from syndicator.model.rights import Answered
from syndicator.model.terms import Automation

RULE = "selection"
QUESTION = "Did the source's own rules or a person pick this entry?"

EXPIRES_AFTER = timedelta(days=3)
"""A candidate that nobody picked is no longer offered after this time."""


def ask(case: Asked) -> Answered:
    """Answer whether a rule picks the entry. What is live already was picked and is not asked again.

    Without ``include``, a selective source picks nothing by itself; any other source picks everything.
    """
    if case.live or _picked(case):
        return passed(RULE)
    ends = case.entry.first_seen + EXPIRES_AFTER
    return against(RULE, Reason.NOT_SELECTED, until=ends if case.at < ends else None)


def _picked(case: Asked) -> bool:
    select = case.source.select
    selective = case.terms is not None and case.terms.automation is Automation.SELECTIVE
    if any(_matches(rule, case) for rule in select.exclude):
        return False
    if not select.include:
        return not selective
    return any(_matches(rule, case) for rule in select.include)


def _matches(rule: SelectRule, case: Asked) -> bool:
    """Say whether every key that is set holds. A rule that sets nothing matches nothing."""
    entry = case.entry.entry
    asked: list[bool] = []
    if rule.title:
        asked.append(_any(rule.title, (entry.title,)))
    if rule.summary:
        asked.append(_any(rule.summary, (visible(_summary_of(case)),)))
    if rule.author:
        asked.append(_any(rule.author, (author.name for author in entry.authors)))
    if rule.category:
        asked.append(_any(rule.category, entry.categories))
    if rule.section:
        asked.append(_any(rule.section, _sections(entry.link)))
    if rule.language:
        asked.append(_speaks(rule.language, entry.language or case.document.language or case.source.language))
    if rule.words_min is not None or rule.words_max is not None:
        words = len(visible(case.body).split())
        asked.append((rule.words_min or 0) <= words <= (words if rule.words_max is None else rule.words_max))
    return bool(asked) and all(asked)


def _summary_of(case: Asked) -> str:
    entry = case.entry.entry
    return entry.summary or (entry.body if entry.body_is_summary else None) or ""


def _any(words: tuple[str, ...], texts: Iterable[str]) -> bool:
    pattern = _pattern(words)
    return any(pattern.search(fold(text)) for text in texts)


@lru_cache(maxsize=512)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Give a pattern for any of the words, whole, in any case."""
    return re.compile("|".join(rf"(?<!\w){re.escape(fold(word))}(?!\w)" for word in words))


def _sections(link: str | None) -> tuple[str, ...]:
    """Give the folders of an address: ``/politics/europe/some-title`` is in politics and europe."""
    if link is None:
        return ()
    path = re.sub(r"^(?:https?:)?//[^/?#]*|[?#].*$", "", link)
    return tuple(path.strip("/").split("/")[:-1])


def _speaks(languages: tuple[str, ...], spoken: str) -> bool:
    """Say whether a language is one of these or a kind of it (RFC 4647 3.3.1 basic filtering)."""
    tag = spoken.lower().replace("_", "-")
    wanted = [language.lower().replace("_", "-") for language in languages]
    return any(tag == one or tag.startswith(f"{one}-") for one in wanted)
