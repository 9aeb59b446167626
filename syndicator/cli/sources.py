"""``sources``: the state and reason of every upstream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from syndicator.cli.loading import opened, settings_of
from syndicator.cli.output import Cell, Format, FormatOption, document, say, table
from syndicator.model.shown import counted

if TYPE_CHECKING:
    from syndicator.model.config import Source
    from syndicator.model.records import SourceState


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(rich_help_panel="Look")(sources)


def sources(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="list", help="`list` shows every source.")] = "list",
    output: FormatOption = Format.TEXT,
) -> None:
    """Show the state of every source.

    Says when it was polled, when it is polled next and why then, and what came of it.

    Example: [bold]syndicator sources list --format json[/bold]
    """
    if what != "list":
        raise typer.BadParameter(f"{what!r} is not known; `sources list` shows every source", param_hint="list")
    settings = settings_of(context)
    with opened(settings, writing=False) as app:
        states = app.store.source_states([one.id for one in settings.sources])
    if output is Format.JSON:
        document(
            {"sources": [{**one.model_dump(mode="json"), "state": states.get(one.id)} for one in settings.sources]}
        )
        return
    table(
        "",
        ("source", "last poll", "next poll", "how it is"),
        [_row(one, states.get(one.id)) for one in settings.sources],
        wrap=(3,),
    )
    say(f"\n{counted(len(settings.sources), 'source')}; times are UTC.")


def _row(source: Source, state: SourceState | None) -> tuple[Cell, ...]:
    if state is None or state.last_attempt is None:
        return (source.id, "never", _next(source, state), () if source.enabled else "disabled in its file")
    fault, _, hint = state.message.partition("\n")
    lines = [
        f"{state.outcome}".replace("_", " ") + (", validators kept" if state.validators else ""),
        ": ".join(part for part in (state.code, fault) if part),
        hint,
        _failing(state),
        f"next poll: {state.due_because}" if state.due_because not in {"", "interval"} else "",
    ]
    return (source.id, f"{state.last_attempt:%m-%d %H:%M}", _next(source, state), tuple(lines))


def _failing(state: SourceState) -> str:
    if not state.errors:
        return ""
    good = f"{state.last_success:%Y-%m-%d %H:%M}" if state.last_success else "never"
    return f"{counted(state.errors, 'failure')} in a row; last success: {good}"


def _next(source: Source, state: SourceState | None) -> str:
    if not source.enabled:
        return "off"
    return f"{state.next_due:%m-%d %H:%M}" if state and state.next_due else "now"
