"""Versions and what is known to be wrong with them."""

import pytest

from syndicator.ops.versions import faults_of, installed


@pytest.mark.parametrize(
    ("name", "found", "bad"),
    [
        ("sqlite", "3.40.1", True),
        ("sqlite", "3.44.5", True),
        ("sqlite", "3.44.6", False),
        ("sqlite", "3.45.0", True),
        ("sqlite", "3.50.6", True),
        ("sqlite", "3.50.7", False),
        ("sqlite", "3.51.2", True),
        ("sqlite", "3.51.3", False),
        ("expat", "2.5.0", True),
        ("expat", "2.7.1", True),
        ("expat", "2.7.2", False),
        ("libxml2", "2.13.5", True),
        ("libxml2", "2.12.10", False),
        ("openssl", "3.0.6", True),
        ("openssl", "3.0.7", False),
        ("nh3", "0.3.7", True),
        ("aiohttp", "3.14.5", False),
        ("aiohttp", "3.14.5rc1", False),
        ("aiohttp", "", False),
        ("unheard-of", "1", False),
    ],
)
def test_a_version_in_a_known_bad_range_is_named(name: str, found: str, bad: bool) -> None:
    assert bool(faults_of(name, found)) is bad


def test_every_part_that_matters_is_listed_with_its_version() -> None:
    found = {one.name: one.found for one in installed()}
    assert found.keys() == {"python", "sqlite", "expat", "openssl", "libxml2", "nh3", "aiohttp"}
    assert all(text[0].isdigit() for text in found.values())
