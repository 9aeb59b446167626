"""``license read``: what a rights statement reads as, one by one or a line at a time."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from syndicator.cli.output import Format, clean, document, say

if TYPE_CHECKING:
    from syndicator.licensing import Statement, StatementClaim

LINE_BYTES_MAX = 1024 * 1024
"""What stands behind so many bytes of a line is left out: no rights statement is so long."""
_CHUNK_BYTES = 64 * 1024


class CarrierOption(StrEnum):
    """Where a statement stood."""

    ENTRY_RIGHTS = "entry-rights"
    DOCUMENT_RIGHTS = "document-rights"
    BODY = "body"
    PAGE = "page"


def add_to(app: typer.Typer) -> None:
    """Add the command group of this file."""
    app.add_typer(licenses, name="license", rich_help_panel="Look")


licenses = typer.Typer(help="Say what a rights statement reads as, and why.", no_args_is_help=True)


@licenses.callback()
def license_group() -> None:
    """Say what a rights statement reads as, and why."""


@licenses.command("read")
def read_license(
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT|URL]", help="A sentence, a piece of HTML, or an address.")
    ] = None,
    lines: Annotated[
        bool, typer.Option("--lines", help="Read standard input, a statement a line; print a JSON object for each.")
    ] = False,
    carrier: Annotated[
        CarrierOption, typer.Option(help="Where it stood: a bare name in a body says nothing about the body.")
    ] = CarrierOption.ENTRY_RIGHTS,
    output: Annotated[Format, typer.Option("--format", help="Words for people, or one JSON document.")] = Format.TEXT,
) -> None:
    """Read a rights statement: a sentence, a piece of HTML, or an address.

    Says which license it claims, what for, and how surely. It is never read as allowing more than it says; what is not
    wholly understood reads as no license.

    Example: [bold]syndicator license read "CC BY-ND 4.0, except photos"[/bold]
    """
    if lines == (text is not None):
        raise typer.BadParameter(
            "give one statement, or --lines and the statements on standard input", param_hint="TEXT"
        )
    if text is None:
        _read_lines(sys.stdin.buffer, carrier)
        return
    from syndicator.licensing import statement_of

    whole = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    found = statement_of(whole, carrier.value)
    if output is Format.JSON:
        document(_as_json(whole, found))
    else:
        _explain(found, carrier)


def _read_lines(stream: BinaryIO, carrier: CarrierOption) -> None:
    """Answer each line in its order, as soon as it is there; nothing is kept."""
    from syndicator.licensing import statement_of

    for whole in _lines(stream):
        answers = []
        for raw in whole:
            text = raw.removesuffix(b"\r").decode("utf-8", "replace")
            answers.append(json.dumps(_as_json(text, statement_of(text, carrier.value))))
        if answers:
            say("\n".join(answers))


def _lines(stream: BinaryIO) -> Iterator[list[bytes]]:
    """Give the lines that arrive together, together. The last one may lack its line break."""
    rest = b""
    while chunk := stream.read1(_CHUNK_BYTES):  # type: ignore[attr-defined]  # standard input is buffered
        *whole, rest = (rest + chunk).split(b"\n")
        rest = rest[:LINE_BYTES_MAX]
        yield whole
    if rest:
        yield [rest]


def _as_json(text: str, found: Statement) -> dict[str, Any]:
    return {"text": text, "claims": [_claim(one) for one in found.claims], "refusal": found.refusal}


def _claim(claim: StatementClaim) -> dict[str, Any]:
    from syndicator.licensing import license_of

    known = license_of(claim.key)
    return {
        "key": claim.key,
        "spdx": known.spdx if known else None,
        "scope": claim.scope,
        "version_known": known is not None and known.version_known,
        "exceptions": claim.exceptions,
        "outcome": claim.outcome,
    }


_SCOPES = {"work": "of the work itself", "media": "of a picture or recording", "foreign": "of something else"}
_OUTCOMES = {
    "exact": "certain: license and version are known",
    "weak": "weak: a badge or an explanatory page only supports what is said elsewhere",
    "hold": "not enough by itself: it can be used only where the publisher's terms on record say the rest",
}


def _explain(found: Statement, carrier: CarrierOption) -> None:
    """Print what a statement reads as, and what follows."""
    for claim in found.claims:
        _explain_claim(claim)
    if found.refusal:
        say("Refusal: reuse of the work is refused.")
    for line in _consequences(found, carrier):
        say(line)


def _explain_claim(claim: StatementClaim) -> None:
    from syndicator.licensing import license_of

    known = license_of(claim.key)
    if known is None:
        return
    say(f"{clean(known.name)}, {_SCOPES[claim.scope]}")
    for name, value in (
        ("key", claim.key),
        ("SPDX", known.spdx or "has no id there"),
        ("address", known.url or "not known without the version"),
        ("permits", _listed(known.permits)),
        ("requires", _listed(known.requires)),
        ("prohibits", _listed(known.prohibits | ({"DerivativeWorks"} if known.no_derivatives else frozenset()))),
        ("reading", _OUTCOMES[claim.outcome]),
    ):
        say(f"  {name:<10} {value}")
    if claim.exceptions:
        say("  exceptions the statement limits its own claim: some of the work or some uses are left out")


def _listed(terms: frozenset[str]) -> str:
    return ", ".join(sorted(terms)) or "nothing"


def _consequences(found: Statement, carrier: CarrierOption) -> Iterator[str]:
    """Give what follows from a statement, or why it is no license, in words."""
    work = [claim for claim in found.claims if claim.scope == "work"]
    if work and found.refusal:
        yield "A license and a refusal in one statement: held as license-conflict until a person has looked."
    elif work:
        yield "An entry goes out under it only where the publisher's terms and the feed's use allow that too."
        if any(claim.exceptions for claim in work):
            yield "Because of the exceptions it is held, unless the terms on record accept them."
    elif found.refusal:
        yield "An entry that says so is refused as rights-reserved."
    else:
        yield f"No license for the work. {_why_not(found, carrier)}"


def _why_not(found: Statement, carrier: CarrierOption) -> str:
    if found.claims:
        return "What is licensed here is not the text at hand, so it says nothing about it."
    if found.is_address and found.names_license:
        return (
            "This is the address of a known license that is not one of Creative Commons. By itself it claims nothing; "
            "in a license element of a feed it counts."
        )
    if found.is_address:
        return (
            "This address is not that of a license known here: host, license, version and country must all fit, "
            "and nothing is taken for its neighbor."
        )
    if found.names_license:
        return (
            "A license is named, but not so that it is certain which one, or from when on: elements, version or a "
            "word among them are missing, unknown or impossible, or it is a plan or a thing of the past."
        )
    if carrier in {CarrierOption.BODY, CarrierOption.PAGE}:
        return (
            "In a body or on a page a sentence counts when it says what is licensed (this article, our stories) and "
            "that it is (licensed, published under). Is this the text of a rights element? Then --carrier entry-rights."
        )
    return "It names none. Silence, vague words and permissions without a license are not enough."
