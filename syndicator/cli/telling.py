"""``report``: what to tell a publisher about a month, ready to send."""

from __future__ import annotations

import csv
import textwrap
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from syndicator.cli.loading import opened, settings_of
from syndicator.cli.output import Said, clean, document, harmless, say
from syndicator.model.shown import counted

if TYPE_CHECKING:
    from syndicator.model.reporting import MonthReport, Place, Reported

WIDTH = 72
"""Columns of a mail."""

LEFT = {
    "leave": "newer articles took its place",
    "withdrawal": "withdrawn",
    "refusal": "refused here",
    "hold": "held here",
    "wait": "waiting here",
    "retire": "the feed ended",
}


class Form(StrEnum):
    """How a report is written."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(rich_help_panel="Look")(report)


def report(
    context: typer.Context,
    publisher: Annotated[str, typer.Argument(metavar="PUBLISHER", help="Its id, as `publishers list` shows it.")],
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help="Which month, in UTC.")],
    output: Annotated[Form, typer.Option("--format", help="A mail, a table, or one JSON document.")] = Form.TEXT,
) -> None:
    """List what was republished of a publisher in a month.

    Names each article with its original, authors and license, and every feed that carried it, since when, and until
    when if it left: ready to send to a publisher who likes to be told. Nothing is sent.

    Example: [bold]syndicator report sample-gazette --month 2026-11[/bold]
    """
    from syndicator.assemble import month_of
    from syndicator.wiring.reporting import report as made

    settings = settings_of(context)
    terms = settings.registry.get(publisher)
    if terms is None:
        raise typer.BadParameter(f"no publisher {publisher!r}; see `publishers list`", param_hint="PUBLISHER")
    if month_of(month) is None:
        raise typer.BadParameter(f"{month!r} is no month; write 2026-11", param_hint="--month")
    with opened(settings, writing=False) as app:
        told = made(app, terms, month)
    if output is Form.JSON:
        document(told)
    elif output is Form.CSV:
        _table(told)
    else:
        say("\n".join(_mail(told, settings.main.contact)))


HEAD = ("title", "authors", "original", "license", "published", "feed", "addresses", "form", "since", "until", "why")


def _table(told: MonthReport) -> None:
    writer = csv.writer(Said())
    writer.writerow(HEAD)
    for one in told.entries:
        for place in one.places:
            cells = (
                one.title,
                "; ".join(one.authors),
                one.link,
                "" if place.reference else one.license,
                one.published.isoformat() if one.published else "",
                place.feed,
                " ".join(place.addresses),
                "reference" if place.reference else "whole",
                place.since.isoformat(),
                place.until.isoformat() if place.until else "",
                place.because,
            )
            writer.writerow(map(harmless, cells))


def _mail(told: MonthReport, contact: str) -> Iterator[str]:
    name, month = clean(told.name), f"{told.since:%B %Y}"
    yield f"Subject: Articles of {name} in our feeds, {month}"
    yield ""
    yield f"To {name}"
    yield ""
    if told.entries:
        number = counted(len(told.entries), "article")
        fresh = sum(min(place.since for place in one.places) >= told.since for one in told.entries)
        yield from _filled(
            f"In {month} our feeds carried {number} of yours; {fresh} of them appeared there in that month."
        )
    else:
        yield from _filled(f"In {month} our feeds carried no article of yours.")
    yield from _filled(
        f"The month is that of UTC, from {told.since:%Y-%m-%d} 00:00 to {told.until:%Y-%m-%d} 00:00, as are all times."
    )
    if told.made_at < told.until:
        yield from _filled(
            f"It is not over: this is how things stood on {told.made_at:%Y-%m-%d} at {told.made_at:%H:%M}."
        )
    for number_, one in enumerate(told.entries, 1):
        yield ""
        yield from _article(number_, one)
    if told.wanted:
        yield ""
        yield from _filled(f"You ask for: {clean(told.wanted, 500)}")
    yield ""
    yield f"How to reach us: {contact}"


def _article(number: int, one: Reported) -> Iterator[str]:
    yield from _filled(f"{number}. {clean(one.title, 500) or 'Without a title'}")
    if one.authors:
        yield from _filled(f"By {'; '.join(clean(name) for name in one.authors)}", 3)
    yield f"   Original: {clean(one.link, 1_000)}"
    if one.license:
        yield from _filled(f"License: {clean(one.license)}", 3)
    for place in one.places:
        yield from _filled(_stay(place), 3)
        yield from (f"     {address}" for address in place.addresses)


def _stay(place: Place) -> str:
    what = f'In "{place.feed}"' + (", as a reference without text," if place.reference else "")
    if place.until:
        why = LEFT.get(place.because, place.because)
        return f"{what} from {place.since:%Y-%m-%d %H:%M} until {place.until:%Y-%m-%d %H:%M} ({why})"
    ended = "; no longer, we have no record since when" if place.because else ""
    return f"{what} since {place.since:%Y-%m-%d %H:%M}{ended}"


def _filled(text: str, indent: int = 0) -> list[str]:
    """Give a paragraph of the mail as lines; its later lines stand under its first words."""
    hanging = indent or (3 if text[:1].isdigit() else 0)
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
