"""The one client for outbound HTTP, and the one module that knows aiohttp.

It asks once, in the manner of a polite reader, and never raises for what an upstream does. It keeps no cookies,
knows no proxy, follows redirects by ``redirects`` alone, and reads the body of a 200 only.
"""

from __future__ import annotations

import asyncio
import hashlib
import socket
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

from syndicator import __version__
from syndicator.model.polling import Fetched, PollAnswer, PollFailure, Validators
from syndicator.poll import faults
from syndicator.poll.answers import Head, judge
from syndicator.poll.body import Body, BodyFault, Coding
from syndicator.poll.codes import failure
from syndicator.poll.conditional import for_address, request_fields, validators_in
from syndicator.poll.dialing import Resolver, SystemResolver, checked_addresses, guarded_sockets
from syndicator.poll.fields import Fields, text_of, values_of
from syndicator.poll.guard import AllowList, check_url, refusal
from syndicator.poll.redirects import REDIRECTS, Rules, Trail, follow
from syndicator.poll.request import (
    ACCEPT,
    ACCEPT_ENCODING,
    ACCEPT_PAGE,
    DEFAULT_LIMITS,
    BodyLimits,
    Limits,
    Request,
    user_agent,
)

_IDLE_CONNECTION_S = 5.0
_READ_BUFFER_BYTES = 256 * 1024
_CONTENT_TYPE_CHARS_MAX = 255
_LINK_BYTES_MAX = 2048
_LINKS_MAX = 20
_PREFERENCE_FIELDS = (b"content-usage", b"tdm-reservation", b"tdm-policy")
_PREFERENCE_BYTES_MAX = 1024
_PREFERENCES_MAX = 10
"""Of one field's lines."""
_UPSTREAM_WORDS_MAX = 200
_HEADER_LIMIT_WORDS = ("Got more than", "Too many headers")
"""How aiohttp begins to say that a line or the number of lines is over its limit."""


class Client:
    """Asks upstreams, one GET a poll, within limits. Belongs to the event loop of its first request.

    Polls beyond ``limits.concurrency`` wait for their turn; the deadline starts when it comes.
    """

    def __init__(
        self,
        *,
        contact: str,
        allow: AllowList,
        limits: Limits = DEFAULT_LIMITS,
        resolver: Resolver | None = None,
        version: str = __version__,
    ) -> None:
        self._allow = allow
        self._limits = limits
        self._body_limits = BodyLimits(limits.compressed_bytes_max, limits.decoded_bytes_max, limits.ratio_max)
        self._fields = {
            "User-Agent": user_agent(contact, version),
            "Accept": ACCEPT,
            "Accept-Encoding": ACCEPT_ENCODING,
        }
        self._system = SystemResolver(limits.dns_concurrency)
        self._resolver: Resolver = resolver or self._system
        self._turns = asyncio.Semaphore(limits.concurrency)
        self._opened: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection. The client can not be used again."""
        if self._opened is not None:
            await self._opened.close()
        self._system.close()

    async def fetch(self, request: Request) -> PollAnswer:
        """Give what the upstream answered. Never raises for anything an upstream does."""
        async with self._turns:
            try:
                async with asyncio.timeout(self._limits.deadline_s):
                    return await self._poll(request)
            except TimeoutError:
                words = f"{request.url} gave no whole answer within {self._limits.deadline_s:g} s"
                return failure(request.url, "deadline", words)

    async def _poll(self, request: Request) -> PollAnswer:
        rules = Rules(frozenset(request.ports) | self._allow.ports, request.allow_downgrade, self._limits.redirects_max)
        first = check_url(request.url, rules.ports)
        if isinstance(first, PollFailure):
            return first
        answer: PollAnswer | Trail = Trail((first,))
        while isinstance(answer, Trail):
            answer = self._barred(answer) or await self._ask(answer, request, rules)
        return answer

    def _barred(self, trail: Trail) -> PollFailure | None:
        """Refuse a literal address before anything is opened for it."""
        here = trail.now
        words = refusal(str(here.address), here.port, self._allow) if here.address else None
        return failure(trail.asked, "address-refused", f"{here.url}: {words}") if words else None

    async def _ask(self, trail: Trail, request: Request, rules: Rules) -> PollAnswer | Trail:
        here = trail.now
        sent = for_address(request.validators, here.raw)
        conditional = _conditional(sent)
        fields = {**(conditional or {}), **({"Accept": ACCEPT_PAGE} if request.page else {})}
        try:
            async with self._session().get(
                URL(here.url, encoded=True), headers=fields, allow_redirects=False
            ) as response:
                head = Head(response.status, response.raw_headers)
                if head.status in REDIRECTS:
                    return follow(trail, head.status, head.fields, rules)
                coding = judge(head, trail, sent if conditional else None, self._limits)
                if isinstance(coding, Coding):
                    return await self._read(response, Body(coding, self._body_limits), trail)
                return coding
        except (aiohttp.ClientError, HttpProcessingError, OSError) as error:
            fault = _fault_of(error)
            return failure(trail.asked, fault.code, f"{here.url}: {fault.words}")

    async def _read(self, response: aiohttp.ClientResponse, body: Body, trail: Trail) -> Fetched | PollFailure:
        fault: BodyFault | None = None
        async for piece in response.content.iter_any():
            if fault := body.feed(piece):
                break
        whole = fault or body.finish()
        if isinstance(whole, BodyFault):
            words = f"{trail.now.url}: {whole.message}"
            return failure(trail.asked, whole.code, words, status=response.status)
        fields = response.raw_headers
        links = (link for link in values_of(fields, b"link") if len(link) <= _LINK_BYTES_MAX)
        return Fetched(
            url=trail.asked,
            final_url=trail.now.raw,
            permanent=trail.permanent,
            body=whole,
            body_digest=hashlib.blake2b(whole, digest_size=16).hexdigest(),
            content_type=text_of(b"".join(values_of(fields, b"content-type")[:1]))[:_CONTENT_TYPE_CHARS_MAX],
            links=tuple(map(text_of, links))[:_LINKS_MAX],
            preferences=_preferences_in(fields),
            validators=validators_in(fields, trail.now.raw),
            received_bytes=body.received_bytes,
            retry_after=trail.retry_after,
        )

    def _session(self) -> aiohttp.ClientSession:
        """Open the session at the first request: it belongs to the event loop that runs then."""
        if self._opened is None:
            self._opened = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    resolver=_CheckedResolver(self._resolver, self._allow),
                    socket_factory=guarded_sockets(self._allow),
                    use_dns_cache=False,
                    keepalive_timeout=_IDLE_CONNECTION_S,
                    limit=0,  # the turns are the limit
                ),
                headers=self._fields,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),  # ``fetch`` keeps the deadline
                read_bufsize=_READ_BUFFER_BYTES,
                max_headers=self._limits.header_lines_max,
            )
        return self._opened


class _CheckedResolver(AbstractResolver):
    """Hands aiohttp the checked addresses of a name."""

    def __init__(self, resolver: Resolver, allow: AllowList) -> None:
        self._resolver = resolver
        self._allow = allow

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Give the addresses, or raise ``OSError``."""
        found = await checked_addresses(self._resolver, host, port, self._allow)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
        ]

    async def close(self) -> None:
        """Close nothing: the resolver belongs to the client's maker."""


def _preferences_in(fields: Fields) -> tuple[tuple[str, str], ...]:
    """Give the fields that state preferences about use by machines; a value that is too long states none."""
    return tuple(
        (name.decode("ascii"), text_of(value))
        for name in _PREFERENCE_FIELDS
        for value in values_of(fields, name)[:_PREFERENCES_MAX]
        if len(value) <= _PREFERENCE_BYTES_MAX
    )


def _conditional(sent: Validators | None) -> dict[str, str] | None:
    """Give the conditional fields as aiohttp takes them: text, which it writes as UTF-8.

    A validator that is not UTF-8 can not be sent as it came, so it is not sent.
    """
    fields = {}
    for name, value in request_fields(sent):
        try:
            fields[name.decode("ascii")] = value.decode()
        except UnicodeDecodeError:
            continue
    return fields or None


def _fault_of(error: Exception) -> faults.Fault:
    match error:
        case aiohttp.ClientConnectorCertificateError():
            return faults.of_connecting(error.certificate_error)
        case aiohttp.ClientConnectorError():
            return faults.of_connecting(error.os_error)
        case aiohttp.ClientPayloadError():
            return faults.Fault("body-truncated", "the body ends early or is not framed as it should be")
        case aiohttp.ClientResponseError() | HttpProcessingError():
            return _fault_in_head(error)
        case aiohttp.InvalidURL():
            return faults.Fault("url-invalid", "the address can not be asked")
        case _:
            return faults.Fault("connection-lost", "the connection ended before the answer did")


def _fault_in_head(error: aiohttp.ClientResponseError | HttpProcessingError) -> faults.Fault:
    words = ascii(error.message)[:_UPSTREAM_WORDS_MAX]
    if error.message.startswith(_HEADER_LIMIT_WORDS):
        return faults.Fault("header-limits", f"the header is too large ({words})")
    return faults.Fault("protocol-error", f"the answer can not be read ({words})")
