"""``explain``, ``validate`` and ``verify``: why an entry went where it went, and whether what is live is right."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from syndicator.cli.loading import NowOption, clock_at, opened, settings_of
from syndicator.cli.output import Format, FormatOption, clean, counted, document, say, table
from syndicator.errors import SyndicatorError

if TYPE_CHECKING:
    from syndicator.model.findings import Finding
    from syndicator.wiring.inspecting import Explained

SIZE_BYTES_MAX = 64 * 1024 * 1024


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(rich_help_panel="Decide")(explain)
    app.command(rich_help_panel="Look")(validate)
    app.command(rich_help_panel="Look")(verify)


def explain(
    context: typer.Context,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="An id, a link, or the beginning of one.")],
    feed: Annotated[str | None, typer.Option(help="Only in this feed.")] = None,
    now: NowOption = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Show why an entry went where it went.

    Gives every claim about it, the grant, each rule's answer, and the decision in each feed.

    Example: [bold]syndicator explain https://paper.example/article-1 --feed world[/bold]
    """
    from syndicator.wiring.inspecting import explain as explained

    settings = settings_of(context)
    with opened(settings, clock_at(now), writing=False) as app:
        found = explained(app, entry, feed)
    if output is Format.JSON:
        document(found)
        return
    for one in found:
        _print_explained(one)


def _print_explained(one: Explained) -> None:
    say(f"\n{clean(one.title)}\n  id         {clean(one.id)}\n  original   {clean(one.link)}")
    say(f"  publisher  {clean(one.publisher)}   source {one.source}   feed {one.feed}")
    say(f"  published  {one.published:%Y-%m-%d %H:%M} UTC   updated {one.updated:%Y-%m-%d %H:%M} UTC")
    table(
        "Claims",
        ("scope", "carrier", "reads as", "seen", "text"),
        [
            (str(claim.scope), str(claim.carrier), _reads(claim), f"{claim.seen_at:%Y-%m-%d}", claim.raw)
            for claim in one.claims
        ],
        wrap=(4,),
    )
    if one.license:
        say(f"\nGrant: {one.license.name} ({one.license.key})\n  {one.license.url or 'no address'}")
    rules = [
        (answer.rule, answer.outcome, ": ".join(part for part in (str(answer.reason or ""), answer.message) if part))
        for answer in one.answers
    ]
    table("Rules", ("rule", "answer", "why"), rows=rules, wrap=(2,))
    say(f"\nDecision in {one.feed}: {clean(_decision(one), 1_000)}")
    for line in one.fixes:
        say(f"  {line}")


def _decision(one: Explained) -> str:
    until = f" Until {one.until:%Y-%m-%d %H:%M} UTC." if one.until else ""
    words = ": ".join(part for part in (", ".join(one.reasons), one.message) if part)
    return f"{one.kind}, {words}{until}" if words else f"{one.kind}{until}"


def _reads(claim: object) -> str:
    key = getattr(claim, "license_key", "")
    return key or ("refusal" if getattr(claim, "refusal", False) else "no license")


def validate(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Feeds to check; - is standard input.")],
    output: FormatOption = Format.TEXT,
) -> None:
    """Find what is wrong with a feed.

    Prints each finding with file, line and column, and exits 1 when there is an error.

    Example: [bold]curl -s https://paper.example/feed | syndicator validate -[/bold]
    """
    from syndicator.model.findings import Severity
    from syndicator.validate import check

    findings: list[Finding] = []
    for name in files:
        shown = "stdin" if name == "-" else name
        findings += [one.model_copy(update={"file": shown}) for one in check(_bytes(name), file=shown)]
    errors = sum(one.severity is Severity.ERROR for one in findings)
    if output is Format.JSON:
        document({"findings": [_with_help(one) for one in findings], "errors": errors})
    else:
        _print_findings(findings)
        others = counted(len(findings) - errors, "other finding")
        say(f"{counted(len(files), 'feed')} checked: {counted(errors, 'error')}, {others}.")
    raise typer.Exit(1 if errors else 0)


def _print_findings(findings: list[Finding]) -> None:
    """Print each finding on a line, and below the first of each code what to do about it."""
    from syndicator.validate import CODES

    told: set[str] = set()
    for one in findings:
        say(f"{clean(one.file)}:{one.line}:{one.column}: {one.severity}: {one.code}: {clean(one.message)}")
        if one.code not in told:
            say(f"    {CODES[one.code].fix}")
            told.add(one.code)


def _with_help(finding: Finding) -> dict[str, Any]:
    from syndicator.validate import CODES

    return {**finding.model_dump(mode="json"), "help": CODES[finding.code].fix}


def _bytes(name: str) -> bytes:
    try:
        if name == "-":
            body = sys.stdin.buffer.read(SIZE_BYTES_MAX + 1)
        else:
            with Path(name).open("rb") as file:
                body = file.read(SIZE_BYTES_MAX + 1)
    except OSError as error:
        web = (
            "; fetch it first: curl -s ADDRESS | syndicator validate -" if name.startswith(("http:", "https:")) else ""
        )
        raise typer.BadParameter(f"{name} can not be read: {error.strerror}{web}", param_hint="FILE") from error
    if len(body) > SIZE_BYTES_MAX:
        raise typer.BadParameter(f"{name} is larger than {SIZE_BYTES_MAX >> 20} MiB", param_hint="FILE")
    return body


def verify(context: typer.Context, output: FormatOption = Format.TEXT) -> None:
    """Prove that what is live is what was published.

    Reads every live file again and compares it with manifest and store; exits 65 on a difference.

    Example: [bold]syndicator verify --format json[/bold]
    """
    from syndicator.wiring.inspecting import differences

    settings = settings_of(context)
    with opened(settings, writing=False) as app:
        found, files = differences(app)
    if output is Format.JSON:
        document({"files": files, "differences": found})
    else:
        for one in found:
            say(f"{one.file}: {one.what}")
        say(f"{counted(files, 'file')} read, {counted(len(found), 'difference')}.")
    if found:
        raise _Different


class _DifferentError(SyndicatorError):
    exit_code = 65


_Different = _DifferentError(
    "what is live differs from what was published",
    hint="`syndicator once` writes a feed again whose files were changed; find out who changed them",
    code="live-differs",
)
