"""What a cycle ended in, as tables, and its progress while it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from syndicator.cli.output import Format, console, document, say, table

if TYPE_CHECKING:
    from syndicator.cycle import Report
    from syndicator.model.records import DecisionRecord
    from syndicator.settings import Settings


@contextmanager
def live_progress() -> Iterator[Callable[[str, Any], None]]:
    """Show a bar for the polls and a line for what goes wrong, on a terminal only; it leaves nothing behind."""
    screen = console(stderr=True)
    if not screen.is_terminal:
        yield lambda _event, _value: None
        return
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


def print_report(report: Report, settings: Settings, output: Format) -> None:
    """Print what a cycle ended in."""
    if output is Format.JSON:
        document(
            {
                "sources": report.sources,
                "feeds": report.feeds,
                "not_due": report.not_due,
                "next_due": report.next_due.isoformat() if report.next_due else None,
            }
        )
        return
    sources_table(report)
    feeds_table(report, settings)
    decisions_table(report)
    if report.not_due:
        say(f"{report.not_due} sources were not due.")
    if report.next_due:
        say(f"Next poll is due at {report.next_due:%Y-%m-%d %H:%M:%S} UTC.")


def sources_table(report: Report) -> None:
    """Print what each poll ended in."""
    rows = []
    for one in report.sources:
        news = f"{one.entries_new} new, {one.entries_changed} changed" if one.outcome == "new" else ""
        words = " ".join(part for part in (one.message, one.hint) if part)
        rows.append((one.source, one.outcome.value, one.code or news, words))
    table("Sources", ("source", "outcome", "what", "more"), rows, wide=3)


def feeds_table(report: Report, settings: Settings) -> None:
    """Print what each release ended in."""
    rows = []
    for one in report.feeds:
        written = ", ".join(one.files_written)
        what = one.message or (f"wrote {written} in {settings.feeds_dir}" if written else "")
        rows.append((one.feed, one.outcome, str(one.entries) if one.decisions else "", what))
    table("Feeds", ("feed", "outcome", "entries", "what"), rows, wide=3)


def decisions_table(report: Report) -> None:
    """Print every decision with its reasons, permits first."""
    order = {"permit": 0, "wait": 1, "hold": 2, "refusal": 3, "withdrawal": 4}
    decisions = [decision for feed in report.feeds for decision in feed.decisions]
    decisions.sort(key=lambda one: (one.feed, order[one.kind], one.publisher, one.title))
    table(
        "Entries",
        ("feed", "decision", "reasons", "title", "publisher", "why"),
        [(one.feed, one.kind, ", ".join(one.reasons), one.title, one.publisher, why(one)) for one in decisions],
        wide=5,
    )


def why(one: DecisionRecord) -> str:
    """Give a decision's message, or the first reason's own."""
    from syndicator.model.reasons import REASONS

    words = one.message or (REASONS[one.reasons[0]].message if one.reasons else "")
    return f"{words} Until {one.until:%Y-%m-%d %H:%M} UTC." if one.until else words
