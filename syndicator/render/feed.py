"""The door of the room: a plan goes in, bytes come out."""

from __future__ import annotations

from typing import get_args

from syndicator.errors import RenderError
from syndicator.model.config import FormatName
from syndicator.model.plan import Plan
from syndicator.render._feedgen import atom_bytes, rss_bytes
from syndicator.render.prepare import prepare

FORMATS: tuple[FormatName, ...] = get_args(FormatName)


def render(plan: Plan, format: FormatName) -> bytes:  # noqa: A002 -- the word of the contract
    """Give a plan as RSS 2.0 or Atom 1.0 in UTF-8: one element a line, a newline at the end.

    Equal plans give equal bytes, whatever the process, time zone, locale or hash seed. Every instant comes from
    the plan. Text is escaped by the serializer alone and never stands in a CDATA section.

    Raises:
        EntryRenderError: one entry holds a value that can not stand in a feed and must not be changed; the
            caller may leave that entry out and render the rest.
        RenderError: the feed has no address for this format, or one that is not of the web.
    """
    if format not in dict(plan.urls):
        raise RenderError(f"feed {plan.name} has no address for its {format} form", code="feed-unrenderable")
    return _written(prepare(plan), format)


def render_all(plan: Plan) -> tuple[tuple[FormatName, bytes], ...]:
    """Give a plan in every format that it has an address for, as ``render`` does, prepared once for all of them.

    Raises:
        EntryRenderError, RenderError: as ``render``.
    """
    prepared = prepare(plan)
    return tuple((name, _written(prepared, name)) for name, _ in plan.urls)


def _written(prepared: Plan, name: FormatName) -> bytes:
    return rss_bytes(prepared) if name == "rss" else atom_bytes(prepared)
