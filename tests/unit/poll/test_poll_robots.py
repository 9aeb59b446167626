"""What a host allows robots to fetch."""

from __future__ import annotations

import pytest

from syndicator.poll.robots import may_fetch, robots_url, tdm_url

URL = "https://gazette.example/pieces/1?x=2"


@pytest.mark.parametrize(
    ("rules", "allows"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /\n", False),
        ("User-agent: *\nDisallow: /private/\n", True),
        ("User-agent: *\nDisallow: /pieces/\nAllow: /pieces/1\n", True),
        ("User-agent: *\nDisallow: /*?x=\n", False),
        ("User-agent: other\nDisallow: /\n", True),
        ("User-agent: Syndicator\nDisallow: /\n\nUser-agent: *\nAllow: /\n", False),
        ("User-agent: syndicator\nAllow: /\n\nUser-agent: *\nDisallow: /\n", True),
        ("\x00\ufffd not rules at all", True),
    ],
)
def test_rules_are_kept_as_rfc_9309_has_them(rules: str, *, allows: bool) -> None:
    assert may_fetch(rules, URL) is allows


def test_the_rules_of_a_host_stand_at_its_root_with_its_port() -> None:
    assert robots_url("http://127.0.0.1:8081/a/b?c#d") == "http://127.0.0.1:8081/robots.txt"
    assert tdm_url(URL) == "https://gazette.example/.well-known/tdmrep.json"
