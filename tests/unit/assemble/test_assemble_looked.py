"""What a look at a page changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from syndicator.assemble import first_look, looked
from syndicator.model.document import ArticlePage
from syndicator.model.pages import PageKind, PageState, Seen
from syndicator.model.polling import NotModified, PollFailure, PollKind, Validators

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
URL = "https://gazette.example/pieces/1"
DAY = timedelta(days=1)
TAGGED = Validators(url=URL, etag=b'"one"')


def state(kind: PageKind = PageKind.ARTICLE) -> PageState:
    return first_look(kind, URL, "gazette", AT)


def failure(status: int, *, wait: timedelta | None = None) -> PollFailure:
    code = f"http-{status}" if status else "connect-failed"
    return PollFailure(
        url=URL, kind=PollKind.SOFT_ERROR, code=code, message=f"it answers {status}", status=status, retry_after=wait
    )


def article(digest: str) -> Seen:
    return Seen(page=ArticlePage(text_digest=digest), validators=TAGGED)


def test_a_page_never_looked_at_is_due_at_once() -> None:
    assert (state().due, state().checked, state().facts) == (AT, None, "")


def test_an_article_that_was_read_is_looked_at_again_a_day_later_and_its_text_is_not_kept() -> None:
    record = looked(state(), article("d1"), AT)
    assert record.text is None
    assert (record.state.due, record.state.reached, record.state.digest) == (AT + DAY, AT, "d1")
    assert record.state.validators == TAGGED
    assert record.state.changed is None


def test_a_text_that_differs_from_the_one_before_is_noted_with_its_instant() -> None:
    first = looked(state(PageKind.TERMS), Seen(text="You may."), AT)
    assert first.text == "You may."
    assert first.state.changed is None
    same = looked(first.state, Seen(text="You may."), AT + 7 * DAY)
    assert same.state.changed is None
    other = looked(same.state, Seen(text="You may not."), AT + 14 * DAY)
    assert other.state.changed == AT + 14 * DAY
    assert other.state.due == AT + 21 * DAY
    assert looked(other.state, Seen(text="You may not."), AT + 21 * DAY).state.changed == AT + 14 * DAY


def test_not_modified_confirms_what_is_known() -> None:
    first = looked(state(), article("d1"), AT).state
    again = looked(first, NotModified(url=URL, validators=TAGGED), AT + DAY).state
    assert (again.reached, again.digest, again.page) == (AT + DAY, "d1", first.page)


@pytest.mark.proves("D-40")
def test_an_article_that_is_gone_for_good_is_gone_at_once_and_stays_so() -> None:
    gone = looked(state(), failure(410), AT).state
    assert gone.gone
    assert "gone" in gone.facts
    assert looked(gone, article("d1"), AT + DAY).state.gone


@pytest.mark.proves("D-40")
def test_an_article_is_gone_when_it_was_missing_twice_a_day_apart_and_not_sooner() -> None:
    once = looked(state(), failure(404), AT).state
    assert (once.gone, once.due) == (False, AT + DAY)
    sooner = looked(once, failure(404), AT + DAY - timedelta(seconds=1)).state
    assert not sooner.gone
    assert looked(once, failure(404), AT + DAY).state.gone


@pytest.mark.parametrize("between", [article("d1"), failure(503)], ids=["read", "an error of the server"])
def test_what_comes_between_two_answers_that_it_is_missing_begins_the_count_anew(
    between: Seen | PollFailure,
) -> None:
    once = looked(state(), failure(404), AT).state
    back = looked(once, between, AT + DAY).state
    assert not looked(back, failure(404), AT + 2 * DAY).state.gone


def test_a_terms_page_that_is_missing_is_no_article_that_is_gone() -> None:
    missing = looked(state(PageKind.TERMS), failure(410), AT).state
    assert not missing.gone
    assert missing.failing_since == AT
    assert missing.due == AT + timedelta(hours=6)


def test_failures_keep_what_was_known_and_the_first_of_them_is_remembered() -> None:
    known = looked(state(PageKind.TERMS), Seen(text="You may."), AT).state
    once = looked(known, failure(503), AT + DAY).state
    twice = looked(once, failure(0), AT + 2 * DAY).state
    assert (twice.failing_since, twice.digest, twice.code) == (AT + DAY, known.digest, "connect-failed")
    assert "failing" in twice.facts
    assert looked(twice, Seen(text="You may."), AT + 3 * DAY).state.failing_since is None


def test_a_wait_that_the_host_asks_for_is_kept() -> None:
    assert looked(state(), failure(503, wait=3 * DAY), AT).state.due == AT + 3 * DAY


@pytest.mark.parametrize(("status", "allows"), [(404, True), (410, True), (403, False), (429, False), (503, False)])
def test_a_host_without_rules_forbids_nothing_and_one_that_can_not_say_forbids_all(
    status: int, *, allows: bool
) -> None:
    """RFC 9309 2.3.1.3 and 2.3.1.4; who turns robots away is taken at his word."""
    record = looked(state(PageKind.ROBOTS), failure(status), AT)
    assert (record.text == "") is allows
    assert bool(record.state.digest) is allows


def test_an_article_barred_by_law_is_a_fact_that_decisions_rest_on() -> None:
    assert "http-451" in looked(state(), failure(451), AT).state.facts
