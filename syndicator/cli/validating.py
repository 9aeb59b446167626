"""``validate``: what is wrong with a feed, as text, JSON, SARIF, GitHub annotations or JUnit."""

from __future__ import annotations

import difflib
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from syndicator.cli.documents import Documents, UnreadableError, is_web, name_of
from syndicator.cli.loading import clock_at
from syndicator.cli.output import WIDTH, complain, console, document, paragraph, say
from syndicator.errors import PollError, SyndicatorError

if TYPE_CHECKING:
    from syndicator.review import Judged, Report, Unread

_SHOWS_PROGRESS = 20
"""So many files are checked before a person would ask what takes so long."""


class ReportFormat(StrEnum):
    """How ``validate`` answers."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(rich_help_panel="Look")(validate)


def validate(
    context: typer.Context,
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE|URL...", help="Feeds to check; - is standard input.")
    ] = None,
    output: Annotated[
        ReportFormat, typer.Option("--format", help="Lines for people, or a report for another program.")
    ] = ReportFormat.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help="Count warnings as errors.")] = False,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE=REASON", help="Do not count this code, and say why in the report. May be repeated."),
    ] = None,
    explain: Annotated[
        str | None, typer.Option(metavar="CODE", help="Say what a code means and how to mend it; checks nothing.")
    ] = None,
) -> None:
    """Find what is wrong with a feed: RSS, Atom, JSON Feed, or an OPML list.

    Prints each finding with its place, the line it stands in, and what to do; exits 1 when there is an error. The codes
    are those of the W3C's feed validator where it has the same. No file is changed; an address is asked once.

    Example: [bold]syndicator validate feeds/*.rss https://paper.example/feed --strict[/bold]
    """
    if explain is not None:
        say(_explained(_known(explain, "--explain")))
        return
    if not files:
        raise typer.BadParameter("name at least one file or address, or - for standard input", param_hint="FILE|URL")
    ignored = dict(map(_ignored, ignore or ()))
    report, failures = _report(context, tuple(dict.fromkeys(files)), ignored, strict=strict)
    if output is not ReportFormat.TEXT or report.documents:
        _write(report, output)
    for failure in failures:
        complain(failure)
    if failures:
        raise typer.Exit(failures[0].exit_code)
    raise typer.Exit(1 if any(finding.severity == "error" for finding in report.findings) else 0)


def _report(
    context: typer.Context, names: Sequence[str], ignore: Mapping[str, str], *, strict: bool
) -> tuple[Report, list[SyndicatorError]]:
    """Give the report and, for each document that could not be read, the error; the others are judged all the same."""
    from syndicator.review import Report, feed_rules, judged
    from syndicator.validate import validate

    now = clock_at(None).now()
    documents: list[Judged] = []
    unread: list[Unread] = []
    failures: list[SyndicatorError] = []
    with _progress(names) as advance, Documents(context) as sources:
        for name in names:
            try:
                source = sources.read(name)
            except (PollError, UnreadableError) as error:
                unread.append(_unread(name, error))
                failures.append(error)
            else:
                found = validate(source.body, address=source.address, charset=source.charset, now=now)
                documents.append(
                    judged(source.name, source.body, found, ignore=ignore, strict=strict, is_file=source.is_file)
                )
            advance()
    codes = {each.code for one in documents for each in (*one.findings, *(left.finding for left in one.ignored))}
    report = Report(
        tool="syndicator validate", documents=tuple(documents), unread=tuple(unread), rules=feed_rules(codes)
    )
    return report, failures


def _unread(name: str, error: SyndicatorError) -> Unread:
    from syndicator.review import Unread

    named, is_file = name_of(name)
    return Unread(name=named, is_file=is_file, code=error.code, message=error.what, hint=error.hint)


def _write(report: Report, output: ReportFormat) -> None:
    from syndicator.review import github, json_report, junit, sarif, text

    match output:
        case ReportFormat.JSON:
            document(json_report(report))
        case ReportFormat.SARIF:
            document(sarif(report))
        case ReportFormat.GITHUB:
            say(github(report))
        case ReportFormat.JUNIT:
            say(junit(report), end="")
        case ReportFormat.TEXT:
            on_terminal = sys.stdout.isatty()
            width = shutil.get_terminal_size().columns if on_terminal else WIDTH
            plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
            say(text(report, width=width, color=on_terminal and not plain))


def _ignored(option: str) -> tuple[str, str]:
    code, equals, reason = option.partition("=")
    if not equals or not reason.strip():
        raise typer.BadParameter(
            f'{option!r} says no reason; write --ignore "{code}=why it does not matter here"', param_hint="--ignore"
        )
    return _known(code.strip(), "--ignore"), reason.strip()


def _known(code: str, option: str) -> str:
    from syndicator.validate import CODES

    if code in CODES:
        return code
    close = difflib.get_close_matches(code, CODES, n=1)
    hint = f"did you mean {close[0]}?" if close else "docs/findings.md lists all of them"
    raise typer.BadParameter(f"no finding has the code {code!r}; {hint}", param_hint=option)


def _explained(code: str) -> str:
    """Give what stands beside the rule of a code, as running text."""
    from syndicator.review import feed_rules

    (rule,) = feed_rules((code,))
    parts = [f"{code} ({rule.severity})", "", paragraph(rule.message), ""]
    parts += [paragraph(f"Why: {rule.why}", rest="  "), paragraph(f"Fix: {rule.fix}", rest="  ")]
    parts += [paragraph(f"Source: {rule.source}", rest="  "), f"Page: {rule.page}"]
    return "\n".join(parts)


@contextmanager
def _progress(names: Sequence[str]) -> Iterator[Callable[[], None]]:
    """Count documents on a terminal where it takes long: many of them, or one from the web."""
    takes_long = len(names) > _SHOWS_PROGRESS or any(map(is_web, names))
    if not (takes_long and sys.stderr.isatty()):
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=len(names))
        yield lambda: bar.advance(task)
