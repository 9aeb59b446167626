"""An invented publisher in The Conversation's shape, and cases built from plain tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from syndicator.licensing import Case, claims_of_document, claims_of_entry, claims_of_marks, license_of
from syndicator.model.config import Act, Feed, Signed, Source
from syndicator.model.document import DocumentInfo, Entry
from syndicator.model.pages import PageState
from syndicator.model.reasons import Reason
from syndicator.model.records import StoredEntry
from syndicator.model.terms import Terms
from syndicator.publishers import load_registry

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SENTENCE = "Licensed as Creative Commons – attribution, no derivatives."
ID = "tag:sample.example,2011:article/1001"
PARAGRAPH = "<p>The ferries of Lower Brindle have sailed without a timetable since the flood, and nobody minds.</p>\n"
BODY = PARAGRAPH * 9

SAMPLE_TERMS = f"""
name = "The Sample Conversation"
url = "https://sample.example"
hosts = ["sample.example"]
terms_url = "https://sample.example/republishing"
license = "cc:by-nd/4.0"
expect_rights = "{SENTENCE}"
automation = "selective"
quota = "3/day"
never_all = true
ads = "yes"
ads_inside_article = "no"
sells_content = "no"
excerpt = "start"
"""


def terms_of(changes: Mapping[str, Any] | None = None) -> Terms:
    """Give the sample publisher's terms with other values for some of their fields."""
    registry = load_registry({"sample": SAMPLE_TERMS})
    assert not isinstance(registry, tuple), registry
    terms = registry.get("sample")
    assert terms is not None
    return Terms.model_validate({**terms.model_dump(), **dict(changes or {})}, strict=False)


def entry_of(changes: Mapping[str, Any] | None = None) -> Entry:
    """Give the sample entry with other values for some of its fields."""
    usual = {
        "upstream_id": ID,
        "link": "https://sample.example/ferries-1001",
        "title": "Ferries without a timetable",
        "authors": ({"name": "Ada Brindle, Lecturer, University of Lower Brindle"},),
        "body": BODY,
        "rights": ({"carrier": "atom:rights", "scope": "entry", "text": SENTENCE},),
        "digest": "d1",
    }
    return Entry.model_validate({**usual, **dict(changes or {})}, strict=False)


def page_of(kind: str, changes: Mapping[str, Any] | None, at: datetime) -> PageState | None:
    """Give what is known of the original's page or of the terms page, if anything is."""
    if changes is None:
        return None
    url = {"article": "https://sample.example/ferries-1001", "terms": "https://sample.example/republishing"}[kind]
    usual = {"kind": kind, "url": url, "publisher": "sample", "due": at, "reached": at - timedelta(hours=2)}
    return PageState.model_validate({**usual, **changes}, strict=False)


def case_of(**given: Any) -> Case:
    """Give a case that is permitted as it stands, with changes to any of its parts."""
    at = given.get("at", AT)
    entry = entry_of(given.get("entry"))
    document = DocumentInfo.model_validate({"format": "atom-1.0", **given.get("document", {})}, strict=False)
    hours_ago = at - timedelta(hours=3)
    stored = {
        "publisher": "sample",
        "key": ID,
        "id": ID,
        "source": "sample-source",
        "sources": ("sample-source",),
        "first_seen": hours_ago,
        "seen": hours_ago,
        "published": hours_ago,
        "updated": hours_ago,
        "entry": entry,
        "claims": claims_of_entry(entry, at=hours_ago),
        **given.get("stored", {}),
    }
    source = {
        "id": "sample-source",
        "url": "https://sample.example/articles.atom",
        "publisher": "sample",
        "terms_read": Signed(by="Jo Park", on=date(2026, 11, 20)),
        "select": {"include": ({"title": ("ferries",)},)},
        **given.get("source", {}),
    }
    feed = {
        "name": "world",
        "title": "World",
        "description": "",
        "sources": ("sample-source",),
        **given.get("feed", {}),
    }
    page = page_of("article", given.get("page"), at)
    act = {"entry": ID, "by": "Jo Park", "at": at - timedelta(hours=1), "why": "read it"}
    return Case(
        entry=StoredEntry.model_validate(stored, strict=False),
        source=Source.model_validate(source, strict=False),
        feed=Feed.model_validate(feed, strict=False),
        terms=None if given.get("no_terms") else terms_of(given.get("terms")),
        document=document,
        document_claims=claims_of_document(document, at=at),
        acts=tuple(Act.model_validate({**act, **one}, strict=False) for one in given.get("acts", ())),
        at=at,
        live_here=given.get("live_here", "first_live" in given.get("stored", {})),
        revision=given.get("revision", ""),
        page=page,
        page_claims=claims_of_marks(page.page.rights, at=at) if page and page.page else (),
        withdrawn=Reason(given["withdrawn"]) if "withdrawn" in given else None,
        live_body=given.get("live_body", ""),
        recorded=license_of(given.get("recorded", "")),
        newer=given.get("newer", ""),
        terms_page=page_of("terms", given.get("terms_page"), at),
        terms_read=frozenset(given.get("read_digests", ())),
        legal_trouble=given.get("legal_trouble", ""),
        by_hand=given.get("by_hand", False),
        foreign_counters=tuple(tuple(one) for one in given.get("foreign_counters", ())),
    )
