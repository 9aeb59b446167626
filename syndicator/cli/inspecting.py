"""``explain``, ``validate`` and ``verify``: why an entry went where it went, and whether what is live is right."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from syndicator.cli.loading import NowOption, clock_at, opened, settings_of
from syndicator.cli.output import Format, FormatOption, clean, document, say, table
from syndicator.errors import SyndicatorError

if TYPE_CHECKING:
    from syndicator.model.findings import Finding
    from syndicator.wiring.inspecting import Explained

SIZE_BYTES_MAX = 64 * 1024 * 1024


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(explain)
    app.command()(validate)
    app.command()(verify)


def explain(
    context: typer.Context,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="An id, a link, or the beginning of one.")],
    feed: Annotated[str | None, typer.Option(help="Only in this feed.")] = None,
    now: NowOption = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Show every claim about an entry, the grant, each rule's answer, and the decision in each feed."""
    from syndicator.wiring.inspecting import explain as explained

    settings = settings_of(context)
    with opened(settings, clock_at(now)) as app:
        found = explained(app, entry, feed)
    if output is Format.JSON:
        document(found)
        return
    for one in found:
        _print_explained(one)


def _print_explained(one: Explained) -> None:
    say(f"\n{clean(one.title)}\n  id         {clean(one.id)}\n  original   {clean(one.link)}")
    say(f"  publisher  {one.publisher}   source {one.source}   feed {one.feed}")
    say(f"  published  {one.published:%Y-%m-%d %H:%M} UTC   updated {one.updated:%Y-%m-%d %H:%M} UTC")
    table(
        "Claims",
        ("scope", "carrier", "reads as", "seen", "text"),
        [
            (str(claim.scope), str(claim.carrier), _reads(claim), f"{claim.seen_at:%Y-%m-%d}", claim.raw)
            for claim in one.claims
        ],
        wide=4,
    )
    if one.license:
        say(f"Grant: {one.license.name} ({one.license.key}) {one.license.url or ''}")
    table(
        "Rules",
        ("rule", "answer", "reason", "message"),
        [(answer.rule, answer.outcome, str(answer.reason or ""), answer.message) for answer in one.answers],
        wide=3,
    )
    say(f"Decision: {one.kind} {', '.join(one.reasons)} {one.message}".rstrip())
    for line in one.fixes:
        say(f"  {line}")


def _reads(claim: object) -> str:
    key = getattr(claim, "license_key", "")
    return key or ("refusal" if getattr(claim, "refusal", False) else "no license")


def validate(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Feeds to check; - is standard input.")],
    output: FormatOption = Format.TEXT,
) -> None:
    """Check feeds and print each finding with file, line and column. Exits 1 when there is an error."""
    from syndicator.model.findings import Severity
    from syndicator.validate import check

    findings: list[Finding] = []
    for name in files:
        shown = "stdin" if name == "-" else name
        findings += [one.model_copy(update={"file": shown}) for one in check(_bytes(name), file=shown)]
    errors = sum(one.severity is Severity.ERROR for one in findings)
    if output is Format.JSON:
        document({"findings": findings, "errors": errors})
    else:
        for one in findings:
            say(f"{one.file}:{one.line}:{one.column}: {one.severity}: {one.code}: {clean(one.message)}")
        say(f"{len(files)} checked, {errors} errors, {len(findings) - errors} other findings.")
    raise typer.Exit(1 if errors else 0)


def _bytes(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(SIZE_BYTES_MAX)
    try:
        with Path(name).open("rb") as file:
            return file.read(SIZE_BYTES_MAX)
    except OSError as error:
        raise typer.BadParameter(f"{name} can not be read: {error.strerror}", param_hint="FILE") from error


def verify(context: typer.Context, output: FormatOption = Format.TEXT) -> None:
    """Read everything live again and compare it with the manifest and the store. Exits 65 on a difference."""
    from syndicator.wiring.inspecting import differences

    settings = settings_of(context)
    with opened(settings) as app:
        found, files = differences(app)
    if output is Format.JSON:
        document({"files": files, "differences": found})
    else:
        for one in found:
            say(f"{one.file}: {one.what}")
        say(f"{files} files read, {len(found)} differences.")
    if found:
        raise _Different


class _DifferentError(SyndicatorError):
    exit_code = 65


_Different = _DifferentError(
    "what is live differs from what was published",
    hint="`syndicator once` writes a feed again whose files were changed; find out who changed them",
    code="live-differs",
)
