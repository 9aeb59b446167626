"""What a cycle ended in, as tables, and its progress while it runs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from syndicator.cli.output import Cell, Format, console, document, say, table
from syndicator.model.shown import counted

if TYPE_CHECKING:
    from syndicator.cycle import Report
    from syndicator.model.records import DecisionRecord, FeedOutcome
    from syndicator.settings import Settings


@contextmanager
def live_progress() -> Iterator[Callable[[str, Any], None]]:
    """Show a bar for the polls and a line for what goes wrong, on a terminal only; it leaves nothing behind."""
    if not sys.stderr.isatty():
        yield lambda _event, _value: None
        return
    screen = console(stderr=True)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("polling", total=None, visible=False)

        def advance(event: str, value: Any) -> None:
            if event == "polls":
                bar.update(task, total=value, visible=value > 0)
            elif event == "source":
                bar.advance(task)
            else:
                bar.update(task, description="releasing")

        yield advance


def print_report(report: Report, settings: Settings, output: Format, *, dry: bool = False) -> None:
    """Print what a cycle ended in; of a dry run, what it would have ended in."""
    if output is Format.JSON:
        document(
            {
                "dry_run": dry,
                "sources": report.sources,
                "feeds": report.feeds,
                "pages": report.pages,
                "not_due": report.not_due,
                "next_due": report.next_due.isoformat() if report.next_due else None,
            }
        )
        return
    sources_table(report)
    pages_table(report)
    feeds_table(report, settings, dry=dry)
    for one in report.feeds:
        decisions_table(one)
    closing = []
    if report.not_due:
        closing.append(f"{counted(report.not_due, 'source')} not due.")
    if report.next_due:
        closing.append(f"The next poll is due at {report.next_due:%Y-%m-%d %H:%M:%S} UTC.")
    if closing:
        say("\n" + " ".join(closing))


ROWS_MAX = 40
"""A longer list is cut to what somebody should look at; the rest is counted."""


def sources_table(report: Report) -> None:
    """Print what each poll ended in; of very many, those with a fault, and how many there are of the others."""
    rows: list[tuple[Cell, ...]] = []
    many = len(report.sources) > ROWS_MAX
    if many:
        counts = Counter[str](one.outcome.replace("_", " ") for one in report.sources)
        fresh, changed = (
            sum(getattr(one, key) for one in report.sources) for key in ("entries_new", "entries_changed")
        )
        polled = ", ".join(f"{count} {outcome}" for outcome, count in counts.most_common())
        news = f"{counted(fresh, 'new entry')}, {changed} changed"
        say(f"\n{counted(len(report.sources), 'source')} polled: {polled}; {news}.")
    listed = [one for one in report.sources if one.code] if many else report.sources
    for one in sorted(listed, key=lambda one: one.source):
        news = f"{one.entries_new} new, {one.entries_changed} changed" if one.outcome in READ else ""
        fault = ": ".join(part for part in (one.code, one.message) if part)
        rows.append((one.source, one.outcome.replace("_", " "), (news, fault, one.hint)))
    table("Sources", ("source", "outcome", "what came"), rows, wrap=(2,))


def pages_table(report: Report) -> None:
    """Print the looks at pages that somebody should know of, and how many there were."""
    told = [one for one in report.pages if one.code or one.changed]
    rows = [(one.kind, (one.url, one.code or "changed", one.message)) for one in told]
    if report.pages:
        say(f"\n{counted(len(report.pages), 'page')} looked at; {len(rows)} to know of.")
    table("Pages", ("kind", "page"), rows[:ROWS_MAX], wrap=(1,))


def feeds_table(report: Report, settings: Settings, *, dry: bool) -> None:
    """Print what each release ended in."""
    if report.feeds and all(one.outcome == "skipped" for one in report.feeds):
        say(f"\n{counted(len(report.feeds), 'feed')} in {settings.feeds_dir}: {SAYINGS['skipped']}.")
        return
    title = "Feeds, if this were no dry run" if dry else f"Feeds in {settings.feeds_dir}"
    rows: list[tuple[Cell, ...]] = []
    for one in report.feeds:
        words = SAYINGS.get(one.outcome, "")
        if one.files_written:
            words = f"{'would write' if dry else 'wrote'} {', '.join(one.files_written)}"
        fault = tuple(f"{one.code}: {one.message}".splitlines()) if one.message else ()
        rows.append((one.feed, one.outcome, str(one.entries) if one.decisions else "", fault or words))
    table(title, ("feed", "outcome", "entries", "what was done"), rows, wrap=(3,))


def decisions_table(outcome: FeedOutcome) -> None:
    """Print the decisions about a feed's entries with their reasons, permits first; of very many, no permits."""
    decisions = sorted(outcome.decisions, key=lambda one: (ORDER[one.kind], one.publisher, one.title))
    counts = Counter[str](one.kind for one in decisions)
    parts = [f"{counts[kind]} {words}" for kind, words in TALLY.items() if counts[kind]]
    title = f"Entries of {outcome.feed}: {', '.join(parts)}"
    many = len(decisions) > ROWS_MAX
    listed = [one for one in decisions if one.kind != "permit"][:ROWS_MAX] if many else decisions
    if decisions and not listed:
        say(f"\n{title}")
    table(title, ("decision", "title", "why"), [(one.kind, one.title, why(one)) for one in listed], wrap=(1, 2))
    if many and len(listed) < len(decisions) - counts["permit"]:
        say("`syndicator holds --all` lists the others.")


READ = frozenset({"new"})
"""Outcomes of a poll that brought a document."""

ORDER = {"permit": 0, "wait": 1, "hold": 2, "refusal": 3, "withdrawal": 4}

TALLY = {
    "permit": "permitted",
    "wait": "waiting",
    "hold": "held for a person",
    "refusal": "refused",
    "withdrawal": "withdrawn",
}

SAYINGS = {
    "skipped": "nothing has changed since it was written",
    "unchanged": "written before with these very bytes",
    "empty": "no entry is permitted yet; no file is made",
}


def failure_code(feeds: Sequence[FeedOutcome]) -> int:
    """Give the exit code of releases: that of the gravest failure, 1 where the gate kept an old feed, else 0."""
    failures = [one.exit_code or 1 for one in feeds if one.outcome in {"kept", "failed"}]
    return max(failures, default=0)


def why(one: DecisionRecord) -> str:
    """Give a decision's reasons and its message, or the first reason's own; of a permit the license and notes."""
    from syndicator.model.reasons import REASONS

    words = one.message or (REASONS[one.reasons[0]].message if one.reasons else "")
    until = f" Until {one.until:%Y-%m-%d %H:%M} UTC." if one.until else ""
    reasons = ", ".join(one.reasons)
    if one.kind == "permit":
        return f"{words} ({reasons})" if reasons else words
    return f"{': '.join(part for part in (reasons, words) if part)}{until}"
