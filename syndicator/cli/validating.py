"""``validate``: what is wrong with a feed, as text, JSON, SARIF, GitHub annotations or JUnit."""

from __future__ import annotations

import difflib
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from syndicator.cli.loading import bytes_of, clock_at
from syndicator.cli.output import WIDTH, console, document, paragraph, say

if TYPE_CHECKING:
    from syndicator.review import Judged, Report

_WEB = ("http://", "https://")
_SHOWS_PROGRESS = 20
"""So many files are checked before a person would ask what takes so long."""


class ReportFormat(StrEnum):
    """How ``validate`` answers."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"


class _Source(NamedTuple):
    """Bytes to judge and where they are from."""

    name: str
    body: bytes
    address: str = ""
    charset: str = ""


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
    report = _report(context, files, ignored, strict=strict)
    _write(report, output)
    raise typer.Exit(1 if any(finding.severity == "error" for finding in report.findings) else 0)


def _report(context: typer.Context, names: Sequence[str], ignore: Mapping[str, str], *, strict: bool) -> Report:
    from syndicator.review import Report, judged
    from syndicator.validate import validate

    now = clock_at(None).now()

    def judge(name: str) -> Judged:
        source = _read(context, name)
        found = validate(source.body, address=source.address, charset=source.charset, now=now)
        return judged(source.name, source.body, found, ignore=ignore, strict=strict)

    with _progress(names) as advance:
        return Report(documents=tuple(advance(judge(name)) for name in names))


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
            say(text(report, width=width, color=on_terminal and not os.environ.get("NO_COLOR")))


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
    from syndicator.review.plain import help_page
    from syndicator.validate import CODES

    text = CODES[code]
    parts = [f"{code} ({text.severity})", "", paragraph(text.message), ""]
    parts += [paragraph(f"Why: {text.why}", rest="  "), paragraph(f"Fix: {text.fix}", rest="  ")]
    parts += [paragraph(f"Source: {text.source}", rest="  "), f"Page: {help_page(code)}"]
    return "\n".join(parts)


@contextmanager
def _progress(names: Sequence[str]) -> Iterator[Callable[[Judged], Judged]]:
    """Count documents on a terminal where it takes long: many of them, or one from the web."""
    takes_long = len(names) > _SHOWS_PROGRESS or any(name.startswith(_WEB) for name in names)
    if not (takes_long and sys.stderr.isatty()):
        yield lambda judged: judged
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=len(names))

        def advance(judged: Judged) -> Judged:
            bar.advance(task)
            return judged

        yield advance


def _read(context: typer.Context, name: str) -> _Source:
    if name.startswith(_WEB):
        return _fetched(context, name)
    return _Source("stdin" if name == "-" else name, bytes_of(name, "FILE|URL"))


def _fetched(context: typer.Context, url: str) -> _Source:
    import asyncio

    from syndicator.wiring.fetching import CONTACT, fetch_document

    contact, allow = _manners(context) or (CONTACT, ())
    found = asyncio.run(fetch_document(url, contact=contact, allow=allow))
    return _Source(url, found.body, found.address, found.charset)


def _manners(context: typer.Context) -> tuple[str, tuple[str, ...]] | None:
    """Give contact and allowed addresses of the configuration, where there is one."""
    folder: Path = context.obj
    if not (folder / "syndicator.toml").is_file():
        return None
    from syndicator.settings import load

    main = load(folder, os.environ).main
    return main.contact, main.poll.allow
