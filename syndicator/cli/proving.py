"""``ledger evidence`` and ``ledger erase``: what the record rests on, shown by its digest, and erased."""

from __future__ import annotations

from typing import Annotated

import typer

from syndicator.cli.loading import asked, is_running, opened, settings_of, who
from syndicator.cli.output import Format, FormatOption, clean, document, say
from syndicator.cli.registry import ledger
from syndicator.model.shown import counted

LINE_MAX = 100_000
"""A statement is shown whole, whatever an upstream sent; a line beyond this is cut."""


def add_to(_app: typer.Typer) -> None:
    """Add the commands of this file to the group of the record."""
    ledger.command("evidence")(evidence)
    ledger.command("erase")(erase)


def evidence(
    context: typer.Context,
    digest: Annotated[str, typer.Argument(metavar="DIGEST", help="A digest, or the first 8 characters of one.")],
    output: FormatOption = Format.TEXT,
) -> None:
    """Show one piece of evidence: a rights statement, or an entry as received.

    Exits 1 when it is unknown or was erased. Example: [bold]syndicator ledger evidence 9f86d081[/bold]
    """
    from syndicator.wiring.erasing import EvidenceError, show

    settings = settings_of(context)
    with opened(settings, writing=False) as app:
        shown = show(app, digest)
    piece = shown.piece
    if output is Format.JSON:
        document({"kind": piece.kind, "digest": piece.digest, "text": piece.text, "lines": shown.lines})
    elif piece.text is not None:
        rests = (
            f"; {counted(len(shown.lines), 'line')} of the ledger {'rests' if len(shown.lines) == 1 else 'rest'} on it"
        )
        say(f"{piece.name}{rests}\n")
        for line in piece.text.split("\n"):
            say(clean(line, LINE_MAX))
    if piece.text is None:
        raise EvidenceError(f"{piece.name} was {shown.erased or 'erased'}", code="evidence-erased")


def erase(
    context: typer.Context,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it goes into the ledger.")],
    digest: Annotated[
        str, typer.Argument(metavar="[DIGEST]", help="A digest, or the first 8 characters of one.", show_default=False)
    ] = "",
    entry: Annotated[
        str, typer.Option("--entry", metavar="ENTRY", help="All that was received of an entry that was taken down.")
    ] = "",
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who; otherwise the system user.")] = None,
) -> None:
    """Erase the bytes of one piece of evidence for good.

    The ledger keeps its digest, who erased it, when and why, and still verifies. What publishing needs is refused.

    Example: [bold]syndicator ledger erase --entry https://paper.example/article-1 --reason "asked to"[/bold]
    """
    from syndicator.ops.control import EraseRequest

    settings = settings_of(context)
    if not reason.strip():
        raise typer.BadParameter("say why; it goes into the ledger", param_hint="--reason")
    if bool(digest) == bool(entry):
        raise typer.BadParameter("name one of the two: DIGEST or --entry ENTRY", param_hint="DIGEST")
    request = EraseRequest(digest=digest, entry=entry, by=who(by), why=reason)
    if is_running(settings):
        say(clean(asked(settings, request).message, LINE_MAX))
        return
    from syndicator.wiring.erasing import erase as erased

    with opened(settings, writing=True) as app:
        say(clean(erased(app, request).message, LINE_MAX))
