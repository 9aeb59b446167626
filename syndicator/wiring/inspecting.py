"""Why an entry went where it went, and whether what is live is what was published."""

from __future__ import annotations

import shlex
from typing import NamedTuple

from syndicator.assemble import Candidate
from syndicator.errors import SyndicatorError
from syndicator.licensing import precedence, rights_of
from syndicator.model.base import Instant, Value
from syndicator.model.config import Feed
from syndicator.model.framing import Change
from syndicator.model.reasons import REASONS
from syndicator.model.records import StoredEntry
from syndicator.model.rights import Answered, Claim, Decision, Grant, License, Permit
from syndicator.parse import revision_of
from syndicator.pipeline import rationed
from syndicator.wiring.app import App
from syndicator.wiring.dossier import Asked, Dossier, TermsRead, dossier, questions, terms_read


class Explained(Value):
    """One entry in one feed: every claim, every rule's answer, and the decision."""

    id: str
    feed: str
    mode: str
    """``full``, ``excerpt``, or ``link``: a reference, which shows no text of the work and needs no license."""
    title: str
    link: str
    publisher: str
    source: str
    published: Instant
    updated: Instant
    claims: tuple[Claim, ...]
    license: License | None
    answers: tuple[Answered, ...]
    kind: str
    reasons: tuple[str, ...]
    message: str
    until: Instant | None = None
    fixes: tuple[str, ...]
    """What to do about each reason."""
    dossier: Dossier
    terms: TermsRead | None
    precedence: str
    """Which statement gave the grant, or why there is none; empty where nobody knows the terms."""
    alerts: tuple[str, ...]
    """What the statements should make somebody look at although there is a grant."""
    questions: tuple[Asked, ...]
    """What each rule asks."""
    changes: tuple[Change, ...]
    """What framing takes out of the work and changes about its markup."""
    byline: str
    notice: str
    """As published, or as it would be; empty where the entry is not framed."""
    text_digest: str
    """Of the work in its frame, docs/verbatim.md."""
    live: tuple[str, ...]
    """The files of the feed that show it now."""
    verify: tuple[str, ...]
    """Commands that prove what stands here."""


class NotFoundError(SyndicatorError):
    """No stored entry, or more than one, answers to what was asked for."""


def find(app: App, text: str) -> StoredEntry:
    """Give the one stored entry that an id, link or prefix names.

    Raises:
        NotFoundError: there is none, or more than one.
    """
    found = app.store.find(text)
    if len(found) == 1:
        return found[0]
    if not found:
        hint = "give its id, its link, or the beginning of one; `syndicator holds --all` lists entries"
        raise NotFoundError(f"no stored entry answers to {text!r}", hint=hint, code="entry-unknown")
    ids = ", ".join(one.id for one in found[:5])
    raise NotFoundError(f"{text!r} names {len(found)} entries: {ids}", hint="give more of it", code="entry-ambiguous")


def explain(app: App, text: str, feed: str | None = None) -> tuple[Explained, ...]:
    """Give what every stage says about an entry, for each feed that its sources belong to."""
    stored = find(app, text)
    feeds = [
        one
        for one in app.settings.feeds
        if set(one.sources) & set(stored.sources) and (feed is None or one.name == feed)
    ]
    if not feeds:
        raise NotFoundError(
            f"{stored.id} belongs to no feed" + (f" called {feed}" if feed else ""),
            hint="name its source in a file of config/feeds/",
            code="entry-without-feed",
        )
    pages = app.releaser(app.clock.now()).case(stored, feeds[0]).page_claims
    states = app.store.source_states([stored.source])
    known = dossier(app.store, stored, states, revision_of(stored.entry), pages)
    return tuple(_explained(app, stored, one, known) for one in feeds)


FRAMED = Answered(rule="framing", outcome="pass", message="framed; the text is unchanged")


def _explained(app: App, stored: StoredEntry, feed: Feed, known: Dossier) -> Explained:
    releaser = app.releaser(app.clock.now())
    case = releaser.case(stored, feed)
    rights = rights_of(case)
    judged = releaser.judge(stored, feed)
    decision: Decision = judged.permit if isinstance(judged, Candidate) else judged
    answers = decision.answers
    if isinstance(judged, Candidate):
        answers += (FRAMED,)
        wait = releaser.slot(stored) if rationed(judged.terms, feed) else None
        if wait:
            answers += (Answered(rule="quota", outcome="wait", reason=wait.reasons[0], until=wait.until),)
            decision = wait
    reasons = () if isinstance(decision, Permit) else decision.reasons
    framed = judged.framed if isinstance(judged, Candidate) else None
    return Explained(
        id=stored.id,
        feed=feed.name,
        mode=feed.mode,
        title=stored.entry.title,
        link=stored.entry.link or "",
        publisher=stored.publisher,
        source=stored.source,
        published=stored.published,
        updated=stored.updated,
        claims=(*stored.claims, *case.document_claims, *case.page_claims),
        license=rights.license if isinstance(rights, Grant) else None,
        answers=answers,
        kind=type(decision).__name__.lower(),
        reasons=tuple(map(str, reasons)),
        message="" if isinstance(decision, Permit) else decision.message,
        until=getattr(decision, "until", None),
        fixes=tuple(f"{reason}: {REASONS[reason].fix}" for reason in reasons),
        dossier=known,
        terms=terms_read(case.terms, case.source),
        precedence=precedence(rights, case.terms) if rights and case.terms else "",
        alerts=rights.alerts if isinstance(rights, Grant) else (),
        questions=questions(answers),
        changes=releaser.changes(stored, feed) if framed else (),
        byline=framed.byline if framed else "",
        notice=framed.notice if framed else "",
        text_digest=framed.text_digest if framed and feed.mode != "link" else "",
        live=tuple(f"{feed.name}.{name}" for name in feed.formats) if case.live_here else (),
        verify=_proofs(stored, feed),
    )


def _proofs(stored: StoredEntry, feed: Feed) -> tuple[str, ...]:
    return (
        f"syndicator verify {shlex.quote(stored.id)} --against UPSTREAM-DOCUMENT --feed {feed.name}",
        "syndicator verify",
        "syndicator ledger verify",
        "syndicator ledger evidence DIGEST",
    )


class Difference(NamedTuple):
    """A live file that is not as it was published."""

    file: str
    what: str


def differences(app: App) -> tuple[tuple[Difference, ...], int]:
    """Read everything live again and compare it with manifest and store; give differences and the number of files.

    Another process may be releasing: what differs only in one of two looks is no difference.
    """
    found, files = _differences(app)
    if found and app.lock is None:
        again, files = _differences(app)
        found = tuple(one for one in again if one in found)
    return found, files


def _differences(app: App) -> tuple[tuple[Difference, ...], int]:
    found = [Difference(one.file, one.what) for one in app.folder.verify()]
    files = 0
    for feed in app.settings.feeds:
        state = app.store.feed_state(feed.name)
        for name, digest in state.files if state else ():
            files += 1
            live = app.folder.digest_of(name)
            if live != digest and not any(one.file == name for one in found):
                found.append(
                    Difference(name, "is missing" if live is None else "differs from what the store published")
                )
    return tuple(found), files
