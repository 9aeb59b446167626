"""``holds`` and the acts: what waits for a person, and what a person decides, recorded with who, when and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from syndicator.cli.loading import asked, is_running, opened, settings_of, who
from syndicator.cli.output import Format, FormatOption, clean, document, say, table
from syndicator.model.shown import counted

if TYPE_CHECKING:
    from syndicator.model.records import DecisionRecord
    from syndicator.ops.control import Reply
    from syndicator.wiring.reporting import ToTell

Entry = Annotated[str, typer.Argument(metavar="ENTRY", help="An id, a link, or the beginning of one.")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it goes into the ledger.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; otherwise the system user.")]
OnlyFeed = Annotated[str | None, typer.Option("--feed", metavar="NAME", help="In this feed only.")]
ToFile = Annotated[
    bool, typer.Option("--to-file", metavar="", help="Write it to approvals.toml, for configurations kept in git.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(rich_help_panel="Decide")(holds)
    app.command(rich_help_panel="Decide")(approve)
    app.command(rich_help_panel="Decide")(refuse)
    app.command(rich_help_panel="Decide")(takedown)
    app.command("remove-name", rich_help_panel="Decide")(remove_name)


def holds(
    context: typer.Context,
    feed: OnlyFeed = None,
    everything: Annotated[bool, typer.Option("--all", metavar="", help="Waits and refusals too.")] = False,
    output: FormatOption = Format.TEXT,
) -> None:
    """List what waits for a person, why, and what to do.

    Example: [bold]syndicator holds --feed world[/bold]
    """
    from syndicator.model.reasons import REASONS
    from syndicator.wiring.reporting import to_tell
    from syndicator.wiring.turning import slots_of, waiting

    settings = settings_of(context)
    kinds = ("hold", "wait", "refusal", "withdrawal") if everything else ("hold",)
    with opened(settings, writing=False) as app:
        found = app.store.decisions(kinds=kinds, feeds=(feed,) if feed else ())
        now = app.clock.now()
        candidates = [one for one in waiting(app, now) if one.kind == "wait" and feed in {None, one.feed}]
        quotas, tell = slots_of(app, (*found, *candidates), now), to_tell(app)
    known = {one.name for one in settings.feeds}
    found = tuple(one for one in found if one.feed in known)
    if output is Format.JSON:
        document({"decisions": found, "quotas": quotas, "to_tell": tell})
        return
    for name in sorted({one.feed for one in found}):
        of_feed = [one for one in found if one.feed == name]
        table(
            f"{name}: {counted(len(of_feed), 'entry')}",
            ("reason", "entry"),
            [((one.kind if everything else "", *one.reasons), (one.title, one.id, *_words(one))) for one in of_feed],
            wrap=(1,),
        )
    liftable = [one for one in found if all(REASONS[reason].can_be_lifted for reason in one.reasons)]
    what = "decision" if everything else "hold"
    say(f"\n{counted(len(found), what)}; `syndicator approve ENTRY --reason TEXT` can lift {len(liftable)}.")
    _print_candidates(candidates, listed=everything)
    for words in filter(None, (one.words for one in quotas)):
        say(f"{words}.")
    told = [(one.publisher, (_untold(one), one.what)) for one in tell]
    table("Publishers who ask to be told", ("publisher", "what to do"), told, wrap=(1,))


def _untold(one: ToTell) -> str:
    since = f"first went out after {one.told}" if one.told else "went out, and nobody signed that they were told"
    return f"{counted(one.entries, 'entry')} {since}"


def _print_candidates(candidates: Sequence[DecisionRecord], *, listed: bool) -> None:
    """Say how many entries may still be picked, and until when the first; what expired is not worth a word."""
    ends = [one.until for one in candidates if one.until]
    if not ends:
        return
    where = "" if listed else "; `syndicator holds --all` lists them"
    first = f"{min(ends):%Y-%m-%d %H:%M} UTC"
    say(f"{counted(len(ends), 'candidate')} may be picked with `syndicator approve`, the first until {first}{where}.")


def _words(one: DecisionRecord) -> tuple[str, ...]:
    """Give a decision's message, when a wait ends, and what to do about each reason."""
    from syndicator.model.reasons import REASONS

    until = f"Until {one.until:%Y-%m-%d %H:%M} UTC." if one.until else ""
    fixes = [REASONS[reason].fix for reason in one.reasons]
    return (one.message, until, *(f"→ {fix}" for fix in fixes if fix))


def approve(
    context: typer.Context,
    entry: Entry,
    reason: Why,
    by: By = None,
    feed: OnlyFeed = None,
    author: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The author, as 'Name, Role, Institution', where none is named.")
    ] = None,
    pin: Annotated[
        bool, typer.Option("--pin", metavar="", help="Only this revision: a change of the text asks again.")
    ] = False,
    to_file: ToFile = False,
) -> None:
    """Pick an entry, and lift what a person may lift.

    Never lifts a missing license, a forbidden use, a failed check of the text, or a takedown.

    Example: [bold]syndicator approve https://paper.example/article-1 --reason "agreed by mail"[/bold]
    """
    _act(context, "approve", entry, reason, by, to_file=to_file, feed=feed, author=author, pinned=pin)


def refuse(
    context: typer.Context, entry: Entry, reason: Why, by: By = None, feed: OnlyFeed = None, to_file: ToFile = False
) -> None:
    """Refuse an entry: it does not go out, or leaves.

    Example: [bold]syndicator refuse https://paper.example/article-1 --reason "off topic" --feed world[/bold]
    """
    _act(context, "refuse", entry, reason, by, to_file=to_file, feed=feed)


def takedown(context: typer.Context, entry: Entry, reason: Why, by: By = None, to_file: ToFile = False) -> None:
    """Take an entry down for good.

    It leaves every feed at once, readers are told, and its id is retired.

    Example: [bold]syndicator takedown https://paper.example/article-1 --reason "asked to" --by "Jo Park"[/bold]
    """
    _act(context, "takedown", entry, reason, by, to_file=to_file)


def remove_name(
    context: typer.Context,
    entry: Entry,
    name: Annotated[str, typer.Option(metavar="NAME", help="The author's name, as the entry has it.")],
    reason: Why,
    by: By = None,
    to_file: ToFile = False,
) -> None:
    """Take an author's name away from an entry; the entry stays.

    For an author or publisher who asks not to be credited any more (CC 4.0, 3(a)(3)). Byline, author elements and
    notices of every feed lose the name; where nobody else is named, the publisher's stands there. The text of the
    work is not changed.

    Example: [bold]syndicator remove-name https://paper.example/article-1 --name "Jo Park" --reason "asked to"[/bold]
    """
    if not name.strip():
        raise typer.BadParameter("say whose name", param_hint="--name")
    _act(context, "remove-name", entry, reason, by, to_file=to_file, name=name.strip())


def _act(
    context: typer.Context, kind: str, entry: str, reason: str, by: str | None, *, to_file: bool, **more: Any
) -> None:
    """Let the daemon do an act, or do it here; ``more`` are further fields of the request."""
    from syndicator.model.config import ActKind
    from syndicator.ops.control import ActRequest

    settings = settings_of(context)
    if not reason.strip():
        raise typer.BadParameter("say why; it goes into the ledger", param_hint="--reason")
    if (feed := more.get("feed")) and settings.feed(feed) is None:
        raise typer.BadParameter(f"no feed is called {feed!r}", param_hint="--feed")
    request = ActRequest(kind=ActKind(kind), entry=entry, by=who(by), why=reason, **more)
    if to_file:
        from syndicator.wiring.acting import file_act

        with opened(settings, writing=False) as app:
            say(file_act(app, request))
        return
    if is_running(settings):
        _print(asked(settings, request))
        return
    from syndicator.wiring.acting import act

    with opened(settings, writing=True) as app:
        _print(act(app, request))


def _print(reply: Reply) -> None:
    from syndicator.cli.reporting import failure_code, why

    say(clean(reply.message, 500))
    for outcome in reply.feeds:
        for one in outcome.decisions:
            if one.id == reply.code:
                say(f"  {one.feed}: {one.kind}, {clean(why(one), 500)}")
        if outcome.files_written:
            say(f"  {outcome.feed}: wrote {', '.join(outcome.files_written)}")
        elif outcome.outcome in {"kept", "failed"}:
            say(f"  {outcome.feed}: {outcome.outcome}, {outcome.code}: {clean(outcome.message, 500)}")
    if code := failure_code(reply.feeds):
        raise typer.Exit(code)
