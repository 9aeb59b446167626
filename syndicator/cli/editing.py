"""``holds``, ``approve``, ``refuse`` and ``takedown``: what a person decides, recorded with who, when and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from syndicator.cli.loading import opened, settings_of, who
from syndicator.cli.output import Format, FormatOption, document, say, table
from syndicator.model.config import ActKind

if TYPE_CHECKING:
    from syndicator.ops.control import Reply

Entry = Annotated[str, typer.Argument(metavar="ENTRY", help="An id, a link, or the beginning of one.")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it goes into the ledger.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; otherwise the system user.")]
OnlyFeed = Annotated[str | None, typer.Option("--feed", metavar="NAME", help="In this feed only.")]
ToFile = Annotated[bool, typer.Option("--to-file", help="Write it to approvals.toml, for configurations kept in git.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command()(holds)
    app.command()(approve)
    app.command()(refuse)
    app.command()(takedown)


def holds(
    context: typer.Context,
    feed: OnlyFeed = None,
    everything: Annotated[bool, typer.Option("--all", help="Waits and refusals too.")] = False,
    output: FormatOption = Format.TEXT,
) -> None:
    """List what waits for a person, and why."""
    from syndicator.cli.reporting import why
    from syndicator.model.reasons import REASONS

    settings = settings_of(context)
    kinds = ("hold", "wait", "refusal", "withdrawal") if everything else ("hold",)
    with opened(settings) as app:
        found = app.store.decisions(kinds=kinds, feeds=(feed,) if feed else ())
    known = {one.name for one in settings.feeds}
    found = tuple(one for one in found if one.feed in known)
    if output is Format.JSON:
        document({"decisions": found})
        return
    table(
        "",
        ("feed", "decision", "reasons", "title", "entry", "why"),
        [(one.feed, one.kind, ", ".join(one.reasons), one.title, one.id, why(one)) for one in found],
        wide=5,
    )
    liftable = [one for one in found if all(REASONS[reason].can_be_lifted for reason in one.reasons)]
    say(f"{len(found)} entries; {len(liftable)} of them `syndicator approve ENTRY --reason TEXT` can lift.")


def approve(
    context: typer.Context,
    entry: Entry,
    reason: Why,
    by: By = None,
    feed: OnlyFeed = None,
    author: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The author, as 'Name, Role, Institution', where none is named.")
    ] = None,
    pin: Annotated[bool, typer.Option("--pin", help="Only this revision: a change of the text asks again.")] = False,
    to_file: ToFile = False,
) -> None:
    """Pick an entry. Lifts what a person may lift; never a missing license, a forbidden use, or a takedown."""
    _act(context, ActKind.APPROVE, entry, reason, by, feed, author=author, pin=pin, to_file=to_file)


def refuse(
    context: typer.Context, entry: Entry, reason: Why, by: By = None, feed: OnlyFeed = None, to_file: ToFile = False
) -> None:
    """Refuse an entry: it does not go out, or leaves."""
    _act(context, ActKind.REFUSE, entry, reason, by, feed, to_file=to_file)


def takedown(context: typer.Context, entry: Entry, reason: Why, by: By = None, to_file: ToFile = False) -> None:
    """Take an entry down, for good: it leaves every feed at once, readers are told, and its id is retired."""
    _act(context, ActKind.TAKEDOWN, entry, reason, by, None, to_file=to_file)


def _act(
    context: typer.Context,
    kind: ActKind,
    entry: str,
    reason: str,
    by: str | None,
    feed: str | None,
    *,
    author: str | None = None,
    pin: bool = False,
    to_file: bool = False,
) -> None:
    from syndicator.ops.control import ActRequest, client_request, socket_path
    from syndicator.ops.lock import DataLock

    settings = settings_of(context)
    if not reason.strip():
        raise typer.BadParameter("say why; it goes into the ledger", param_hint="--reason")
    if feed and settings.feed(feed) is None:
        raise typer.BadParameter(f"no feed is called {feed!r}", param_hint="--feed")
    request = ActRequest(kind=kind, entry=entry, by=who(by), why=reason, feed=feed, pinned=pin, author=author)
    if to_file:
        from syndicator.wiring.acting import file_act

        with opened(settings) as app:
            say(file_act(app, request))
        return
    if DataLock.holder(settings.data_dir) is not None and socket_path(settings.data_dir).exists():
        _print(client_request(socket_path(settings.data_dir), request))
        return
    from syndicator.wiring.acting import act

    with opened(settings) as app:
        _print(act(app, request))


def _print(reply: Reply) -> None:
    from syndicator.cli.output import note
    from syndicator.cli.reporting import why

    if reply.exit_code:
        note(f"syndicator: {reply.message}")
        if reply.hint:
            note(f"  {reply.hint}")
        raise typer.Exit(reply.exit_code)
    say(reply.message)
    for outcome in reply.feeds:
        for one in outcome.decisions:
            if one.id == reply.code:
                say(f"  {one.feed}: {one.kind} {', '.join(one.reasons)} {why(one)}".rstrip())
