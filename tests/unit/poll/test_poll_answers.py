"""What the head of an answer means, and which code each fault gets."""

import socket
import ssl
from datetime import timedelta

import pytest

from syndicator.errors import ConfigError
from syndicator.model.polling import NotModified, PollFailure, PollKind, Validators
from syndicator.poll import Limits, UrlParts, check_url, user_agent
from syndicator.poll.answers import Head, judge
from syndicator.poll.body import Coding
from syndicator.poll.codes import CODES, failure
from syndicator.poll.dialing import AddressRefusedError
from syndicator.poll.faults import of_connecting
from syndicator.poll.fields import Fields
from syndicator.poll.redirects import Trail

URL = "https://gazette.example/feed"
SENT = Validators(url=URL, etag=b'"a"')


def judged(status: int, *fields: tuple[bytes, bytes], sent: Validators | None = None) -> object:
    first = check_url(URL, frozenset())
    assert isinstance(first, UrlParts)
    return judge(Head(status, fields), Trail((first,)), sent, Limits())


def failed(status: int, *fields: tuple[bytes, bytes], sent: Validators | None = None) -> PollFailure:
    found = judged(status, *fields, sent=sent)
    assert isinstance(found, PollFailure)
    assert (found.url, found.status) == (URL, status)
    assert found.message
    assert found.hint
    return found


def test_only_a_200_has_a_body_that_is_wanted() -> None:
    assert judged(200) is Coding.PLAIN
    assert judged(200, (b"Content-Encoding", b"gzip")) is Coding.GZIP


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 405, 406, 410, 418, 451, 499])
def test_a_refusal_of_ours_is_a_hard_error(status: int) -> None:
    assert (failed(status).code, failed(status).kind) == (f"http-{status}", PollKind.HARD_ERROR)


@pytest.mark.parametrize("status", [101, 300, 305, 306, 408, 425, 429, 500, 502, 503, 504, 520, 599, 600, 999])
def test_a_fault_of_the_server_is_a_soft_error(status: int) -> None:
    assert (failed(status).code, failed(status).kind) == (f"http-{status}", PollKind.SOFT_ERROR)


@pytest.mark.parametrize("status", [201, 202, 203, 204, 205, 206, 226])
def test_another_success_than_200_is_a_soft_error(status: int) -> None:
    assert (failed(status).code, failed(status).kind) == (f"http-{status}", PollKind.SOFT_ERROR)


@pytest.mark.proves("P-59")
@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_retry_after_goes_with_the_failure(status: int) -> None:
    assert failed(status, (b"Retry-After", b"120")).retry_after == timedelta(minutes=2)
    assert failed(status).retry_after is None


@pytest.mark.parametrize("status", [403, 429, 503])
def test_a_challenge_is_named_as_such(status: int) -> None:
    found = failed(status, (b"CF-Mitigated", b"challenge"))
    assert (found.code, found.kind) == ("bot-challenge", PollKind.BLOCKED)
    assert "publisher" in found.hint


def test_a_304_is_good_only_after_validators_were_sent() -> None:
    assert judged(304, sent=SENT) == NotModified(url=URL, validators=SENT)
    assert (failed(304).code, failed(304).kind) == ("unexpected-304", PollKind.SOFT_ERROR)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (((b"Content-Encoding", b"br"),), "coding-unknown"),
        (((b"Content-Length", b"10485761"),), "body-too-large"),
        (((b"Content-Length", b"1" + b"0" * 5_000),), "body-too-large"),
        (((b"X", b"y"),) * 101, "header-limits"),
        (((b"X", b"y" * 8_000),) * 9, "header-limits"),
    ],
)
def test_a_head_over_the_limits_is_a_named_failure(fields: Fields, code: str) -> None:
    assert failed(200, *fields).code == code


def test_an_announced_length_within_the_limit_is_fine() -> None:
    assert judged(200, (b"Content-Length", b"0010485760")) is Coding.PLAIN
    assert judged(200, *((b"X", b"y"),) * 100) is Coding.PLAIN


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_failing_kind_and_a_hint(code: str) -> None:
    made = failure(URL, code, "words")
    assert made.kind in {PollKind.SOFT_ERROR, PollKind.HARD_ERROR, PollKind.BLOCKED}
    assert made.hint


def certificate_error(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "verify failed")
    error.verify_code, error.verify_message = code, "words of the library"
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (AddressRefusedError("loopback"), "address-refused"),
        (socket.gaierror(socket.EAI_NONAME, "unknown"), "dns-not-found"),
        (socket.gaierror(socket.EAI_AGAIN, "later"), "dns-failed"),
        (certificate_error(10), "certificate-expired"),
        (certificate_error(18), "certificate-invalid"),
        (ssl.SSLError(1, "handshake failure"), "tls-failed"),
        (ConnectionRefusedError(111, "refused"), "connect-refused"),
        (ConnectionResetError(104, "reset"), "connection-lost"),
        (OSError(113, "no route"), "connect-failed"),
        (OSError(), "connect-failed"),
    ],
)
def test_each_way_a_connection_fails_has_its_code(error: OSError, code: str) -> None:
    fault = of_connecting(error)
    assert fault.code == code
    assert fault.code in CODES
    assert fault.words


@pytest.mark.proves("P-33")
@pytest.mark.parametrize("contact", ["", "x" * 200, "https://gazette.example/ü", "a\r\nX-Evil: 1", "a\tb", "a\x7fb"])
def test_a_contact_that_no_user_agent_can_carry_is_a_config_error(contact: str) -> None:
    with pytest.raises(ConfigError, match="contact"):
        user_agent(contact, "1.2.3")


@pytest.mark.proves("P-33")
def test_the_user_agent_names_program_version_and_contact() -> None:
    made = user_agent("https://gazette.example/about", "1.2.3")
    assert made == "syndicator/1.2 (+https://gazette.example/about; feeds)"
