"""Evidence by its digest: to show it, and to erase its bytes where nothing that is published needs them."""

from __future__ import annotations

from typing import NamedTuple

from syndicator.errors import SyndicatorError
from syndicator.model.config import ActKind
from syndicator.model.records import LedgerEvent
from syndicator.ops.control import EraseRequest, Reply
from syndicator.store import Piece
from syndicator.wiring.app import App
from syndicator.wiring.erasure import Erasure, erasure_in
from syndicator.wiring.inspecting import find

DIGEST_MIN = 8
"""Fewer characters of a digest are not looked up."""
_NAMED_MAX = 3


class EvidenceError(SyndicatorError):
    """A piece of evidence is unknown, was erased, or must stay."""


class Shown(NamedTuple):
    """A piece of evidence, and the lines of the ledger that rest on it."""

    piece: Piece
    lines: tuple[int, ...]
    erased: Erasure | None


def show(app: App, text: str) -> Shown:
    """Give the one piece of evidence that a digest or its beginning names.

    Raises:
        EvidenceError: there is none, or more than one.
    """
    piece = _the_piece(app, text)
    lines = app.store.ledger_resting_on(piece.name)
    return Shown(piece, tuple(one.no for one in lines), erasure_in(lines) if piece.text is None else None)


def erase(app: App, request: EraseRequest) -> Reply:
    """Erase without a running loop."""
    import asyncio

    return asyncio.run(erase_now(app, request))


async def erase_now(app: App, request: EraseRequest) -> Reply:
    """Erase the bytes of one piece, or of every revision of one entry, and record it. No release runs meanwhile.

    Raises:
        EvidenceError: it is unknown, erased already, or needed.
    """
    async with app.turn:
        pieces, subject = _of_entry(app, request.entry) if request.entry else _of_digest(app, request.digest)
        event = LedgerEvent(
            event="erase",
            subject=subject,
            by=request.by,
            message=request.why,
            evidence=tuple(one.name for one in pieces),
        )
        app.store.erase(pieces, event, at=app.clock.now())
    count = "1 piece" if len(pieces) == 1 else f"{len(pieces)} pieces"
    return Reply(code=subject, message=f"erased {count} of evidence, by {request.by}: {', '.join(event.evidence)}")


def _of_digest(app: App, text: str) -> tuple[tuple[Piece, ...], str]:
    piece = _the_piece(app, text)
    if piece.text is None:
        erased = erasure_in(app.store.ledger_resting_on(piece.name))
        raise EvidenceError(f"{piece.name} was {erased or 'erased'}", code="evidence-erased")
    needed = app.store.needed(piece)
    if needed.sources:
        raise EvidenceError(
            f"{piece.name} must stay: the newest document of {_listed(needed.sources)} makes this statement",
            hint="remove the source's file or wait until its document says something else, then erase it",
            code="evidence-needed",
        )
    if needed.pages:
        raise EvidenceError(
            f"{piece.name} must stay: it is what {_listed(needed.pages)} said at the newest look",
            hint="erase it once the page says something else",
            code="evidence-needed",
        )
    for _publisher, entry in needed.entries:
        _require_gone(app, entry, piece.name)
    return (piece,), piece.name


def _of_entry(app: App, text: str) -> tuple[tuple[Piece, ...], str]:
    stored = find(app, text)
    held = app.store.held(stored.publisher, stored.key)
    pieces = tuple(Piece("entry", one.digest, "") for one in held if not one.erased)
    if not pieces:
        raise EvidenceError(f"nothing of {stored.id} is left to erase", code="evidence-erased")
    _require_gone(app, stored.id, f"what was received of {stored.id}")
    return pieces, stored.id


def _require_gone(app: App, entry: str, what: str) -> None:
    """Refuse to erase what publishing may still need.

    Raises:
        EvidenceError: the entry was not taken down, or a feed still shows it.
    """
    if not any(act.kind is ActKind.TAKEDOWN for act in app.acts().get(entry, ())):
        raise EvidenceError(
            f"{what} must stay: publishing {entry} needs it",
            hint=f"take it down first: `syndicator takedown {entry} --reason TEXT`",
            code="evidence-needed",
        )
    feeds = [feed.name for feed in app.settings.feeds if entry in _live_in(app, feed.name)]
    if feeds:
        raise EvidenceError(
            f"{what} must stay: {entry} was taken down, but is still live in {_listed(feeds)}",
            hint="`syndicator once` releases the feed and says what keeps it from that",
            code="evidence-needed",
        )


def _live_in(app: App, feed: str) -> frozenset[str]:
    return frozenset(one.id for one in app.store.live(feed) if one.state == "live")


def _the_piece(app: App, text: str) -> Piece:
    digest = text.rpartition(":")[2]
    found = app.store.pieces(text.lower()) if len(digest) >= DIGEST_MIN else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise EvidenceError(
            f"no evidence has the digest {text!r}",
            hint=f"give at least {DIGEST_MIN} characters of it; `syndicator explain ENTRY` and `syndicator ledger list "
            "--format json` name the digests",
            code="evidence-unknown",
        )
    names = _listed([one.name for one in found])
    raise EvidenceError(f"{text!r} names {names}", hint="give more of it", code="evidence-ambiguous")


def _listed(names: tuple[str, ...] | list[str]) -> str:
    rest = len(names) - _NAMED_MAX
    return ", ".join(names[:_NAMED_MAX]) + (f" and {rest} more" if rest > 0 else "")
