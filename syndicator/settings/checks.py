"""What a file alone can not tell: rules over one value, and over the configuration as a whole."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from syndicator.errors import Fault
from syndicator.model.config import ActKind, Feed, SelectRule, Source
from syndicator.model.languages import is_language
from syndicator.settings.files import line_of
from syndicator.settings.values import Main

FEED_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}\Z")
SOURCE_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}\Z")
RESERVED_NAMES = frozenset({"index", "manifest", "state", "con", "prn", "aux", "nul"})
RESERVED_DOMAINS = ("example", "example.com", "example.net", "example.org", "invalid", "localhost", "test", "local")
"""The shape of a language tag (RFC 5646 2.1)."""
UNPLAIN = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories of characters that no name or title has."""
BYTES_LEAST = 65_536
AT_ONCE_MOST = 1_000
INTERVAL_FLOOR = timedelta(minutes=15)
INTERVAL_LEAST = timedelta(seconds=60)


def is_plain(text: str) -> bool:
    """Tell whether a text holds no control or line-breaking character, and is not blank."""
    return bool(text.strip()) and not any(unicodedata.category(char) in UNPLAIN for char in text)


def instant(value: object) -> datetime | None:
    """Give the instant that a TOML date or date-time means (a date: its start in UTC)."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    return None


def act(kind: ActKind, filed: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """Give key, reason and hint of each fault of one act of ``approvals.toml``."""
    for key in ("entry", "by", "why"):
        if not str(filed[key]).strip():
            yield key, "is empty", "an act is recorded with the entry it is about, who decided and why"
    removes = kind is ActKind.REMOVE_NAME
    if removes and not str(filed["name"] or "").strip():
        yield "name", "is missing", 'write the author whose name goes: name = "Jo Park"'
    elif not removes and filed["name"] is not None:
        yield "name", "has no place here", "it belongs to [[remove-name]]; an author for an approval is `author`"
    for key in ("feed", "revision", "author") if removes else ():
        if filed[key] is not None:
            yield key, "has no place here", "a name is removed in every feed and every revision; leave it out"


def source(value: Source, name: str, text: str) -> Iterator[Fault]:
    """Give the faults of one source by itself."""
    if not SOURCE_ID.match(value.id):
        yield Fault(name, "", "is no usable file name", "use lower-case letters, digits, dot, dash, underscore")
    yield from _language(value.language, name, text)
    for key in ("terms_read", "notified", "accept_looser"):
        signed = getattr(value, key)
        if signed and not signed.by.strip():
            yield Fault(name, f"{key}.by", "is empty", "write the name of whoever read it", line_of(text, (key, "by")))
    for key in ("include", "exclude"):
        if any(rule == SelectRule() for rule in getattr(value.select, key)):
            hint = "an empty rule would take every entry; write at least one key, such as title"
            yield Fault(name, f"select.{key}", "holds an empty rule", hint, line_of(text, ("select", key)))
    parts = _split(value.url)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        hint = "write the feed's whole address, with http:// or https://"
        yield Fault(name, "url", f"{value.url!r:.120} is no feed address", hint, line_of(text, ("url",)))
    elif parts.username or parts.password:
        yield Fault(name, "url", "holds a user name or password", "remove it", line_of(text, ("url",)))


def feed(value: Feed, name: str, text: str) -> Iterator[Fault]:
    """Give the faults of one output feed by itself."""
    stem = value.name.split(".")[0].lower()
    if not FEED_NAME.match(value.name) or value.name.endswith(".") or stem in RESERVED_NAMES:
        hint = "use lower-case letters, digits, dot, dash and underscore, at most 63; not index or manifest"
        yield Fault(name, "", f"{value.name!r:.80} is no usable feed name", hint)
    yield from _language(value.language, name, text)
    for key in ("title", "description"):
        yield from _shown(getattr(value, key), key, name, text)
    if value.bytes_max < BYTES_LEAST:
        hint = f"at least {BYTES_LEAST}; the default is 524288"
        yield Fault(name, "bytes_max", f"{value.bytes_max} is too small", hint, line_of(text, ("bytes_max",)))
    if not value.formats:
        yield Fault(name, "formats", "is empty", 'write formats = ["rss", "atom"]')
    if not 1 <= value.entries <= 1000:
        yield Fault(name, "entries", f"{value.entries} is out of range", "1 to 1000; 50 is what readers expect")
    if not value.sources:
        yield Fault(name, "sources", "is empty", "name at least one source")


def _language(value: str, name: str, text: str) -> Iterator[Fault]:
    if not is_language(value):
        yield Fault(
            name, "language", f"{value!r:.80} is no language tag", '"en" or "pt-BR", say', line_of(text, ("language",))
        )


def _shown(value: str, key: str, name: str, text: str) -> Iterator[Fault]:
    if not is_plain(value):
        reason = "holds a control character" if value.strip() else "is empty"
        yield Fault(name, key, reason, "readers see it: write plain text on one line", line_of(text, (key,)))


def whole(main: Main, sources: tuple[Source, ...], feeds: tuple[Feed, ...]) -> Iterator[Fault]:
    """Give the faults that only show in the configuration as a whole."""
    ids = {one.id for one in sources}
    for output in feeds:
        for missing in sorted(set(output.sources) - ids):
            hint = f"known sources: {', '.join(sorted(ids)) or 'none'}"
            yield Fault(f"feeds/{output.name}.toml", "sources", f"names no known source: {missing!r:.80}", hint)
    by_url: dict[str, str] = {}
    for one in sources:
        if one.enabled and by_url.setdefault(one.url, one.id) != one.id:
            hint = "keep one of the two; a feed may use it more than once"
            yield Fault(f"sources/{one.id}.toml", "url", f"is polled by {by_url[one.url]} already", hint)
    yield from _main(main)
    yield from _folders(main)
    yield from _contact(main, sources)
    yield from _pace(main, sources)


def _main(main: Main) -> Iterator[Fault]:
    parts = _split(main.base_url)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        yield Fault("syndicator.toml", "base_url", "is no web address", "write where the feeds folder is served")
    elif not main.base_url.endswith("/") or parts.query or parts.fragment:
        yield Fault("syndicator.toml", "base_url", "must end with a slash", f'write "{main.base_url}/"')
    for key, listen in (("serve.listen", main.serve.listen), ("demo.listen", main.demo.listen)):
        if listen and not re.match(r"(\[[0-9a-fA-F:]+\]|[\w.-]+):\d{1,5}\Z", listen):
            yield Fault("syndicator.toml", key, f"{listen!r:.80} is no address and port", '"127.0.0.1:8080", say')
    if main.database != "sqlite":
        yield Fault("syndicator.toml", "database", "is no known store", 'write "sqlite"')
    for allow in main.poll.allow:
        if _allow(allow) is None:
            yield Fault("syndicator.toml", "poll.allow", f"{allow!r:.80} is not CIDR:port", '"127.0.0.0/8:8090", say')


def _folders(main: Main) -> Iterator[Fault]:
    for key in ("feeds_dir", "data_dir"):
        path = getattr(main, key)
        if not is_plain(path):
            yield Fault("syndicator.toml", key, f"{path!r:.80} is no folder", 'write a path, such as "feeds"')
    if main.feeds_dir == main.data_dir:
        yield Fault(
            "syndicator.toml", "feeds_dir", "is data_dir too", "what subscribers fetch needs a folder of its own"
        )


def _contact(main: Main, sources: tuple[Source, ...]) -> Iterator[Fault]:
    hint = "write the address of a page about your feeds, or a mailbox; it goes into the User-Agent"
    contact = main.contact.removeprefix("mailto:")
    parts = _split(contact)
    host = contact.rpartition("@")[2] if "@" in contact and "//" not in contact else (parts.hostname if parts else "")
    if not re.fullmatch(r"[\x21-\x7e]{3,150}", contact) or not host or not re.match(r"https?://|[^/@]+@", contact):
        yield Fault("syndicator.toml", "contact", f"{main.contact!r:.80} is no address or mailbox", hint)
        return
    reserved = any(host.lower() == name or host.lower().endswith(f".{name}") for name in RESERVED_DOMAINS)
    away = [one.id for one in sources if one.enabled and not is_loopback(one.url)]
    if reserved and away:
        reason = f"{host} is a reserved name, and {away[0]} is polled over the network"
        yield Fault("syndicator.toml", "contact", reason, hint)


def _pace(main: Main, sources: tuple[Source, ...]) -> Iterator[Fault]:
    pace = main.poll
    listed = {one.id: is_allowed(one.url, pace.allow) for one in sources}
    for key, least in (("host_concurrency", 1), ("concurrency", 1)):
        if not least <= getattr(pace, key) <= AT_ONCE_MOST:
            yield Fault("syndicator.toml", f"poll.{key}", f"must be at least {least}, at most {AT_ONCE_MOST}", "")
    if pace.host_gap < timedelta(seconds=1) and not all(listed.values()):
        hint = "a shorter gap is for allow-listed addresses only; the default is 2s"
        yield Fault("syndicator.toml", "poll.host_gap", "is under 1s", hint)
    for one in sources:
        if listed[one.id]:
            continue
        name = f"sources/{one.id}.toml"
        if one.interval < INTERVAL_LEAST:
            yield Fault(name, "interval", "is under 60s", "the default is 1h")
        elif one.interval < INTERVAL_FLOOR and not one.interval_why:
            hint = 'say why with interval_why = "..."; the default is 1h'
            yield Fault(name, "interval", "is under 15m", hint)


def is_loopback(url: str) -> bool:
    """Tell whether an address names this machine literally."""
    parts = _split(url)
    host = (parts.hostname or "") if parts else ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_allowed(url: str, allow: tuple[str, ...]) -> bool:
    """Tell whether an address is a literal one that an allow-list entry covers."""
    parts = _split(url)
    if parts is None:
        return False
    try:
        address = ipaddress.ip_address(parts.hostname or "")
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        return False
    entries = [entry for entry in map(_allow, allow) if entry]
    return any(address in network and port == allowed for network, allowed in entries)


@lru_cache(maxsize=256)
def _allow(text: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, int] | None:
    network, _, port = text.rpartition(":")
    try:
        number = int(port)
        return (ipaddress.ip_network(network.strip("[]")), number) if 0 < number < 65_536 else None
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
