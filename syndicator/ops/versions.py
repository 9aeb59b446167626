"""Versions of the parts whose faults could hurt us, and which versions are known to be bad."""

from __future__ import annotations

import platform
import sqlite3
import ssl
from importlib.metadata import PackageNotFoundError, version
from pyexpat import EXPAT_VERSION
from typing import NamedTuple


class BadRange(NamedTuple):
    """Versions from ``first`` up to, and not with, ``fixed_in`` have a known fault."""

    name: str
    first: str
    fixed_in: str
    why: str


class Version(NamedTuple):
    """One part, the version that runs, and every known fault of that version (none: fine)."""

    name: str
    found: str
    faults: tuple[str, ...]


BAD_RANGES: tuple[BadRange, ...] = (
    # https://sqlite.org/wal.html#walresetbug, back-ported to 3.44.6 and 3.50.7
    BadRange("sqlite", "3.7.0", "3.44.6", "WAL-reset bug: a database may be damaged"),
    BadRange("sqlite", "3.45.0", "3.50.7", "WAL-reset bug: a database may be damaged"),
    BadRange("sqlite", "3.51.0", "3.51.3", "WAL-reset bug: a database may be damaged"),
    BadRange("expat", "0", "2.6.0", "CVE-2023-52425: big tokens take quadratic time"),
    BadRange("expat", "0", "2.7.0", "CVE-2024-8176: recursive entities overflow the stack"),
    BadRange("expat", "0", "2.7.2", "CVE-2025-59375: small documents cause big allocations"),
    BadRange("libxml2", "0", "2.12.10", "CVE-2024-56171, CVE-2025-24928: use after free, stack overflow"),
    BadRange("libxml2", "2.13.0", "2.13.6", "CVE-2024-56171, CVE-2025-24928: use after free, stack overflow"),
    BadRange("openssl", "3.0.0", "3.0.7", "CVE-2022-3602, CVE-2022-3786: buffer overflows in certificate checks"),
    BadRange("nh3", "0", "0.3.8", "older than the oldest version this program is made for"),
    BadRange("aiohttp", "0", "3.14.5", "older than the oldest version this program is made for"),
)


def installed() -> tuple[Version, ...]:
    """Give the versions in use: Python, SQLite, expat, OpenSSL, libxml2, nh3, aiohttp."""
    from lxml.etree import LIBXML_VERSION

    found = {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "expat": EXPAT_VERSION.removeprefix("expat_"),
        "openssl": ".".join(map(str, ssl.OPENSSL_VERSION_INFO[:3])),
        "libxml2": ".".join(map(str, LIBXML_VERSION)),
        "nh3": _package("nh3"),
        "aiohttp": _package("aiohttp"),
    }
    return tuple(Version(name, text, faults_of(name, text)) for name, text in found.items())


def faults_of(name: str, found: str) -> tuple[str, ...]:
    """Give every known fault of one version of a part. An unknown part or a missing version has none."""
    if not found:
        return ()
    number = _numbers(found)
    return tuple(
        f"{bad.why} (fixed in {bad.fixed_in})"
        for bad in BAD_RANGES
        if bad.name == name and _numbers(bad.first) <= number < _numbers(bad.fixed_in)
    )


def _package(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _numbers(text: str) -> tuple[int, ...]:
    parts = text.split(".")
    return tuple(int("".join(digit for digit in part if digit.isdigit()) or 0) for part in parts[:3])
