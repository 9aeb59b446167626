"""What framing takes out of a work is told piece by piece (acceptance D-47)."""

from __future__ import annotations

import pytest
from unit.rewrite.rewrite_sample import CONVERSATION, COUNTER, GAZETTE, PUBLISHED, entry

from syndicator.model.terms import Media
from syndicator.rewrite import Setting, changes

BODY = (
    f'<p class="lead" style="x" lang="en">One.</p>{COUNTER}'
    '<figure><img src="/a.png" alt="a" onerror="x"><figcaption>A  <b class="c">credit</b></figcaption></figure>'
    '<p class="body"><font color="red">Two.</font> <a href="/x" onclick="y" target="_blank">x</a></p>'
    '<img src="https://t.example/p.gif" width="1" height="1"><script>s</script>'
    '<iframe src="https://video.example/1"><p class="fallback">f</p></iframe><video></video>'
)


def told(body: str | None = BODY, **changes_: object) -> list[tuple[str, str, int]]:
    setting = Setting(published=PUBLISHED, **changes_)  # type: ignore[arg-type]
    return [(one.kind, one.what, one.count) for one in changes(entry(body), CONVERSATION, setting)]


@pytest.mark.proves("D-47", "S-17")
def test_every_removal_is_told_in_its_order_then_the_markup_that_goes() -> None:
    assert told() == [
        ("picture", "/a.png", 1),
        ("pixel", "https://t.example/p.gif", 1),
        ("hidden", "script", 1),
        ("embed", "https://video.example/1", 1),
        ("embed", "video", 1),
        ("caption", "A credit", 1),
        ("element", "font", 1),
        ("attribute", "class", 2),
        ("attribute", "color", 1),
        ("attribute", "onclick", 1),
        ("attribute", "style", 1),
        ("attribute", "target", 1),
    ]


def test_a_picture_that_stays_is_no_change_but_its_handlers_are() -> None:
    terms = GAZETTE.model_copy(update={"media": Media(rule="keep")})
    found = changes(entry('<p>One.</p><img src="/a.png" onerror="x">'), terms, Setting(published=PUBLISHED))
    assert [(one.kind, one.what) for one in found] == [("attribute", "onerror")]


def test_what_shows_no_text_or_can_not_be_read_changes_nothing() -> None:
    assert told(mode="link") == []
    assert told(None) == []
    assert told("<p>One.</p>" + COUNTER, mode="excerpt") == [
        ("pixel", "https://counter.example/content/4711/count.gif", 1)
    ]
    assert told("<p>One.</p>" + COUNTER) == []
