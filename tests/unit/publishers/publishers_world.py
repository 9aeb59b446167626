"""A case folder of ``tests/cases/publishers`` as values: one entry of a built-in publisher, and what becomes of it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from syndicator.licensing import Case, claims_of_document, claims_of_entry, decide
from syndicator.model.config import Act, Feed, Signed, Source
from syndicator.model.document import DocumentInfo, Entry
from syndicator.model.framing import Framed, Unframed
from syndicator.model.records import StoredEntry
from syndicator.model.rights import Decision, Permit
from syndicator.model.terms import Terms
from syndicator.publishers import Registry, load_registry
from syndicator.rewrite import Setting, frame

CASES = Path(__file__).parents[2] / "cases" / "publishers"
AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PUBLISHED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SIGNED = Signed(by="Jo Park", on=date(2026, 11, 19))
GIVEN = frozenset(
    {"append", "at", "cut", "delivery", "document", "entry", "language", "notified", "override", "picked"}
    | {"published", "select", "use"}
)
"""What a case may change. ``cut`` leaves the body, then ``append`` is put after it."""


class Outcome(NamedTuple):
    """What was decided, and what a permitted entry looks like; ``None`` where it is not permitted."""

    decision: Decision
    shown: Framed | Unframed | None


def case_file(publisher: str) -> dict[str, Any]:
    """Give a publisher's case file as it stands."""
    return tomllib.loads((CASES / publisher / "case.toml").read_text(encoding="utf-8"))


def terms_of(publisher: str, override: str = "") -> Terms:
    """Give a publisher's terms, with an operator's file over them where a case has one."""
    registry = load_registry({publisher: override} if override else None)
    assert isinstance(registry, Registry), registry
    terms = registry.get(publisher)
    assert terms is not None, publisher
    return terms


def outcome_of(publisher: str, usual: Mapping[str, Any], given: Mapping[str, Any]) -> Outcome:
    """Ask every rule about a publisher's sample entry, and frame it where it is permitted."""
    assert given.keys() <= GIVEN, given
    terms = terms_of(publisher, given.get("override", ""))
    body = (CASES / publisher / "body.html").read_text(encoding="utf-8")
    assert given.get("cut", "") in body
    body = body.replace(given.get("cut", ""), "") + given.get("append", "")
    fields = {"body": body, "digest": "d", **usual, **given.get("entry", {})}
    entry = Entry.model_validate(fields, strict=False)
    case = _case(publisher, entry, terms, given)
    decision = decide(case)
    if not isinstance(decision, Permit):
        return Outcome(decision, None)
    setting = Setting(
        language=given.get("language", "en"), published=case.entry.published, document_title=case.document.title
    )
    return Outcome(decision, frame(entry, decision, terms, setting))


def _case(publisher: str, entry: Entry, terms: Terms, given: Mapping[str, Any]) -> Case:
    published = given.get("published", PUBLISHED)
    document = DocumentInfo.model_validate({"format": "rss-2.0", **given.get("document", {})}, strict=False)
    stored = {
        "publisher": publisher,
        "key": entry.upstream_id,
        "id": entry.upstream_id,
        "source": "sample",
        "sources": ("sample",),
        **dict.fromkeys(("first_seen", "seen", "published", "updated"), published),
        "entry": entry,
        "claims": claims_of_entry(entry, at=published),
    }
    at = given.get("at", AT)
    return Case(
        entry=StoredEntry.model_validate(stored, strict=False),
        source=_source(publisher, terms, given),
        feed=_feed(given),
        terms=terms,
        document=document,
        document_claims=claims_of_document(document, at=published),
        acts=tuple(_acts(str(entry.upstream_id), at, given)),
        at=at,
    )


def _source(publisher: str, terms: Terms, given: Mapping[str, Any]) -> Source:
    fields = {
        "id": "sample",
        "url": f"{terms.url}/feed",
        "publisher": publisher,
        "terms_read": SIGNED,
        "notified": SIGNED if given.get("notified") else None,
        "select": {"include": [{"title": given["select"]}] if "select" in given else []},
    }
    return Source.model_validate(fields, strict=False)


def _feed(given: Mapping[str, Any]) -> Feed:
    fields = {
        "name": "world",
        "title": "World",
        "description": "",
        "sources": ("sample",),
        "delivery": given.get("delivery", "public"),
        "use": given.get("use", {}),
    }
    return Feed.model_validate(fields, strict=False)


def _acts(entry: str, at: datetime, given: Mapping[str, Any]) -> list[Act]:
    if not given.get("picked"):
        return []
    fields = {"kind": "approve", "entry": entry, "by": "Jo Park", "at": at, "why": "read it"}
    return [Act.model_validate(fields, strict=False)]
