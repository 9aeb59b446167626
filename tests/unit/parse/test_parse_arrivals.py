"""Identity and dates of arrivals: the same entry is the same for ever, and its dates are its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.model.document import Document, DocumentInfo, Entry, Person
from syndicator.model.records import Arrival, StoredEntry
from syndicator.parse import Settled, settle
from syndicator.parse.arrivals import keys_of

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def entry(number: int = 1, **changes: object) -> Entry:
    values: dict[str, object] = {
        "upstream_id": f"https://sample.example/{number}",
        "link": f"https://sample.example/p/{number}",
        "title": f"Title {number}",
        "authors": (Person(name="Ada Sample"),),
        "body": f"<p>Body {number}</p>",
        "published": AT - DAY,
        "digest": f"d{number}",
    }
    return Entry.model_validate(values | changes)


def settled(
    *entries: Entry, priors: Mapping[str, StoredEntry] | None = None, at: datetime = AT, listed: tuple[str, ...] = ()
) -> Settled:
    document = Document(
        info=DocumentInfo(format="atom-1.0"),
        listed=listed or tuple(dict.fromkeys(one.digest for one in entries)),
        entries=entries,
    )
    return settle(
        document,
        publisher="sample",
        known={one.entry.digest: key for key, one in (priors or {}).items()},
        priors=priors or {},
        claims_of=lambda _: (),
        base_url="https://feeds.example/",
        at=at,
    )


def stored(*arrivals: Arrival) -> dict[str, StoredEntry]:
    return {
        one.key: StoredEntry(
            publisher="sample",
            key=one.key,
            id=one.id,
            source="s",
            sources=("s",),
            first_seen=one.first_seen,
            seen=one.first_seen,
            published=one.published,
            updated=one.updated,
            entry=one.entry,
            claims=(),
        )
        for one in arrivals
    }


def only(found: Settled) -> Arrival:
    assert len(found.arrivals) == 1
    return found.arrivals[0]


def test_an_absolute_iri_is_the_published_id_character_for_character() -> None:
    assert only(settled(entry(upstream_id="tag:Sample.example,2011:A/1%41"))).id == "tag:Sample.example,2011:A/1%41"


@pytest.mark.parametrize("upstream_id", ["4711", "has space:x", None])
def test_any_other_id_is_minted_and_then_kept(upstream_id: str | None) -> None:
    first = only(settled(entry(upstream_id=upstream_id)))
    assert first.id.startswith("tag:feeds.example,2026-03-01:sample/")
    again = only(settled(entry(upstream_id=upstream_id, digest="new"), priors=stored(first), at=AT + 40 * DAY))
    assert again.id == first.id
    assert again.first_seen == AT


def test_an_entry_that_nothing_identifies_is_left_out_and_counted() -> None:
    found = settled(entry(upstream_id=None, link=None, title="", body=None), entry(2))
    assert found.nameless == 1
    assert [one.key for one in found.arrivals] == ["https://sample.example/2"]


@pytest.mark.proves("D-32")
def test_of_one_id_with_one_link_the_last_by_date_stands() -> None:
    older, newer = entry(digest="a", updated=AT - 3 * DAY), entry(digest="b", updated=AT - 2 * DAY)
    for order in ((older, newer), (newer, older)):
        found = settled(*order)
        assert only(found).entry == newer
        assert found.listed == ((newer.upstream_id, "b"),)
        assert found.doubles == 1


@pytest.mark.proves("D-32")
def test_of_one_id_with_other_links_each_further_one_gets_a_minted_id() -> None:
    first, second = entry(digest="a"), entry(digest="b", link="https://sample.example/other")
    found = settled(first, second)
    assert found.doubles == 1
    assert [one.entry for one in found.arrivals] == [first, second]
    assert found.arrivals[0].id == first.upstream_id
    assert found.arrivals[1].id.startswith("tag:feeds.example,")
    assert found.arrivals[1].key == f"{first.upstream_id}#https://sample.example/other"


def test_two_works_under_one_id_never_take_turns() -> None:
    first, second = entry(digest="a"), entry(digest="b", link="https://sample.example/other")
    priors = stored(*settled(first, second).arrivals)
    changed = second.model_copy(update={"digest": "c", "title": "Changed"})
    found = settled(changed, priors=priors, listed=("a", "c"))
    assert only(found).key.endswith("#https://sample.example/other")
    assert dict(found.listed) == {first.upstream_id: "a", only(found).key: "c"}
    third = entry(digest="e", link="https://sample.example/third")
    priors = stored(settled(first).arrivals[0])
    assert only(settled(third, priors=priors, listed=("a", "e"))).key.endswith("#https://sample.example/third")


def test_the_loser_of_a_double_stays_the_loser_at_the_next_poll() -> None:
    loser, winner = entry(digest="a", title="Loser"), entry(digest="b", title="Winner")
    priors = stored(*settled(loser, winner).arrivals)
    assert priors[str(winner.upstream_id)].entry == winner
    found = settled(loser, priors=priors, listed=("a", "b"))
    assert found.arrivals == ()
    assert dict(found.listed) == {winner.upstream_id: "b"}


def test_an_undated_double_gives_way_to_a_dated_one() -> None:
    dated, undated = entry(digest="a"), entry(digest="b", published=None)
    assert only(settled(dated, undated)).entry == dated
    assert only(settled(undated, dated)).entry == dated


def test_an_entry_whose_link_moved_keeps_its_key() -> None:
    priors = stored(*settled(entry()).arrivals)
    moved = entry(link="https://sample.example/new-slug", digest="n")
    assert only(settled(moved, priors=priors)).key == "https://sample.example/1"


def test_known_entries_are_listed_under_their_keys() -> None:
    priors = stored(*settled(entry(1), entry(2)).arrivals)
    found = settled(entry(3), priors=priors, listed=("d3", "d2", "d1", "gone"))
    assert [digest for _, digest in found.listed] == ["d3", "d2", "d1"]
    assert only(found).key == "https://sample.example/3"


@pytest.mark.proves("D-27")
@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (AT - 900 * DAY, AT - 900 * DAY),
        (AT + 7 * DAY, AT + 7 * DAY),
        (AT + 7 * DAY + timedelta(seconds=1), AT),
        (AT + 3650 * DAY, AT),
        (None, AT),
    ],
)
def test_published_is_the_upstream_date_or_first_seen(published: datetime | None, expected: datetime) -> None:
    first = only(settled(entry(published=published)))
    assert (first.published, first.first_seen) == (expected, AT)


def test_an_only_date_called_updated_is_the_date_of_publication() -> None:
    first = only(settled(entry(published=None, updated=AT - 9 * DAY)))
    assert (first.published, first.updated) == (AT - 9 * DAY, AT - 9 * DAY)


def test_a_date_too_far_ahead_does_not_come_true_while_it_is_ahead() -> None:
    far = entry(published=AT + 10 * DAY)
    priors = stored(only(settled(far)))
    again = far.model_copy(update={"digest": "n", "title": "Changed"})
    assert only(settled(again, priors=priors, at=AT + 5 * DAY)).published == AT
    assert only(settled(again, priors=priors, at=AT + 11 * DAY)).published == AT + 10 * DAY


@pytest.mark.proves("D-27", "D-33")
def test_updated_moves_only_with_the_work() -> None:
    first = only(settled(entry(updated=AT - DAY)))
    assert first.updated == AT - DAY
    priors = stored(first)
    later = AT + DAY
    noise = entry(updated=AT, digest="n", body="<p>Body\n  1</p>", title="Title  1")
    assert only(settled(noise, priors=priors, at=later)).updated == first.updated
    silent = entry(updated=AT - DAY, digest="s", body="<p>Corrected</p>")
    assert only(settled(silent, priors=priors, at=later)).updated == later
    stated = entry(updated=AT, digest="t", body="<p>Corrected</p>")
    assert only(settled(stated, priors=priors, at=later)).updated == AT
    backwards = entry(updated=AT - 9 * DAY, digest="b", body="<p>Corrected</p>")
    assert only(settled(backwards, priors=priors, at=later)).updated == later
    pinned = entry(updated=AT + 3650 * DAY, digest="p", body="<p>Corrected</p>")
    assert only(settled(pinned, priors=priors, at=later)).updated == later


def test_without_an_update_date_updated_is_published() -> None:
    assert only(settled(entry())).updated == AT - DAY


_dates = st.none() | st.integers(-9_000, 9_000).map(lambda hours: AT + timedelta(hours=hours))


@pytest.mark.proves("D-27")
@given(first=_dates, second=_dates, updated=_dates, body=st.sampled_from(["<p>a</p>", "<p>b</p>"]))
def test_dates_hold_their_promises_whatever_upstream_says(
    first: datetime | None, second: datetime | None, updated: datetime | None, body: str
) -> None:
    one = only(settled(entry(published=first, updated=updated, body="<p>a</p>")))
    assert max(one.published, one.updated) <= AT + 7 * DAY
    later = AT + 20 * DAY
    two = only(settled(entry(published=second, body=body, digest="n"), priors=stored(one), at=later))
    assert two.first_seen == AT
    assert (two.id, two.key) == (one.id, one.key)
    assert two.updated == one.updated if body == "<p>a</p>" else two.updated == later
    assert two.published in {second, AT}


def test_every_key_an_entry_may_be_stored_under_is_named() -> None:
    nameless = entry(upstream_id=None, link=None, title="", body=None)
    document = Document(info=DocumentInfo(format="rss-2.0"), entries=(entry(), nameless, entry(2, link=None)))
    assert keys_of(document) == (
        "https://sample.example/1",
        "https://sample.example/1#https://sample.example/p/1",
        "https://sample.example/2",
        "https://sample.example/2#d2",
    )
