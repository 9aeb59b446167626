"""Which addresses may be asked, and which may be dialed.

Rules of this module:
 - an address is judged on its raw text, before any library drops, decodes or maps a character of it;
 - whatever holds an IPv4 address inside (RFC 4291 2.5.5, RFC 6052, RFC 3056, RFC 4380, RFC 5214) is judged by it;
 - only the operator's allow-list opens a denied address, and only for the port it names;
 - nothing is resolved and nothing is sent here.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, NamedTuple

from yarl import URL

from syndicator.model.polling import PollFailure
from syndicator.poll.codes import failure

Address = IPv4Address | IPv6Address

URL_CHARS_MAX: Final = 4096
_HOST_CHARS_MAX: Final = 253
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_STANDARD_PORTS: Final = frozenset({80, 443})

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_AUTHORITY = re.compile(r"(\[[^\[\]]*\]|[^:\[\]]*)(?::([0-9]{1,9}))?\Z")
_LABEL = re.compile(r"[a-z0-9_-]{1,63}\Z")
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z")
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\\\ud800-\udfff]|\s")
_NOT_URL = re.compile(r"""[^!-~]|["<>^`{|}]""")

# IANA special-purpose address registries, multicast, reserved space, and one cloud's fixed service address.
_DENIED_V4: Final = tuple(
    (IPv4Network(text), words)
    for text, words in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "a provider's shared network"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "a cloud's service address"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "AS112"),
        ("192.52.193.0/24", "AMT"),
        ("192.88.99.0/24", "6to4 relays"),
        ("192.168.0.0/16", "a private network"),
        ("192.175.48.0/24", "AS112"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_DENIED_V6: Final = tuple(
    (IPv6Network(text), words)
    for text, words in (
        ("::/96", "unspecified, loopback or IPv4-compatible"),
        ("::ffff:0:0:0/96", "IPv4-translated"),
        ("64:ff9b:1::/48", "local NAT64"),
        ("100::/64", "discard-only"),
        ("100:0:0:1::/64", "dummy prefix"),
        ("2001::/23", "protocol assignments"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("2620:4f:8000::/48", "AS112"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "a private network"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP_MARKS: Final = frozenset({0x00005EFE, 0x02005EFE})


class AllowEntry(NamedTuple):
    """One network and the one port that may be dialed in it."""

    network: IPv4Network | IPv6Network
    port: int


class AllowList(NamedTuple):
    """What the operator's configuration lets through although it is denied by default."""

    entries: tuple[AllowEntry, ...] = ()

    @classmethod
    def parse(cls, texts: tuple[str, ...]) -> AllowList:
        """Read entries of the form ``CIDR:port`` (``127.0.0.0/8:8081``, ``fd00::/8:443``).

        Raises ``ValueError`` in words for the operator.
        """
        return cls(tuple(_allow_entry(text) for text in texts))

    @property
    def ports(self) -> frozenset[int]:
        """Every port that some entry names."""
        return frozenset(entry.port for entry in self.entries)

    def covers(self, address: Address, port: int) -> bool:
        """Tell whether an entry names this very address and port."""
        return any(
            entry.port == port and entry.network.version == address.version and address in entry.network
            for entry in self.entries
        )


def _allow_entry(text: str) -> AllowEntry:
    network, colon, port = text.rpartition(":")
    if not colon or "/" not in network or not port.isascii() or not port.isdigit():
        raise ValueError(f'"{text}" is not of the form "CIDR:port", as in "127.0.0.0/8:8081"')
    if not 0 < int(port) < 65536:
        raise ValueError(f'"{text}": the port must be from 1 to 65535')
    try:
        return AllowEntry(ip_network(network), int(port))
    except ValueError as error:
        raise ValueError(f'"{text}": {error}') from error


class UrlParts(NamedTuple):
    """An address that passed every check on its text."""

    raw: str
    """As it was given."""
    url: str
    """As it goes to the server: host in ASCII, no fragment, everything else untouched or percent-encoded."""
    scheme: str
    host: str
    port: int
    address: Address | None
    """The host, where it is a literal address."""


class _Flaw(NamedTuple):
    code: str
    words: str


class _Host(NamedTuple):
    name: str
    address: Address | None


def flaw_in(raw: str) -> str | None:
    """Say which character or length makes a text unfit to be an address, or None."""
    if len(raw) > URL_CHARS_MAX:
        return f"it has {len(raw)} characters, more than {URL_CHARS_MAX}"
    if found := _UNSAFE.search(raw):
        return f"character U+{ord(found[0]):04X} must not stand in an address"
    return None


def check_url(raw: str, ports: frozenset[int]) -> UrlParts | PollFailure:
    """Take an address apart, or say why it must not be asked.

    ``ports`` are those that may be used beside 80 and 443. The host may still turn out to be a refused address
    when it is resolved.
    """
    if flaw := flaw_in(raw):
        return failure(raw[:200], "url-invalid", f"the address is refused: {flaw}")
    found = _SCHEME.match(raw)
    if not found or found[1].lower() not in _DEFAULT_PORTS:
        named = found[1] if found else "no scheme"
        return failure(raw, "scheme-refused", f"the address has {named}, not http or https")
    scheme, rest = found[1].lower(), raw[found.end() :]
    if not rest.startswith("//"):
        return failure(raw, "url-invalid", f"the address lacks // after {scheme}:")
    if "@" in rest[2:].partition("/")[0]:
        return failure(raw, "url-userinfo", "the address has a user name, or something that can be taken for one")
    authority, target = _split_target(rest[2:])
    return _check_authority(raw, scheme, authority, target, ports)


def _split_target(rest: str) -> tuple[str, str]:
    ends = [at for at in map(rest.find, "/?#") if at >= 0]
    end = min(ends, default=len(rest))
    target = rest[end:].partition("#")[0]
    return rest[:end], target if target.startswith("/") else f"/{target}"


def _check_authority(
    raw: str, scheme: str, authority: str, target: str, ports: frozenset[int]
) -> UrlParts | PollFailure:
    found = _AUTHORITY.match(authority)
    if not found or not found[1]:
        return failure(raw, "url-invalid", "the address names no host, or not in a way that can be read")
    standard = _DEFAULT_PORTS[scheme]
    port = int(found[2]) if found[2] else standard
    if port not in ports | _STANDARD_PORTS or not 0 < port < 65536:
        return failure(raw, "port-refused", f"port {port} is not one this source may use")
    match _check_host(found[1]):
        case _Flaw(code, words):
            return failure(raw, code, words)
        case _Host(host, address):
            shown = host if port == standard else f"{host}:{port}"
            return UrlParts(raw, f"{scheme}://{shown}{_encoded(target)}", scheme, host, port, address)


def _encoded(target: str) -> str:
    return _NOT_URL.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), target)


def _check_host(host: str) -> _Host | _Flaw:
    if host.startswith("["):
        return _check_v6_literal(host[1:-1])
    if len(host) > _HOST_CHARS_MAX:
        return _Flaw("url-invalid", f"the host has {len(host)} characters, more than {_HOST_CHARS_MAX}")
    name = host.lower() if host.isascii() else _in_ascii(host)
    labels = name.removesuffix(".").split(".")
    if not all(map(_LABEL.match, labels)):
        return _Flaw("url-invalid", "the host is no name that can be resolved")
    if not _NUMBER.match(labels[-1]):
        return _Host(name, None)
    try:
        return _Host(name, IPv4Address(name))
    except ValueError:
        return _Flaw("address-refused", f"{name} is a number, but no address in its usual form")


def _in_ascii(host: str) -> str:
    """Map a name as the client library will do it: what is checked here is what is dialed there."""
    try:
        return URL.build(scheme="http", host=host).raw_host or ""
    except ValueError:
        return ""


def _check_v6_literal(text: str) -> _Host | _Flaw:
    if "%" in text:
        return _Flaw("address-refused", "an address with a zone is local to this machine")
    try:
        address = IPv6Address(text)
    except ValueError:
        return _Flaw("url-invalid", "the host is no IPv6 address")
    return _Host(f"[{address}]", address)


def refusal(address: str, port: int, allow: AllowList) -> str | None:
    """Say in words why an address must not be dialed, or None when it may.

    A port other than 80 and 443 that stands in the allow-list is open for the networks it names alone.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return f"{address[:60]!r} is no address"
    if allow.covers(parsed, port):
        return None
    if words := _denied(parsed):
        return f"{parsed} is not public ({words})"
    if port in allow.ports - _STANDARD_PORTS:
        return f"port {port} is open for the networks of the allow-list alone"
    return None


def _denied(address: Address) -> str | None:
    if isinstance(address, IPv4Address):
        return next((words for network, words in _DENIED_V4 if address in network), None)
    if address.scope_id is not None:
        return "an address with a zone"
    if words := next((words for network, words in _DENIED_V6 if address in network), None):
        return words
    inner = _embedded(address)
    words = _denied(inner) if inner else None
    return f"holds {inner}: {words}" if words else None


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """Give the IPv4 address inside, for the forms whose whole range is not denied anyway."""
    low, mark = int(address) & 0xFFFFFFFF, (int(address) >> 32) & 0xFFFFFFFF
    if address in _MAPPED or address in _NAT64 or mark in _ISATAP_MARKS:
        return IPv4Address(low)
    return None
