"""Documents from the web, through the guarded client, for a person who asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from urllib.parse import urlsplit

from syndicator import __version__
from syndicator.errors import PollError
from syndicator.model.base import Value
from syndicator.model.polling import Fetched, PollFailure
from syndicator.poll import AllowList, Client, Request
from syndicator.poll.gate import Gate, GateLimits

CONTACT = "syndicator validate, run by hand"
"""What the User-Agent says where no configuration names a contact."""

_PIPE = "curl -s ADDRESS | syndicator validate -"
_HINTS: Mapping[str, str] = MappingProxyType(
    {
        "url-invalid": "check the address as you typed it",
        "url-userinfo": f"take name and password out of it; what needs them can be piped: {_PIPE}",
        "address-refused": "only public addresses are asked; for one of your own network, add "
        f'"CIDR:port" to `[poll] allow` of a configuration, or pipe the document: {_PIPE}',
        "dns-not-found": "check the host's name",
        "dns-failed": "check this machine's name resolution",
        "redirect-too-many": "open it in a browser and give the address where that ends",
        "redirect-downgrade": "the redirect leads from https to http: give that address itself if it is meant",
        "port-refused": "the redirect leads to a port that you did not name: give that address itself if it is meant",
        "http-401": f"it needs a password; what needs one can be piped: {_PIPE}",
        "http-403": "the server refuses us; ask its owner why",
        "http-404": "check the address: nothing is there",
        "http-410": "it is gone for good: look for its new address",
        "http-429": "it is asked too often: wait",
        "bot-challenge": f"the server takes us for a bot; what a browser gets can be piped: {_PIPE}",
        "body-too-large": "it is larger than any feed should be, and readers refuse it too",
        "body-ratio": "a body that unpacks this far is taken for an attack",
        "certificate-invalid": "readers do not trust the server's certificate either: renew it",
        "certificate-expired": "renew the server's certificate: readers refuse it too",
    }
)
"""What a person can do who typed an address. The hints of ``poll`` speak of sources and of polls to come."""
_LATER = "try again later; a copy can be checked without the network: syndicator validate FILE"
_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
_SECRET = re.compile(r"(?<=//)[^/?#]*@")


class Fetching(Value):
    """How to ask: as the configuration says, or as these defaults do."""

    contact: str = CONTACT
    allow: tuple[str, ...] = ()
    host_gap: timedelta = timedelta(seconds=2)


class Document(Value):
    """What an address gave."""

    address: str
    """The address that answered."""
    body: bytes
    charset: str
    """What the server said of the encoding; empty where it said nothing."""


class Fetcher:
    """Asks addresses, each once and those of one host one after the other, with a gap. Belongs to one event loop."""

    def __init__(self, how: Fetching) -> None:
        self._client = Client(contact=how.contact, allow=AllowList.parse(how.allow), version=__version__)
        self._gate = Gate(GateLimits(concurrency=1, host_concurrency=1, host_gap=how.host_gap))

    async def fetch(self, url: str) -> Document:
        """Ask an address once.

        Raises:
            PollError: it gave no document; the error says why and what to do.
        """
        async with self._gate.passing(_split_host(url)):
            answer = await self._client.fetch(Request(source="validate", url=url, ports=ports_of(url)))
        if isinstance(answer, Fetched):
            return Document(address=answer.final_url, body=answer.body, charset=charset_of(answer.content_type))
        assert isinstance(answer, PollFailure), "nothing was known that could be confirmed"
        why = answer.message.removeprefix(url).lstrip(": ")
        raise PollError(
            shown(f"{url} gave nothing to check: {why}"), hint=_HINTS.get(answer.code, _LATER), code=answer.code
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()


def shown(text: str) -> str:
    """Give a text whose addresses hold no name and password: reports are kept and passed on."""
    return _SECRET.sub("***@", text)


def ports_of(url: str) -> tuple[int, ...]:
    """Give the port that an address names: the person who typed it meant it."""
    try:
        port = urlsplit(url).port
    except ValueError:
        return ()
    return (port,) if port else ()


def charset_of(content_type: str) -> str:
    """Give the charset parameter of a Content-Type field; empty without one."""
    found = _CHARSET.search(content_type)
    return found[1] if found else ""


def _split_host(url: str) -> str:
    """Give an address that can be taken apart; the client says what is wrong with one that can not."""
    try:
        urlsplit(url)
    except ValueError:
        return ""
    return url
