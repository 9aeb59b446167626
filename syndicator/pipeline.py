"""Refresh a source, release a feed: the whole program in two functions. Start reading here.

    refresh(source)   poll -> parse -> claims -> store          what an upstream said; decides nothing
    release(feed)     select -> decide -> rewrite -> render -> validate -> publish -> record

``release`` comes in two halves, because a publisher's quota is allotted over all feeds at once: ``consider`` gives
what could go out in one feed, ``release`` takes what was allotted and puts it out. Each is *gather, decide (pure),
apply*. What they may touch stands in ``Refreshing`` and ``Releasing``; ``wiring`` makes the real ones.

Some lines over 300, because the protocols of what the two may touch stand here too.

Does not: choose what is due (``cycle``), read settings, or catch what it does not expect.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, Protocol

from syndicator import assemble
from syndicator.assemble import Candidate, Considered, Released, Rests
from syndicator.errors import RenderError
from syndicator.model.base import Instant
from syndicator.model.config import Feed, Source
from syndicator.model.document import Document, DocumentInfo
from syndicator.model.findings import Rejected, Severity, ValidFeed
from syndicator.model.framing import Unframed
from syndicator.model.plan import Plan
from syndicator.model.polling import Due, Fetched, PollAnswer, PollFailure, Validators
from syndicator.model.records import (
    DecisionRecord,
    FeedOutcome,
    FeedState,
    LiveEntry,
    PollRecord,
    ReleaseRecord,
    SourceState,
    StoredEntry,
    Withdrawn,
)
from syndicator.model.rights import Claim, Decision, NotPermitted, Permit, Wait
from syndicator.model.terms import Terms


class PollStore(Protocol):
    """What ``refresh`` reads of the store."""

    def known_keys(self, source: str, reader: str) -> dict[str, str]:
        """Give digest to key of the entries in the source's newest document; none if another reader made them."""
        ...

    def stored(self, publisher: str, keys: Sequence[str]) -> dict[str, StoredEntry]:
        """Give what is stored under these keys of a publisher."""
        ...


class Refreshing(NamedTuple):
    """What ``refresh`` may touch."""

    store: PollStore
    fetch: Callable[[Source, Validators | None], Awaitable[PollAnswer]]
    parse: Callable[[Fetched, frozenset[str]], Awaitable[Document | PollFailure]]
    next_due: Callable[[Source, PollAnswer, int, Instant], Due]
    """Source, answer, errors in a row and now, to the next due time."""
    base_url: str
    reader: str


async def refresh(source: Source, state: SourceState, tools: Refreshing, at: Instant) -> PollRecord:
    """Ask a source for its feed and give everything that its answer changes, to be stored in one transaction.

    Never raises for anything an upstream does. The caller has committed the next due time already.
    """
    current = state.reader == tools.reader and state.url == source.url
    answer = await tools.fetch(source, state.validators if current else None)
    if isinstance(answer, Fetched) and not (current and state.body_digest == answer.body_digest):
        known = tools.store.known_keys(source.id, tools.reader)
        document = await tools.parse(answer, frozenset(known))
        if isinstance(document, Document):
            before = state.claims if state.url == source.url else ()
            return _read(source, answer, document, known, before, tools, at)
        answer = document
    if isinstance(answer, PollFailure):
        due = tools.next_due(source, answer, state.errors + 1, at)
        return assemble.failed(source, state, answer, due=due, at=at)
    return assemble.unread(source, state, answer, due=tools.next_due(source, answer, 0, at), at=at)


def _read(  # noqa: PLR0913, RUF100  # what was asked, answered and known before
    source: Source,
    answer: Fetched,
    document: Document,
    known: Mapping[str, str],
    before: tuple[Claim, ...],
    tools: Refreshing,
    at: Instant,
) -> PollRecord:
    """Settle identities and dates of what is new, read and date the rights statements."""
    from syndicator.licensing import claims_of_document, claims_of_entry
    from syndicator.parse import keys_of, settle

    publisher = assemble.publisher_key(source)
    priors = tools.store.stored(publisher, (*keys_of(document), *(one.ref for one in document.tombstones)))
    settled = settle(
        document,
        publisher=publisher,
        known=known,
        priors=priors,
        claims_of=lambda entry: claims_of_entry(entry, at=at),
        base_url=tools.base_url,
        at=at,
    )
    heard = assemble.heard(document.tombstones, source, settled.arrivals, priors)
    return assemble.read(
        source,
        answer,
        document.model_copy(update={"tombstones": heard}),
        settled.arrivals,
        settled.listed,
        assemble.still_stated(claims_of_document(document.info, at=at), before),
        due=tools.next_due(source, answer, 0, at),
        reader=tools.reader,
        at=at,
    )


class ReleaseStore(Protocol):
    """What ``consider`` and ``release`` read and write of the store."""

    def newest(
        self, sources: Sequence[str], *, limit: int, before: tuple[Instant, str] | None = None
    ) -> list[StoredEntry]:
        """Give entries of these sources, newest first."""
        ...

    def live(self, feed: str) -> tuple[LiveEntry, ...]:
        """Give what is live in a feed, and what left it with a tombstone."""
        ...

    def decisions(self, *, kinds: Sequence[str] = (), feeds: Sequence[str] = ()) -> tuple[DecisionRecord, ...]:
        """Give the latest decision about each entry."""
        ...

    def feed_state(self, name: str) -> FeedState | None:
        """Give what is known of a feed since its last release."""
        ...

    def record_release(self, record: ReleaseRecord) -> int:
        """Store a release and give its generation."""
        ...

    def mark_published(self, feed: str, generation: int, *, at: Instant) -> None:
        """Note that the files of a generation are live."""
        ...


class LiveFolder(Protocol):
    """Where feeds become public."""

    def publish(
        self, name: str, feeds: Sequence[ValidFeed], *, generation: int, withdrawn: Sequence[Withdrawn] = ()
    ) -> tuple[str, ...]:
        """Make a set of files public as one, remember what was withdrawn, give the names of the files that changed."""
        ...


class Releasing(NamedTuple):
    """What ``consider`` and ``release`` may touch."""

    store: ReleaseStore
    folder: LiveFolder
    sources: Mapping[str, Source]
    infos: Mapping[str, DocumentInfo | None]
    decide: Callable[[StoredEntry, Feed, Instant], Decision]
    kept: Callable[[StoredEntry, Feed, NotPermitted], StoredEntry | None]
    """The revision that is live in the feed and stays, where the newest one may not take its place."""
    frame: Callable[[StoredEntry, Permit, Feed], Candidate | Unframed]
    rests: Callable[[StoredEntry, Feed], Rests]
    """What a decision rests on beside the entry's own claims: for the ledger."""
    base_url: str


LOOKED_AT_MAX = 2000
"""How many entries are decided on for one feed at most, newest first: what is older can not be news any more."""


def consider(feed: Feed, tools: Releasing, at: Instant) -> Considered:
    """Decide and frame the newest entries of a feed's sources until the feed is full."""
    live = tools.store.live(feed.name)
    candidates: list[Candidate] = []
    others: list[tuple[StoredEntry, NotPermitted]] = []
    sure = 0
    for stored in islice(_newest(feed, tools), LOOKED_AT_MAX):
        if sure >= feed.entries or len(candidates) >= 4 * feed.entries:
            break
        judged = judge(stored, feed, tools, at)
        if isinstance(judged, Candidate):
            candidates.append(judged)
            sure += stored.first_live is not None or not rationed(judged.terms, feed)
        else:
            others.append((stored, judged))
    prior = {one.id: one for one in tools.store.decisions(feeds=(feed.name,))}
    state = tools.store.feed_state(feed.name)
    return Considered(feed, tuple(candidates), tuple(others), live, prior, public=bool(state and state.files))


def judge(stored: StoredEntry, feed: Feed, tools: Releasing, at: Instant) -> Candidate | NotPermitted:
    """Decide about an entry in a feed, and frame it where it may go out. What can not be written gets no slot."""
    decision = tools.decide(stored, feed, at)
    kept = None if isinstance(decision, Permit) else tools.kept(stored, feed, decision)
    if kept is not None and isinstance(again := tools.decide(kept, feed, at), Permit):
        stored, decision = kept, again
    if not isinstance(decision, Permit):
        return decision
    framed = tools.frame(stored, decision, feed)
    if isinstance(framed, Unframed):
        return assemble.unframed(decision, framed)
    wants_slot = stored.first_live is None and rationed(framed.terms, feed)
    return (unwritable(framed, feed, tools, at) if wants_slot else None) or framed


def rationed(terms: Terms, feed: Feed) -> bool:
    """Tell whether a publisher's entries need a slot before they may go out in a feed. References need none."""
    return feed.mode != "link" and (terms.quota is not None or terms.never_all)


def unwritable(candidate: Candidate, feed: Feed, tools: Releasing, at: Instant) -> NotPermitted | None:
    """Give the hold of a candidate that can not be written, as ``release`` finds it."""
    from syndicator.render.prepare import EntryRenderError, prepare

    alone = Considered(feed, (candidate,), (), (), {})
    plan = assemble.plan_of(alone, {}, tools.sources, tools.infos, tools.base_url, at).plan
    try:
        if plan:
            prepare(plan)
    except EntryRenderError as error:
        if held := assemble.without(alone, error.entry, str(error)):
            return held.others[0][1]
    return None


def _newest(feed: Feed, tools: Releasing) -> Iterator[StoredEntry]:
    sources = tuple(one for one in feed.sources if tools.sources[one].enabled)
    before = None
    while page := tools.store.newest(sources, limit=feed.entries + 10, before=before):
        yield from page
        before = (page[-1].published, page[-1].id)


def release(
    considered: Considered, waits: Mapping[str, Wait], tools: Releasing, inputs: str, at: Instant
) -> FeedOutcome:
    """Put out what was allotted: render, validate, record, publish. On any error the last good files stay live.

    ``waits`` names what got no slot. The record is committed before the files are swapped: a crash between the two
    ends, at the next run, in the same files.
    """
    made = _made(considered, waits, tools, at)
    if isinstance(made, FeedOutcome):
        return made
    considered, released, valid = made
    feed = considered.feed
    files = tuple((f"{one.name}.{one.format}", one.digest) for one in valid)
    due = assemble.due_again(released, at, tools.sources)
    record = assemble.recorded(considered, released, files, tools.rests, inputs=inputs, next_release=due, at=at)
    generation = tools.store.record_release(record)
    gone = assemble.withdrawn(released)
    written = tools.folder.publish(feed.name, valid, generation=generation, withdrawn=gone) if valid else ()
    tools.store.mark_published(feed.name, generation, at=at)
    return FeedOutcome(
        feed=feed.name,
        outcome="published" if written else "unchanged" if valid else "empty",
        entries=len(released.republished),
        files_written=written,
        decisions=released.decisions,
    )


_Made = tuple[Considered, Released, tuple[ValidFeed, ...]]
"""What was considered, less what could not be written; what goes out of it; and the bytes."""


def _made(considered: Considered, waits: Mapping[str, Wait], tools: Releasing, at: Instant) -> _Made | FeedOutcome:
    """Plan and render a feed. An entry that can not be written is held, and the others go out."""
    from syndicator.render import EntryRenderError

    while True:
        released = assemble.plan_of(considered, waits, tools.sources, tools.infos, tools.base_url, at)
        try:
            valid = _rendered(released.plan) if released.plan else ()
        except EntryRenderError as error:
            rest = assemble.without(considered, error.entry, str(error))
            if rest is None:
                raise
            considered = rest
            continue
        if isinstance(valid, FeedOutcome):
            return valid.model_copy(update={"decisions": released.decisions})
        return considered, released, valid


def _rendered(plan: Plan) -> tuple[ValidFeed, ...] | FeedOutcome:
    """Render and validate every format of a plan, or say why the last good files must stay.

    Raises:
        EntryRenderError: one entry can not be written.
    """
    from syndicator.render import EntryRenderError, render_all
    from syndicator.validate import admit

    try:
        bodies = render_all(plan)
    except EntryRenderError:
        raise
    except RenderError as error:
        return FeedOutcome(feed=plan.name, outcome="kept", code="not-rendered", message=str(error))
    ids = tuple(one.id for one in plan.republications)
    stubs = tuple(one.id for one in plan.stubs)
    valid = []
    for format_name, body in bodies:
        admitted = admit(plan.name, format_name, body, ids, stubs if format_name == "rss" else ())
        if isinstance(admitted, Rejected):
            errors = [one for one in admitted.findings if one.severity is Severity.ERROR]
            words = "; ".join(f"{one.code}: {one.message} (line {one.line})" for one in errors[:3])
            message = f"{plan.name}.{format_name}: {len(errors)} errors, last good files kept: {words}"
            return FeedOutcome(feed=plan.name, outcome="kept", code="gate-refused", message=message)
        valid.append(admitted)
    return tuple(valid)
