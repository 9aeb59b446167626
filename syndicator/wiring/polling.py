"""The first half of the pipeline with its real parts: HTTP client and parser workers."""

from __future__ import annotations

import os

from syndicator import __version__
from syndicator.model.base import Instant
from syndicator.model.config import Source
from syndicator.model.document import ArticlePage, Document
from syndicator.model.pages import PageKind, PageState, Seen
from syndicator.model.polling import Due, Fetched, PollAnswer, PollFailure, PollKind, Validators
from syndicator.parse import READER, Hints, ParseFailure
from syndicator.parse.isolated import Parser
from syndicator.pipeline import Refreshing
from syndicator.poll import AllowList, DueFacts, Limits, Request, next_due
from syndicator.poll.client import Client
from syndicator.poll.schedule import share_of
from syndicator.settings import Settings
from syndicator.store import Store

SOFT = frozenset({"not-a-feed", "html-page", "empty-document", "unreadable"})
"""Answers that are probably a passing fault of the upstream; other refusals of the parser are hard."""


class Polling:
    """Client and parser, and the tools that ``refresh`` uses of them."""

    def __init__(self, settings: Settings, store: Store, *, spread: bool) -> None:
        main = settings.main
        self._client = Client(
            contact=main.contact,
            allow=AllowList.parse(main.poll.allow),
            limits=Limits(concurrency=main.poll.concurrency),
            version=__version__,
        )
        self._parser = Parser(workers=max(1, min(4, os.cpu_count() or 1)))
        self._spread = spread
        self.tools = Refreshing(
            store=store,
            fetch=self._fetch,
            parse=self._parse,
            next_due=self._next_due,
            base_url=main.base_url,
            reader=READER,
        )

    async def _fetch(self, source: Source, validators: Validators | None) -> PollAnswer:
        return await self._client.fetch(
            Request(
                source=source.id,
                url=source.url,
                validators=validators,
                ports=source.ports,
                allow_downgrade=source.allow_downgrade,
            )
        )

    async def page(self, state: PageState, ports: tuple[int, ...]) -> PollAnswer:
        """Ask for a page; its last answer's validators go with it."""
        return await self._client.fetch(
            Request(source=state.publisher, url=state.url, validators=state.validators, ports=ports, page=True)
        )

    async def read_page(self, state: PageState, answer: Fetched) -> Seen | PollFailure:
        """Read a terms page's words, or what an article's page says, in a worker."""
        read: str | ArticlePage | ParseFailure
        if state.kind is PageKind.TERMS:
            read = await self._parser.read_policy(answer.body, answer.content_type)
        else:
            read = await self._parser.read_article(answer.body, answer.final_url, answer.content_type)
        match read:
            case ParseFailure():
                kind = PollKind.HARD_ERROR
                return PollFailure(url=answer.url, kind=kind, code=read.code, message=read.message, hint=read.hint)
            case str():
                return Seen(text=read, validators=answer.validators)
        return Seen(page=read, validators=answer.validators)

    async def _parse(self, answer: Fetched, known: frozenset[str]) -> Document | PollFailure:
        hints = Hints(
            url=answer.final_url,
            content_type=answer.content_type,
            links=answer.links,
            preferences=answer.preferences,
        )
        parsed = await self._parser.parse(answer.body, hints, known)
        if isinstance(parsed, Document):
            return parsed
        kind = PollKind.SOFT_ERROR if parsed.code in SOFT else PollKind.HARD_ERROR
        return PollFailure(url=answer.url, kind=kind, code=parsed.code, message=parsed.message, hint=parsed.hint)

    def _next_due(self, source: Source, answer: PollAnswer, errors: int, at: Instant) -> Due:
        failed = isinstance(answer, PollFailure)
        facts = DueFacts(
            interval=source.interval,
            outcome=answer.kind if isinstance(answer, PollFailure) else PollKind.UNCHANGED,
            code=answer.code if isinstance(answer, PollFailure) else "",
            errors=errors if failed else 0,
            retry_after=answer.retry_after if isinstance(answer, PollFailure | Fetched) else None,
        )
        return next_due(facts, at=at, spread=share_of(source.id) if self._spread else 0.0)

    async def close(self) -> None:
        """Close connections and end the workers."""
        await self._client.close()
        self._parser.close()
