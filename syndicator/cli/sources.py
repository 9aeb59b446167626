"""``sources``: the state and reason of every upstream."""

from __future__ import annotations

from typing import Annotated

import typer

from syndicator.cli.loading import opened, settings_of
from syndicator.cli.output import Format, FormatOption, document, say, table


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command()(sources)


def sources(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="[list]", help="`list` shows every source.")] = "list",
    output: FormatOption = Format.TEXT,
) -> None:
    """Show each source: last attempt, last success, next poll and why then, last outcome, failures in a row."""
    if what != "list":
        raise typer.BadParameter(f"{what!r} is not known; `sources list` shows every source", param_hint="[list]")
    settings = settings_of(context)
    with opened(settings) as app:
        states = app.store.source_states([one.id for one in settings.sources])
    if output is Format.JSON:
        document(
            {"sources": [{**one.model_dump(mode="json"), "state": states.get(one.id)} for one in settings.sources]}
        )
        return
    rows = []
    for one in settings.sources:
        state = states.get(one.id)
        if state is None:
            rows.append((one.id, one.publisher or "none named", "never polled", "", "now", ""))
            continue
        last = f"{state.last_attempt:%m-%d %H:%M}" if state.last_attempt else ""
        good = f"{state.last_success:%m-%d %H:%M}" if state.last_success else "never"
        due = f"{state.next_due:%m-%d %H:%M} ({state.due_because})" if state.next_due else "now"
        outcome = str(state.outcome or "")
        words = state.message.partition("\n")[0]
        failing = f"{state.errors} failures in a row. " if state.errors else ""
        kept = "validators kept. " if state.validators else ""
        rows.append((one.id, outcome, f"{last} / {good}", due, state.code, failing + kept + words))
    table("Sources", ("source", "outcome", "tried / well", "next (why)", "code", "more"), rows, wide=5)
    say(f"{len(settings.sources)} sources; times are UTC.")
