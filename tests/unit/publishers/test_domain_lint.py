"""The lint of the page of publishers (section 7), clause by clause: what a registry entry may not say.

Each clause is broken in a file of an operator, since that is where a person writes one; and no built-in file breaks it.
"""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from syndicator.errors import Fault
from syndicator.model.terms import Answer, Automation, Terms
from syndicator.publishers import Registry, lint, load_registry
from syndicator.settings import load

SOUND = """
name = "The Sample Gazette"
url = "https://gazette.example"
hosts = ["gazette.example"]
terms_url = "https://gazette.example/republish"
license = "cc:by/4.0"
automation = "allowed"
"""
FOLDER = resources.files("syndicator.publishers") / "registry"
NAMES = sorted(one.name.removesuffix(".toml") for one in FOLDER.iterdir() if one.name.endswith(".toml"))


def told(text: str, publisher: str = "gazette") -> str:
    """Give everything that is told about a file: its faults where it can not be read, else what lint says."""
    loaded = load_registry({publisher: text})
    if isinstance(loaded, Registry):
        terms = loaded.get(publisher)
        assert terms is not None
        return "\n".join(lint(terms))
    assert all(isinstance(one, Fault) for one in loaded)
    return "\n".join(f"{one.key}: {one.reason} {one.hint}" for one in loaded)


def built_in() -> list[Terms]:
    registry = load_registry()
    assert isinstance(registry, Registry)
    found = [registry.get(name) for name in NAMES]
    return [one for one in found if one is not None]


BUILT_IN = built_in()


def without(key: str) -> str:
    return re.sub(rf"(?m)^{key} = .*\n", "", SOUND)


def test_a_sound_file_leaves_nothing_to_say() -> None:
    assert told(SOUND) == ""


def test_a_key_that_is_unknown_or_spelled_otherwise_fails() -> None:
    for wrong in ("automatic = true", "notices = []", "id = 'x'", "Ads = 'yes'", "byLine = ''", "quotas = '3/day'"):
        assert "unknown key" in told(SOUND + wrong), wrong


@pytest.mark.parametrize("key", ["terms_url", "hosts"])
def test_a_missing_page_of_terms_or_missing_hosts_fail(key: str) -> None:
    assert f"{key}: missing" in told(without(key))
    assert key in told(without(key) + f"{key} = {'[]' if key == 'hosts' else repr('in a letter')}\n")


def test_a_closed_publisher_without_a_why_fails() -> None:
    closed = without("license").replace('"allowed"', '"manual"')
    assert "why is not said" in told(closed)
    assert told(closed + 'why = "Nothing was found."') == ""


@pytest.mark.parametrize(
    "key", ["commercial", "ads", "ads_against_content", "ads_inside_article", "paywall", "sells_content"]
)
def test_a_non_commercial_license_beside_a_yes_to_money_fails_without_the_publishers_own_words(key: str) -> None:
    for license_key in ("cc:by-nc/4.0", "cc:by-nc-nd/3.0/us", "cc:by-nc-sa/4.0"):
        text = SOUND.replace("cc:by/4.0", license_key) + f'{key} = "yes"\n'
        assert "waiver" in told(text)
        assert told(text + 'waiver = "For-profit outlets may."') == ""


@pytest.mark.parametrize("rule", ["keep", "if_own_license", "if_credit_matches(^Ours)"])
def test_pictures_that_stay_fail_without_a_reason(rule: str) -> None:
    assert "reason" in told(SOUND + f'media = "{rule}"')
    assert told(SOUND + f'media = "{rule}"\nremark = "Its own pictures are licensed with the text."') == ""


def test_a_script_as_counter_fails_unless_a_person_decides_each_entry() -> None:
    counter = '[counter]\nrule = "required"\nkind = "script"\n'
    for automation in ("allowed", "selective"):
        assert "script" in told(SOUND.replace('"allowed"', f'"{automation}"') + counter)
    assert told(SOUND.replace('"allowed"', '"manual"') + counter) == ""


@pytest.mark.parametrize("license_key", ["cc:by-nc-nd", "cc:by", "none"])
def test_an_unversioned_or_unnamed_license_fails_where_entries_go_out_by_themselves(license_key: str) -> None:
    text = SOUND.replace("cc:by/4.0", license_key)
    text += 'why = "Not named."\n' if license_key == "none" else ""
    assert told(text) != ""
    assert told(text.replace('"allowed"', '"manual"')) == ""


def test_a_notice_without_a_text_fails() -> None:
    for lang in ("en", "pt-BR"):
        assert f"the notice for {lang} has no text" in told(SOUND + f'[[notice]]\nlang = "{lang}"\ntext = " "\n')
    assert "text" in told(SOUND + '[[notice]]\nlang = "fr"\n')


@pytest.mark.parametrize("place", ["byline", "tagline", "notice"])
def test_an_unknown_template_variable_fails(place: str) -> None:
    text = '[[notice]]\ntext = "By {writer}."\n' if place == "notice" else f'{place} = "By {{writer}}"\n'
    assert "{writer}" in told(SOUND + text)


def test_two_sources_that_share_one_address_fail(tmp_path: Path) -> None:
    """Terms know no feeds: the clause is kept where feeds are named."""
    for name, text in {
        "syndicator.toml": 'contact = "https://news.sampletown.org/a"\nbase_url = "https://feeds.sampletown.org/"\n',
        "sources/one.toml": 'url = "https://gazette.example/all"\npublisher = "nasa"\n',
        "sources/two.toml": 'url = "https://gazette.example/all"\npublisher = "grist"\n',
        "feeds/world.toml": 'title = "w"\ndescription = "w"\nsources = ["one", "two"]\n',
    }.items():
        path = tmp_path / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with pytest.raises(Exception, match="is polled by one already"):
        load(tmp_path / "config", {})


def test_two_built_in_publishers_share_no_host() -> None:
    hosts = [host for one in BUILT_IN for host in one.hosts]
    assert len(hosts) == len(set(hosts))


# The built-in files, and what the page says of each.


@pytest.mark.parametrize("terms", BUILT_IN, ids=NAMES)
def test_no_built_in_file_breaks_a_clause(terms: Terms) -> None:
    assert lint(terms) == ()
    table = tomllib.loads((FOLDER / f"{terms.id}.toml").read_text(encoding="utf-8"))
    assert {"name", "url", "hosts", "terms_url", "automation"} <= table.keys()
    assert (terms.license == "none") == bool(terms.why)
    assert terms.license != "none" or terms.automation is Automation.MANUAL
    nc = "nc" in re.split("[:/-]", terms.license)
    asked = [getattr(terms, key) for key in ("commercial", "ads", "paywall", "sells_content")]
    assert not nc or Answer.YES not in asked or terms.waiver
    assert terms.counter.kind == "img" or terms.automation is Automation.MANUAL


def _page(shared: Path) -> dict[str, str]:
    """Give the registry line of every publisher of the page, by slug; one that stands for several is left out."""
    page = (shared / "domain" / "publishers.md").read_text(encoding="utf-8")
    found = {}
    for section in page.split("\n### ")[1:]:
        line = next((one for one in section.splitlines() if one.startswith("`license=")), "")
        for slug in re.findall(r"`([a-z0-9-]+)`", section.splitlines()[0]) if line else ():
            found[slug] = line.strip("`")
    return {slug: line for slug, line in found.items() if slug in NAMES}


def test_every_publisher_that_prescribes_a_sentence_has_it_verbatim(shared: Path) -> None:
    by_id = {terms.id: terms for terms in BUILT_IN}
    for slug, line in _page(shared).items():
        prescribed = re.findall(r"notice=(top|end)/en(?: \"([^\"]+)\")?", line)
        notices = by_id[slug].notices
        for place, sentence in prescribed:
            fitting = [one for one in notices if (one.place, one.lang) == (place, "en")]
            assert fitting, slug
            plain = [_plain(one.text, by_id[slug], one.link_text) for one in fitting]
            assert any(sentence in one for one in plain), (slug, plain)


def _plain(text: str, terms: Terms, link_text: str) -> str:
    """Give a template's text with the words of its links."""
    text = re.sub(r"\{\w+_link\}\[([^\]]*)\]", r"\1", text)
    return text.replace("{publisher_link}", terms.name).replace("{original_link}", link_text)


_DURATIONS = ("embargo", "max_age_to_start", "remove_after", "effective_from", "quota")


@pytest.mark.parametrize("key", _DURATIONS)
def test_every_ceiling_delay_and_window_is_that_of_the_page(key: str, shared: Path) -> None:
    found: dict[str, Any] = {}
    for slug in _page(shared):
        table = tomllib.loads((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))
        if key in table:
            found[slug] = str(table[key])
    stated = {
        slug: match[1] for slug, line in _page(shared).items() if (match := re.search(rf"\b{key}=([^;( ]+)", line))
    }
    assert found == stated


_OTHERWISE = {
    "city-desk-abq": "none",
    "plus61j": "cc:by-nc-nd",
    "scidev-net": "cc:by/2.0",
    "opendemocracy": "cc:by-nc/4.0",
    "onearth": "none",
    "econofact": "permission:econofact",
    "liberty-street-economics": "permission:liberty-street-economics",
}
"""Licenses that the page gives in other words than a key."""


def test_every_license_is_that_of_the_page(shared: Path) -> None:
    by_id = {terms.id: terms for terms in BUILT_IN}
    for slug, line in _page(shared).items():
        stated = line.removeprefix("license=").split(";")[0].split(" (")[0]
        assert by_id[slug].license == _OTHERWISE.get(slug, stated), slug


CLOSED = (
    "aeon",
    "global-press-journal",
    "wikinews",
    "voa",
    "sapiens",
    "common-dreams",
    "futurity",
    "carbon-brief",
    "eos",
    "truthout",
    "minnpost",
    "the-marshall-project",
    "chalkbeat",
    "capital-and-main",
    "new-security-beat",
    "creative-commons-blog",
    "plos",
    "frontiers",
    "agencia-publica",
    "damn-interesting",
    "public-domain-review",
    "agencia-brasil",
    "ips",
    "yale-e360",
    "earth-island-journal",
    "govexec",
    "mit-technology-review",
    "mother-jones",
    "the-intercept",
    "ieee-spectrum",
    "the-guardian",
    "rnz",
    "global-news",
)
"""Section 4 of the page and its negative controls."""


@pytest.mark.parametrize("publisher", CLOSED)
def test_what_the_page_calls_closed_or_a_control_has_no_license_and_says_why(publisher: str) -> None:
    (terms,) = [one for one in BUILT_IN if one.id == publisher]
    assert terms.license == "none"
    assert len(terms.why) > 20
    assert terms.automation is Automation.MANUAL


def test_every_built_in_file_is_of_a_publisher_that_the_page_names(shared: Path) -> None:
    agencies = {"noaa", "nih", "fda", "census-bureau", "cdc", "usgs"}
    agencies |= {"dta-gov-au", "transparency-gov-au", "business-gov-au", "acpc-gov-au"}
    assert set(NAMES) == set(_page(shared)) | set(CLOSED) | agencies
