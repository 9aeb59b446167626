"""Releases: which feeds have something new to say, and the outcome of each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import NamedTuple, ParamSpec, TypeVar

from syndicator.assemble import Considered
from syndicator.cycle.work import Options, Progress, Work
from syndicator.errors import SyndicatorError
from syndicator.model.base import Instant
from syndicator.model.config import Feed
from syndicator.model.records import FeedOutcome

Args = ParamSpec("Args")
Result = TypeVar("Result")


def release(work: Work, at: Instant, options: Options, progress: Progress) -> tuple[FeedOutcome, ...]:
    """Release every feed whose inputs changed, whose time has come, or whose files are not in place.

    Feeds that share a rationed publisher are considered together, so that who gets a slot does not depend on which of
    them happened to change.
    """
    wanted = [one for one in work.feeds.values() if not options.feeds or one.name in options.feeds]
    looked = {one.name: _tried(one, _look, work, one, at) for one in wanted}
    outcomes = {
        name: one if isinstance(one, FeedOutcome) else FeedOutcome(feed=name, outcome="skipped")
        for name, one in looked.items()
    }
    known = {name: one for name, one in looked.items() if isinstance(one, _Looked)}
    changed = [one for one in wanted if one.name in known and not known[one.name].stands]
    shared = frozenset[str]().union(*(work.rationed(one) for one in changed))
    if changed:
        releaser = work.releaser(at)
        going = [one for one in wanted if one in changed or (one.name in known and work.rationed(one) & shared)]
        tried = [_tried(one, releaser.consider, one) for one in going]
        considered = [one for one in tried if isinstance(one, Considered)]
        outcomes |= {one.feed: one for one in tried if isinstance(one, FeedOutcome)}
        waits = releaser.allot(considered)
        for one in considered:
            outcomes[one.feed.name] = _tried(one.feed, releaser.release, one, waits, known[one.feed.name].inputs)
    for outcome in outcomes.values():
        if outcome.outcome != "skipped":
            progress("feed", outcome)
    return tuple(outcomes.values())


def _tried(feed: Feed, step: Callable[Args, Result], *args: Args.args, **kwargs: Args.kwargs) -> Result | FeedOutcome:
    """Give what a step gives, or the outcome "failed" whatever happens in it: other feeds go on."""
    try:
        return step(*args, **kwargs)
    except SyndicatorError as error:
        return FeedOutcome(
            feed=feed.name, outcome="failed", code=error.code, message=str(error), exit_code=error.exit_code
        )
    except Exception as error:  # noqa: BLE001  # the one catch per job
        message = f"{type(error).__name__}: {error}"[:500]
        return FeedOutcome(feed=feed.name, outcome="failed", code="internal-error", message=message)


class _Looked(NamedTuple):
    inputs: str
    stands: bool


def _look(work: Work, feed: Feed, at: Instant) -> _Looked:
    stored = work.store.inputs(feed.sources)
    inputs = hashlib.sha256(f"{stored}\n{work.fingerprint(feed, at)}".encode()).hexdigest()
    return _Looked(inputs, _stands(work, feed, inputs, at))


def _stands(work: Work, feed: Feed, inputs: str, at: Instant) -> bool:
    """Tell whether the last release of a feed still says what there is to say."""
    state = work.store.feed_state(feed.name)
    if state is None or not state.published or state.inputs != inputs:
        return False
    if state.next_release and state.next_release <= at:
        return False
    return work.in_place(state)
