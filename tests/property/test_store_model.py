"""Whatever is recorded, in whatever order, with restarts in between: the database answers as the fake does."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from syndicator.model.config import Act, ActKind
from syndicator.model.polling import PollKind
from syndicator.store import open_store
from tests.harness.fake_store import FakeStore
from tests.harness.store_records import AT, GAZETTE, HERALD, arrival, later, poll, release, silent

KEYS = [f"tag:x:{number}" for number in range(4)]
OWNERS = {"uk": GAZETTE, "africa": GAZETTE, "copy": HERALD}
SOURCES = st.sampled_from(sorted(OWNERS))
ENTRIES = st.lists(
    st.builds(
        arrival,
        st.sampled_from(KEYS),
        body=st.sampled_from(["<p>a</p>", "<p>b</p>"]),
        age_h=st.sampled_from([1, 2]),
        rights=st.lists(st.sampled_from(["CC BY", "CC BY-ND", "All rights reserved"]), max_size=2, unique=True),
    ),
    max_size=3,
    unique_by=lambda made: made.key,
)


class StoreModel(RuleBasedStateMachine):
    """The real store and the fake one, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="store-model-"))
        self.real = open_store("sqlite", self.folder, at=AT)
        self.fake = FakeStore()
        self.hour = 0

    def teardown(self) -> None:
        self.real.close()
        shutil.rmtree(self.folder)

    @rule(batch=st.lists(st.tuples(SOURCES, ENTRIES, st.lists(st.sampled_from(KEYS), max_size=1)), max_size=3))
    def polls(self, batch: list[tuple[str, list[object], list[str]]]) -> None:
        self.hour += 1
        records = [
            poll(source, *made, publisher=OWNERS[source], at=later(self.hour), tombstones=gone)
            for source, made, gone in batch
        ]
        for store in (self.real, self.fake):
            store.record_polls(records)

    @rule(batch=st.lists(st.tuples(SOURCES, ENTRIES), min_size=1, max_size=2))
    def the_same_poll_twice(self, batch: list[tuple[str, list[object]]]) -> None:
        self.hour += 1
        records = [poll(source, *made, publisher=OWNERS[source], at=later(self.hour)) for source, made in batch]
        self.fake.record_polls(records)
        for _ in range(2):
            self.real.record_polls(records)

    @rule(source=SOURCES, outcome=st.sampled_from([PollKind.NOT_MODIFIED, PollKind.HARD_ERROR]))
    def nothing_came(self, source: str, outcome: PollKind) -> None:
        self.hour += 1
        for store in (self.real, self.fake):
            store.record_polls([silent(source, outcome, at=later(self.hour), publisher=OWNERS[source])])

    @rule(ids=st.lists(st.sampled_from(KEYS), unique=True), feed=st.sampled_from(["world", "asia"]))
    def released(self, ids: list[str], feed: str) -> None:
        self.hour += 1
        made = release(*ids, feed=feed, at=later(self.hour))
        assert self.real.record_release(made) == self.fake.record_release(made)

    @rule(entry=st.sampled_from(KEYS), kind=st.sampled_from(list(ActKind)))
    def act(self, entry: str, kind: ActKind) -> None:
        for store in (self.real, self.fake):
            store.record_act(Act(kind=kind, entry=entry, by="Jo Park", at=AT, why="so"))

    @rule()
    def restart(self) -> None:
        self.real.close()
        self.real = open_store("sqlite", self.folder, at=AT)
        assert not self.real.fresh

    @invariant()
    def both_answer_alike(self) -> None:
        real, fake = self.real, self.fake
        assert real.source_states() == fake.source_states()
        for source, owner in OWNERS.items():
            assert real.known_keys(source, "1") == fake.known_keys(source, "1")
            assert _plain(real.newest([source], limit=9)) == _plain(fake.newest([source], limit=9))
            assert real.stored(owner, KEYS).keys() == fake.stored(owner, KEYS).keys()
            assert real.charged(owner, since=AT, until=later(999)) == fake.charged(owner, since=AT, until=later(999))
        for feed in ("world", "asia"):
            assert real.feed_state(feed) == fake.feed_state(feed)
            assert real.live(feed) == fake.live(feed)
        assert (real.decisions(), real.acts(), real.ledger()) == (fake.decisions(), fake.acts(), fake.ledger())

    @invariant()
    def no_entry_is_there_twice_and_the_chain_holds(self) -> None:
        stored = self.real.newest(sorted(OWNERS), limit=99)
        assert max(Counter((made.publisher, made.key) for made in stored).values(), default=1) == 1
        assert max(Counter(made.id for made in stored if not made.contested).values(), default=1) == 1
        assert self.real.verify_ledger().ok


def _plain(found: list[object]) -> list[object]:
    """Give entries with their claims in one order: which of several sources' claims comes first is not promised."""
    return [
        made.model_copy(update={"claims": tuple(sorted(made.claims, key=lambda claim: claim.digest))}) for made in found
    ]


TestStoreModel = StoreModel.TestCase
TestStoreModel.settings = settings(
    max_examples=12,
    stateful_step_count=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],  # explaining traces every line, too slow here
)
