"""``publishers`` and ``ledger``: whose terms are known, and the record of what was decided."""

from __future__ import annotations

from typing import Annotated

import typer

from syndicator.cli.loading import opened, settings_of
from syndicator.cli.output import Format, FormatOption, document, say, table
from syndicator.errors import SyndicatorError


def add_to(app: typer.Typer) -> None:
    """Add the command groups of this file."""
    app.add_typer(publishers, name="publishers")
    app.add_typer(ledger, name="ledger")


publishers = typer.Typer(help="The registry of publishers: license and house rules.", no_args_is_help=True)
ledger = typer.Typer(help="The record of every decision, with its evidence.", no_args_is_help=True)


@publishers.command("list")
def list_publishers(context: typer.Context, output: FormatOption = Format.TEXT) -> None:
    """List every publisher whose terms are on record."""
    registry = settings_of(context).registry
    terms = [one for one in map(registry.get, registry.ids()) if one]
    if output is Format.JSON:
        document({"publishers": terms})
        return
    rows = []
    for one in terms:
        ceiling = f"{one.quota.count}/{one.quota.per}" if one.quota else ""
        rows.append((one.id, one.name, one.license, one.automation.value, ceiling, one.terms_url))
    table("", ("id", "name", "license", "automation", "quota", "terms"), rows, wide=5)


@publishers.command("show")
def show_publisher(
    context: typer.Context,
    publisher: Annotated[str, typer.Argument(metavar="ID")],
    output: FormatOption = Format.TEXT,
) -> None:
    """Show everything on record about one publisher."""
    terms = settings_of(context).registry.get(publisher)
    if terms is None:
        raise typer.BadParameter(f"no publisher {publisher!r}; see `publishers list`", param_hint="ID")
    if output is Format.JSON:
        document(terms)
        return
    shown = terms.model_dump(mode="json", exclude_defaults=True)
    table(terms.name, ("key", "value"), [(key, _shown(value)) for key, value in shown.items()], wide=1)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} = {_shown(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return "; ".join(_shown(inner) for inner in value)
    return str(value)


@publishers.command("review")
def review_publisher(
    context: typer.Context,
    publisher: Annotated[str, typer.Argument(metavar="ID")],
) -> None:
    """Show what to compare with the publisher's terms page, and the line that signs the reading.

    The reading itself is yours: this prints the page's address, our values, and which sources still lack a signature.
    """
    settings = settings_of(context)
    terms = settings.registry.get(publisher)
    if terms is None:
        raise typer.BadParameter(f"no publisher {publisher!r}; see `publishers list`", param_hint="ID")
    show_publisher(context, publisher)
    pages = dict(terms.terms_urls) or {"": terms.terms_url}
    say("Read:")
    for edition, address in pages.items():
        say(f"  {address} {edition}".rstrip())
    say(f"A reading holds for {terms.review_interval.days} days.")
    for one in settings.sources:
        if one.publisher == publisher:
            signed = f"read by {one.terms_read.by} on {one.terms_read.on}" if one.terms_read else "not signed"
            say(f"  sources/{one.id}.toml: {signed}")
    say('Then sign in the source\'s file: terms_read = { by = "Your Name", on = YYYY-MM-DD }')


@ledger.command("list")
def list_ledger(
    context: typer.Context,
    after: Annotated[int, typer.Option(help="Only lines with a higher number.")] = 0,
    limit: Annotated[int, typer.Option(help="At most so many lines.", min=1, max=10_000)] = 100,
    output: FormatOption = Format.TEXT,
) -> None:
    """List the record's lines."""
    settings = settings_of(context)
    with opened(settings) as app:
        lines = app.store.ledger(after=after, limit=limit)
    if output is Format.JSON:
        document({"lines": lines})
        return
    rows = [
        (
            str(one.no),
            f"{one.at:%Y-%m-%d %H:%M:%S}",
            one.event.event,
            one.event.feed,
            one.event.subject,
            _why(one.event),
        )
        for one in lines
    ]
    table("", ("no", "when", "event", "feed", "subject", "why"), rows, wide=5)


def _why(event: object) -> str:
    reasons = ", ".join(getattr(event, "reasons", ()))
    return f"{reasons} {getattr(event, 'message', '')}".strip()


class LedgerBrokenError(SyndicatorError):
    """The record's chain does not hold."""

    exit_code = 65


@ledger.command("verify")
def verify_ledger(context: typer.Context, output: FormatOption = Format.TEXT) -> None:
    """Prove that no line of the record was changed, removed or put in. Exits 65 when one was."""
    settings = settings_of(context)
    with opened(settings) as app:
        result = app.store.verify_ledger()
    if output is Format.JSON:
        document(result)
    else:
        say(f"{result.lines} lines, chain {'holds' if result.ok else 'is broken'}.")
    if not result.ok:
        raise LedgerBrokenError(
            f"the ledger is broken at line {result.broken_at}",
            hint="restore a backup; keep this database as evidence",
            code="ledger-broken",
        )


@ledger.command("export")
def export_ledger(
    context: typer.Context,
    kind: Annotated[str, typer.Option("--format", help="csv or json")] = "json",
) -> None:
    """Write the whole record to standard output."""
    settings = settings_of(context)
    if kind not in {"csv", "json"}:
        raise typer.BadParameter(f"{kind!r} is neither csv nor json", param_hint="--format")
    with opened(settings) as app:
        lines = app.store.ledger(after=0, limit=10_000_000)
    if kind == "json":
        document({"lines": lines})
        return
    import csv
    import sys

    writer = csv.writer(sys.stdout)
    writer.writerow(("no", "when", "event", "feed", "subject", "by", "reasons", "message", "hash"))
    for one in lines:
        event = one.event
        cells = (event.event, event.feed, event.subject, event.by, " ".join(event.reasons), event.message, one.digest)
        writer.writerow((one.no, one.at.isoformat(), *map(_harmless, cells)))


def _harmless(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
