"""A work for a person to paste into a page, and what its publisher asks of whoever does."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Literal

from syndicator.assemble import Candidate
from syndicator.model.base import Value
from syndicator.model.config import Feed
from syndicator.model.reasons import REASONS
from syndicator.model.records import StoredEntry
from syndicator.model.rights import License
from syndicator.model.terms import Terms
from syndicator.publishers import duties
from syndicator.rewrite import Package
from syndicator.rewrite import package as made
from syndicator.wiring.app import App
from syndicator.wiring.inspecting import NotFoundError, find
from syndicator.wiring.slots import slots


class Check(Value):
    """One thing to see to when a package is pasted, under a word that never changes."""

    key: str
    text: str


class Packaged(Value):
    """A package, or why there is none: then ``html`` is empty."""

    id: str
    title: str
    link: str
    publisher: str
    feed: str
    """The feed whose use was asked about; empty: the general use of ``syndicator.toml``."""
    kind: Literal["permit", "wait", "hold", "refusal", "withdrawal"]
    reasons: tuple[str, ...] = ()
    message: str = ""
    fixes: tuple[str, ...] = ()
    """What to do about each reason."""
    byline: str = ""
    license: License | None = None
    html: str = ""
    counter: Literal["none", "image", "script", "page"] = "none"
    """Where the publisher's counter is: in the HTML as an image or script, or on the original's page alone."""
    checklist: tuple[Check, ...] = ()


def package(app: App, text: str, name: str | None = None) -> Packaged:
    """Give an entry framed for a page that is used as a feed is, or as ``[use]`` of ``syndicator.toml`` says.

    Only what the terms say of feeds and machines does not count here; every other rule does.

    Raises:
        NotFoundError: no stored entry, or more than one, answers to the text; or the entry's source is in no such feed.
    """
    stored = find(app, text)
    feed = _page(app, stored, name)
    at = app.clock.now()
    judged = app.releaser(at).package(stored, feed)
    about = {"id": stored.id, "title": stored.entry.title, "link": stored.entry.link or ""}
    about |= {"publisher": stored.publisher, "feed": feed.name}
    if not isinstance(judged, Candidate):
        return Packaged.model_validate(
            {
                **about,
                "kind": type(judged).__name__.lower(),
                "reasons": tuple(map(str, judged.reasons)),
                "message": judged.message,
                "fixes": tuple(f"{reason}: {REASONS[reason].fix}" for reason in judged.reasons),
            }
        )
    packed = made(judged.framed, stored.entry, judged.terms)
    left = slots(app.settings, app.store, judged.terms.id, at)
    asked = tuple(_checks(app, judged, packed, left.words if left else ""))
    return Packaged.model_validate(
        {
            **about,
            "kind": "permit",
            "byline": judged.framed.byline,
            "license": judged.permit.grant.license,
            "html": packed.html,
            "counter": packed.counter,
            "checklist": asked,
        }
    )


def _page(app: App, stored: StoredEntry, name: str | None) -> Feed:
    """Give a feed that stands for a page: its use is that of a feed, or the general one; nobody else reads it."""
    feed = app.settings.feed(name) if name else None
    known = {one.id for one in app.settings.sources} & set(feed.sources if feed else stored.sources)
    if not known & set(stored.sources):
        where = f"belongs to no feed called {name}" if name else "has no source any more"
        hint = "name a feed of its source, or put the source's file back into config/sources/"
        raise NotFoundError(f"{stored.id} {where}", hint=hint, code="entry-without-feed")
    if feed:
        return feed.model_copy(update={"mode": "full", "delivery": "private"})
    use = app.settings.main.use
    return Feed(name="", title="", description="", sources=tuple(sorted(known)), use=use, delivery="private")


def _checks(app: App, one: Candidate, packed: Package, left: str) -> Iterator[Check]:
    terms, link = one.terms, one.framed.link
    if one.permit.grant.license.no_derivatives or terms.edits == "none" or terms.headline == "fixed":
        what = "text, links and headline" if terms.headline == "fixed" else "text and links"
        yield Check(key="unchanged", text=f"Leave the {what} as they are, and byline and notices where they are.")
    yield Check(key="canonical", text=_canonical(terms, link))
    yield from _counter(packed, terms, link)
    if terms.tagline:
        yield Check(key="tagline", text="The closing lines that the publisher asks for stand in the notice: keep them.")
    if one.framed.media_removed or one.framed.embeds:
        text = "Pictures, players and frames were taken out: the grant does not cover them. Clear any that you add."
        yield Check(key="media", text=text)
    if terms.remove_after:
        day = one.stored.published + terms.remove_after
        yield Check(key="remove_after", text=f"Take it out of your page again by {day:%Y-%m-%d} (UTC).")
    if left:
        yield Check(key="quota", text=f"A page counts too, and this program does not see it. {left}.")
    yield from (Check(key=duty.key, text=duty.text) for duty in duties(terms))
    yield from _reading(app, one)


def _canonical(terms: Terms, link: str) -> str:
    tag = f'<link rel="canonical" href="{escape(link)}">'
    match terms.canonical:
        case "required":
            return f"The publisher requires this in the head of your page: {tag}"
        case "one-of":
            return f"The publisher asks for this in the head of your page, or for the notice as it stands: {tag}"
        case _:
            return f"Good manners, in the head of your page: {tag}"


def _counter(packed: Package, terms: Terms, link: str) -> Iterator[Check]:
    again = "Some editors take it out: look at the page's source once it is published."
    match packed.counter:
        case "image":
            yield Check(key="counter", text=f"The publisher's counter image stands in the text, once. {again}")
        case "script":
            yield Check(key="counter", text=f"The publisher's counter script stands at the end. {again}")
        case "page":
            text = (
                f"{terms.name} requires its counter, which no feed carries: copy it from the republish button on {link}"
            )
            yield Check(key="counter", text=text)
        case "none":
            pass


def _reading(app: App, one: Candidate) -> Iterator[Check]:
    pages = dict(one.terms.terms_urls)
    sources = [source for source in app.settings.sources if source.id in one.stored.sources]
    address = next((pages[source.edition] for source in sources if source.edition in pages), one.terms.terms_url)
    read = next((source.terms_read for source in sources if source.terms_read), None)
    by = f", read by {read.by} on {read.on}" if read else ""
    yield Check(key="terms", text=f"The terms: {address}{by}.")
