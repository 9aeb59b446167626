"""Edges of single rules that are easier to say here than in a case file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from licensing_world import AT, BODY, ID, PARAGRAPH, case_of, terms_of

from syndicator.licensing import decide, resolve
from syndicator.licensing.case import Asked, rights_of
from syndicator.licensing.rules import RULES
from syndicator.licensing.text import host_of, visible, visible_head, visible_tail
from syndicator.model.document import Scope
from syndicator.model.reasons import REASONS, Reason
from syndicator.model.rights import Claim, Grant, Hold, Permit, Reading, Refusal, Wait, Withdrawal


def kind(**given: Any) -> type:
    return type(decide(case_of(**given)))


def reasons(**given: Any) -> tuple[Reason, ...]:
    return tuple(getattr(decide(case_of(**given)), "reasons", ()))


@pytest.mark.parametrize(
    ("rule", "entry", "expected"),
    [
        ({"title": ("FERRIES", "trains")}, {}, Permit),
        ({"title": ("ferr",)}, {}, Wait),
        ({"title": ("ferries",), "author": ("university of",)}, {}, Permit),
        ({"title": ("ferries",), "author": ("college",)}, {}, Wait),
        ({"category": ("world",)}, {"categories": ("World affairs",)}, Permit),
        ({"summary": ("tides",)}, {"summary": "<p>On <b>tides</b>.</p>"}, Permit),
        ({"summary": ("timetable",)}, {"body_is_summary": True}, Permit),
        ({"summary": ("timetable",)}, {}, Wait),
        ({"summary": ("xxxx",)}, {}, Wait),
        ({"section": ("politics",)}, {"link": "https://sample.example/uk/politics/ferries-1?x=/y"}, Permit),
        ({"section": ("ferries",)}, {"link": "https://sample.example/uk/politics/ferries-1"}, Wait),
        ({"section": ("ferries",)}, {"link": "https://sample.example/uk/ferries-1/"}, Wait),
        ({"section": ("sample",)}, {"link": "https://sample.example/uk/ferries-1"}, Wait),
        ({"section": ("sample",)}, {"link": "//sample.example/uk/ferries-1"}, Wait),
        ({"section": ("uk",)}, {"link": "https://sample.example/uk/X"}, Permit),
        ({"section": ("xxxx",)}, {"link": "https://sample.example/uk/ferries-1"}, Wait),
        ({"section": ("uk",)}, {"link": None}, Wait),
        ({"language": ("en",)}, {"language": "en-GB"}, Permit),
        ({"language": ("en-GB",)}, {"language": "en"}, Wait),
        ({"language": ("pt",)}, {"language": "pt_BR"}, Permit),
        ({"language": ("pt_BR",)}, {"language": "pt-br"}, Permit),
        ({"language": ("en",)}, {}, Permit),
        ({"words_min": 144, "words_max": 144}, {}, Permit),
        ({"words_min": 10}, {}, Permit),
        ({"words_max": 200}, {}, Permit),
        ({"words_max": 200}, {"body": None}, Permit),
        ({"words_min": 145}, {}, Wait),
        ({"words_max": 143}, {}, Wait),
        ({}, {}, Wait),
    ],
)
def test_a_selection_rule_picks_when_all_its_keys_hold(
    rule: dict[str, Any], entry: dict[str, Any], expected: type
) -> None:
    terms = {"full_text": "any"}
    assert kind(source={"select": {"include": (rule,)}}, entry=entry, terms=terms) is expected


@pytest.mark.parametrize(
    "body",
    [
        BODY + "<p>Continue reading</p>",
        BODY + '<p><a href="https://sample.example/x">Read the full story here</a> &raquo;</p>',
        BODY + "<p>It all began […]</p>",
    ],
)
def test_an_invitation_to_read_on_marks_a_teaser(body: str) -> None:
    assert reasons(entry={"body": body}) == (Reason.TEASER_ONLY,)


def test_a_text_that_is_its_own_summary_is_a_teaser() -> None:
    assert reasons(entry={"summary": BODY}) == (Reason.TEASER_ONLY,)


def test_seven_hundred_and_one_characters_are_no_teaser() -> None:
    assert kind(entry={"body": "<i>" + "y" * 701 + "</i>"}) is Permit
    assert reasons(entry={"body": "<i>" + "y" * 700 + "</i>"}) == (Reason.TEASER_ONLY,)


@pytest.mark.parametrize(
    ("entry", "suspect"),
    [
        ({"body": "<p>BRINDLE (AP) - Boats.</p>" + BODY}, True),
        ({"body": BODY + "<p>This story is <i>republished</i> with permission.</p>"}, True),
        ({"body": BODY + "<p>Publié initialement dans le Journal du Port.</p>"}, True),
        ({"body": BODY + "<p>Republished from the Harbor Daily. The Sample Conversation.</p>"}, True),
        ({"body": BODY + "<p>This article is republished from The Sample Conversation.</p>"}, False),
        ({"body": BODY + "<p>Originally published at www.sample.example by its desk.</p>"}, False),
        ({"body": f"{BODY}<p>This first appeared on The Sample Conversation and is republished here.</p>"}, False),
        ({"body": f"{BODY}<p>The Sample Conversation is a newsroom. It is republished here.</p>"}, True),
        ({"body": BODY + "<p>Originally published here.</p>" + BODY * 2}, False),
        ({"authors": ({"name": "The Associated Press"},)}, True),
        ({"authors": ({"name": "Jo Park | dpa"},)}, True),
        ({"authors": ({"name": "Apolline Effe"},)}, False),
        ({"link": None}, False),
        ({"origin": {"id": "tag:sample.example,2011:feed"}}, False),
        ({"origin": {"link": "https://sample.example/feed"}}, False),
    ],
)
def test_signs_of_a_third_party_are_seen(entry: dict[str, Any], suspect: bool) -> None:
    assert reasons(entry=entry) == ((Reason.THIRD_PARTY_SUSPECT,) if suspect else ())


def test_a_permit_names_the_registry_and_the_reading_among_its_evidence() -> None:
    decision = decide(case_of())
    assert isinstance(decision, Permit)
    *_, registry = decision.grant.basis
    raw = "cc:by-nd/4.0 https://sample.example/republishing read by Jo Park on 2026-11-20"
    assert registry == Claim(
        carrier="registry",
        scope=Scope.REGISTRY,
        raw=raw,
        license_key="cc:by-nd/4.0",
        reading=Reading.EXACT,
        seen_at=datetime(2026, 11, 20, tzinfo=UTC),
        digest=sha256(f"registry\0registry\0{raw}".encode()).hexdigest(),
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, Permit),
        ({"feed": {"mode": "link"}}, Permit),
        ({"source": {"select": {}}}, Wait),
        ({"terms": {"automation": "manual"}}, Hold),
        ({"acts": [{"kind": "refuse"}]}, Refusal),
        ({"acts": [{"kind": "takedown"}]}, Withdrawal),
    ],
    ids=["permit", "reference", "wait", "hold", "refusal", "withdrawal"],
)
def test_the_answers_name_every_rule_in_its_order(given: dict[str, Any], expected: type) -> None:
    decision = decide(case_of(**given))
    assert type(decision) is expected
    assert [answer.rule for answer in decision.answers] == [rule.name for rule in RULES]


def test_rights_are_told_without_a_decision_where_the_terms_are_known() -> None:
    granted = rights_of(case_of())
    assert isinstance(granted, Grant)
    assert granted.license.key == "cc:by-nd/4.0"
    assert rights_of(case_of(no_terms=True)) is None


def test_an_entry_without_a_body_has_no_words() -> None:
    bare = Asked(case_of(entry={"body": None}))
    assert (bare.body, bare.head, bare.tail) == ("", "", "")


def test_every_answer_carries_a_message() -> None:
    decision = decide(case_of(terms={"automation": "manual"}))
    assert isinstance(decision, Hold)
    assert decision.message == REASONS[Reason.AUTOMATION_FORBIDDEN].message


def test_an_approval_lifts_only_what_a_person_may_lift() -> None:
    liftable = {reason for reason, text in REASONS.items() if text.can_be_lifted}
    approved = case_of(
        acts=[{"kind": "approve"}],
        stored={"contested": True},
        terms={"automation": "manual", "notify": "before"},
        document={"recovered": True},
        entry={"link": "https://harbor-daily.example/x", "body": ""},
    )
    lifted = {answer.reason for answer in decide(approved).answers if answer.outcome == "lifted"}
    assert isinstance(decide(approved), Permit)
    assert lifted <= liftable
    assert len(lifted) == 6


def test_what_an_approval_lifted_names_the_person_and_no_longer_ends() -> None:
    decision = decide(case_of(source={"select": {}}, acts=[{"kind": "approve"}]))
    (lifted,) = [answer for answer in decision.answers if answer.outcome == "lifted"]
    message = f"Lifted by Jo Park: {REASONS[Reason.NOT_SELECTED].message}"
    assert (lifted.rule, lifted.message, lifted.until) == ("selection", message, None)


def test_deciding_twice_gives_the_same_decision() -> None:
    case = case_of(terms={"automation": "manual"})
    assert decide(case) == decide(case)


def test_a_case_without_terms_has_no_rights() -> None:
    with pytest.raises(ValueError, match=r"^a case without terms has no rights to resolve$"):
        _ = Asked(case_of(no_terms=True)).rights
    for rule in RULES:
        if rule.name in {"third-party", "window", "identity"}:
            rule.ask(Asked(case_of(no_terms=True)))


def test_a_rights_sentence_and_a_link_of_the_document_are_weighed_together() -> None:
    case = case_of(
        document={
            "rights": (
                {
                    "carrier": "HTTP Link rel=license",
                    "scope": "document",
                    "url": "https://creativecommons.org/licenses/by-nc-nd/4.0/",
                },
            )
        }
    )
    decision = decide(case)
    assert isinstance(decision, Permit)
    assert decision.grant.license.key == "cc:by-nc-nd/4.0"


def test_one_statement_that_names_two_licenses_is_no_choice() -> None:
    claim = case_of().entry.claims[0]
    by, by_nc = (claim.model_copy(update={"license_key": key}) for key in ("cc:by-nd/4.0", "cc:by-nc-nd/4.0"))
    got = resolve((by, by_nc), (), terms_of({"expect_rights": ""}))
    assert getattr(got, "license").key == "cc:by-nc-nd/4.0"  # noqa: B009  (the union is narrowed by the test itself)


def test_a_looser_license_is_not_accepted_unless_somebody_says_so() -> None:
    claims = case_of(entry={"rights": ({"carrier": "dc:rights", "scope": "entry", "text": "CC BY 4.0"},)}).entry.claims
    assert isinstance(resolve(claims, (), terms_of({"expect_rights": ""})), Hold)


def test_a_closed_publisher_says_why() -> None:
    decision = decide(case_of(terms={"license": "none", "why": "a control that must never publish"}))
    assert isinstance(decision, Hold)
    assert decision.message == "a control that must never publish"


def test_a_hold_without_words_of_its_own_takes_those_of_its_reason() -> None:
    decision = decide(case_of(entry={"rights": ()}))
    assert isinstance(decision, Hold)
    assert decision.message == REASONS[Reason.LICENSE_MISSING].message


def test_visible_text_is_read_from_both_ends() -> None:
    long = "<p>start</p><!-- gone -->" + PARAGRAPH * 200 + "<script>no()</script><p>end &amp; out</p>"
    assert visible_head(long, 20).startswith("start The ferries")
    assert visible_tail(long, 10).endswith("end & out")
    assert visible_head("<b>" * 400 + "x", 5) == "x"
    assert visible_tail("x" + "<b>" * 400, 5) == "x"
    assert visible("a<b>b</b>c<br>d") == "abc d"


@pytest.mark.parametrize("piece", ["<!--", "<script>", "<style x", "<a ", "<b ", "<", "&", "<p", "-->"])
def test_hostile_markup_costs_no_more_than_its_length(piece: str) -> None:
    markup = piece * (1_000_000 // len(piece))
    for read_it in (visible, lambda text: visible_head(text, 701), lambda text: visible_tail(text, 500)):
        assert len(read_it(markup)) <= len(markup)


def test_what_is_never_closed_hides_the_rest() -> None:
    assert visible("a<!-- b") == "a"
    assert visible("a<SCRIPT>b</script >c<style>d") == "ac"


def test_a_host_is_read_without_user_and_port() -> None:
    assert host_of("HTTPS://jo:pw@Sample.Example.:8443/x") == "sample.example"
    assert host_of("tag:sample.example,2011:x") == ""
    assert host_of(None) == ""


def test_an_expired_embargo_has_no_end() -> None:
    decision = decide(case_of(stored={"published": AT + timedelta(days=2)}, source={"select": {}}))
    assert isinstance(decision, Wait)
    assert decision.reasons == (Reason.NOT_SELECTED, Reason.EMBARGO)
    assert decision.until == AT + timedelta(days=3) - timedelta(hours=3)


def test_acts_of_other_entries_are_not_heard() -> None:
    assert kind(acts=[{"kind": "takedown", "entry": ID + "x"}]) is Permit


@pytest.mark.parametrize(("length", "reason"), [(699, "article-gone"), (700, "teaser-only")])
def test_a_text_that_shrank_below_700_characters_is_gone_and_a_longer_one_is_a_shortened_feed(
    length: int, reason: str
) -> None:
    live = {"first_live": AT - timedelta(hours=1)}
    assert reasons(entry={"body": f"<p>{'x' * length}</p>"}, stored=live, live_body=PARAGRAPH * 60) == (reason,)


def test_what_was_withdrawn_is_told_beside_what_a_person_refused() -> None:
    answers = decide(case_of(withdrawn="article-gone", acts=[{"kind": "refuse"}])).answers
    assert [answer.reason for answer in answers if answer.reason] == ["editor-refused", "article-gone"]


def test_what_counts_for_feeds_alone_is_told_as_lifted_by_hand_and_has_no_end() -> None:
    answers = decide(case_of(by_hand=True, terms={"automation": "manual"})).answers
    assert [(answer.message, answer.until) for answer in answers if answer.outcome == "lifted"] == [
        ("By hand: The publisher forbids automatic republication.", None)
    ]
