"""The notice: fixed sentences with real links, and the facts beside them."""

from __future__ import annotations

import pytest
from lxml import html
from unit.rewrite.rewrite_sample import BY, CONVERSATION, COUNTER, GAZETTE, LINK, SENTENCE, framed, work_of

from syndicator.model.framing import Framed
from syndicator.model.terms import Notice

SAID = "This article is republished from The Sample Conversation under a Creative Commons license."
AUTHORS = (
    "Ada Brook, Lecturer in Tidal Studies, University of Saltmarsh and "
    "Bo Finch, Senior Professor of Rivers & Seas, Weir College"
)
BODY = f"<p>x</p>{COUNTER}"
ES = Notice(lang="es", text="Este texto viene de {publisher_link}. Lea el {original_link}.", link_text="original")


def notices(*found: Notice, **changes):
    return GAZETTE.model_copy(update={"notices": found, **changes})


def paragraphs(result: Framed, place: int = -1) -> list[str]:
    page = html.fromstring(f"<main>{result.html}</main>")
    return [paragraph.text_content() for paragraph in page.find_class("syndicator-notice")[place]]


def test_the_notice_names_title_publisher_date_and_license_beside_the_fixed_sentence():
    assert paragraphs(framed(BODY)) == [
        f"{SAID} Read the original article.",
        "Original: Why tides turn, The Sample Conversation, May 4, 2026.",
        "License: CC BY-ND 4.0.",
    ]


def test_a_sentence_in_the_language_asked_for_comes_first_and_english_else():
    terms = notices(SENTENCE, ES)
    spanish = framed("x", terms, BY, setting={"language": "es-MX"})
    assert paragraphs(spanish) == [
        "Este texto viene de The Sample Gazette. Lea el original.",
        "Original: Why tides turn, The Sample Gazette, 4 de mayo de 2026.",
        "Licencia: CC BY 4.0.",
    ]
    assert paragraphs(framed("x", terms, BY, setting={"language": "de"}))[0].startswith("This article is republished")
    assert paragraphs(framed("x", notices(ES), BY, setting={"language": "de"}))[0].startswith("Este texto")


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        (
            "en",
            "This article is republished from The Sample Gazette. Read the original article.",
            "Changes: images removed.",
        ),
        ("fr", "Cet article est republié depuis The Sample Gazette. Lire l’article original.", "images retirées."),
        ("es", "Este artículo se republica de The Sample Gazette. Lea el artículo original.", "imágenes eliminadas."),
        ("pt", "Este artigo é republicado de The Sample Gazette. Leia o artigo original.", "imagens removidas."),
        (
            "de",
            "Dieser Artikel wird von The Sample Gazette übernommen. Lesen Sie den Originalartikel.",
            "Bilder entfernt.",
        ),
        (
            "it",
            "Questo articolo è ripubblicato da The Sample Gazette. Leggi l’articolo originale.",
            "immagini rimosse.",
        ),
        ("nl", "Dit artikel is overgenomen van The Sample Gazette. Lees het oorspronkelijke artikel.", "verwijderd."),
        ("id", "Artikel ini diterbitkan ulang dari The Sample Gazette. Baca artikel asli.", "gambar dihapus."),
        (
            "xx",
            "This article is republished from The Sample Gazette. Read the original article.",
            "Changes: images removed.",
        ),
    ],
)
def test_a_publisher_without_a_sentence_gets_ours_in_eight_languages(language: str, first: str, last: str):
    told = paragraphs(framed('x<img src="/a.jpg">', GAZETTE, BY, setting={"language": language}))
    assert told[0] == first
    assert told[-1].endswith(last)


def test_every_variable_is_filled_once_and_with_a_real_link():
    text = "{title_link}|{author}|{date}|{year}|{license_link}|{original_link}[here]|{publisher_link}|{other}"
    result = framed("x", notices(Notice(text=text)), BY, title="About {year}")
    page = html.fromstring(f"<main>{result.html}</main>")
    sentence = page.find_class("syndicator-notice")[0][0]
    assert sentence.text_content() == (
        f"About {{year}}|{AUTHORS}|May 4, 2026|2026|CC BY 4.0|here|The Sample Gazette|{{other}}"
    )
    assert sentence.xpath("a/@href") == [LINK, BY.url, LINK, GAZETTE.url]


def test_a_top_notice_stands_between_byline_and_work():
    result = framed("x", notices(Notice(place="top", text="First seen in {publisher_link}.")), BY)
    page = html.fromstring(f"<main>{result.html}</main>")
    assert [part.get("class") for part in page] == [
        "syndicator-byline",
        "syndicator-notice",
        "syndicator-work",
        "syndicator-rule",
        "syndicator-authors",
        "syndicator-notice",
    ]
    assert paragraphs(result, 0) == ["First seen in The Sample Gazette."]
    assert paragraphs(result)[0].startswith("Original: ")
    assert result.notice.startswith("First seen in The Sample Gazette. Original: Why tides turn")


def test_a_sentence_that_the_work_says_itself_with_its_links_is_not_doubled():
    said = (
        "<p><em>This article is republished from "
        "<a href='https://conversation.example/'>The Sample Conversation</a> under a "
        f"Creative\u00a0Commons license. Read the <a href='{LINK}'>original article</a>.</em></p>"
    )
    result = framed(f"{BODY}{said}")
    assert paragraphs(result)[0].startswith("Original: ")
    assert "republished from" in work_of(result)
    assert "License: CC BY-ND 4.0" in result.notice


def test_a_sentence_in_the_work_without_its_links_does_not_replace_ours():
    said = f"<p>{SAID} Read the original article.</p>"
    assert paragraphs(framed(f"{BODY}{said}"))[0].startswith("This article is republished")


def test_a_closing_line_of_the_publisher_is_added_unless_the_work_ends_with_it():
    terms = notices(SENTENCE, tagline="The Gazette – news since 1901.")
    assert paragraphs(framed("x", terms, BY))[1] == "The Gazette – news since 1901."
    assert "since" not in paragraphs(framed("<p>x</p><p>The Gazette - News since 1901.</p>", terms, BY))[1]


def test_a_license_without_an_address_is_named_without_a_link():
    granted = BY.model_copy(update={"name": "With permission", "url": None})
    result = framed("x", GAZETTE, granted)
    assert result.html.endswith("<p>License: With permission.</p></div>")
    assert result.rights == f"With permission, by {AUTHORS}, republished from The Sample Gazette."


def test_a_title_is_text_in_the_notice_and_an_untitled_work_is_named_by_its_address():
    result = framed(BODY, title="<b>1 < 2</b> & more")
    assert "&lt;b&gt;1 &lt; 2&lt;/b&gt; &amp; more</a>" in result.html
    assert result.title == "<b>1 < 2</b> & more"
    assert f"Original: {LINK}, " in framed(BODY, title="").notice


def test_a_notice_of_nothing_adds_no_top_notice():
    assert CONVERSATION.notices[0].place == "end"
    assert framed(BODY).html.count("syndicator-notice") == 1
