"""The acceptance list at the end of the page on rights (section 24), rows 7 to 11: what a statement reads as."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from harness.documents import BODY, CC, atom, decided, license_link, piece, rss
from harness.world import NOON, World

from syndicator.licensing import claims_of_entry, key_of_url, license_of, looser, resolve
from syndicator.licensing.keys import EDITIONS
from syndicator.model.document import Entry, Scope
from syndicator.model.rights import Grant, License
from syndicator.model.terms import Terms

PERMITTED = ("permit", ())
CONFLICT = ("hold", ("license-conflict",))


def gazette(world: World, body: bytes, *terms: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    world.publisher("gazette", *terms)
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.documents["sea"] = body
    return decided(world.cycle())


# 7


def test_7_an_unclosed_license_link_in_an_escaped_copyright_is_a_claim_of_the_document(world: World) -> None:
    head = f"<copyright>&lt;a href=\"{CC}/by/4.0/\" rel='license'&gt;CC BY 4.0 &lt;img src=x</copyright>"
    assert gazette(world, rss(piece(1), head=head)) == {"Piece 1": PERMITTED}
    claims = world.app.store.source_states()["sea"].claims
    assert [(str(one.carrier), one.scope, one.license_key) for one in claims] == [
        ("copyright", Scope.DOCUMENT, "cc:by/4.0")
    ]


# 8

MENTIONS = {
    "a photo credit": f'<p>Photo: Mina Sampler, <a href="{CC}/by/4.0/">CC BY 4.0</a></p>',
    "a photo credit in a caption": f'<figure><figcaption>M. Sampler <a rel="license" href="{CC}/by/4.0/">CC BY</a>'
    "</figcaption></figure>",
    "a mention": f'<p>The archive was put under <a href="{CC}/by/4.0/">a Creative Commons license</a> in May.</p>',
    "software": f'<p>The plugin is licensed under <a rel="license" href="{CC}/by/4.0/">CC BY 4.0</a>.</p>',
    "a template": f'<p>This theme is licensed under <a href="{CC}/by-sa/3.0/">CC BY-SA 3.0</a>.</p>',
    "another work": f'<p>The study is published under <a href="{CC}/by/4.0/">CC BY 4.0</a>.</p>',
}


@pytest.mark.parametrize("mention", MENTIONS)
def test_8_a_license_link_in_a_body_gives_the_entry_no_license(world: World, mention: str) -> None:
    ended = gazette(world, atom(piece(1, body=BODY + MENTIONS[mention])))
    assert ended == {"Piece 1": ("hold", ("license-missing",))}
    (entry,) = world.app.store.newest(["sea"], limit=5)
    assert [one for one in entry.claims if one.scope is Scope.ENTRY and one.license_key] == []


# 9

RESERVED = "Copyright 2026 The Sample Gazette. All rights reserved."


def test_9_a_channel_that_reserves_all_rights_beside_a_licensed_entry_is_a_conflict_unless_the_terms_ignore_it(
    world: World,
) -> None:
    body = rss(piece(1, rights=license_link("by/4.0")), head=f"<copyright>{RESERVED}</copyright>")
    assert gazette(world, body) == {"Piece 1": CONFLICT}
    world.restart()
    assert gazette(world, body, "ignore_channel_copyright = true") == {"Piece 1": PERMITTED}


def test_9_an_entry_that_reserves_all_rights_is_refused_although_its_channel_is_licensed(world: World) -> None:
    body = rss(piece(1, rights=f"<dc:rights>{RESERVED}</dc:rights>"), piece(2), head=license_link("by/4.0"))
    assert gazette(world, body) == {"Piece 1": ("refusal", ("rights-reserved",)), "Piece 2": PERMITTED}
    world.restart()
    assert gazette(world, body, "ignore_channel_copyright = true")["Piece 1"] == ("refusal", ("rights-reserved",))


def test_9_a_license_and_a_reservation_at_one_scope_are_a_conflict(world: World) -> None:
    both = f"<dc:rights>{RESERVED}</dc:rights>{license_link('by/4.0')}"
    assert gazette(world, rss(piece(1, rights=both))) == {"Piece 1": CONFLICT}


# 10


def addresses() -> list[str]:
    """Give the address of every license that is known here."""
    return [
        f"https://creativecommons.org/{'publicdomain' if unit in {'zero', 'mark'} else 'licenses'}/{unit}/{version}/"
        + (f"{port}/" if port else "")
        for unit, editions in EDITIONS.items()
        for version, ports in editions.items()
        for port in ports
    ]


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


SAME = {
    "plain http and www": lambda at: at.replace("https://", "http://www."),
    "no scheme": lambda at: at.removeprefix("https:"),
    "upper case": str.upper,
    "a port": lambda at: at.replace(".org/", ".org:443/"),
    "no slash at the end": lambda at: at.rstrip("/"),
    "doubled slashes": lambda at: at.replace(".org/", ".org//") + "/",
    "the deed": lambda at: at + "deed",
    "the deed in a language": lambda at: at + "deed.pt_BR",
    "the legal code in a script": lambda at: at + "legalcode.zh-hans",
    "rdf": lambda at: at + "rdf",
    "a query and a fragment": lambda at: at + "?ref=chooser-v1#top",
    "prose around it": lambda at: f"(“{at}”).",
}
OTHERS = {
    "a longer host": lambda at: at.replace("creativecommons.org", "creativecommons.org.evil.example"),
    "a user": lambda at: at.replace("https://", "https://reader@"),
    "a host behind a user": lambda at: at.replace("creativecommons.org", "creativecommons.org@evil.example"),
    "in a query": lambda at: f"https://evil.example/?u={at}",
    "in an archive": lambda at: f"https://archive.example/web/2026/{at}",
    "a look-alike letter": lambda at: at.replace("creativecommons", "cre\u0430tivecommons"),
    "another port": lambda at: at.replace(".org/", ".org:8080/"),
    "another scheme": lambda at: at.replace("https:", "ftp:"),
    "one more segment": lambda at: at + "summary",
    "dot segments": lambda at: at.replace("/licenses/", "/licenses/x/../").replace("/publicdomain/", "/p/../"),
    "an encoded slash": lambda at: at.rstrip("/").replace(".org/", ".org/a%2F"),
}


def holds_on(address: str) -> None:
    key = key_of_url(address).key
    changed = {name: key_of_url(form(address)).key for name, form in SAME.items()}
    assert changed == dict.fromkeys(SAME, key), address
    assert {name: key_of_url(form(address)).key for name, form in OTHERS.items()} == dict.fromkeys(OTHERS, ""), address


def test_10_every_license_address_keeps_its_key_in_every_form_and_no_other_host_has_one() -> None:
    known = addresses()
    assert len(known) > 600
    for address in known:
        if key_of_url(address).outcome == "exact":
            holds_on(address)


def test_10_the_614_addresses_of_the_table_have_a_key_each_and_an_spdx_id_where_one_exists(rights_data: Path) -> None:
    rows = table(rights_data, "cc_licenses.tsv")
    assert len(rows) == 614
    gone = "https://creativecommons.org/licenses/by-nd-nc/2.0/jp/"
    found = {row["url"]: key_of_url(row["url"]).key for row in rows if row["url"] != gone}
    assert all(found.values())
    assert len(set(found.values())) == len(found)
    for address in found:
        holds_on(address)
    named = {key: known.spdx for key in found.values() if (known := license_of(key)) and known.spdx}
    assert all(name.startswith("CC") for name in named.values())
    assert len(named) == 54
    assert "cc:by-nc-nd/3.0/us" not in named


# 11

SENTENCES = {
    "Licensed as Creative Commons – attribution, no derivatives.": "cc:by-nd",
    "© The Sample Bank. CC BY 3.0 IGO": "cc:by/3.0/igo",
    "Esta obra está bajo una licencia Creative Commons Reconocimiento-NoComercial 4.0 Internacional.": "cc:by-nc/4.0",
    "Text © 2023. The authors. CC BY-NC-ND 3.0. Except where otherwise noted, images are subject to copyright.": "",
    "Originally published under Creative Commons by The Sample Desk.": "",
    "Photo: Mina Sampler, CC BY 2.0": "",
    "Some rights reserved. (CC) 2006": "",
    "This article is not licensed under CC BY 4.0.": "",
    "CC BY-GayriTicari 4.0": "cc:by-nc/4.0",
    "CC BY-Kopimi 4.0": "",
}
"""Sentence of an entry's rights element to the license that it gives to the text, at most."""


def granted(sentence: str, registry: str, **mark: Any) -> License | None:
    """Give the license of a grant that rests on a sentence alone, however loose the registry is."""
    rights = ({"carrier": "dc:rights", "scope": "entry", "text": sentence, **mark},)
    entry = Entry.model_validate({"title": "t", "rights": rights, "digest": "d"}, strict=False)
    terms = Terms.model_validate(
        {
            "id": "g",
            "name": "The Sample Gazette",
            "url": "https://gazette.example",
            "hosts": ("gazette.example",),
            "terms_url": "https://gazette.example/terms",
            "license": registry,
        }
    )
    got = resolve(claims_of_entry(entry, at=NOON), (), terms, accept_looser=True)
    return got.license if isinstance(got, Grant) else None


def assert_not_looser(sentence: str, label: str) -> None:
    for registry in ("cc:zero/1.0", "cc:by/4.0", "cc:by-nc-nd/4.0"):
        got, true = granted(sentence, registry), license_of(label)
        if got is not None:
            assert true is not None, f"{sentence!r} grants {got.key} and is labeled as no license"
            assert not looser(got, true), f"{sentence!r} grants {got.key}, its label is {label}"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_11_a_sentence_never_grants_more_than_it_says_however_loose_the_registry(sentence: str) -> None:
    assert_not_looser(sentence, SENTENCES[sentence])


def test_11_the_labeled_sentences_never_grant_more_than_their_labels(rights_data: Path) -> None:
    rows = [row for row in table(rights_data, "prose.tsv") if row["carrier"] == "entry-rights"]
    assert len(rows) > 40
    for row in rows:
        usable = row["scope"] == "work" and row["refusal"] == "no" and row["exceptions"] == "no"
        assert_not_looser(row["text"], row["license"] if usable else "")
