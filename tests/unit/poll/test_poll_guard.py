"""Which addresses may be asked and dialed."""

import tomllib
from pathlib import Path

import pytest
from harness.patience import within
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from syndicator.model.polling import PollFailure, PollKind
from syndicator.poll import AllowList, UrlParts, check_url, refusal
from syndicator.poll.dialing import AddressRefusedError, guarded_sockets

CASES = Path(__file__).parents[2] / "cases" / "poll"
ADDRESSES = tomllib.loads((CASES / "addresses.toml").read_text("utf-8"))
URLS = tomllib.loads((CASES / "urls.toml").read_text("utf-8"))
NOTHING = AllowList()


def rows(cases: list[list[str]]) -> list[object]:
    """Give one parameter set a case; its last field is the acceptance row it proves."""
    return [pytest.param(*case[:-1], marks=pytest.mark.proves(case[-1])) for case in cases]


@pytest.mark.proves("S-04")
@pytest.mark.parametrize("address", rows(ADDRESSES["denied"]))
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert refusal(address, 80, NOTHING)


@pytest.mark.parametrize("address", ADDRESSES["public"])
def test_a_public_address_may_be_dialed(address: str) -> None:
    assert refusal(address, 443, NOTHING) is None


@pytest.mark.parametrize("address", ["", "gazette.example", "127.1", "1.2.3.4:80", "x" * 10_000])
def test_what_is_no_address_is_refused(address: str) -> None:
    assert "no address" in (refusal(address, 80, NOTHING) or "")


@pytest.mark.proves("S-02")
@pytest.mark.parametrize(("raw", "code"), rows(URLS["refused"]))
def test_an_unfit_address_is_refused_on_its_text_or_its_literal(raw: str, code: str) -> None:
    checked = check_url(raw, frozenset({81}))
    if isinstance(checked, UrlParts):
        assert checked.address is not None
        assert refusal(str(checked.address), checked.port, NOTHING)
        assert code == "address-refused"
    else:
        assert (checked.code, checked.kind) == (code, PollKind.BLOCKED)
        assert checked.hint


@pytest.mark.parametrize(("raw", "asked"), URLS["asked"])
def test_a_fit_address_is_asked_as_it_is_written(raw: str, asked: str) -> None:
    checked = check_url(raw, frozenset({8443}))
    assert isinstance(checked, UrlParts)
    assert (checked.raw, checked.url) == (raw, asked)


@pytest.mark.parametrize(("raw", "asked"), URLS["asked"])
def test_the_connector_reads_the_same_host_and_port(raw: str, asked: str) -> None:
    checked = check_url(raw, frozenset({8443}))
    assert isinstance(checked, UrlParts)
    theirs = URL(checked.url, encoded=True)
    assert (theirs.raw_host, theirs.port) == (checked.host.strip("[]"), checked.port)
    assert str(theirs) == checked.url


@pytest.mark.proves("H-024")
@pytest.mark.parametrize(
    "raw",
    [
        f"http://{'a' * 10_240}.example/",
        f"http://gazette.example/{'a' * 1_048_576}",
        f"http://{'ü' * 1_048_576}.example/",
        f"http://{'ü' * 4_000}.example/",
        f"http://{'a.' * 2_000}example/",
        f"http://{'ü' * 240}.example/",
    ],
    ids=["label of 10 KB", "address of 1 MB", "idna of 1 MB", "idna of 4,000", "2,000 labels", "idna of 240"],
)
def test_an_overlong_address_is_refused_within_ten_milliseconds(raw: str) -> None:
    checked = within(0.01, lambda: check_url(raw, frozenset()))
    assert isinstance(checked, PollFailure)
    assert checked.code == "url-invalid"
    assert len(checked.url) < 5_000


@pytest.mark.parametrize("raw", ["http://gazette.example/\ud800", "http://\udcff.example/", "http://a/\udcc3"])
def test_a_lone_surrogate_is_refused(raw: str) -> None:
    checked = check_url(raw, frozenset())
    assert isinstance(checked, PollFailure)
    assert checked.code == "url-invalid"


@given(st.text(max_size=80).map("http://{}".format) | st.text(max_size=80))
def test_any_text_is_either_taken_apart_or_refused(raw: str) -> None:
    checked = check_url(raw, frozenset())
    if isinstance(checked, UrlParts):
        assert checked.url.isascii()
        assert URL(checked.url, encoded=True).raw_host == checked.host.strip("[]")


@pytest.mark.proves("S-06")
def test_an_allow_entry_opens_its_network_for_its_port_alone() -> None:
    allow = AllowList.parse(("127.0.0.0/8:8081", "10.0.0.0/8:443", "fd00::/8:443", "::1/128:8081"))
    assert refusal("127.9.9.9", 8081, allow) is None
    assert refusal("10.1.2.3", 443, allow) is None
    assert refusal("fd12::1", 443, allow) is None
    assert refusal("::1", 8081, allow) is None
    assert refusal("127.0.0.1", 80, allow)
    assert refusal("10.1.2.3", 8081, allow)
    assert refusal("11.0.0.1", 443, allow) is None
    assert refusal("::ffff:127.0.0.1", 8081, allow)
    assert allow.ports == {8081, 443}


@pytest.mark.proves("S-06")
def test_a_port_of_the_allow_list_stays_closed_elsewhere() -> None:
    allow = AllowList.parse(("127.0.0.0/8:8081",))
    assert refusal("9.9.9.9", 8081, allow)
    assert refusal("9.9.9.9", 80, allow) is None


@pytest.mark.proves("S-06")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "127.0.0.1:80",
        "127.0.0.0/8",
        "127.0.0.0/8:",
        "127.0.0.0/8:*",
        "127.0.0.0/8:0",
        "127.0.0.0/8:65536",
        "127.0.0.1/8:80",
        "localhost/8:80",
        "10.0.0.0/33:80",
        "127.0.0.0/8:-1",
        "127.0.0.0/8:٨٠",
        "::1:80",
    ],
)
def test_an_allow_entry_without_network_and_port_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r'^"'):
        AllowList.parse((text,))


@pytest.mark.proves("S-03")
def test_no_socket_is_made_for_an_address_that_is_not_allowed() -> None:
    make = guarded_sockets(AllowList.parse(("127.0.0.1/32:8081",)))
    with pytest.raises(AddressRefusedError, match="loopback"):
        make((2, 1, 6, "", ("127.0.0.1", 80)))
    with pytest.raises(AddressRefusedError, match="zone"):
        make((10, 1, 6, "", ("fe80::1%eth0", 80, 0, 2)))
    make((2, 1, 6, "", ("127.0.0.1", 8081))).close()
