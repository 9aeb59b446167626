"""What stands beside a license in its sentence: what it is of, what it leaves out, what restricts or spoils it.

A reading is told as ``work:cc:by/4.0*``: what the license is of, its key, and a star where the text limits its claim;
then ``refused`` and ``named``.
"""

from __future__ import annotations

import pytest

from syndicator.licensing.prose import CarrierKind, read

BY, BY_2 = (f"https://creativecommons.org/licenses/by/{version}/" for version in ("4.0", "2.0"))
BADGE = '<img src="https://licensebuttons.net/l/by/4.0/88x31.png" alt="CC BY">'


def told(text: str, carrier: CarrierKind) -> str:
    said = read(text, carrier)
    claims = [f"{one.scope}:{one.key}{'*' if one.exceptions else ''}" for one in said.claims]
    return " ".join((*claims, *(["refused"] if said.refusal else []), *(["named"] if said.names_license else [])))


@pytest.mark.parametrize(
    "text",
    [
        "This article is under CC BY 4.0, perhaps.",
        "This article is under CC BY 4.0, I think.",
        "This article is licensed under CC BY 4.0, probably.",
        "This article is licensed under CC BY 4.0 (to be confirmed).",
        "This article is licensed under CC BY 4.0, as far as we know.",
        "Cet article est sous licence CC BY 4.0, peut-être.",
        "Cet article est probablement sous licence CC BY 4.0.",
        "Este artículo está bajo CC BY 4.0, quizás.",
        "Este artigo está sob CC BY 4.0, talvez.",
        "Dieser Artikel steht unter CC BY 4.0, glaube ich.",
        "Questo articolo è sotto licenza CC BY 4.0, forse.",
        "Dit artikel valt onder CC BY 4.0, denk ik.",
        "Artikel ini di bawah CC BY 4.0, mungkin.",
        "Aquest article està sota CC BY 4.0, potser.",
    ],
)
@pytest.mark.parametrize("carrier", ["body", "page", "entry-rights"])
def test_doubt_on_either_side_of_a_license_leaves_it_unread(text: str, carrier: CarrierKind) -> None:
    assert read(text, carrier).claims == ()


def test_what_may_be_republished_is_no_doubt() -> None:
    assert told("Cet article est sous licence CC BY 4.0 et peut être republié.", "body") == "work:cc:by/4.0 named"


@pytest.mark.parametrize("dedication", ["CC0", "CC0 1.0", "Public Domain Mark 1.0"])
@pytest.mark.parametrize("badge", [BADGE, BADGE.replace(' alt="CC BY"', "")])
def test_a_dedication_beside_a_badge_that_asks_for_a_name_is_none(dedication: str, badge: str) -> None:
    assert told(f"{dedication} {badge}", "entry-rights") in {"work:cc:by named", "named"}


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("CC BY 4.0. For schools only.", "work:cc:by/4.0* named"),
        ("CC BY 4.0. Photos by Jo Park.", "work:cc:by/4.0* named"),
        ("CC BY 4.0. Photos in this article by Jo Park.", "work:cc:by/4.0* named"),
        ("a CC BY 2.0 photo", "media:cc:by/2.0"),
        ("CC BY 2.0 photo by Jo Park", "media:cc:by/2.0"),
        ("CC BY 2.0 data", "foreign:cc:by/2.0"),
        ("CC BY 2.0 licensed images", "media:cc:by/2.0"),
        ("CC BY 2.0 (photo)", "media:cc:by/2.0"),
        ("CC BY 2.0 (data)", "foreign:cc:by/2.0"),
        ("CC BY 2.0 (photo by Jo Park)", "media:cc:by/2.0"),
        ("CC BY 2.0 (photos © Jo Park)", "work:cc:by/2.0* named"),
        ("CC BY 2.0 (images all rights reserved)", "work:cc:by/2.0* named"),
        ("CC BY 2.0 (images excluded)", "work:cc:by/2.0* named"),
        ("CC BY 2.0 images excluded", "work:cc:by/2.0* named"),
        ("CC BY 2.0 data excluded", "work:cc:by/2.0* named"),
        ("CC BY 2.0 except photos", "work:cc:by/2.0* named"),
        ("CC BY 2.0 except for photos and data", "work:cc:by/2.0* named"),
        ("CC BY 2.0, except where noted", "work:cc:by/2.0* named"),
        ("This article is CC BY 2.0 excluded", "refused named"),
        ("This article is under CC BY 2.0, photos excluded.", "work:cc:by/2.0* named"),
        ("This article is under CC BY 2.0, excluded.", "refused named"),
        ("This article is under CC BY 2.0, data excluded.", "work:cc:by/2.0* named"),
        ("This article is under CC BY 2.0, some content excluded.", "work:cc:by/2.0* named"),
        ("CC BY 2.0 but photos may not be republished", "work:cc:by/2.0* named"),
        ("CC BY 2.0 and this article may not be republished", "refused named"),
        ("CC BY 2.0, photos: all rights reserved", "work:cc:by/2.0* named"),
        ("CC BY 2.0. Some rights reserved.", "work:cc:by/2.0 named"),
        ("CC BY 2.0, some rights reserved, all rights reserved", "work:cc:by/2.0 refused named"),
        ("CC BY 2.0, photos and content: all rights reserved", "work:cc:by/2.0* refused named"),
        ("CC BY 2.0 for this article", "work:cc:by/2.0 named"),
        ("CC BY 2.0 for photos", "media:cc:by/2.0"),
        ("CC BY 2.0 for the data", "foreign:cc:by/2.0"),
        ("CC BY 2.0 except photos for the data", "work:cc:by/2.0* named"),
        ("Except for photos, CC BY 2.0 for this article", "work:cc:by/2.0* named"),
        ("CC BY 4.0. Commercial use is prohibited.", "work:cc:by-nc/4.0 named"),
        ("CC BY 4.0. Commercial use is welcome.", "work:cc:by/4.0 named"),
        ("CC BY 4.0. Modifications are prohibited.", "work:cc:by-nd/4.0 named"),
        ("CC BY 4.0. No modifications, and no sale.", "work:cc:by-nc-nd/4.0 named"),
        ("CC BY 4.0. Not for sale, without changes.", "work:cc:by-nc-nd/4.0 named"),
        ("CC BY 4.0 not for sale", "work:cc:by-nc/4.0 named"),
        ("CC BY 4.0, not to be modified", "work:cc:by-nd/4.0 named"),
        ("CC BY-XX 4.0 is not what we use", "named"),
        ("CC BY-XX 4.0, not for sale", "named"),
        ("Not under CC BY 4.0", "refused named"),
        ("CC BY 4.0 without warranty", "work:cc:by/4.0 named"),
        ("CC BY 4.0 at no cost", "work:cc:by/4.0 named"),
        ("CC BY 4.0 not only for schools", "work:cc:by/4.0* named"),
        ("CC BY 4.0 NC", "work:cc:by-nc/4.0 named"),
        ("CC BY 4.0 -nc", "work:cc:by-nc/4.0 named"),
        ("CC BY 4.0 nc/sa", "work:cc:by-nc-sa/4.0 named"),
        ("CC BY 4.0 and sa-nd", "named"),
        ("Elmsford, NC, CC BY 4.0", "work:cc:by/4.0 named"),
        ("Noncommercial, NC, CC BY 4.0", "work:cc:by-nc/4.0 named"),
        ("CC BY 4.0, Elmsford, NC", "work:cc:by-nc/4.0 named"),
        ("NC CC BY 4.0", "work:cc:by-nc/4.0 named"),
        ('CC BY 4.0 <img src="https://licensebuttons.net/l/by-nc/4.0/88x31.png">', "work:cc:by-nc/4.0 named"),
        ('CC BY 4.0 <img src="https://licensebuttons.net/l/by/4.0/88x31.png">', "work:cc:by/4.0 named"),
        ('CC BY 4.0 <a href="https://licensebuttons.net/l/by-nd/4.0/88x31.png">x</a>', "named"),
        ("CC BY 4.0 https://licenses.example/by-nc", "work:cc:by/4.0 named"),
        ("CC BY 4.0 wobbled", "named"),
        ("CC BY 4.0 Wobbled", "work:cc:by named"),
        ("wobbled CC BY 4.0", "named"),
        ("Wobbled CC BY 4.0", "work:cc:by/4.0 named"),
        ("Wobbled under CC BY 4.0", "named"),
        ("Wobbled: CC BY 4.0", "named"),
        ("Jo Wobbled, CC BY 4.0", "work:cc:by/4.0 named"),
        ("WOBBLED CC BY 4.0", "named"),
        ("WOBBLED CC BY 4.0 JO", "named"),
        ("© WOBBLED CC BY 4.0", "work:cc:by/4.0 named"),
        ("This article, wobbled by all, is under CC BY 4.0", "work:cc:by/4.0 named"),
        ("This article except wobbled parts is under CC BY 4.0", "work:cc:by/4.0* named"),
        ("CC BY 4.0, wobbled commercial use prohibited", "named"),
        ("CC BY 4.0, commercial wobbling prohibited", "named"),
        ("but CC BY 4.0", "named"),
        ("non CC BY 4.0", "named"),
        ("This article is about CC BY 4.0", "named"),
        ("CC BY 4.0: a guide to the license", "named"),
        ("CC BY 4.0;CC BY-NC 4.0", "work:cc:by-nc/4.0 named"),
        ("CC BY 4.0;CC BY 3.0", "work:cc:by named"),
        ("CC 3.0 BY 4.0", "work:cc:by named"),
        ("CC 4.0 BY 4.0", "work:cc:by/4.0 named"),
        ("CC BY 4.0 (v4.0)", "work:cc:by/4.0 named"),
        ("CC BY 4.0 (v3.0)", "work:cc:by named"),
        ("This article is under CC BY 4.0.1, photos excluded.", "named"),
        ("Under CC BY 4.0.1. The text is CC BY 4.0.", "named"),
        ("cc-by 3.0 us", "work:cc:by/3.0/us named"),
        ("creative commons by 4.0", "work:cc:by/4.0 named"),
        ("cc by Jo Park. CC BY-ND 4.0", "work:cc:by-nd/4.0 named"),
        ("Published under Creative Commons by our newsroom", "named"),
        ("creativecommons.org/licenses/by-nc/4.0/", "work:cc:by-nc/4.0 named"),
        (f"{BADGE} https://creativecommons.org/licenses/by-nc/4.0/", "work:cc:by-nc/4.0 named"),
        ("CC0 1.0, more at https://licenses.example/", "work:cc:zero/1.0 named"),
        ("Attribution, NC, CC BY 4.0", "work:cc:by-nc/4.0 named"),
        ("CC BY 4.0, sa page, USA", "work:cc:by/4.0 named"),
        (f'Elmsford, <a href="{BY}">NC</a>', "work:cc:by-nc/4.0 named"),
        ("CC BY 4.0<p>Pier 4, Elmsford NC</p>", "work:cc:by-nc/4.0 named"),
        ("CC BY 4.0<figcaption>Pier 4, Elmsford NC</figcaption>", "work:cc:by/4.0 named"),
        ("Not for sale. CC BY 4.0", "work:cc:by-nc/4.0 named"),
        ("This article is under CC BY 4.0, photos under CC0", "work:cc:by/4.0* named"),
        ("This survey is under CC BY 4.0", "work:cc:by/4.0 named"),
        ("This photo essay is under CC BY 4.0", "work:cc:by/4.0 named"),
        ("This article and its photos: all rights reserved.", "refused"),
        ("CC BY 2.0, photos and this essay: all rights reserved", "work:cc:by/2.0* refused named"),
        ("CC BY 2.0 (photo) © Jo Park", "media:cc:by/2.0"),
        ("CC BY 2.0 for photos, by Jo Park", "media:cc:by/2.0"),
        ("CC BY 2.0 photo by Jo excluding the frame", "media:cc:by/2.0"),
        ("CC BY 2.0 images are excluded", "work:cc:by/2.0* named"),
        ("CC BY 2.0 (except photos) for the data", "foreign:cc:by/2.0"),
        ("Unless noted otherwise, a CC BY 2.0 photo", "media:cc:by/2.0"),
        (f'<a href="{BY_2}">Photo</a> by Jo Park', "media:cc:by/2.0"),
        (f'<a href="{BY_2}">Except photos</a>', "work:cc:by/2.0* named"),
        (f'<a href="{BY_2}">Excluding photos</a>', "work:cc:by/2.0* named"),
        (f'<a href="{BY}">Not to be sold</a>', "work:cc:by-nc/4.0 named"),
        (f'<a href="{BY}">Not this license</a>', "refused named"),
        (f'<a href="{BY}">wobbled</a>', "named"),
        ("This article is under CC BY 2.0, excluding or excluded.", "refused named"),
        ("CC BY 2.0 is not ours and does not include photos", "refused named"),
        ("Jo wobbled, CC BY 4.0", "named"),
        ("Recipe:CC BY 4.0", "named"),
    ],
)
def test_a_rights_element_reads_as_its_words_say(text: str, reading: str) -> None:
    assert told(text, "entry-rights") == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("This article is under CC BY 4.0. The data are by the harbor office.", "work:cc:by/4.0* named"),
        ("This article is under CC BY 4.0. All rights in the data are reserved.", "work:cc:by/4.0* named"),
        ("The data are old. All rights reserved.", "refused"),
        ("The data in this article are old. All rights reserved.", "refused"),
        ("Photos by Jo Park. All rights reserved.", ""),
        ("Photos in this article by Jo Park. All rights reserved.", "refused"),
        ("Photos of the content by Jo Park. All rights reserved.", "refused"),
        ("Photo by Jo Park. This article: all rights reserved.", "refused"),
        ("The photos in this article are under CC BY 4.0.", "media:cc:by/4.0"),
        ("In this article, the license is CC BY 4.0.", ""),
        ("Text in this article is licensed under CC BY 4.0.", ""),
        ("License of this article: CC BY 4.0.", "work:cc:by/4.0 named"),
        ("The license of this article is CC BY 4.0.", "work:cc:by/4.0 named"),
        ("The name of this article is licensed under CC BY 4.0.", ""),
        ("This article is licensed under CC BY 4.0.", "work:cc:by/4.0 named"),
        ("About this article, published under CC BY 4.0.", ""),
        ("We publish this article under CC BY 4.0.", "work:cc:by/4.0 named"),
        ("Licensed under CC BY 4.0 is this article.", "work:cc:by/4.0 named"),
        ("CC BY 4.0 for this article.", ""),
        ("Except for photos, licensed under CC BY 2.0 is this article.", "work:cc:by/2.0* named"),
        ("Unlike the data, this article is licensed under CC BY 4.0.", "work:cc:by/4.0 named"),
        ("Unlike our photos, this article is under CC BY 4.0.", "work:cc:by/4.0* named"),
        ("This article, with photos by Jo Park, is licensed under CC BY 4.0.", "work:cc:by/4.0* named"),
        ("This article, based on data of the harbor, is licensed under CC BY 4.0.", "work:cc:by/4.0 named"),
        ("This article except photos is licensed under CC BY 4.0.", "work:cc:by/4.0* named"),
        ("This article (except photos) is licensed under CC BY 4.0.", "work:cc:by/4.0* named"),
        ("Except photos, this article is licensed under CC BY 4.0.", "work:cc:by/4.0* named"),
        ("The data, unlike this article, are licensed under CC BY 4.0.", "foreign:cc:by/4.0"),
        ("This article is licensed under CC BY 4.0 wobbled.", "named"),
        ("This article is licensed under CC BY 4.0, and it was wobbled.", "work:cc:by/4.0 named"),
        ("Wobbled, this article is licensed under CC BY 4.0.", "work:cc:by/4.0 named"),
        ("This article is licensed under CC 0 wobbled.", "named"),
        (f'This article is licensed under <a href="{BY}">CC BY</a> wobbled.', "named"),
        ("This article is under CC BY 4.0. Write to Brindle Post, Fargo ND 58102.", "work:cc:by/4.0 named"),
        ("This story explains sharing under CC BY 4.0.", ""),
        ("This article explains what it means to be published under CC BY 4.0.", ""),
        ("In this article, CC BY 4.0 is our license.", ""),
        ("This article, alongside others, except photos, is under CC BY 4.0.", "work:cc:by/4.0* named"),
        ("The house is not for sale. This article is licensed under CC BY 4.0.", "work:cc:by/4.0 named"),
        (
            "This article is licensed under CC BY 4.0. A Creative Commons license, not for sale.",
            "work:cc:by-nc/4.0 named",
        ),
        ("Photos in this essay by Jo Park. All rights reserved.", "refused"),
        ("Photo by Jo Park. Ferry at Elmsford. All rights reserved.", ""),
        ("Tove walked home. All rights reserved.", "refused"),
        ("Tove walked home. The ferry was late. All rights reserved.", "refused"),
    ],
)
def test_a_sentence_of_a_body_reads_as_its_words_say(text: str, reading: str) -> None:
    assert told(text, "body") == reading
