"""One document from the web, through the guarded client, for a person who asks."""

from __future__ import annotations

from email.message import Message
from urllib.parse import urlsplit

from syndicator import __version__
from syndicator.errors import PollError
from syndicator.model.base import Value
from syndicator.model.polling import Fetched, PollFailure
from syndicator.poll import AllowList, Client, Request

CONTACT = "run by hand: syndicator validate"
"""What the User-Agent says where no configuration names a contact."""


class Document(Value):
    """What an address gave."""

    address: str
    """The address that answered."""
    body: bytes
    charset: str
    """What the server said of the encoding; empty where it said nothing."""


async def fetch_document(url: str, *, contact: str = CONTACT, allow: tuple[str, ...] = ()) -> Document:
    """Ask an address once.

    Raises:
        PollError: it gave no document; the error says why and what to do.
    """
    async with Client(contact=contact, allow=AllowList.parse(allow), version=__version__) as client:
        answer = await client.fetch(Request(source="validate", url=url, ports=ports_of(url)))
    if isinstance(answer, Fetched):
        return Document(address=answer.final_url, body=answer.body, charset=charset_of(answer.content_type))
    if isinstance(answer, PollFailure):
        hint = answer.hint or "try it in a browser; a file on disk can be checked without the network"
        raise PollError(f"{url} gave nothing to check: {answer.message}", hint=hint, code=answer.code)
    raise PollError(f"{url} answered 304 although nothing was asked for conditionally", hint="ask its owner")


def ports_of(url: str) -> tuple[int, ...]:
    """Give the port that an address names: the person who typed it meant it."""
    try:
        port = urlsplit(url).port
    except ValueError:
        return ()
    return (port,) if port else ()


def charset_of(content_type: str) -> str:
    """Give the charset parameter of a Content-Type field; empty without one."""
    message = Message()
    message["content-type"] = content_type
    return str(message.get_param("charset", "")) if content_type else ""
