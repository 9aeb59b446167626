"""What waits for a person, as an Atom feed for the editor's own reader. Never public: it names held entries.

Carries titles, links, reasons, what to do, and what is left of the publisher's quota; no text of any work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from syndicator.model.base import Instant
from syndicator.model.reasons import REASONS
from syndicator.model.records import DecisionRecord
from syndicator.render._feedgen import Note, notes_bytes
from syndicator.render.text import clean, is_web_address, xml_fault


def holds(decisions: Iterable[DecisionRecord], quotas: Mapping[str, str], *, at: Instant) -> bytes:
    """Give holds and candidates as Atom 1.0, newest first, each entry once with its reasons and what to do.

    ``quotas`` has words about what is left of a publisher's quota, by the publisher's id. ``at`` dates the feed when
    nothing waits. Equal values give equal bytes.
    """
    held = sorted((one for one in decisions if not xml_fault(one.id)), key=lambda one: one.id)
    notes = [_note(tuple(group), quotas) for _, group in groupby(held, key=lambda one: one.id)]
    notes.sort(key=lambda one: (one.updated, one.id), reverse=True)
    return notes_bytes("Waiting for a person", notes, updated=notes[0].updated if notes else at)


def _note(made: tuple[DecisionRecord, ...], quotas: Mapping[str, str]) -> Note:
    first = made[0]
    lines = []
    for one in sorted(made, key=lambda one: one.feed):
        message = one.message or " ".join(REASONS[reason].message for reason in one.reasons)
        until = f" until {one.until:%Y-%m-%d %H:%M} UTC" if one.until else ""
        lines.append(f"{one.feed}: {', '.join(one.reasons)}{until}. {message}")
    fixes = dict.fromkeys(REASONS[reason].fix for one in made for reason in one.reasons)
    return Note(
        id=first.id,
        title=clean(first.title) or "An entry without a title",
        link=first.link if is_web_address(first.link) else None,
        updated=max(one.at for one in made),
        text=clean(" ".join((*lines, *fixes, _publisher(first.publisher, quotas)))),
    )


def _publisher(name: str, quotas: Mapping[str, str]) -> str:
    """Name the publisher, with what is left of its quota where it has one."""
    return f"Publisher: {name}. {quotas[name]}." if name in quotas else f"Publisher: {name}."
