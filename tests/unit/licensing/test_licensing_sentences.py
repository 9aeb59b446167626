"""A text cut into sentences: where each ends, and where in it each address stood."""

from __future__ import annotations

from syndicator.licensing.sentences import Sentence, sentences


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


def test_a_sentence_ends_at_its_mark_without_the_quotes_and_brackets_that_close_it() -> None:
    assert texts('"CC BY 4.0." (Photos excluded.) Thanks') == ['"CC BY 4.0.', "(Photos excluded.", "Thanks"]


def test_no_text_has_no_sentence() -> None:
    assert sentences("") == sentences(" \n") == []


def test_white_space_is_single_and_underscores_are_hyphens() -> None:
    assert texts("CC_BY  4.0\n\nfor all") == texts("<b>CC_BY</b>\t4.0 for all") == ["CC-BY 4.0 for all"]


def test_each_address_is_noted_at_the_place_where_it_stood() -> None:
    text = "See <a href=\"https://a.example/\">CC</a> or <a href='https://b.example/'>CC0</a>, at //c.example/d too"
    assert sentences(text) == [
        Sentence(
            "See CC or CC0, at  too", ((4, "https://a.example/"), (10, "https://b.example/"), (18, "//c.example/d"))
        )
    ]


def test_the_addresses_of_a_tag_that_is_never_closed_are_kept_and_its_words_are_not() -> None:
    text = 'CC BY 4.0 <a href="https://a.example/" cite="https://b.example/"'
    assert sentences(text) == [Sentence("CC BY 4.0 ", ((10, "https://a.example/"), (10, "https://b.example/")))]


def test_what_was_escaped_twice_is_text() -> None:
    assert texts("CC BY 4.0 &lt;i&gt;now&lt;/i&gt;") == ["CC BY 4.0 now"]
    assert texts("CC BY 4.0 &amp;amp;lt;i&amp;amp;gt;") == ["CC BY 4.0 &lt;i&gt;"]


def test_a_badge_has_an_address_and_its_alternative_text_in_either_quotes_or_none() -> None:
    badge = "<img src='https://licensebuttons.net/l/by/4.0/88x31.png'{}>"
    for written, alternative in ((' alt="CC BY"', "CC BY"), (" alt='CC BY'", "CC BY"), ("", "")):
        (sentence,) = sentences(f"{badge.format(written)} x")
        assert [address for _, address in sentence.addresses] == [
            "https://licensebuttons.net/l/by/4.0/88x31.png",
            f"alt:{alternative}",
        ]


def test_what_follows_a_caption_in_its_block_belongs_to_it_and_nothing_else_does() -> None:
    shown = sentences("<p>Before.</p><figcaption>A ferry. By Jo Park.</figcaption><p>After.</p>")
    assert [(sentence.text, sentence.caption) for sentence in shown] == [
        ("Before.", False),
        ("A ferry.", True),
        ("By Jo Park.", True),
        ("After.", False),
    ]
