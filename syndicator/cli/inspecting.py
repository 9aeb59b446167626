"""``explain`` and ``verify``: why an entry went where it went, and whether what is live is right."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from syndicator.cli.loading import NowOption, bytes_of, clock_at, opened, settings_of
from syndicator.cli.output import Format, FormatOption, clean, document, say
from syndicator.errors import SyndicatorError
from syndicator.model.shown import counted

if TYPE_CHECKING:
    from syndicator.wiring.against import Checked


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(rich_help_panel="Decide")(explain)
    app.command(rich_help_panel="Look")(verify)


def explain(
    context: typer.Context,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="An id, a link, or the beginning of one.")],
    feed: Annotated[str | None, typer.Option(help="Only in this feed.")] = None,
    now: NowOption = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Show why an entry went where it went, as a page that proves it.

    Gives what is held of it, every statement about rights with its dates, who read the terms, the grant, each rule's
    question and answer, the decision in each feed, what framing changed, and its history.

    Example: [bold]syndicator explain https://paper.example/article-1 --feed world[/bold]
    """
    from syndicator.wiring.inspecting import explain as explained

    settings = settings_of(context)
    with opened(settings, clock_at(now), writing=False) as app:
        found = explained(app, entry, feed)
    if output is Format.JSON:
        document(found)
        return
    from syndicator.cli.page import print_page

    print_page(found)


def verify(
    context: typer.Context,
    entry: Annotated[
        str, typer.Argument(metavar="[ENTRY]", help="Only this one: an id, a link, or the beginning of one.")
    ] = "",
    against: Annotated[
        str | None, typer.Option(metavar="FILE", help="Compare with this document of an upstream, text by text.")
    ] = None,
    feed: Annotated[str | None, typer.Option(metavar="NAME", help="With --against: only this feed.")] = None,
    published: Annotated[
        str | None, typer.Option(metavar="FILE", help="With --against: this file of ours, not the live ones.")
    ] = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Prove that what is live is what was published, or that works are as their publisher wrote them.

    Alone, it reads every live file again and compares it with manifest and store. With --against it compares the works
    in our files with an upstream's document, by their bytes alone. Exits 65 on a difference.

    Example: [bold]syndicator verify --against upstream.atom --feed world[/bold]
    """
    if against is not None:
        _verify_against(context, entry, against, feed, published, output)
        return
    if entry or feed or published:
        raise typer.BadParameter("only with --against FILE, the document to compare with", param_hint="ENTRY")
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


def _verify_against(
    context: typer.Context, entry: str, against: str, feed: str | None, published: str | None, output: Format
) -> None:
    from syndicator.wiring.against import checked

    files = {published: bytes_of(published)} if published else _live_files(context, feed)
    found = checked(files, (against, bytes_of(against)), entry)
    if output is Format.JSON:
        document({"files": len(files), "against": against, "entries": found})
    else:
        _print_checked(found, len(files), asked=bool(entry))
    if any(one.outcome == "differs" for one in found):
        raise _Touched
    absent = [one for one in found if one.outcome == "absent"]
    if len(absent) == len(found) or (entry and absent):
        raise _Absent


def _live_files(context: typer.Context, feed: str | None) -> dict[str, bytes]:
    settings = settings_of(context)
    if feed and settings.feed(feed) is None:
        raise typer.BadParameter(f"no feed is called {feed!r}", param_hint="--feed")
    paths = [
        settings.feeds_dir / f"{one.name}.{format_name}"
        for one in settings.feeds
        if feed in {None, one.name}
        for format_name in one.formats
    ]
    return {path.name: bytes_of(str(path)) for path in paths if path.exists()}


def _print_checked(found: tuple[Checked, ...], files: int, *, asked: bool) -> None:
    for one in found:
        if one.outcome == "absent" and not asked:
            continue
        words = f": {clean(one.message, 1_000)}" if one.message else ""
        say(f"{one.file}: {one.outcome}: {clean(one.id)}{words}")
        if one.line:
            for name, line in (("before", one.before), ("published", one.published), ("upstream", one.upstream)):
                say(f"  {name:<10} {clean(line)}".rstrip())
    counts = Counter(one.outcome for one in found)
    parts = [f"{counts[outcome]} {words}" for outcome, words in OUTCOMES.items() if counts[outcome]]
    say(f"{counted(files, 'file')} read, {counted(len(found), 'entry')}{': ' if parts else ''}{', '.join(parts)}.")


OUTCOMES = {
    "untouched": "untouched",
    "beginning": "an untouched beginning",
    "reference": "a reference without text",
    "differs": "different from the upstream's",
    "absent": "not in the upstream's document",
}


class _DifferentError(SyndicatorError):
    exit_code = 65


_Different = _DifferentError(
    "what is live differs from what was published",
    hint="`syndicator once` writes a feed again whose files were changed; find out who changed them",
    code="live-differs",
)
_Touched = _DifferentError(
    "a work in our files is not as the upstream's document has it",
    hint="it may have been revised upstream since it was published: `syndicator explain ENTRY` names each revision; "
    "if it was not, take it down and report this",
    code="work-differs",
)
_Absent = SyndicatorError(
    "nothing could be compared: no entry is in both",
    hint="give the upstream document as it was while it held the entry; entries are matched by id, else by link",
    code="nothing-in-both",
)
