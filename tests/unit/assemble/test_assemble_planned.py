"""What a feed is made of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from harness.candidates import (
    AT,
    BASE,
    CC_BY,
    FEED,
    PERMIT,
    SOURCE,
    TERMS,
    candidate,
    considered,
    stored,
)

from syndicator import assemble
from syndicator.assemble import Considered, Released
from syndicator.assemble.planned import STUB_FOR, TOMBSTONES_MAX
from syndicator.model.base import Instant
from syndicator.model.config import Feed, Pages
from syndicator.model.document import Carrier, DocumentInfo, Enclosure, RightsMark, Scope
from syndicator.model.plan import Plan, Stub
from syndicator.model.reasons import REASONS, Kind, Reason
from syndicator.model.records import DecisionRecord, LiveEntry, Withdrawn
from syndicator.model.rights import Hold, Refusal, Wait, Withdrawal
from syndicator.model.terms import Media

HOUR = timedelta(hours=1)
INFO = DocumentInfo(
    format="atom-1.0",
    id="tag:gazette.example,2026:all",
    title="The Gazette: Sea",
    link="https://gazette.example/sea",
    self_link="https://gazette.example/feeds/sea.atom",
    updated=AT,
    rights=(
        RightsMark(carrier=Carrier.ATOM_LINK_LICENSE, scope=Scope.DOCUMENT, url=CC_BY.url),
        RightsMark(carrier=Carrier.ATOM_RIGHTS, scope=Scope.DOCUMENT, text="(c) The Sample Gazette"),
    ),
)


def plan_of(made: Considered, waits: dict[str, Wait] | None = None, info: DocumentInfo | None = INFO) -> Released:
    return assemble.plan_of(made, waits or {}, {"sea": SOURCE}, {"sea": info}, BASE, AT)


def plan(made: Considered, waits: dict[str, Wait] | None = None, info: DocumentInfo | None = INFO) -> Plan:
    found = plan_of(made, waits, info).plan
    assert found is not None
    return found


def numbers(released: Released) -> list[int]:
    return [int(one.stored.id.rpartition(":")[2]) for one in released.republished]


def kinds(released: Released) -> dict[str, str]:
    return {one.id.rpartition(":")[2]: one.kind for one in released.decisions}


def live(number: int, **changes: object) -> LiveEntry:
    one = LiveEntry(feed="world", id=stored(number).id, digest=f"d{number}", state="live", when=AT - number * HOUR)
    return one.model_copy(update=changes)


def test_a_plan_says_what_the_feed_is_and_where() -> None:
    made = plan(considered(candidate(1), feed=FEED.model_copy(update={"language": "fr"})))
    assert (made.name, made.title, made.description, made.language) == ("world", "World", "A test feed", "fr")
    assert made.home == BASE
    assert made.urls == (("rss", BASE + "world.rss"), ("atom", BASE + "world.atom"))


def test_entries_stand_in_the_order_in_which_they_were_considered() -> None:
    assert numbers(plan_of(considered(candidate(1), candidate(2), candidate(3)))) == [1, 2, 3]


def test_a_feed_holds_as_many_entries_as_it_may() -> None:
    feed = FEED.model_copy(update={"entries": 2})
    released = plan_of(considered(candidate(1), candidate(2), candidate(3), feed=feed))
    assert numbers(released) == [1, 2]
    assert kinds(released) == {"1": "permit", "2": "permit"}


def test_a_feed_stays_under_its_size_by_leaving_out_whole_entries_the_oldest_first() -> None:
    feed = FEED.model_copy(update={"bytes_max": 10_000})
    works = [candidate(number, html="x" * 3000) for number in range(1, 6)]
    assert numbers(plan_of(considered(*works, feed=feed))) == [1]
    assert numbers(plan_of(considered(*works, feed=feed.model_copy(update={"bytes_max": 10_200})))) == [1, 2]


def test_what_grows_when_it_is_escaped_counts_in_full() -> None:
    feed = FEED.model_copy(update={"bytes_max": 2 * 2048 + 2000 + 5})
    assert numbers(plan_of(considered(candidate(1, html="x" * 1000), candidate(2, html="x" * 1000), feed=feed))) == [
        1,
        2,
    ]
    for sign in "<>&":
        escaped = sign + "x" * 999
        works = candidate(1, html="x" * 1000), candidate(2, html=escaped + sign)
        assert numbers(plan_of(considered(*works, feed=feed))) == [1], sign


def test_one_entry_goes_out_whatever_its_size() -> None:
    huge = candidate(1, html="x" * 600_000)
    assert numbers(plan_of(considered(huge, candidate(2)))) == [1]


def test_what_got_no_slot_waits_and_the_next_takes_its_place() -> None:
    feed = FEED.model_copy(update={"entries": 2})
    wait = Wait(reasons=(Reason.QUOTA_REACHED,), until=AT + 12 * HOUR)
    released = plan_of(considered(candidate(1), candidate(2), candidate(3), feed=feed), {stored(1).id: wait})
    assert numbers(released) == [2, 3]
    assert kinds(released) == {"1": "wait", "2": "permit", "3": "permit"}


def test_references_need_no_slot() -> None:
    feed = FEED.model_copy(update={"mode": "link"})
    wait = Wait(reasons=(Reason.QUOTA_REACHED,))
    assert numbers(plan_of(considered(candidate(1), feed=feed), {stored(1).id: wait})) == [1]


def test_every_kind_of_no_is_recorded_with_its_reasons() -> None:
    others = (
        (stored(1), Wait(reasons=(Reason.EMBARGO,), until=AT + HOUR, message="Too early.")),
        (stored(2), Hold(reasons=(Reason.LICENSE_MISSING, Reason.LICENSE_MISSING))),
        (stored(3), Refusal(reasons=(Reason.RIGHTS_RESERVED,))),
        (stored(4), Withdrawal(reasons=(Reason.TAKEDOWN,))),
    )
    released = plan_of(considered(others=others))
    assert kinds(released) == {"1": "wait", "2": "hold", "3": "refusal", "4": "withdrawal"}
    first, second = released.decisions[:2]
    assert (first.until, first.message, first.title, first.publisher) == (AT + HOUR, "Too early.", "Piece 1", "gazette")
    assert first.link == "https://gazette.example/pieces/1"
    assert second.reasons == (Reason.LICENSE_MISSING,)


def test_a_permit_names_the_license_the_publisher_and_the_pick() -> None:
    picked = PERMIT.model_copy(update={"picked": True, "notes": (Reason.AI_OPT_OUT,)})
    one = plan_of(considered(candidate(1, permit=picked))).decisions[0]
    assert one.message == "CC BY 4.0, The Sample Gazette, picked by a person"
    assert one.reasons == (Reason.AI_OPT_OUT,)


def test_nothing_to_publish_and_nothing_ever_published_makes_no_plan() -> None:
    assert plan_of(considered()).plan is None
    empty = plan_of(considered(live=(live(1),))).plan
    assert empty is not None
    assert empty.republications == ()
    assert empty.updated == AT


def test_an_entry_carries_where_it_came_from() -> None:
    one = plan(considered(candidate(1))).republications[0]
    assert one.source.model_dump() == {
        "id": INFO.id,
        "title": INFO.title,
        "updated": AT,
        "self_link": INFO.self_link,
        "link": INFO.link,
        "rights": "(c) The Sample Gazette",
    }
    assert (one.publisher, one.publisher_url, one.license) == (TERMS.name, TERMS.url, CC_BY)


@pytest.mark.parametrize("info", [None, DocumentInfo(format="rss-2.0")])
def test_what_a_document_does_not_say_is_taken_from_the_source_and_its_publisher(info: DocumentInfo | None) -> None:
    one = plan(considered(candidate(1)), info=info).republications[0].source
    assert (one.id, one.self_link, one.title, one.link) == (SOURCE.url, SOURCE.url, TERMS.name, TERMS.url)
    assert (one.updated, one.rights) == (None, None)


def test_a_documents_own_address_that_is_none_gives_way_to_the_polled_one() -> None:
    info = INFO.model_copy(update={"self_link": "https://gazette.example/a feed.atom", "id": None})
    one = plan(considered(candidate(1)), info=info).republications[0].source
    assert (one.id, one.self_link) == (SOURCE.url, SOURCE.url)


@pytest.mark.parametrize("rule", ["strip", "keep"])
def test_files_go_along_only_where_media_may_stay(rule: str) -> None:
    terms = TERMS.model_copy(update={"media": Media(rule=rule)})
    entry = stored(1).entry.model_copy(update={"enclosures": (Enclosure(url="https://gazette.example/1.mp3"),)})
    one = plan(considered(candidate(1, terms=terms, entry=entry))).republications[0]
    assert bool(one.enclosures) == (rule == "keep")


def test_the_language_is_the_entrys_else_the_sources() -> None:
    entry = stored(1).entry.model_copy(update={"language": "cy"})
    made = plan(considered(candidate(1, entry=entry), candidate(2)))
    assert [one.language for one in made.republications] == ["cy", "en"]


def test_the_feed_is_as_new_as_its_newest_entry_or_tombstone() -> None:
    changed = candidate(3, updated=AT - timedelta(minutes=1))
    assert plan(considered(candidate(1), changed)).updated == AT - timedelta(minutes=1)
    gone = ((stored(2), Withdrawal(reasons=(Reason.TAKEDOWN,))),)
    assert plan(considered(candidate(1), others=gone, live=(live(1), live(2)))).updated == AT


def test_what_is_withdrawn_while_live_leaves_a_tombstone_that_stays() -> None:
    gone = ((stored(2), Withdrawal(reasons=(Reason.TAKEDOWN,))),)
    released = plan_of(considered(candidate(1), others=gone, live=(live(1), live(2))))
    assert [(one.id, one.state, one.when, one.reason) for one in released.live] == [
        (stored(1).id, "live", stored(1).updated, None),
        (stored(2).id, "withdrawn", AT, Reason.TAKEDOWN),
    ]
    later = plan(considered(candidate(1), others=gone, live=released.live))
    assert [(one.id, one.when, one.comment) for one in later.deleted] == [(stored(2).id, AT, "takedown")]


def test_a_tombstone_of_the_publisher_keeps_its_own_instant() -> None:
    when = AT - timedelta(minutes=30)
    gone = ((stored(2, deleted_upstream=when), Withdrawal(reasons=(Reason.UPSTREAM_TOMBSTONE,))),)
    made = plan(considered(candidate(1), others=gone, live=(live(2),)))
    assert [(one.id, one.when) for one in made.deleted] == [(stored(2).id, when)]


def gone(number: int, reason: Reason, when: Instant) -> LiveEntry:
    return live(number, state="withdrawn", reason=reason, when=when)


@pytest.mark.proves("D-42")
@pytest.mark.parametrize("reason", [one for one in Reason if REASONS[one].kind is Kind.WITHDRAWAL])
def test_a_stub_stands_for_fourteen_days_and_leads_to_the_original_only_where_that_is_right(reason: Reason) -> None:
    stub = Stub(
        id=stored(2).id,
        when=AT - STUB_FOR + timedelta(microseconds=1),
        reason=reason,
        link=stored(2).entry.link if reason in {Reason.ARTICLE_GONE, Reason.LICENSE_REVOKED} else None,
    )
    others = ((stored(2), Withdrawal(reasons=(reason,))),)
    made = plan(considered(candidate(1), others=others, live=(live(1), gone(2, reason, stub.when))))
    assert made.stubs == (() if reason is Reason.REMOVE_AFTER else (stub,))
    over = plan(considered(candidate(1), others=others, live=(live(1), gone(2, reason, AT - STUB_FOR))))
    assert over.stubs == ()
    assert len(over.deleted) == (0 if reason is Reason.REMOVE_AFTER else 1)


def test_a_stubs_address_is_that_of_the_last_decision_where_the_entry_is_not_looked_at_any_more() -> None:
    before = DecisionRecord(
        feed="world", id=stored(2).id, kind="withdrawal", at=AT, link="https://gazette.example/2", publisher="gazette"
    )
    left = gone(2, Reason.ARTICLE_GONE, AT)
    made = plan(considered(candidate(1), live=(left,), prior={before.id: before}))
    assert [one.link for one in made.stubs] == ["https://gazette.example/2"]
    assert [one.link for one in plan(considered(candidate(1), live=(left,))).stubs] == [None]
    theirs = (stored(2, contested=True), Hold(reasons=(Reason.IDENTITY_SUSPECT,)))
    assert [one.link for one in plan(considered(candidate(1), live=(left,), others=(theirs,))).stubs] == [None]


def test_stubs_stand_newest_withdrawal_first_and_make_the_feed_due_when_the_oldest_ends() -> None:
    left = (gone(2, Reason.TAKEDOWN, AT - 3 * HOUR), gone(3, Reason.TAKEDOWN, AT - HOUR))
    released = plan_of(considered(candidate(1), live=left))
    assert released.plan is not None
    assert [one.id for one in released.plan.stubs] == [stored(3).id, stored(2).id]
    assert assemble.due_again(released, AT, {"sea": SOURCE}) == AT - 3 * HOUR + STUB_FOR


def test_memory_of_withdrawals_alone_makes_no_plan() -> None:
    assert plan_of(considered(live=(gone(2, Reason.TAKEDOWN, AT),))).plan is None


def test_what_left_is_given_to_be_remembered_and_what_is_live_is_not() -> None:
    released = plan_of(considered(candidate(1), live=(live(1), gone(2, Reason.REMOVE_AFTER, AT))))
    assert assemble.withdrawn(released) == (
        Withdrawn(id=stored(2).id, feed="world", when=AT, reason=Reason.REMOVE_AFTER),
    )


def test_what_never_was_live_leaves_no_tombstone() -> None:
    gone = ((stored(2), Withdrawal(reasons=(Reason.TAKEDOWN,))),)
    assert plan(considered(candidate(1), others=gone, live=(live(1),))).deleted == ()


def test_what_rolls_off_or_has_served_its_time_just_leaves() -> None:
    gone = ((stored(2), Withdrawal(reasons=(Reason.REMOVE_AFTER,))),)
    released = plan_of(considered(candidate(1), others=gone, live=(live(1), live(2), live(3))))
    assert released.plan is not None
    assert released.plan.deleted == ()
    assert {one.id: one.state for one in released.live} == {stored(1).id: "live", stored(2).id: "withdrawn"}


def test_what_is_permitted_again_is_live_again_and_its_tombstone_goes() -> None:
    before = (live(1, state="withdrawn", reason=Reason.ARTICLE_GONE),)
    released = plan_of(considered(candidate(1), live=before))
    assert [one.state for one in released.live] == ["live"]
    assert released.plan is not None
    assert released.plan.deleted == ()


def test_a_feed_names_only_the_newest_tombstones() -> None:
    many = tuple(live(number, state="withdrawn", reason=Reason.TAKEDOWN) for number in range(1, TOMBSTONES_MAX + 6))
    released = plan_of(considered(candidate(100), live=many))
    assert released.plan is not None
    assert [one.id for one in released.plan.deleted] == [stored(number).id for number in range(1, TOMBSTONES_MAX + 1)]
    assert len(released.live) == TOMBSTONES_MAX + 6


def their(number: int, **changes: object) -> dict[str, object]:
    return {"publisher": "thief", "contested": True, **changes}


def test_of_two_entries_with_one_id_the_one_that_had_it_first_stands() -> None:
    for order in (0, 1):
        pair = [candidate(1, **their(1)), candidate(1)]
        released = plan_of(considered(*(pair if order else reversed(pair))))
        assert [one.stored.publisher for one in released.republished] == ["gazette"]
        assert [one.publisher for one in released.decisions] == ["gazette"]


def test_of_two_contested_entries_with_one_id_one_stands() -> None:
    released = plan_of(considered(candidate(1, **their(1)), candidate(1, **their(1, publisher="other"))))
    assert [one.stored.publisher for one in released.republished] == ["thief"]


def test_another_publishers_tombstone_takes_nothing_out_that_has_rolled_off() -> None:
    gone = ((stored(1, **their(1)), Withdrawal(reasons=(Reason.UPSTREAM_TOMBSTONE,))),)
    ours = DecisionRecord(feed="world", id=stored(1).id, kind="permit", at=AT, publisher="gazette")
    made = considered(candidate(2), others=gone, live=(live(1), live(2)), prior={ours.id: ours})
    assert plan(made).deleted == ()
    theirs = ours.model_copy(update={"publisher": "thief"})
    assert len(plan(made._replace(prior={ours.id: theirs})).deleted) == 1


def test_an_entry_that_can_not_be_written_is_held_with_the_words_of_the_writer() -> None:
    made = considered(candidate(1), candidate(2))
    rest = assemble.without(made, stored(1).id, "its id is no IRI")
    assert rest is not None
    released = plan_of(rest)
    assert numbers(released) == [2]
    held = next(one for one in released.decisions if one.kind == "hold")
    assert (held.id, held.reasons, held.message) == (stored(1).id, (Reason.UNSAFE_TO_FRAME,), "its id is no IRI")
    assert assemble.without(made, "tag:nobody", "") is None


def test_time_alone_changes_a_feed_at_the_end_of_its_first_wait() -> None:
    others = tuple(
        (stored(number), Wait(reasons=(Reason.EMBARGO,), until=until))
        for number, until in ((1, AT + 3 * HOUR), (2, AT + 2 * HOUR), (3, AT - HOUR), (4, None))
    )
    assert assemble.due_again(plan_of(considered(others=others)), AT, {"sea": SOURCE}) == AT + 2 * HOUR


def test_nothing_that_time_can_change_means_no_next_release() -> None:
    assert assemble.due_again(plan_of(considered(candidate(1))), AT, {"sea": SOURCE}) is None


@pytest.mark.parametrize("reason", [Reason.QUOTA_REACHED, Reason.SHARE_REACHED])
def test_what_waits_for_a_slot_is_looked_at_again_on_the_next_utc_day(reason: Reason) -> None:
    waits = {stored(1).id: Wait(reasons=(reason,), until=datetime(2026, 12, 1, tzinfo=UTC))}
    assert assemble.due_again(plan_of(considered(candidate(1)), waits), AT, {"sea": SOURCE}) == datetime(
        2026, 11, 21, tzinfo=UTC
    )


def test_what_has_to_leave_makes_the_feed_due_when_it_has_to() -> None:
    terms = TERMS.model_copy(update={"remove_after": timedelta(days=2)})
    released = plan_of(considered(candidate(1, terms=terms), candidate(5, terms=terms)))
    assert assemble.due_again(released, AT, {"sea": SOURCE}) == stored(5).published + timedelta(days=2)


@pytest.mark.parametrize("looks", [False, True])
def test_what_must_follow_corrections_leaves_sixty_days_after_it_went_live_unless_its_page_is_looked_at(
    looks: bool,
) -> None:
    terms = TERMS.model_copy(update={"corrections": "required"})
    source = SOURCE.model_copy(update={"pages": Pages(fetch=looks)})
    fresh = plan_of(considered(candidate(1, terms=terms)))
    old = plan_of(considered(candidate(1, terms=terms, first_live=AT - timedelta(days=59))))
    dues = [assemble.due_again(one, AT, {"sea": source}) for one in (fresh, old)]
    assert dues == ([None, None] if looks else [AT + timedelta(days=60), AT + timedelta(days=1)])


def test_the_license_of_a_permit_is_read_back_from_its_record() -> None:
    permit, *_ = plan_of(considered(candidate(1))).decisions
    assert assemble.licensed(permit) == CC_BY.name
    assert assemble.licensed(permit.model_copy(update={"kind": "hold"})) == ""
    assert assemble.licensed(None) == ""


def test_only_the_feeds_own_formats_get_an_address() -> None:
    feed = Feed(name="w", title="W", description="", sources=("sea",), formats=("atom",))
    assert plan(considered(candidate(1), feed=feed)).urls == (("atom", BASE + "w.atom"),)


def test_a_feed_that_was_public_is_emptied_and_dated_by_its_last_decision() -> None:
    refusal = Refusal(reasons=(Reason.EDITOR_REFUSED,))
    emptied = considered(others=((stored(1), refusal),))._replace(public=True)
    first = plan_of(emptied)
    assert first.plan is not None
    assert (first.plan.republications, first.plan.updated) == ((), AT)
    prior = {one.id: one for one in first.decisions}
    later = AT + timedelta(days=1)
    again = assemble.plan_of(emptied._replace(prior=prior), {}, {"sea": SOURCE}, {"sea": INFO}, BASE, later)
    assert again.plan == first.plan
