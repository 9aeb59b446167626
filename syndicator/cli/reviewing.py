"""``publishers review``: a terms page beside our values, what changed in it, and that a person read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from syndicator.cli.loading import asked, is_running, opened, settings_of, who
from syndicator.cli.output import Format, FormatOption, clean, document, say
from syndicator.cli.registry import publishers, show_publisher
from syndicator.errors import SyndicatorError
from syndicator.model.shown import counted

if TYPE_CHECKING:
    from syndicator.model.terms import Terms
    from syndicator.ops.control import ReadingRequest, Reply
    from syndicator.settings import Settings
    from syndicator.wiring.reviewing import Reviewed

LINE_CHARACTERS = 2_000
DIGEST_CHARACTERS = 12
"""How much of a digest is shown: enough to name it."""


def add_to(_app: typer.Typer) -> None:
    """Add the command of this file to the group it belongs to."""
    publishers.command("review")(review_publisher)


def review_publisher(
    context: typer.Context,
    publisher: Annotated[str, typer.Argument(metavar="ID")],
    record: Annotated[
        list[str] | None,
        typer.Option(metavar="DIGEST", help="Record that you read the page with this digest; may be repeated."),
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who read it; otherwise the system user.")] = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Read a publisher's terms page beside our values.

    Fetches the page now, shows its words, and what changed since somebody read it. With --record it notes who read it,
    when, and the digest of what stood there; what waited for that goes out.

    Example: [bold]syndicator publishers review the-conversation[/bold]
    """
    settings = settings_of(context)
    terms = settings.registry.get(publisher)
    if terms is None:
        raise typer.BadParameter(f"no publisher {publisher!r}; see `publishers list`", param_hint="ID")
    if record:
        _record(settings, terms, record, who(by))
        return
    reviewed = _fetched(settings, terms)
    if output is Format.JSON:
        document({"publisher": terms.id, "pages": reviewed})
    else:
        show_publisher(context, publisher)
        for one in reviewed:
            _print_page(one, terms)
        _print_sources(settings, terms)
    if all(one.failure for one in reviewed):
        raise SyndicatorError(
            f"no terms page of {terms.name} could be read",
            hint="open it in a browser: the reading is yours; then sign in the source's file",
            code="terms-unreachable",
        )


def _fetched(settings: Settings, terms: Terms) -> tuple[Reviewed, ...]:
    import asyncio

    from syndicator.wiring import App
    from syndicator.wiring.reviewing import review

    async def fetch(app: App) -> tuple[Reviewed, ...]:
        try:
            return await review(app, terms)
        finally:
            await app.close_polling()

    with opened(settings, writing=False) as app:
        return asyncio.run(fetch(app))


def _print_page(page: Reviewed, terms: Terms) -> None:
    say(f"\n{clean(' '.join((page.url, page.edition)).strip(), LINE_CHARACTERS)}\n")
    if page.last:
        say(f"  read by {clean(page.last.by)} on {page.last.at:%Y-%m-%d %H:%M} UTC")
    if page.failure:
        say(f"  It could not be read now: {clean(page.failure, LINE_CHARACTERS)}")
        return
    for line in _told(page):
        say(f"  {clean(line, LINE_CHARACTERS)}")
    shown = page.digest[:DIGEST_CHARACTERS]
    say(f"\n  When you have read it: syndicator publishers review {terms.id} --record {shown}")


def _told(page: Reviewed) -> list[str]:
    """Give the page's words, or what changed in them since they were read."""
    lines = page.text.splitlines() or ["The page has no words that could be read: open it in a browser."]
    if page.before is None or not page.last:
        return lines
    if page.last.digest == page.digest:
        return ["It says what it said then."]
    import difflib

    changed = list(difflib.unified_diff(page.before.splitlines(), lines, n=1, lineterm=""))[2:]
    return ["It has changed since then (- before, + now):", *changed]


def _print_sources(settings: Settings, terms: Terms) -> None:
    say(f"\nA reading holds for {counted(terms.review_interval.days, 'day')}.")
    for one in settings.sources:
        if one.publisher == terms.id:
            signed = f"read by {one.terms_read.by} on {one.terms_read.on}" if one.terms_read else "not signed"
            say(f"  sources/{one.id}.toml: {signed}")
    say('Then sign in the source\'s file: terms_read = { by = "Your Name", on = YYYY-MM-DD }')


def _record(settings: Settings, terms: Terms, digests: list[str], by: str) -> None:
    from syndicator.ops.control import ReadingRequest

    request = ReadingRequest(publisher=terms.id, digests=tuple(digests), by=by)
    reply = asked(settings, request) if is_running(settings) else _recorded(settings, request)
    say(clean(reply.message, LINE_CHARACTERS))
    for outcome in reply.feeds:
        if outcome.files_written:
            say(f"  {outcome.feed}: wrote {', '.join(outcome.files_written)}")


def _recorded(settings: Settings, request: ReadingRequest) -> Reply:
    import asyncio

    from syndicator.wiring import App
    from syndicator.wiring.reviewing import record_reading

    async def act(app: App) -> Reply:
        try:
            return await record_reading(app, request)
        finally:
            await app.close_polling()

    with opened(settings, writing=True) as app:
        return asyncio.run(act(app))
