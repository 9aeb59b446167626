from __future__ import annotations

from datetime import UTC, datetime

import pytest
from harness.patience import within

from syndicator.validate.values import Value
from syndicator.validate.values.addresses import (
    full_iri,
    full_iri_attribute,
    full_uri,
    identifier,
    iri_attribute,
    iri_reference,
    url_attribute,
)
from syndicator.validate.values.dates import instant, rfc822, rfc3339, w3cdtf
from syndicator.validate.values.numbers import day, hour, length, non_negative, port, positive, width
from syndicator.validate.values.plain import (
    any_text,
    attribute_words,
    boolean_attribute,
    plain,
    plain_attribute,
    plain_words,
    undeclared,
    words,
)
from syndicator.validate.values.words import (
    contact,
    email,
    language,
    media_type,
    media_type_attribute,
    relation,
    xml_language,
)

RIGHT: dict[Value, tuple[str, ...]] = {
    rfc822: (
        "Fri, 20 Nov 2026 10:00:05 +0000",
        "20 Nov 2026 10:00 GMT",
        "fri, 20 nov 2026 10:00:60 EST",
        "Sun, 29 Feb 2032 23:59:59 -0930",
    ),
    rfc3339: ("2026-11-20T10:00:05Z", "2026-11-20T10:00:05.123456789+14:00", "2026-12-31T23:59:60Z"),
    w3cdtf: ("2026", "2026-11", "2026-11-20", "2026-11-20T10:00Z", "2026-11-20T10:00:05.5-03:00"),
    full_iri: ("https://gazette.example/é", "tag:gazette.example,2026:1", "mailto:jo@gazette.example"),
    full_uri: (" https://gazette.example/a?b=[c]#d ", "HTTPS://GAZETTE.EXAMPLE"),
    iri_reference: ("", "#top", "../a", "//gazette.example/a"),
    identifier: (
        "https://gazette.example/",
        "https://jo@gazette.example:8080/%C3%A9?a=%2F",
        "http://[::1]/",
        "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "urn:isbn:0",
        "tag:jo@gazette.example,2026-11:x",
    ),
    plain: ("", "AT&T", "a &unknown; b"),
    language: ("en", "pt-BR", "zh-Hant-TW", "x-sea", "i-klingon"),
    xml_language: ("", "en"),
    media_type: ("text/html", 'text/html; charset="utf-8"', "application/atom+xml;type=feed"),
    email: ("jo@gazette.example", "jo+x@gazette.example"),
    contact: ("jo@gazette.example (Jo Park)", "jo@gazette.example(Jo Park)"),
    relation: ("self", "ALTERNATE", "https://gazette.example/rel"),
    positive: ("1", "1440"),
    non_negative: ("0", " 12 "),
    length: ("0", "123456789"),
    hour: ("0", "23"),
    day: ("Monday",),
    width: ("1", "144"),
    words: ("Sea",),
    plain_words: ("a < b", "AT&T"),
    any_text: ("",),
    attribute_words: ("x",),
}

WRONG: tuple[tuple[Value, str, tuple[str, ...]], ...] = (
    (rfc822, "Fri, 31 Nov 2026 10:00:05 +0000", ("invalid-rfc2822-date",)),
    (rfc822, "Fri, 20 Nov 2026 24:00:05 +0000", ("invalid-rfc2822-date",)),
    (rfc822, "Fri, 20 Nov 2026 10:00:61 +0000", ("invalid-rfc2822-date",)),
    (rfc822, "Fri, 20 Nov 2026 10:00:05", ("invalid-rfc2822-date",)),
    (rfc822, "Mon, 20 Nov 26 10:00:05 Z", ("incorrect-dow", "problematical-rfc822-date")),
    (rfc822, "Thu, 01 Jan 1959 00:00:00 GMT", ("implausible-date",)),
    (rfc3339, "2026-11-20 10:00:05Z", ("invalid-rfc3339-date",)),
    (rfc3339, "2026-13-20T10:00:05Z", ("invalid-rfc3339-date",)),
    (rfc3339, "2026-11-20T10:00:05+24:00", ("invalid-rfc3339-date",)),
    (rfc3339, "2026-11-20T10:00:05", ("invalid-rfc3339-date",)),
    (rfc3339, "0000-01-01T00:00:00Z", ("invalid-rfc3339-date",)),
    (rfc3339, "9" * 200_000, ("invalid-rfc3339-date",)),
    (w3cdtf, "2026-11-20T10Z", ("invalid-w3-cdtf-date",)),
    (full_iri, "/a", ("invalid-full-link",)),
    (full_iri, "https:///a", ("invalid-link",)),
    (full_iri, "https://gazette.example/<a>", ("invalid-uri-char",)),
    (full_iri, "sea:tide", ("scheme-not-iana-registered",)),
    (full_uri, "https://gazette.example/é", ("uri-not-iri",)),
    (iri_reference, " https://gazette.example/ ", ("unexpected-whitespace",)),
    (identifier, " ", ("not-blank", "invalid-full-link")),
    (identifier, "tag:gazette.example,26:x", ("invalid-tag",)),
    (identifier, "urn:x", ("invalid-urn",)),
    (identifier, "urn:uuid:6ba7b810", ("invalid-uuid",)),
    (language, "en_GB", ("invalid-language",)),
    (language, "", ("invalid-language",)),
    (media_type, "html", ("invalid-mime-type",)),
    (email, "Jo <jo@gazette.example>", ("invalid-addr-spec",)),
    (email, "jo@newsroom", ("unknown-host",)),
    (contact, "jo@gazette.example", ("missing-real-name",)),
    (contact, "jo@gazette.example, bo@gazette.example (Jo and Bo)", ("invalid-contact",)),
    (contact, "Jo (jo@gazette.example)", ("invalid-contact",)),
    (contact, "jo@gazette.example (J&ouml; Park)", ("contains-html",)),
    (language, "English", ("invalid-language",)),
    (language, "en_us", ("invalid-language",)),
    (identifier, " urn:isbn:0", ("unexpected-whitespace",)),
    (identifier, "tag:gazette.example,2026:a b", ("invalid-tag",)),
    (identifier, "HTTPS://gazette.example/", ("non-canonical-uri",)),
    (identifier, "https://gazette.example", ("non-canonical-uri",)),
    (identifier, "https://gazette.example:/", ("non-canonical-uri",)),
    (identifier, "https://@gazette.example/", ("non-canonical-uri",)),
    (identifier, "https://gazette.example/a/../b", ("non-canonical-uri",)),
    (identifier, "https://gazette.example/%7Ejo", ("non-canonical-uri",)),
    (identifier, "https://gazette.example/%c3%a9", ("non-canonical-uri",)),
    (iri_attribute, " https://gazette.example/ ", ("invalid-uri-char",)),
    (full_iri_attribute, "sea", ("invalid-full-link",)),
    (url_attribute, "tides.mp3", ("invalid-url-attribute",)),
    (url_attribute, "https://gazette.example/a b", ("invalid-uri-char",)),
    (port, "70000", ("invalid-integer-attribute",)),
    (positive, "", ("not-blank", "invalid-positive-integer")),
    (rfc822, "Fri, 20 Nov 2026 10:00:05 -0234", ("problematical-rfc822-date",)),
    (plain_words, "five &lt; six &#38; seven", ("contains-html",)),
    (plain_words, "depth <five", ("character-data",)),
    (plain, "&copy; Gazette", ("contains-html",)),
    (undeclared, "&copy; Gazette", ("contains-undeclared-html",)),
    (plain_attribute, "<b>Sea</b>", ("contains-html",)),
    (boolean_attribute, "", ("invalid-boolean-attribute",)),
    (media_type_attribute, "", ("invalid-mime-attribute",)),
    (contact, "Jo Park", ("invalid-contact",)),
    (contact, "Jo Park <jo@gazette.example>", ("email-format",)),
    (contact, "a" * 200_000, ("invalid-contact",)),
    (relation, " ", ("attr-not-blank",)),
    (relation, "cousin", ("unregistered-atom-link-rel",)),
    (positive, "0", ("invalid-positive-integer",)),
    (positive, "٣", ("invalid-positive-integer",)),
    (non_negative, "-1", ("invalid-non-negative-integer",)),
    (length, "-1", ("use-zero-for-unknown",)),
    (length, "1.5", ("invalid-integer-attribute",)),
    (hour, "24", ("use-zero-for-midnight",)),
    (day, "monday", ("invalid-day",)),
    (width, "0", ("invalid-width",)),
    (words, "\n", ("not-blank",)),
    (plain_words, "<b>Sea</b>", ("contains-html",)),
    (any_text, "\x93Sea\x94", ("bad-characters",)),
    (attribute_words, "", ("attr-not-blank",)),
)


@pytest.mark.parametrize(("value", "text"), [(value, text) for value, texts in RIGHT.items() for text in texts])
def test_a_right_value_has_no_code(value: Value, text: str) -> None:
    assert value(text) == ()


@pytest.mark.parametrize(("value", "text", "codes"), WRONG, ids=lambda each: getattr(each, "__name__", str(each)[:40]))
def test_a_wrong_value_has_its_codes(value: Value, text: str, codes: tuple[str, ...]) -> None:
    assert value(text) == codes


@pytest.mark.parametrize("value", RIGHT, ids=lambda each: each.__name__)
@pytest.mark.parametrize("unit", ["a", " ", "<a ", "a.", "a@", "-a", "1", ";a=b", "a/", "Fri, ", "%"])
def test_a_long_text_is_judged_at_once(value: Value, unit: str) -> None:
    within(2, lambda: value(unit * 50_000))
    within(2, lambda: value(f"a{unit * 50_000}\x00"))


def test_an_instant_is_read_only_from_a_right_date() -> None:
    assert instant("2026-11-20T10:00:60Z") == datetime(2026, 11, 20, 10, 0, 59, tzinfo=UTC)
    assert instant("1969-11-20T10:00:00Z") == datetime(1969, 11, 20, 10, tzinfo=UTC)
    assert instant("2026-11-20") is None
