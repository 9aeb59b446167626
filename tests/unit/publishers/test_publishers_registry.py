"""The registry: built-in publishers, an operator's overrides, and faults told all at once."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from syndicator.errors import Fault
from syndicator.model.terms import Answer, Automation, Terms
from syndicator.publishers import Registry, lint, load_registry
from syndicator.publishers.reading import read_terms

MINIMAL = """
name = "The Sample Gazette"
url = "https://gazette.example"
hosts = ["gazette.example"]
terms_url = "https://gazette.example/republish"
"""


def registry(**files: str) -> Registry:
    loaded = load_registry({name.replace("_", "-"): text for name, text in files.items()})
    assert isinstance(loaded, Registry), loaded
    return loaded


def gazette(text: str) -> Terms:
    terms = registry(gazette=MINIMAL + text).get("gazette")
    assert terms is not None
    return terms


def faults(text: str, name: str = "gazette") -> tuple[Fault, ...]:
    loaded = load_registry({name: text})
    assert isinstance(loaded, tuple), "it was read without a fault"
    return loaded


def test_every_built_in_publisher_can_be_read_and_leaves_nothing_to_ask() -> None:
    built_in = registry()
    for publisher in built_in.ids():
        terms = built_in.get(publisher)
        assert terms is not None
        assert terms.id == publisher
        assert lint(terms) == (), publisher


_ONE_FILE_AN_AGENCY = {
    "us-agencies": ("noaa", "nih", "fda", "census-bureau", "cdc", "usgs"),
    "au-gov": ("dta-gov-au", "transparency-gov-au", "business-gov-au", "acpc-gov-au"),
}
_STRICTER = {("city-desk-abq", "automation"), ("plus61j", "automation"), ("opendemocracy", "edits")}
"""Where the page of publishers leaves something open, the registry takes the stricter reading and says so."""
_PLAIN_KEYS = (
    *("automation", "audience", "never_all", "edits", "headline", "translate", "excerpt", "links", "canonical"),
    *("ads", "ads_against_content", "ads_inside_article", "paywall", "registration_wall", "sells_content"),
    *("syndicates_onward", "app", "seo_farms", "downstream", "author_form", "own_only", "notify"),
)


def _lines(shared: Path) -> dict[str, dict[str, str]]:
    """Give the values of every registry line of the page of publishers, without remarks in brackets."""
    page = (shared / "domain" / "publishers.md").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = {}
    for section in page.split("\n### ")[1:]:
        line = next((one for one in section.splitlines() if one.startswith("`license=")), "")
        values = dict(part.split("=", 1) for part in line.strip("`").split("; ") if "=" in part)
        for slug in re.findall(r"`([a-z0-9-]+)`", section.splitlines()[0]) if line else ():
            found[slug] = {key: value.split("(")[0].strip() for key, value in values.items()}
    return found


def test_every_publisher_of_the_page_of_publishers_is_built_in(shared: Path) -> None:
    named = [one for slug in _lines(shared) for one in _ONE_FILE_AN_AGENCY.get(slug, (slug,))]
    assert len(named) > 40
    assert set(named) <= set(registry().ids())


def test_the_built_in_values_are_those_of_the_page_of_publishers(shared: Path) -> None:
    differing = {
        (slug, key): (values[key], str(getattr(terms, key)).lower())
        for slug, values in _lines(shared).items()
        if (terms := registry().get(slug))
        for key in _PLAIN_KEYS
        if key in values and values[key] != str(getattr(terms, key)).lower()
    }
    assert differing.keys() == _STRICTER, differing


def test_a_stricter_reading_than_the_page_s_is_explained(shared: Path) -> None:
    named = {slug for slug, _ in _STRICTER}
    assert named <= set(_lines(shared))
    assert [slug for slug in named if not getattr(registry().get(slug), "remark", "")] == []


def test_the_conversation_s_values_are_those_of_its_pages() -> None:
    terms = registry().get("the-conversation")
    assert terms is not None
    assert (terms.license, terms.automation, terms.never_all) == ("cc:by-nd/4.0", Automation.SELECTIVE, True)
    assert terms.quota is not None
    assert (terms.quota.count, terms.quota.per) == (3, "day")
    assert (terms.edits, terms.headline, terms.translate, terms.excerpt) == ("none", "fixed", "no", "start")
    assert (terms.ads, terms.ads_inside_article, terms.sells_content) == (Answer.YES, Answer.NO, Answer.NO)
    assert {notice.lang for notice in terms.notices} == {"en", "es", "fr"}
    assert dict(terms.terms_urls)["au"] == "https://theconversation.com/au/republishing-guidelines"


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("https://counter.theconversation.com/content/12345/count.gif", "12345"),
        ("https://counter.theconversation.com/content/12345/count.gif?distributor=republish-lightbox-basic", "12345"),
        ("https://counter.theconversation.com/content/12345/count.gif?x=1", None),
        ("https://counter.theconversation.com.lookalike.example/content/12345/count.gif", None),
        ("http://counter.theconversation.com/content/12345/count.gif", None),
    ],
)
def test_the_conversation_s_counter_is_recognized_by_its_whole_address(address: str, number: str | None) -> None:
    terms = registry().get("the-conversation")
    assert terms is not None
    found = re.fullmatch(terms.counter.match, address)
    assert (found["id"] if found else None) == number


def test_no_entry_claims_a_reading_of_its_own() -> None:
    assert "terms_read" not in Terms.model_fields


def test_an_unknown_publisher_has_no_terms() -> None:
    assert registry().get("nobody") is None


def test_an_override_changes_its_keys_and_keeps_the_rest() -> None:
    terms = registry(the_conversation='quota = "2/day"\n[counter]\nrule = "none"\n').get("the-conversation")
    assert terms is not None
    assert terms.quota is not None
    assert (terms.quota.count, terms.counter.rule, terms.counter.match) == (2, "none", "")
    assert terms.name == "The Conversation"


def test_a_new_publisher_takes_the_strict_defaults() -> None:
    terms = gazette("")
    assert (terms.license, terms.automation, terms.full_text) == ("none", Automation.MANUAL, "required")
    assert (terms.review_interval, terms.own_only, terms.downstream) == (timedelta(days=180), True, "unknown")
    assert "gazette" in registry(gazette=MINIMAL).ids()


def test_every_spelling_is_read() -> None:
    terms = gazette(
        """
        license = "cc:by/4.0"
        review_interval = "90d"
        quota = "2/month"
        embargo = "2d"
        max_age_to_start = "36h"
        remove_after = "90m"
        effective_from = 2023-07-01
        share = "1/2"
        media = "if_credit_matches(^Gazette( Staff)?$)"
        deny_if_text = ["not for sharing"]
        """
    )
    assert terms.quota is not None
    assert terms.embargo is not None
    assert (terms.quota.per, terms.embargo.delay, terms.share) == ("month", timedelta(days=2), 0.5)
    assert (terms.max_age_to_start, terms.remove_after) == (timedelta(hours=36), timedelta(minutes=90))
    assert (terms.effective_from, terms.review_interval) == (date(2023, 7, 1), timedelta(days=90))
    assert (terms.media.rule, terms.media.pattern) == ("if_credit_matches", "^Gazette( Staff)?$")
    assert (terms.deny_if_text, terms.edits, terms.downstream) == (("not for sharing",), None, "license")


def test_an_embargo_may_end_with_the_calendar_day() -> None:
    embargo = gazette('embargo = "next-calendar-date"\nshare = 0.25').embargo
    assert embargo is not None
    assert embargo.next_calendar_date


@pytest.mark.parametrize(
    ("license_key", "expected"),
    [
        ("cc:by-nd/4.0", ("none", "fixed", "no", None)),
        ("permission:gazette", ("none", "fixed", "no", "no")),
        ("cc:by/4.0", (None, None, None, None)),
    ],
)
def test_what_is_left_out_follows_the_license(license_key: str, expected: tuple[Any, ...]) -> None:
    terms = gazette(f'license = "{license_key}"')
    assert (terms.edits, terms.headline, terms.translate, terms.excerpt) == expected


@pytest.mark.parametrize(
    ("line", "key", "words"),
    [
        ('quotta = "3/day"', "quotta", "unknown key"),
        ('quota = "3/week"', "quota", "is no quota"),
        ("quota = 3", "quota", "is no quota"),
        ('embargo = "two days"', "embargo", "is no duration"),
        ("review_interval = 180", "review_interval", "is no duration"),
        ('share = "4/3"', "share", "is no share"),
        ('share = "1/0"', "share", ""),
        ("ads = true", "ads", 'write "yes", "no" or "unknown"'),
        ('ads = "maybe"', "ads", "yes"),
        ('media = "some"', "media.rule", "strip"),
        ('media = "if_credit_matches"', "media", "regular expression"),
        ('media = "if_credit_matches(()"', "media", ""),
        ('counter = { rule = "required" }', "counter", "needs match"),
        ('counter = { rule = "required", match = "(" }', "counter", ""),
        ('counter = { rules = "required" }', "counter.rules", ""),
        ('notice = "Read it there."', "notice", "[[notice]]"),
        ('notice = [{ place = "middle", text = "x" }]', "notice.place", ""),
        ('terms_urls = ["x"]', "terms_urls", "table"),
        ('automation = "yes"', "automation", ""),
        ('hosts = "gazette.example"', "hosts", ""),
    ],
)
def test_a_wrong_value_is_told_with_its_place(line: str, key: str, words: str) -> None:
    text = MINIMAL.replace('hosts = ["gazette.example"]', "") + line if line.startswith("hosts") else MINIMAL + line
    (fault,) = faults(text)
    assert (fault.file, fault.key) == ("publishers/gazette.toml", key)
    assert words in fault.reason


def test_the_counters_of_all_publishers_are_known_with_the_operators_own_over_them() -> None:
    built_in = dict(registry().counters())
    assert {"the-conversation", "kff-health-news"} <= built_in.keys()
    assert "propublica" not in built_in
    own = '[counter]\nrule = "keep"\nmatch = "^https://counter[.]gazette[.]example/$"'
    none = '[counter]\nrule = "none"'
    changed = dict(registry(gazette=MINIMAL + own, kff_health_news=none).counters())
    assert changed["gazette"] == "^https://counter[.]gazette[.]example/$"
    assert "kff-health-news" not in changed


def test_all_faults_of_all_files_are_told_at_once() -> None:
    loaded = load_registry({"the-conversation": 'quotta = "1/day"\nads = 1\n', "gazette": 'name = "x"'})
    assert isinstance(loaded, tuple)
    assert [(fault.file, fault.key) for fault in loaded] == [
        ("publishers/gazette.toml", "url"),
        ("publishers/gazette.toml", "hosts"),
        ("publishers/gazette.toml", "terms_url"),
        ("publishers/the-conversation.toml", "quotta"),
        ("publishers/the-conversation.toml", "ads"),
    ]
    assert 'did you mean "quota"?' in loaded[3].hint


def test_a_misspelled_name_of_a_built_in_publisher_is_pointed_out() -> None:
    told = faults('ads = "no"', name="the-conversatoin")
    assert any("the-conversation" in fault.hint for fault in told) or all(fault.hint for fault in told)


def test_a_file_that_is_no_toml_is_told() -> None:
    (fault,) = faults("name = ")
    assert fault.reason.startswith("not valid TOML")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"hosts": ()}, "hosts is empty"),
        ({"terms_url": "on paper"}, "terms_url"),
        ({"license": "none"}, "why is not said"),
        ({"license": "none", "why": "Closed.", "automation": "allowed"}, "automation is allowed"),
        ({"why": "Closed."}, "although there is a license"),
        ({"license": "cc:by-nd", "automation": "allowed"}, "no version"),
        ({"license": "cc:by-nc/4.0", "ads": "yes"}, "waiver"),
        ({"counter": {"rule": "keep", "kind": "script"}, "automation": "selective"}, "script"),
        ({"media": {"rule": "keep"}}, "remark"),
        ({"corrections": "required"}, "corrections"),
        ({"media": {"rule": "if_own_license"}, "remark": "Contact them before enabling the source."}, "remark"),
        ({"notices": ({"text": "  "},)}, "no text"),
        ({"notices": ({"text": "See {where}."},)}, "{where}"),
        ({"notices": ({"text": "By {author}[its writer]."},)}, "no link"),
        ({"notices": ({"text": "See {publisher_link."},)}, "brace"),
        ({"notices": ({"text": "See {original_link}.", "link_text": " "},)}, "no words"),
        ({"notices": ({"text": "Sample.", "lang": "English"},)}, "no language"),
        ({"notices": ({"text": "Sample."}, {"text": "Sample."})}, "twice"),
        ({"notices": ({"text": "Muestra.", "lang": "es"}, {"text": "Exemple.", "lang": "fr"})}, "English one"),
        ({"tagline": "Read more in {paper}."}, "tagline names an unknown variable"),
        ({"byline": "{writer}"}, "{writer}"),
        ({"byline": "{author}, {institution}"}, "{institution}"),
    ],
)
def test_lint_points_at_what_is_doubtful(changes: dict[str, Any], words: str) -> None:
    sound = gazette('license = "cc:by/4.0"')
    assert lint(sound) == ()
    (told,) = lint(Terms.model_validate({**sound.model_dump(), **changes}, strict=False))
    assert words in told


def test_lint_is_content_with_required_corrections_in_the_publishers_words() -> None:
    lines = 'license = "cc:by/4.0"\ncorrections = "required"\nremark = "Copies must be corrected within two days."'
    terms = gazette(lines)
    assert (terms.corrections, lint(terms)) == ("required", ())


def test_lint_is_content_with_a_waiver_in_words() -> None:
    assert lint(gazette('license = "cc:by-nc/4.0"\nads = "yes"\nwaiver = "Ads are fine."')) == ()


def test_lint_knows_the_variables_that_a_byline_fills() -> None:
    assert lint(gazette('license = "cc:by/4.0"\nbyline = "{author}, {publisher}"')) == ()


def test_a_built_in_file_with_a_fault_would_be_told_like_any_other() -> None:
    told = read_terms("broken", {"name": "x"}, "registry/broken.toml")
    assert isinstance(told, tuple)
    assert {fault.file for fault in told} == {"registry/broken.toml"}
