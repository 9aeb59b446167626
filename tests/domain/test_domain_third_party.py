"""The page on rights, section 14, and the case table of The Conversation's page: whose work an entry is.

A licensed outlet's feed carries others' works too. What may be somebody else's is held, what surely is one is refused,
and a work never goes out under another publisher's license.
"""

from __future__ import annotations

import pytest
from harness.documents import BODY, TC_RIGHTS, Piece, atom, decided, license_link, piece, rss, source, tc, tc_body
from harness.world import World

from syndicator.licensing.rules.third_party import PHRASES
from syndicator.model.config import ActKind

PERMITTED = ("permit", ())
SUSPECT = ("hold", ("third-party-suspect",))
OWN_ONLY = ("refusal", ("own-only",))
BY = license_link("by/4.0")


def gazette(world: World, *pieces: Piece, terms: tuple[str, ...] = ()) -> dict[str, tuple[str, tuple[str, ...]]]:
    world.publisher("gazette", *terms)
    world.source("sea", "gazette")
    world.feed("world", ["sea"])
    world.documents["sea"] = atom(*pieces)
    return decided(world.cycle())


SAID = {
    "en": (
        "This story was originally published by The Brindle Bugle.",
        "It first appeared in The Brindle Bugle.",
        "Republished from The Brindle Bugle.",
        "Reprinted from The Brindle Bugle.",
        "Cross-posted from The Brindle Bugle.",
        "Republished as part of a content-sharing agreement with The Brindle Bugle.",
        "Made in partnership with The Brindle Bugle.",
        "Courtesy of The Brindle Bugle.",
        "Syndicated from The Brindle Bugle.",
        "Co-published with The Brindle Bugle.",
        "This story was produced by The Brindle Bugle.",
        "Press release of the Brindle Board.",
        "Sponsored by the Brindle Board.",
        "Mina Sampler / The Conversation",
    ),
    "fr": (
        "Publié initialement dans Le Phare.",
        "Initialement paru dans Le Phare.",
        "Avec l'aimable autorisation du Phare.",
    ),
    "es": ("Publicado originalmente en El Faro.", "Reproducido con permiso de El Faro."),
    "pt": ("Publicado originalmente em O Farol.", "Reproduzido com autorização de O Farol."),
    "de": ("Zuerst erschienen im Leuchtturm.", "Nachdruck mit freundlicher Genehmigung des Leuchtturms."),
    "id": ("Terbit pertama kali di Mercusuar.", "Dipublikasikan ulang dari Mercusuar."),
    "it": ("Pubblicato originariamente su Il Faro.",),
    "nl": ("Oorspronkelijk gepubliceerd in De Vuurtoren.",),
    "ca": ("Publicat originalment a El Far.",),
}


@pytest.mark.parametrize("place", ["first paragraph", "last paragraph"])
@pytest.mark.parametrize("language", SAID)
def test_words_of_another_outlet_hold_an_entry_in_each_language_until_a_person_lifts_them(
    world: World, language: str, place: str
) -> None:
    pieces = []
    for at, words in enumerate(SAID[language], 1):
        said = f"<p>{words}</p>"
        pieces.append(piece(at, body=said + BODY if place == "first paragraph" else BODY + said, rights=BY))
    ended = gazette(world, *pieces)
    assert ended == {one.title: SUSPECT for one in pieces}
    world.act(ActKind.APPROVE, pieces[0].id)
    assert world.ids("world") == [pieces[0].id]


def test_every_language_of_the_gate_has_a_case() -> None:
    assert set(PHRASES) == set(SAID)


@pytest.mark.parametrize(
    "words",
    [
        "This story was originally published by The Sample Gazette.",
        "It first appeared on The Sample Gazette and is republished here under a license.",
        "Publié initialement dans The Sample Gazette.",
        "Originally published at www.gazette.example by its desk.",
    ],
)
def test_a_publishers_own_reference_to_itself_is_no_sign_of_another(world: World, words: str) -> None:
    assert gazette(world, piece(1, body=f"{BODY}<p>{words}</p>", rights=BY)) == {"Piece 1": PERMITTED}


@pytest.mark.parametrize("agency", ["The Associated Press", "Reuters", "Mina Sampler, AFP", "dpa", "Agencia EFE"])
def test_an_agency_in_the_byline_holds_an_entry(world: World, agency: str) -> None:
    assert gazette(world, piece(1, authors=(agency,), rights=BY)) == {"Piece 1": SUSPECT}


@pytest.mark.parametrize("line", ["BRINDLE (AP) - Boats.", "BRINDLE (Reuters) - Boats.", "Bloomberg - Boats."])
def test_a_dateline_of_an_agency_holds_an_entry(world: World, line: str) -> None:
    assert gazette(world, piece(1, body=f"<p>{line}</p>{BODY}", rights=BY)) == {"Piece 1": SUSPECT}


def test_a_link_to_another_host_holds_and_with_an_origin_there_it_is_refused(world: World) -> None:
    origin = "<atom:source><atom:id>tag:bugle.example,2026:all</atom:id><atom:link href='https://bugle.example/'/></atom:source>"
    away = "https://bugle.example/a"
    ended = gazette(
        world,
        piece(1, link=away, rights=BY),
        piece(2, rights=BY + origin),
        piece(3, link=away, rights=BY + origin),
        piece(4, link="https://www.gazette.example/4", rights=BY),
    )
    assert ended == {"Piece 1": SUSPECT, "Piece 2": SUSPECT, "Piece 3": OWN_ONLY, "Piece 4": PERMITTED}
    world.act(ActKind.APPROVE, piece(3).id)
    assert world.ids("world") == [piece(4).id]


def test_the_polled_address_is_no_proof_of_whose_host_it_is(world: World) -> None:
    world.publisher("gazette")
    source(world, "sea", "gazette")
    world.feed("world", ["sea"])
    world.documents["sea"] = rss(piece(1, rights=BY), piece(2, "sea.example", rights=BY))
    assert decided(world.cycle()) == {"Piece 1": PERMITTED, "Piece 2": SUSPECT}


# A piece of The Conversation in another outlet's feed.

NOTICE = (
    '<p>This article is republished from <a href="https://theconversation.com">The Conversation</a> under a Creative '
    f'Commons license. Read the <a href="{tc(1).link}">original article</a>.</p>'
)
ELSEWHERE = {
    "with its counter and notice": {"body": tc_body(900_001) + NOTICE},
    "with its counter alone": {"body": tc_body(900_001)},
    "with the counter of its republication package": {
        "body": tc_body(900_001, query="?distributor=republish-lightbox-basic")
    },
    "with its id": {"id": tc(1).id, "body": tc_body(900_001)},
}


@pytest.mark.parametrize("covers", ["own works only", "works of others too"])
@pytest.mark.parametrize("shape", ELSEWHERE)
def test_a_conversation_piece_through_another_open_outlet_is_never_relicensed_not_even_by_a_person(
    world: World, shape: str, covers: str
) -> None:
    one = piece(1, rights=BY)._replace(**ELSEWHERE[shape])
    terms = ("own_only = false",) if covers == "works of others too" else ()
    assert gazette(world, one, piece(2, rights=BY), terms=terms) == {"Piece 1": OWN_ONLY, "Piece 2": PERMITTED}
    world.act(ActKind.APPROVE, one.id)
    assert world.ids("world") == [piece(2).id]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"body": BODY + NOTICE, "rights": BY}, SUSPECT),
        ({"link": tc(1).link, "rights": BY}, SUSPECT),
        ({"rights": TC_RIGHTS}, ("hold", ("license-unknown",))),
    ],
    ids=["with its notice", "with its link", "with its rights sentence"],
)
def test_what_only_looks_like_a_conversation_piece_is_held(
    world: World, changes: dict[str, str], expected: tuple[str, tuple[str, ...]]
) -> None:
    assert gazette(world, piece(1)._replace(**changes)) == {"Piece 1": expected}


@pytest.mark.parametrize("first", ["its own publisher", "the outlet"])
def test_a_piece_by_both_routes_goes_out_once_from_its_own_publisher_under_its_own_license(
    world: World, first: str
) -> None:
    world.publisher("gazette")
    world.source("sea", "gazette")
    source(world, "tc", "the-conversation", "[select]\ninclude = [{ words_min = 0 }]")
    world.feed("world", ["sea", "tc"])
    both = {
        "sea": atom(piece(1, id=tc(1).id, body=tc_body(900_001) + NOTICE, rights=BY), piece(2, rights=BY)),
        "tc": atom(tc(1)),
    }
    for at, name in enumerate(both if first == "the outlet" else reversed(both)):
        world.documents[name] = both[name]
        world.cycle(at)
    if first == "the outlet":
        assert world.ids("world") == [piece(2).id]
        world.act(ActKind.APPROVE, tc(1).link)
    assert world.ids("world") == [tc(1).id, piece(2).id]
    public = world.bytes_of("world")
    assert b"gazette.example/pieces/1" not in public
    assert public.count(b'rel="license" href="https://creativecommons.org/licenses/by-nd/4.0/"') == 1
