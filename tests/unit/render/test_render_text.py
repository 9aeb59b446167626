from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from syndicator.render.instants import rfc822, rfc3339
from syndicator.render.text import as_uri, clean, is_web_address, language_tag, media_type, xml_fault


def test_clean_keeps_words_and_no_break_spaces_and_drops_what_misleads() -> None:
    assert (
        clean("  Caf\u00e9\u00a0! \n\t\u202eevil\u202c \u200bx\ufeff\U000e0041\x85 \ufdd0\U0001fffe")
        == "Caf\u00e9\u00a0! evil x"
    )


def test_clean_keeps_joiners_that_scripts_and_emoji_need() -> None:
    assert clean("می\u200cروم 👩\u200d🚀") == "می\u200cروم 👩\u200d🚀"


def test_an_xml_fault_names_the_character() -> None:
    assert xml_fault("a\x0bb") == "U+000B"
    assert xml_fault("a\tb\r\n\U0001f600\u202e") == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://gazette.example/a", True),
        ("HTTP://gazette.example", True),
        ("https://", False),
        ("https://[::1", False),
        ("mailto:jo@gazette.example", False),
        ("//gazette.example/a", False),
        ("https://gazette.example/a b", False),
        ("", False),
        (None, False),
    ],
)
def test_a_web_address_is_absolute_with_a_host(text: str | None, expected: bool) -> None:
    assert is_web_address(text) is expected


def test_a_uri_keeps_what_is_ascii() -> None:
    assert as_uri("https://gazette.example/100%?q=a&b=[c]#é") == "https://gazette.example/100%?q=a&b=[c]#%C3%A9"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("en_GB", "en-GB"), (" pt-BR ", "pt-BR"), ("english language", None), ("", None), (None, None)],
)
def test_a_language_tag_has_the_shape_of_bcp_47(text: str | None, expected: str | None) -> None:
    assert language_tag(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("Audio/MPEG; rate=1", "audio/mpeg"), ("mp3", None), ("", None), (None, None)]
)
def test_a_media_type_has_no_parameters(text: str | None, expected: str | None) -> None:
    assert media_type(text) == expected


def test_instants_are_written_in_utc_and_whole_seconds() -> None:
    at = datetime(2026, 1, 4, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=-2)))
    assert rfc3339(at) == "2026-01-05T01:59:59+00:00"
    assert rfc822(at) == "Mon, 05 Jan 2026 01:59:59 +0000"
    assert rfc822(datetime(987, 6, 5, tzinfo=UTC)).startswith("Tue, 05 Jun 0987 00:00:00")
