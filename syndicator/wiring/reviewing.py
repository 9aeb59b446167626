"""A publisher's terms pages for a person to read: as they are now, what changed, and who read them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from syndicator.assemble import first_look, looked
from syndicator.cycle import Options
from syndicator.errors import SyndicatorError
from syndicator.model.base import Instant, Value
from syndicator.model.pages import PageKind, PageRecord, PageState, Seen, TermsReading
from syndicator.model.polling import Fetched, NotModified, PollFailure
from syndicator.model.terms import Terms
from syndicator.ops.control import ReadingRequest, Reply
from syndicator.wiring.app import App
from syndicator.wiring.turning import turn

DIGEST_CHARACTERS_LEAST = 8
"""How much of a digest a person must give at least."""


class Reviewed(Value):
    """One terms page as it is now, beside the last time that somebody read it."""

    edition: str
    url: str
    text: str = ""
    digest: str = ""
    failure: str = ""
    """Why it could not be read now."""
    last: TermsReading | None = None
    before: str | None = None
    """The text that was read last, where it was kept."""


class NotReadError(SyndicatorError):
    """What was to be recorded as read is not what stands there now."""


async def review(app: App, terms: Terms) -> tuple[Reviewed, ...]:
    """Read a publisher's terms pages now, once each. Nothing is recorded."""
    readings = app.store.readings(terms.id)
    reviewed = []
    for edition, url in editions(terms):
        last = next((one for one in reversed(readings) if one.url == url), None)
        before = app.store.page_texts([last.digest]).get(last.digest) if last else None
        seen = await _seen(app, first_look(PageKind.TERMS, url, terms.id, app.clock.now()))
        if isinstance(seen, PollFailure):
            reviewed.append(Reviewed(edition=edition, url=url, failure=seen.message, last=last, before=before))
            continue
        digest = hashlib.sha256(seen.text.encode()).hexdigest()
        reviewed.append(Reviewed(edition=edition, url=url, text=seen.text, digest=digest, last=last, before=before))
    return tuple(reviewed)


async def record_reading(app: App, request: ReadingRequest) -> Reply:
    """Record that a person read terms pages, if each still says what that person saw; then release what waited.

    Raises:
        NotReadError: the publisher is unknown, or none of its pages has such a digest now.
    """
    terms = app.settings.registry.get(request.publisher)
    if terms is None:
        raise NotReadError(f"no publisher {request.publisher!r}", hint="see `syndicator publishers list`")
    at = app.clock.now()
    found = [one for one in await review(app, terms) if _is_one_of(one.digest, request.digests)]
    if len(found) < len(request.digests):
        raise NotReadError(
            f"no terms page of {terms.name} has a text with the digest {', '.join(request.digests)} now",
            hint=f"it changed, or could not be read: run `syndicator publishers review {terms.id}` and read it again",
            code="terms-not-read",
        )
    for one in found:
        app.store.record_pages([_record(app, terms, one, at)])
        reading = TermsReading(publisher=terms.id, url=one.url, digest=one.digest, by=request.by, at=at)
        app.store.record_reading(reading)
    report = await turn(app, at, Options(poll=False))
    pages = " and ".join(one.url for one in found)
    return Reply(code=terms.id, message=f"recorded: {request.by} read {pages}", feeds=report.feeds)


def editions(terms: Terms) -> Sequence[tuple[str, str]]:
    """Give (edition, address) of a publisher's terms pages; the edition is empty where there is but one."""
    return terms.terms_urls or (("", terms.terms_url),)


def _is_one_of(digest: str, given: Sequence[str]) -> bool:
    return bool(digest) and any(
        digest.startswith(one) and len(one) >= DIGEST_CHARACTERS_LEAST for one in map(str.lower, given)
    )


def _record(app: App, terms: Terms, page: Reviewed, at: Instant) -> PageRecord:
    states = {one.url: one for one in app.store.pages([terms.id]) if one.kind is PageKind.TERMS}
    state = states.get(page.url) or first_look(PageKind.TERMS, page.url, terms.id, at)
    return looked(state, Seen(text=page.text), at)


async def _seen(app: App, state: PageState) -> Seen | PollFailure:
    answer = await app.polling().page(state, ())
    match answer:
        case Fetched():
            return await app.polling().read_page(state, answer)
        case NotModified():
            raise AssertionError("nothing was known that could be confirmed")
        case PollFailure():
            return answer
