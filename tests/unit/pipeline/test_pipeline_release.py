"""What goes out, when it does not, and in which order things happen: real renderer and validator, played folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from harness.candidates import AT, BASE, FEED, PERMIT, SOURCE, TERMS, candidate, considered, framed, stored
from harness.fake_store import FakeStore
from harness.store_records import GAZETTE, arrival, poll

from syndicator.assemble import Candidate, Considered, Rests
from syndicator.errors import PublishError
from syndicator.model.base import Instant
from syndicator.model.config import Feed
from syndicator.model.document import Enclosure
from syndicator.model.findings import ValidFeed
from syndicator.model.framing import FrameFinding, Unframed
from syndicator.model.reasons import Reason
from syndicator.model.records import FeedOutcome, LiveEntry, StoredEntry, Withdrawn
from syndicator.model.rights import Decision, Hold, License, NotPermitted, Permit, Refusal, Wait
from syndicator.model.terms import Media, Quota
from syndicator.pipeline import LiveFolder, Releasing, consider, rationed, release
from syndicator.publish import Folder


class FakeFolder:
    """A folder in memory. ``broken`` makes the next publish fail, before or after the files are in place."""

    def __init__(self) -> None:
        self.live: dict[str, bytes] = {}
        self.generations: list[int] = []
        self.broken = ""
        self.withdrawn: tuple[Withdrawn, ...] = ()

    def publish(
        self, name: str, feeds: Sequence[ValidFeed], *, generation: int, withdrawn: Sequence[Withdrawn] = ()
    ) -> tuple[str, ...]:
        self.withdrawn = tuple(withdrawn)
        if self.broken == "before":
            raise PublishError("the disk is full", code="disk-full")
        files = {f"{name}.{one.format}": one.body for one in feeds}
        written = tuple(file for file, body in files.items() if self.live.get(file) != body)
        self.live |= files
        self.generations.append(generation)
        if self.broken == "after":
            raise PublishError("the power failed", code="io-error")
        return written


class Played:
    """A feed released with played parts."""

    def __init__(self, *stored_entries: StoredEntry) -> None:
        self.store = FakeStore()
        self.fake = FakeFolder()
        self.folder: LiveFolder = self.fake
        self.entries = list(stored_entries)
        self.decided: list[str] = []
        self.no: dict[str, Decision] = {}
        self.kept: dict[str, StoredEntry] = {}
        self.unframed: dict[str, Unframed] = {}
        self.terms = TERMS
        self.source = SOURCE

    def tools(self) -> Releasing:
        return Releasing(
            store=_Listing(self.store, self.entries),  # type: ignore[arg-type]  # the part that is read here
            folder=self.folder,
            sources={"sea": self.source},
            infos={},
            decide=self._decide,
            kept=self._kept,
            frame=self._frame,
            rests=lambda stored, _feed: Rests(f"r-{stored.entry.digest}", (), self.terms),
            base_url=BASE,
        )

    def _decide(self, entry: StoredEntry, _feed: Feed, _at: Instant) -> Decision:
        self.decided.append(entry.id)
        return self.no.get(entry.entry.digest) or self.no.get(entry.id, PERMIT)

    def _kept(self, entry: StoredEntry, _feed: Feed, _decision: NotPermitted) -> StoredEntry | None:
        return self.kept.get(entry.id)

    def _frame(self, entry: StoredEntry, permit: Permit, _feed: Feed) -> Candidate | Unframed:
        return self.unframed.get(entry.id) or Candidate(entry, permit, framed(entry), self.terms)

    def consider(self, feed: Feed = FEED) -> Considered:
        return consider(feed, self.tools(), AT)

    def release(self, made: Considered, waits: dict[str, Wait] | None = None) -> FeedOutcome:
        return release(made, waits or {}, self.tools(), "inputs", AT)


class _Listing:
    """A store whose entries are given, page by page."""

    def __init__(self, store: FakeStore, entries: list[StoredEntry]) -> None:
        self._entries = entries
        self.live = store.live
        self.feed_state = store.feed_state
        self.decisions = store.decisions
        self.record_release = store.record_release
        self.mark_published = store.mark_published

    def newest(
        self, sources: Sequence[str], *, limit: int, before: tuple[Instant, str] | None = None
    ) -> list[StoredEntry]:
        mine = [one for one in self._entries if one.source in sources]
        return [one for one in mine if before is None or one.published < before[0]][: min(limit, 3)]


HELD = Hold(reasons=(Reason.LICENSE_MISSING,))
NO_LICENSE = License(key="none", name="")


def ids(made: Considered) -> list[int]:
    return [int(one.stored.id.rpartition(":")[2]) for one in made.candidates]


# Considering.


def test_entries_are_considered_newest_first_over_pages_until_the_feed_is_full() -> None:
    played = Played(*(stored(number) for number in range(1, 20)))
    played.no = {stored(2).id: Hold(reasons=(Reason.LICENSE_MISSING,))}
    made = played.consider(FEED.model_copy(update={"entries": 5}))
    assert ids(made) == [1, 3, 4, 5, 6]
    assert [entry.id for entry, _ in made.others] == [stored(2).id]
    assert len(played.decided) == 6


def test_all_of_a_short_history_is_considered() -> None:
    assert ids(Played(stored(1), stored(2)).consider()) == [1, 2]
    assert ids(Played().consider()) == []


def test_entries_of_a_disabled_source_are_not_considered() -> None:
    played = Played(stored(1))
    played.source = SOURCE.model_copy(update={"enabled": False})
    assert ids(played.consider()) == []


def test_what_may_get_no_slot_does_not_count_towards_a_full_feed() -> None:
    played = Played(*(stored(number) for number in range(1, 40)))
    played.terms = TERMS.model_copy(update={"quota": Quota(count=1, per="day")})
    feed = FEED.model_copy(update={"entries": 3})
    assert len(played.consider(feed).candidates) == 4 * 3
    assert len(played.consider(feed.model_copy(update={"mode": "link"})).candidates) == 3
    played.entries = [stored(number, first_live=AT) for number in range(1, 40)]
    assert len(played.consider(feed).candidates) == 3


@pytest.mark.parametrize("terms", [{"quota": Quota(count=1, per="day")}, {"never_all": True}])
def test_a_publisher_with_a_quota_or_a_share_is_rationed_but_its_references_are_not(terms: dict[str, object]) -> None:
    assert rationed(TERMS.model_copy(update=terms), FEED)
    assert not rationed(TERMS.model_copy(update=terms), FEED.model_copy(update={"mode": "link"}))
    assert not rationed(TERMS, FEED)


@pytest.mark.parametrize(("reason", "kind"), [(Reason.AUTHOR_MISSING, Hold), (Reason.OVERSIZE, Refusal)])
def test_what_can_not_be_framed_is_held_or_refused_with_every_finding(reason: Reason, kind: type) -> None:
    played = Played(stored(1), stored(2))
    findings = (
        FrameFinding(reason=reason, message="One."),
        FrameFinding(reason=Reason.NOT_VERBATIM, message="Two."),
    )
    played.unframed = {stored(1).id: Unframed(findings=findings)}
    made = played.consider()
    assert ids(made) == [2]
    decision = made.others[0][1]
    assert type(decision) is kind
    assert (decision.reasons, decision.message) == ((reason, Reason.NOT_VERBATIM), "One. Two.")


def test_what_is_live_and_what_was_decided_before_is_considered_too() -> None:
    played = Played(stored(1))
    played.release(considered(candidate(1), candidate(2)))
    made = played.consider()
    assert {one.id for one in made.live} == {stored(1).id, stored(2).id}
    assert set(made.prior) == {stored(1).id, stored(2).id}


# Releasing.


def test_a_release_puts_out_every_format_and_says_what_it_did() -> None:
    played = Played()
    outcome = played.release(considered(candidate(1), candidate(2), others=((stored(3), HELD),)))
    assert (outcome.outcome, outcome.entries, outcome.files_written) == ("published", 2, ("world.rss", "world.atom"))
    assert {one.kind for one in outcome.decisions} == {"permit", "hold"}
    state = played.store.feed_state("world")
    assert state is not None
    assert (state.published, state.generation, state.inputs) == (True, 1, "inputs")
    assert [name for name, _ in state.files] == ["world.rss", "world.atom"]


def test_the_same_release_again_writes_no_file_and_no_line_of_the_ledger() -> None:
    played = Played(stored(1))
    played.release(played.consider())
    before = dict(played.fake.live), len(played.store.ledger())
    outcome = played.release(played.consider())
    assert (outcome.outcome, outcome.files_written) == ("unchanged", ())
    assert (played.fake.live, len(played.store.ledger())) == before


def test_a_feed_without_anything_to_say_stays_empty() -> None:
    played = Played()
    outcome = played.release(considered(others=((stored(1), HELD),)))
    assert (outcome.outcome, outcome.entries, played.fake.live) == ("empty", 0, {})
    assert [one.kind for one in played.store.decisions(feeds=("world",))] == ["hold"]
    state = played.store.feed_state("world")
    assert state is not None
    assert (state.published, state.files) == (True, ())


def test_the_first_time_an_entry_goes_live_takes_its_slot() -> None:
    played = Played()
    played.store.record_polls([poll("sea", arrival("tag:gazette.example,2026:1"))])
    played.release(considered(candidate(1)))
    assert played.store.stored(GAZETTE, ["tag:gazette.example,2026:1"])["tag:gazette.example,2026:1"].first_live == AT


GOOD = framed(stored(2))
REFUSED = {
    "no notice": {"html": GOOD.html.replace("syndicator-notice", "x")},
    "no link to the original": {"html": GOOD.html.replace(GOOD.link, "https://elsewhere.example/")},
    "no license": {"rights": "", "notice": ""},
    "a script": {"html": GOOD.html + "<script>alert(1)</script>"},
}


@pytest.mark.proves("D-08")
@pytest.mark.parametrize("fault", REFUSED)
def test_bytes_that_the_gate_refuses_leave_the_last_good_files_and_say_why(fault: str, tmp_path: Path) -> None:
    played = Played(stored(1))
    played.folder = folder = Folder.open(tmp_path / "feeds")
    played.release(played.consider())
    before = files(tmp_path), len(played.store.ledger()), played.store.feed_state("world")
    unlicensed = PERMIT.model_copy(update={"grant": PERMIT.grant.model_copy(update={"license": NO_LICENSE})})
    permit = unlicensed if fault == "no license" else PERMIT
    bad = Candidate(stored(2), permit, GOOD.model_copy(update=REFUSED[fault]), TERMS)
    outcome = played.release(considered(candidate(1), bad))
    folder.close()
    assert (outcome.outcome, outcome.code) == ("kept", "gate-refused")
    assert outcome.message.startswith("world.rss: ")
    assert "last good files kept" in outcome.message
    assert {one.kind for one in outcome.decisions} == {"permit"}
    assert (files(tmp_path), len(played.store.ledger()), played.store.feed_state("world")) == before


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "feeds").iterdir()}


def test_a_feed_that_can_not_be_written_at_all_leaves_the_last_good_files() -> None:
    played = Played()
    tools = played.tools()._replace(base_url="nowhere")
    outcome = release(considered(candidate(1)), {}, tools, "inputs", AT)
    assert (outcome.outcome, outcome.code) == ("kept", "not-rendered")
    assert "base_url" in outcome.message
    assert outcome.decisions
    assert (played.fake.live, played.store.feed_state("world")) == ({}, None)


# One bad entry.


def unwritable(number: int, where: str) -> Candidate:
    """Give a candidate that the rules and the frame let through and XML does not."""
    changes: dict[str, object] = {
        "work": {"html": framed(stored(number)).html + "\ufffe"},
        "link": {"link": "https://gazette.example/a b"},
    }.get(where, {})
    entry = stored(number, **({"id": "no iri"} if where == "id" else {}))
    return Candidate(entry, PERMIT, framed(entry, **changes), TERMS)


@pytest.mark.parametrize("where", ["work", "link", "id"])
def test_an_entry_that_can_not_be_written_is_held_and_the_others_go_out(where: str) -> None:
    played = Played()
    outcome = played.release(considered(candidate(1), unwritable(2, where), candidate(3)))
    assert (outcome.outcome, outcome.entries) == ("published", 2)
    held = [one for one in outcome.decisions if one.kind == "hold"]
    assert [(one.title, one.reasons) for one in held] == [("Piece 2", (Reason.UNSAFE_TO_FRAME,))]
    assert "could not be written" in held[0].message
    assert [one.kind for one in played.store.decisions(feeds=("world",))].count("hold") == 1
    assert all(stored(1).id.encode() in body for body in played.fake.live.values())
    assert not any(b"pieces/2" in body for body in played.fake.live.values())


def test_the_next_candidate_takes_the_place_of_one_that_can_not_be_written_and_only_what_goes_out_takes_a_slot() -> (
    None
):
    played = Played()
    for number in (1, 2, 3):
        played.store.record_polls([poll(f"s{number}", arrival(f"tag:gazette.example,2026:{number}"))])
    feed = FEED.model_copy(update={"entries": 2})
    outcome = played.release(considered(candidate(1), unwritable(2, "work"), candidate(3), feed=feed))
    assert outcome.entries == 2
    live = {one.id for one in played.store.live("world")}
    assert live == {stored(1).id, stored(3).id}
    keys = [stored(number).id for number in (1, 2, 3)]
    charged = [key for key, one in played.store.stored(GAZETTE, keys).items() if one.first_live]
    assert charged == [stored(1).id, stored(3).id]


def test_a_feed_of_entries_that_can_not_be_written_is_empty_and_each_is_held() -> None:
    played = Played()
    outcome = played.release(considered(*(unwritable(number, "work") for number in range(1, 60))))
    assert (outcome.outcome, len(outcome.decisions)) == ("empty", 59)
    assert {one.kind for one in outcome.decisions} == {"hold"}


def test_a_live_entry_that_can_no_longer_be_written_leaves_and_the_feed_lives_on() -> None:
    played = Played()
    played.release(considered(candidate(1), candidate(2)))
    live = played.store.live("world")
    outcome = played.release(considered(candidate(1), unwritable(2, "work"), live=live))
    assert (outcome.outcome, outcome.entries) == ("published", 1)
    assert [one.id for one in played.store.live("world")] == [stored(1).id]


def test_a_tombstone_that_can_not_be_written_is_no_entrys_fault() -> None:
    played = Played()
    gone = LiveEntry(feed="world", id="no iri", digest="d", state="withdrawn", when=AT, reason=Reason.TAKEDOWN)
    with pytest.raises(Exception, match="could not be written"):
        played.release(considered(candidate(1), live=(gone,)))
    assert (played.fake.live, played.store.feed_state("world")) == ({}, None)


# Between the record and the files.


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_publish_that_fails_leaves_the_release_unmarked_and_the_next_run_ends_in_the_same_files(where: str) -> None:
    smooth, rough = Played(stored(1), stored(2)), Played(stored(1), stored(2))
    smooth.release(smooth.consider())
    rough.fake.broken = where
    with pytest.raises(PublishError):
        rough.release(rough.consider())
    state = rough.store.feed_state("world")
    assert state is not None
    assert not state.published
    rough.fake.broken = ""
    outcome = rough.release(rough.consider())
    assert outcome.outcome == ("published" if where == "before" else "unchanged")
    assert rough.fake.live == smooth.fake.live
    assert len(rough.store.ledger()) == len(smooth.store.ledger())
    state = rough.store.feed_state("world")
    assert state is not None
    assert state.published
    assert rough.fake.generations[-1] == state.generation


def test_generations_only_grow() -> None:
    played = Played(stored(1))
    for _ in range(3):
        played.release(played.consider())
    assert played.fake.generations == [1, 2, 3]


def test_enclosures_of_an_entry_reach_the_bytes_where_media_may_stay() -> None:
    file = Enclosure(url="https://gazette.example/1.mp3", media_type="audio/mpeg", length_bytes=9)
    entry = stored(1).entry.model_copy(update={"enclosures": (file,)})
    terms = TERMS.model_copy(update={"media": Media(rule="keep")})
    played = Played()
    outcome = played.release(considered(candidate(1, terms=terms, entry=entry)))
    assert outcome.outcome == "published"
    assert b"1.mp3" in played.fake.live["world.rss"]


def test_the_live_revision_goes_out_where_the_newest_may_not_take_its_place() -> None:
    played = Played(stored(1))
    before = stored(1).model_copy(update={"entry": stored(2).entry})
    played.no["d1"] = HELD
    played.kept[stored(1).id] = before
    assert [one.stored for one in played.consider().candidates] == [before]
    played.no["d2"] = Refusal(reasons=(Reason.USE_NOT_PERMITTED,))
    assert played.consider().others == ((stored(1), HELD),)


def test_what_left_is_handed_to_the_folder_to_be_remembered() -> None:
    played = Played()
    left = LiveEntry(feed="world", id=stored(2).id, digest="", state="withdrawn", when=AT, reason=Reason.TAKEDOWN)
    played.release(considered(candidate(1), live=(left,)))
    assert played.fake.withdrawn == (Withdrawn(id=stored(2).id, feed="world", when=AT, reason=Reason.TAKEDOWN),)


def test_a_wait_makes_the_feed_due_again_when_it_ends() -> None:
    played = Played()
    wait = Wait(reasons=(Reason.EMBARGO,), until=AT + timedelta(hours=2))
    played.release(considered(candidate(1), others=((stored(2), wait),)))
    state = played.store.feed_state("world")
    assert state is not None
    assert state.next_release == AT + timedelta(hours=2)
