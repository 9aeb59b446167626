"""Where a redirect leads, and whether we go there."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.model.polling import PollFailure, PollKind
from syndicator.poll import UrlParts, check_url
from syndicator.poll.redirects import Rules, Trail, follow

RULES = Rules(frozenset(), allow_downgrade=False, redirects_max=5)


def start(url: str = "https://gazette.example/a/feed?x=1") -> Trail:
    first = check_url(url, frozenset())
    assert isinstance(first, UrlParts)
    return Trail((first,))


def goes(location: bytes, trail: Trail | None = None, status: int = 302, rules: Rules = RULES) -> Trail:
    found = follow(trail or start(), status, ((b"Location", location),), rules)
    assert isinstance(found, Trail), found
    return found


def stops(location: bytes | None, trail: Trail | None = None, rules: Rules = RULES) -> PollFailure:
    fields = () if location is None else ((b"Location", location),)
    found = follow(trail or start(), 302, fields, rules)
    assert isinstance(found, PollFailure), found
    assert found.url == (trail or start()).asked
    assert found.status == 302
    return found


@pytest.mark.parametrize(
    ("location", "url"),
    [
        (b"https://other.example/feed", "https://other.example/feed"),
        (b"/feed.xml", "https://gazette.example/feed.xml"),
        (b"feed.xml", "https://gazette.example/a/feed.xml"),
        (b"../b", "https://gazette.example/b"),
        (b"?page=2", "https://gazette.example/a/feed?page=2"),
        (b"//other.example/feed", "https://other.example/feed"),
        (b"/feed#top", "https://gazette.example/feed"),
        ("/größe".encode(), "https://gazette.example/gr%C3%B6%C3%9Fe"),
        (b"/gr\xf6\xdfe", "https://gazette.example/gr%F6%DFe"),
        ("https://bücher.example/".encode(), "https://xn--bcher-kva.example/"),
    ],
)
def test_a_location_is_resolved_against_the_address_it_came_from(location: bytes, url: str) -> None:
    assert goes(location).now.url == url


@pytest.mark.parametrize(
    ("location", "code"),
    [
        (None, "redirect-missing"),
        (b"", "redirect-missing"),
        (b"/a/feed?x=1", "redirect-loop"),
        (b"#top", "redirect-loop"),
        (b"http://[", "url-invalid"),
        (b"http:///", "url-invalid"),
        (b"https://", "redirect-loop"),
        (b"/a b", "url-invalid"),
        (b"/" + b"x" * 5_000, "url-invalid"),
        (b"mailto:editor@gazette.example", "scheme-refused"),
        (b"https://user@other.example/", "url-userinfo"),
        (b"https://other.example:8443/", "port-refused"),
    ],
)
def test_a_redirect_that_leads_nowhere_good_is_a_named_failure(location: bytes | None, code: str) -> None:
    assert stops(location).code == code


@pytest.mark.parametrize("scheme", ["file", "ftp", "gopher", "dict", "data", "jar", "unix"])
def test_a_redirect_to_another_scheme_is_refused(scheme: str) -> None:
    found = stops(f"{scheme}:///etc/passwd".encode())
    assert (found.code, found.kind) == ("scheme-refused", PollKind.BLOCKED)


def test_two_different_locations_lead_nowhere() -> None:
    fields = ((b"Location", b"/a"), (b"Location", b"/b"))
    found = follow(start(), 302, fields, RULES)
    assert isinstance(found, PollFailure)
    assert found.code == "redirect-missing"


def test_a_downgrade_is_refused_unless_the_source_allows_it() -> None:
    assert stops(b"http://gazette.example/").code == "redirect-downgrade"
    allowed = RULES._replace(allow_downgrade=True)
    assert goes(b"http://gazette.example/", rules=allowed).now.scheme == "http"
    assert goes(b"https://gazette.example/", start("http://gazette.example/")).now.scheme == "https"


def test_the_sixth_hop_is_one_too_many() -> None:
    trail = start()
    for number in range(5):
        trail = goes(b"/%d" % number, trail)
    assert stops(b"/5", trail).code == "redirect-too-many"
    assert stops(b"/2", trail).code == "redirect-loop"


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [
        ((301,), True),
        ((308, 301), True),
        ((302,), False),
        ((303,), False),
        ((307,), False),
        ((301, 302), False),
        ((302, 301), False),
        ((301, 307, 301), False),
    ],
)
def test_a_way_is_permanent_only_when_every_hop_is(statuses: tuple[int, ...], permanent: bool) -> None:
    trail = start()
    assert not trail.permanent
    for number, status in enumerate(statuses):
        trail = goes(b"/%d" % number, trail, status)
    assert trail.permanent is permanent


@pytest.mark.proves("P-59")
def test_the_longest_retry_after_of_the_way_is_kept() -> None:
    trail = follow(start(), 301, ((b"Location", b"/b"), (b"Retry-After", b"600")), RULES)
    assert isinstance(trail, Trail)
    trail = follow(trail, 302, ((b"Location", b"/c"), (b"Retry-After", b"60")), RULES)
    assert isinstance(trail, Trail)
    assert goes(b"/d", trail).retry_after == timedelta(minutes=10)


@given(st.binary(min_size=1, max_size=60))
def test_any_location_gives_a_hop_or_a_failure(location: bytes) -> None:
    found = follow(start(), 302, ((b"Location", location),), RULES)
    if isinstance(found, Trail):
        assert found.now.url.isascii()
        assert found.now.url != found.hops[0].url
