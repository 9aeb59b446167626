"""An invented publisher in the shape of the reference source, and how its entries are framed in tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from syndicator.model.document import Entry, Person
from syndicator.model.framing import Framed, Unframed
from syndicator.model.rights import Grant, License, Permit
from syndicator.model.terms import Counter, Notice, Terms
from syndicator.rewrite import Setting, frame

LINK = "https://conversation.example/why-tides-turn-4711"
COUNTER = (
    '<img src="https://counter.example/content/4711/count.gif" alt="The Sample Conversation" width="1" height="1">'
)
RULE = Counter(
    rule="required",
    match=r"^https://counter\.example/content/(?P<id>\d+)/count\.gif(\?distributor=[a-z0-9-]+)?$",
    id_from="entry-id-digits",
)
SENTENCE = Notice(
    text="This article is republished from {publisher_link} under a Creative Commons license. Read the {original_link}."
)
BY_ND = License(
    key="cc:by-nd/4.0",
    name="CC BY-ND 4.0",
    url="https://creativecommons.org/licenses/by-nd/4.0/",
    permits=frozenset({"Reproduction", "Distribution"}),
)
BY = License(
    key="cc:by/4.0",
    name="CC BY 4.0",
    url="https://creativecommons.org/licenses/by/4.0/",
    permits=frozenset({"Reproduction", "Distribution", "DerivativeWorks"}),
)
CONVERSATION = Terms(
    id="sample-conversation",
    name="The Sample Conversation",
    url="https://conversation.example",
    hosts=("conversation.example",),
    terms_url="https://conversation.example/republishing",
    license="cc:by-nd/4.0",
    edits="none",
    excerpt="start",
    author_form="name-first",
    counter=RULE,
    notices=(SENTENCE,),
)
GAZETTE = Terms(
    id="sample-gazette",
    name="The Sample Gazette",
    url="https://gazette.example",
    hosts=("gazette.example",),
    terms_url="https://gazette.example/terms",
    license="cc:by/4.0",
)
AUTHORS = (
    Person(
        name="Ada Brook, Lecturer in Tidal Studies, University of Saltmarsh",
        uri="https://conversation.example/profiles/ada",
    ),
    Person(name="Bo Finch, Senior Professor of Rivers & Seas, Weir College"),
)
PUBLISHED = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


def entry(body: str | None, **changes: Any) -> Entry:
    """Make an entry of the sample publisher around a body."""
    fields: dict[str, Any] = {
        "upstream_id": "tag:conversation.example,2011:article/4711",
        "link": LINK,
        "title": "Why tides turn",
        "authors": AUTHORS,
        "body": body,
        "digest": "d",
    }
    return Entry(**(fields | changes))


def framed_as(
    body: str | None,
    terms: Terms = CONVERSATION,
    granted: License = BY_ND,
    *,
    author: str | None = None,
    setting: dict[str, Any] | None = None,
    **changes: Any,
) -> Framed | Unframed:
    """Frame a body; what the sample's defaults do not fit comes as a parameter."""
    permit = Permit(grant=Grant(license=granted, basis=()), author=author)
    return frame(entry(body, **changes), permit, terms, Setting(published=PUBLISHED, **(setting or {})))


def framed(body: str | None, terms: Terms = CONVERSATION, granted: License = BY_ND, **changes: Any) -> Framed:
    """Frame a body that can be framed."""
    result = framed_as(body, terms, granted, **changes)
    assert isinstance(result, Framed), result
    return result


def open_framed(body: str | None, **changes: Any) -> Framed:
    """Frame a body of the publisher that permits changes."""
    return framed(body, GAZETTE, BY, **changes)


def reasons(result: Framed | Unframed) -> list[str]:
    """Give the codes of the findings; empty for a framed entry."""
    return [] if isinstance(result, Framed) else [finding.reason.value for finding in result.findings]


def work_of(result: Framed) -> str:
    """Cut the work's HTML out of the frame by its place in the text, without asking the code under test."""
    start = result.html.index('<div class="syndicator-work">') + len('<div class="syndicator-work">')
    return result.html[start : result.html.index('</div>\n<hr class="syndicator-rule">')]
