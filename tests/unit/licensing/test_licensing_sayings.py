"""What stands beside a license in its sentence: what it is of, what it leaves out, what restricts or spoils it.

A reading is told as ``work:cc:by/4.0*``: what the license is of, its key, and a star where the text limits its claim;
then ``refused`` and ``named``.
"""

from __future__ import annotations

import pytest

from syndicator.licensing.prose import CarrierKind, read


def told(text: str, carrier: CarrierKind) -> str:
    said = read(text, carrier)
    claims = [f"{one.scope}:{one.key}{'*' if one.exceptions else ''}" for one in said.claims]
    return " ".join((*claims, *(["refused"] if said.refusal else []), *(["named"] if said.names_license else [])))


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
    ],
)
def test_a_sentence_of_a_body_reads_as_its_words_say(text: str, reading: str) -> None:
    assert told(text, "body") == reading
