"""What values refuse, and the little that they know about themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from syndicator.model.base import Instant, Value, utc
from syndicator.model.document import Enclosure, Entry
from syndicator.model.findings import Finding, Rejected, Severity, ValidFeed
from syndicator.model.identity import is_absolute_iri, key_of, mint
from syndicator.model.plan import Plan
from syndicator.model.polling import Validators
from syndicator.model.reasons import REASONS, Kind, Reason
from syndicator.model.rights import License

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class Moment(Value):
    at: Instant


def test_an_instant_is_the_same_instant_in_utc() -> None:
    there = datetime(2026, 11, 20, 13, 0, tzinfo=timezone(timedelta(hours=1)))
    assert utc(there) == AT
    assert Moment(at=there).at.utcoffset() == timedelta(0)


def test_nobody_knows_which_instant_a_naive_one_is() -> None:
    with pytest.raises(ValueError, match="time zone"):
        utc(datetime(2026, 11, 20))  # noqa: DTZ001 - that is the case
    with pytest.raises(ValidationError):
        Moment(at=datetime(2026, 11, 20))  # noqa: DTZ001 - that is the case


@pytest.mark.parametrize("wrong", [{"at": "2026-11-20T12:00:00Z"}, {"at": AT, "then": AT}])
def test_a_value_takes_no_other_type_and_no_unknown_field(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Moment.model_validate(wrong)


def test_a_value_can_not_be_changed() -> None:
    with pytest.raises(ValidationError):
        Moment(at=AT).at = AT  # type: ignore[misc]  # that is the case


def test_bytes_of_any_kind_survive_json() -> None:
    sent = Validators(url="https://gazette.example/", etag=b'W/"\xff\x00"')
    assert Validators.model_validate_json(sent.model_dump_json()) == sent


@pytest.mark.parametrize("text", ["tag:gazette.example,2026:1", "https://gazette.example/1", "urn:uuid:0", "a:b"])
def test_what_can_stand_as_an_id(text: str) -> None:
    assert is_absolute_iri(text)


@pytest.mark.parametrize(
    "text", ["", "1", "no scheme", "https://gazette.example/a b", "a:\x00", "a:\n", "a:" + "b" * 4096]
)
def test_what_can_not_stand_as_an_id(text: str) -> None:
    assert not is_absolute_iri(text)


def test_the_key_is_the_first_of_id_link_enclosure_and_words() -> None:
    whole = Entry(
        upstream_id="7",
        link="https://gazette.example/7",
        enclosures=(Enclosure(url="https://a.example/7.mp3"),),
        title="T",
        digest="d",
    )
    assert key_of(whole) == "7"
    assert key_of(whole.model_copy(update={"upstream_id": None})) == "https://gazette.example/7"
    assert key_of(whole.model_copy(update={"upstream_id": None, "link": None})) == "https://a.example/7.mp3"


def test_an_entry_without_any_address_is_known_by_its_words_and_its_date() -> None:
    words = Entry(title="T", body="<p>B</p>", digest="d")
    assert key_of(words).startswith("words:")
    assert key_of(words) == key_of(words.model_copy(update={"body": "<p>another</p>"}))
    assert key_of(words) != key_of(words.model_copy(update={"published": AT}))
    assert key_of(words.model_copy(update={"title": ""})) != key_of(words)


def test_an_entry_without_anything_can_not_be_told_from_others() -> None:
    with pytest.raises(ValueError, match="can not be told"):
        key_of(Entry(digest="d"))


def test_a_minted_id_names_our_host_the_day_and_the_publisher_and_nothing_else_decides_it() -> None:
    made = mint("https://feeds.example:8080/", "gazette", "7", AT)
    assert made == mint("https://feeds.example:8080/", "gazette", "7", AT + timedelta(hours=3))
    assert made.startswith("tag:feeds.example,2026-11-20:gazette/")
    assert is_absolute_iri(made)
    assert (
        len(
            {
                made,
                mint("https://feeds.example/", "herald", "7", AT),
                mint("https://feeds.example/", "gazette", "8", AT),
            }
        )
        == 3
    )
    assert mint("nonsense", "gazette", "7", AT).startswith("tag:localhost,")


def test_a_license_knows_whether_it_forbids_adaptation_and_trade() -> None:
    free = License(key="a", name="A", permits=frozenset({"DerivativeWorks"}))
    bound = License(key="b", name="B", prohibits=frozenset({"CommercialUse"}))
    assert (free.no_derivatives, free.non_commercial) == (False, False)
    assert (bound.no_derivatives, bound.non_commercial) == (True, True)


def test_a_plan_knows_the_address_of_each_of_its_formats() -> None:
    plan = Plan(
        name="w",
        title="W",
        description="",
        language="en",
        home="https://f.example/",
        urls=(("rss", "https://f.example/w.rss"), ("atom", "https://f.example/w.atom")),
        updated=AT,
        republications=(),
    )
    assert [plan.url_of("rss"), plan.url_of("atom")] == ["https://f.example/w.rss", "https://f.example/w.atom"]


def test_findings_and_proofs_are_plain_values() -> None:
    finding = Finding(code="missing-id", severity=Severity.ERROR, message="no id")
    assert Rejected(name="w", format="rss", findings=(finding,)).findings[0].line == 0
    assert ValidFeed(name="w", format="rss", body=b"", digest="", entry_ids=()).body == b""


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_says_what_it_is_why_and_what_to_do(reason: Reason) -> None:
    text = REASONS[reason]
    assert text.message
    assert text.why
    assert text.fix
    assert not text.can_be_lifted or text.kind in {Kind.WAIT, Kind.HOLD, Kind.REFUSAL}
