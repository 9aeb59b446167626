"""What a publisher asks of people, that no program does for them: to be told, to be reported to, a page's own marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from syndicator.model.terms import Answer, Terms

SIGN = "notified = { by = ..., on = ... }"
"""What an operator writes into a source's file once the publisher was told."""


_NOTIFY = {
    "before": "Tell them before the first entry goes out, then write SIGN in the source's file.",
    "after": "Tell them what went out, with its address: `syndicator report ID --month YYYY-MM` lists it. Then write "
    "SIGN in the source's file: the day up to which they know.",
    "regular": "Tell them that you republish regularly, then write SIGN in the source's file.",
}


class Duty(NamedTuple):
    """One thing to do, under the key of the terms that asks for it."""

    key: str
    text: str


def duties(terms: Terms) -> tuple[Duty, ...]:
    """Give what the operator has to do for a publisher beside running the program; empty where nothing is asked."""
    return tuple(_duties(terms))


def _duties(terms: Terms) -> Iterator[Duty]:
    if terms.notify != "none":
        yield Duty("notify", _NOTIFY[terms.notify].replace("SIGN", SIGN).replace("ID", terms.id))
    if terms.report:
        yield Duty("report", f"Report to them: {terms.report}")
    if terms.seo_farms is Answer.NO:
        yield Duty("seo_farms", "Not for sites that live from search engines or advertising networks.")
    if terms.remark:
        yield Duty("remark", terms.remark)
