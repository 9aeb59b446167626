"""What a publisher asks of people."""

from __future__ import annotations

import pytest

from syndicator.model.terms import Answer, Terms
from syndicator.publishers import duties

TERMS = Terms(
    id="gazette",
    name="The Sample Gazette",
    url="https://gazette.example/",
    hosts=("gazette.example",),
    terms_url="https://gazette.example/terms",
)


@pytest.mark.parametrize(
    ("notify", "words"),
    [
        ("before", "before the first entry goes out"),
        ("after", "`syndicator report gazette --month YYYY-MM`"),
        ("regular", "that you republish regularly"),
    ],
)
def test_who_is_to_be_told_is_told_how_and_what_to_sign(notify: str, words: str) -> None:
    (duty,) = duties(TERMS.model_copy(update={"notify": notify}))
    assert duty.key == "notify"
    assert words in duty.text
    assert "notified = {" in duty.text


def test_figures_marks_of_a_page_and_remarks_are_duties_and_silence_is_none() -> None:
    asked = {"report": "Reach figures.", "seo_farms": Answer.NO, "remark": "Show the logo."}
    assert [(one.key, one.text) for one in duties(TERMS.model_copy(update=asked))] == [
        ("report", "Report to them: Reach figures."),
        ("seo_farms", "Not for sites that live from search engines or advertising networks."),
        ("remark", "Show the logo."),
    ]
    assert duties(TERMS) == ()
