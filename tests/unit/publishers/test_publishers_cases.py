"""Every built-in publisher with an invented entry in its shape: the decision, and what a permitted entry shows."""

from __future__ import annotations

from typing import Any

import pytest
from publishers_world import CASES, Outcome, case_file, outcome_of

from syndicator.licensing import license_of
from syndicator.model.framing import Framed, Unframed
from syndicator.model.rights import Permit
from syndicator.model.terms import Automation
from syndicator.publishers import Registry, lint, load_registry
from syndicator.publishers import registry as registry_module
from syndicator.rewrite import text_of

EXPECTED = frozenset({"kind", "reasons", "unframed", "byline", "license", "says", "keeps", "gone"})


def _built_in() -> Registry:
    registry = load_registry()
    assert isinstance(registry, Registry)
    return registry


IDS = _built_in().ids()


def _asks() -> list[Any]:
    return [
        pytest.param(folder.name, ask, id=f"{folder.name}-{ask['when'].replace(' ', '-')}")
        for folder in sorted(CASES.iterdir())
        if folder.is_dir()
        for ask in case_file(folder.name)["ask"]
    ]


@pytest.mark.parametrize(("publisher", "ask"), _asks())
def test_an_entry_in_the_publisher_s_shape_ends_as_its_terms_say(publisher: str, ask: dict[str, Any]) -> None:
    expect = ask["expect"]
    assert expect.keys() <= EXPECTED, expect
    outcome = outcome_of(publisher, case_file(publisher)["entry"], ask.get("given", {}))
    decision = outcome.decision
    reasons = [str(reason) for reason in getattr(decision, "reasons", ())]
    assert (type(decision).__name__.lower(), reasons) == (expect["kind"], expect.get("reasons", [])), decision
    if "unframed" in expect:
        assert isinstance(outcome.shown, Unframed)
        assert [str(finding.reason) for finding in outcome.shown.findings] == expect["unframed"]
    elif isinstance(decision, Permit):
        _shows(outcome, expect, case_file(publisher)["entry"]["link"])


def _shows(outcome: Outcome, expect: dict[str, Any], link: str) -> None:
    """Hold a framed entry against what the case says; each sentence has to be read once, and once only."""
    framed = outcome.shown
    assert isinstance(framed, Framed), framed
    text = text_of(framed.html)
    assert framed.byline == expect["byline"]
    assert text.startswith(framed.byline)
    assert framed.rights.startswith(expect["license"])
    assert f": {expect['license']}" in text
    assert {words: text.count(words) for words in expect.get("says", ())} == dict.fromkeys(expect.get("says", ()), 1)
    assert {part: framed.html.count(part) for part in expect.get("keeps", ())} == dict.fromkeys(
        expect.get("keeps", ()), 1
    )
    assert [part for part in expect.get("gone", ()) if part in framed.html] == []
    assert f'href="{link}"' in framed.html
    assert "{" not in text


def test_there_are_at_least_forty_built_in_publishers() -> None:
    assert len(IDS) >= 40


def test_every_built_in_publisher_has_a_case_folder_and_no_folder_is_without_one() -> None:
    assert sorted(folder.name for folder in CASES.iterdir() if folder.is_dir()) == list(IDS)


@pytest.mark.parametrize("publisher", IDS)
def test_a_built_in_publisher_s_file_passes_lint_and_names_only_variables_that_exist(publisher: str) -> None:
    terms = _built_in().get(publisher)
    assert terms is not None
    assert lint(terms) == ()


@pytest.mark.parametrize("publisher", [one for one in IDS if (t := _built_in().get(one)) and t.license != "none"])
def test_a_built_in_license_is_one_that_is_known(publisher: str) -> None:
    terms = _built_in().get(publisher)
    assert terms is not None
    known = license_of(terms.license)
    assert known is not None
    assert known.version_known or terms.automation is Automation.MANUAL


@pytest.mark.parametrize("publisher", IDS)
def test_a_built_in_publisher_says_how_sure_its_record_is_and_when_its_page_was_seen(publisher: str) -> None:
    terms = _built_in().get(publisher)
    assert terms is not None
    assert terms.confidence
    assert terms.terms_seen


@pytest.mark.parametrize("publisher", IDS)
def test_a_terms_address_that_is_only_the_home_page_is_said_to_need_a_look(publisher: str) -> None:
    terms = _built_in().get(publisher)
    assert terms is not None
    if terms.terms_url.rstrip("/") == terms.url.rstrip("/") and publisher != "waging-nonviolence":
        assert "on record" in terms.remark


@pytest.mark.parametrize("publisher", [one for one in IDS if (t := _built_in().get(one)) and t.license == "none"])
def test_a_closed_publisher_is_never_permitted_not_even_when_a_person_picks_the_entry(publisher: str) -> None:
    terms = _built_in().get(publisher)
    assert terms is not None
    assert terms.why
    asks = case_file(publisher)["ask"]
    assert any(ask.get("given", {}).get("picked") for ask in asks)
    assert {ask["expect"]["kind"] for ask in asks} <= {"hold", "refusal"}


@pytest.mark.parametrize("publisher", [one for one in IDS if (t := _built_in().get(one)) and t.tagline])
def test_a_tagline_is_a_sentence_for_readers_that_a_case_has_read(publisher: str) -> None:
    terms = _built_in().get(publisher)
    assert terms is not None
    assert terms.tagline in [words for ask in case_file(publisher)["ask"] for words in ask["expect"].get("says", ())]


def test_only_the_publishers_that_are_asked_for_are_read() -> None:
    registry_module._built_in.cache_clear()
    registry = _built_in()
    assert registry.ids()
    assert registry_module._built_in.cache_info().currsize == 0
    registry.get("nasa")
    assert registry_module._built_in.cache_info().currsize == 1
