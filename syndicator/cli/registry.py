"""``publishers`` and ``ledger``: whose terms are known, and the record of what was decided."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from syndicator.cli.loading import opened, settings_of
from syndicator.cli.output import Cell, Format, FormatOption, Said, clean, document, harmless, say, table
from syndicator.errors import SyndicatorError
from syndicator.model.shown import counted

if TYPE_CHECKING:
    from syndicator.model.records import LedgerEvent


class Table(StrEnum):
    """How the whole record is written."""

    CSV = "csv"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Add the command groups of this file."""
    app.add_typer(publishers, name="publishers", rich_help_panel="Look")
    app.add_typer(ledger, name="ledger", rich_help_panel="Look")


publishers = typer.Typer(help="Show whose terms are known, and what they say.", no_args_is_help=True)
ledger = typer.Typer(help="Read the record of every decision, and prove it.", no_args_is_help=True)


@publishers.command("list")
def list_publishers(context: typer.Context, output: FormatOption = Format.TEXT) -> None:
    """List every publisher whose terms are on record.

    Example: [bold]syndicator publishers list --format json[/bold]
    """
    registry = settings_of(context).registry
    terms = [one for one in map(registry.get, registry.ids()) if one]
    if output is Format.JSON:
        document({"publishers": terms})
        return
    rows = []
    for one in terms:
        ceiling = f"{one.quota.count}/{one.quota.per}" if one.quota else ""
        rows.append((one.id, (one.name, one.license), one.automation.value, ceiling))
    table("", ("id", "name and license", "automation", "quota"), rows, wrap=(1,))
    number = counted(len(rows), "publisher")
    say(f"\n{number}. `syndicator publishers show ID` gives the rest: uses, notices, counter, terms page.")


@publishers.command("show")
def show_publisher(
    context: typer.Context,
    publisher: Annotated[str, typer.Argument(metavar="ID")],
    output: FormatOption = Format.TEXT,
) -> None:
    """Show everything on record about one publisher, and what it leaves for people to do.

    Example: [bold]syndicator publishers show the-conversation[/bold]
    """
    from syndicator.publishers import duties

    terms = settings_of(context).registry.get(publisher)
    if terms is None:
        raise typer.BadParameter(f"no publisher {publisher!r}; see `publishers list`", param_hint="ID")
    if output is Format.JSON:
        document(terms)
        return
    said = {*terms.model_dump(exclude_defaults=True), "license", "automation", "review_interval"}
    rows = [(key, _shown(value)) for key, value in terms.model_dump().items() if key in said]
    table(clean(terms.name), ("key", "value"), rows, wrap=(1,))
    table("For you to do", ("key", "what"), [(one.key, one.text) for one in duties(terms)], wrap=(1,))


def _shown(value: object) -> Cell:
    """Give a value of the registry in words; what there are several of stands on a line each."""
    match value:
        case dict():
            return ", ".join(f"{key} = {_line(inner)}" for key, inner in value.items() if inner not in ("", None, ()))
        case list() | tuple() | frozenset():
            return tuple(map(_line, sorted(value) if isinstance(value, frozenset) else value))
        case bool():
            return "yes" if value else "no"
        case timedelta():
            return counted(value.days, "day")
        case _:
            return str(value)


def _line(value: object) -> str:
    shown = _shown(value)
    return shown if isinstance(shown, str) else ", ".join(shown)


@ledger.command("list")
def list_ledger(
    context: typer.Context,
    after: Annotated[int, typer.Option(help="Only lines with a higher number.")] = 0,
    limit: Annotated[int, typer.Option(help="At most so many lines.", min=1, max=10_000)] = 100,
    output: FormatOption = Format.TEXT,
) -> None:
    """List the record's lines.

    Example: [bold]syndicator ledger list --after 100 --limit 20[/bold]
    """
    settings = settings_of(context)
    with opened(settings, writing=False) as app:
        lines = app.store.ledger(after=after, limit=limit)
    if output is Format.JSON:
        document({"lines": lines})
        return
    rows = [
        (
            str(one.no),
            f"{one.at:%Y-%m-%d %H:%M}",
            (one.event.event, one.event.feed and f"in {one.event.feed}", one.event.by and f"by {one.event.by}"),
            (one.event.subject, _why(one.event)),
        )
        for one in lines
    ]
    table("", ("no", "when (UTC)", "event", "about"), rows, wrap=(3,))
    if len(lines) == limit:
        say(f"\nThere may be more: `syndicator ledger list --after {lines[-1].no}`.")


def _why(event: LedgerEvent) -> str:
    return ": ".join(part for part in (", ".join(event.reasons), event.message) if part)


class LedgerBrokenError(SyndicatorError):
    """The record's chain does not hold."""

    exit_code = 65


@ledger.command("verify")
def verify_ledger(context: typer.Context, output: FormatOption = Format.TEXT) -> None:
    """Prove that no line of the record was changed, removed or put in.

    Exits 65 when one was. Example: [bold]syndicator ledger verify --format json[/bold]
    """
    settings = settings_of(context)
    with opened(settings, writing=False) as app:
        result = app.store.verify_ledger()
    if output is Format.JSON:
        document(result)
    else:
        say(f"{counted(result.lines, 'line')}; the chain {'holds' if result.ok else 'is broken'}.")
    if not result.ok:
        raise LedgerBrokenError(
            f"the ledger is broken at line {result.broken_at}: {result.message}",
            hint="restore a backup; keep this database as evidence",
            code="ledger-broken",
        )


@ledger.command("export")
def export_ledger(
    context: typer.Context,
    kind: Annotated[Table, typer.Option("--format", help="For spreadsheets, or one JSON document.")] = Table.JSON,
) -> None:
    """Write the whole record to standard output.

    Example: [bold]syndicator ledger export --format csv > ledger.csv[/bold]
    """
    settings = settings_of(context)
    with opened(settings, writing=False) as app:
        lines = app.store.ledger(after=0, limit=10_000_000)
    if kind is Table.JSON:
        document({"lines": lines})
        return
    import csv

    writer = csv.writer(Said())
    writer.writerow(("no", "when", "event", "feed", "subject", "by", "reasons", "message", "hash"))
    for one in lines:
        event = one.event
        cells = (event.event, event.feed, event.subject, event.by, " ".join(event.reasons), event.message, one.digest)
        writer.writerow((one.no, one.at.isoformat(), *map(harmless, cells)))
