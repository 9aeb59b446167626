"""A no-derivatives work against its upstream, by a reader that shares nothing with the program."""

from __future__ import annotations

import tempfile
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from harness.reader import shown
from harness.world import World, item
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

WATCH = "https://video.example/watch/1"
BY_ND = "https://creativecommons.org/licenses/by-nd/4.0/"
PARAGRAPH = "<p>The ferries of Lower Brindle have sailed without a timetable since the flood, and nobody minds it.</p>"

KEPT = [
    "<p>Tides <em>twice</em> a day, as <a href='https://gazette.example/x'>the harbor</a> says.</p>",
    "<h2>At the quay</h2>",
    "<ul><li>one boat</li><li>no boat</li></ul>",
    "<blockquote><p>It sails when it sails.</p></blockquote>",
    "<p>A caf\u00e9, 3 &lt; 4 &amp; \u201cquotes\u201d.</p>",
    "<table><tr><td>Mon</td><td>06:10</td></tr></table>",
    "<p class='lead' style='color:red' onclick='x()'>Said <span id='q'>plainly</span>.</p>",
    "<section><p>A word of its own.</p></section>",
    "<figure><figcaption>A caption of no picture.</figcaption></figure>",
]
"""What stays with all its text; attributes and elements beside the allow-list go, which no reader sees."""

REMOVED = {
    "<figure><img src='https://gazette.example/1.jpg' width='800'><figcaption>A quay.</figcaption></figure>": "images",
    "<p><img src='https://gazette.example/2.jpg' width='300' height='200' alt='A boat'></p>": "images",
    f"<iframe src='{WATCH}' width='500' height='300'>No frames?</iframe>": WATCH,
    "<video src='https://video.example/v.mp4' controls>No video?</video>": "https://video.example/v.mp4",
    "<!-- a comment -->": "",
    "<style>p { color: red }</style>": "",
    "<script>alert(1)</script>": "",
    "<p></p>": "",
    "<img src='https://pixel.example/c.gif' width='1' height='1'>": "",
}
"""What the documentation says may leave (docs/verbatim.md), and what the notice must say of it."""

_DROPPED = {"figcaption", "iframe", "video", "style", "script"}
_BLOCKS = {"p", "h2", "ul", "li", "blockquote", "table", "tr", "td", "section", "figure", "figcaption", "div", "tbody"}


class _Text(HTMLParser):
    """The normal form of docs/verbatim.md, written a second time with the standard library alone."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self.tags: list[str] = []
        self._skip = 0
        self._pictured = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._pictured = tag == "img" or (self._pictured and tag != "figure")
        if (tag in _DROPPED and tag != "figcaption") or (tag == "figcaption" and self._pictured):
            self._skip += 1
        if tag in _BLOCKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if (tag in _DROPPED and tag != "figcaption") or (tag == "figcaption" and self._pictured):
            self._skip -= 1
        if tag in _BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.lines[-1] += data


def normal(html: str) -> list[str]:
    reader = _Text()
    reader.feed(html)
    reader.close()
    return [line for line in (" ".join(one.split()) for one in reader.lines) if line]


def work_in(html: str) -> str:
    """Cut the work out of its frame, as the documentation says."""
    head, mark, rest = html.partition('<div class="syndicator-work">')
    assert mark, head
    work, end, _ = rest.partition('</div>\n<hr class="syndicator-rule">')
    assert end, html
    return work


@pytest.mark.proves("D-47")
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([*KEPT, *REMOVED]), min_size=1, max_size=9))
def test_a_no_derivatives_work_differs_from_upstream_by_the_documented_list_alone_and_the_notice_names_it(
    blocks: list[str],
) -> None:
    upstream = PARAGRAPH + "".join(blocks) + PARAGRAPH * 8
    with tempfile.TemporaryDirectory() as folder, World(Path(folder)) as world:
        world.publisher("gazette")
        path = world.folder / "config/publishers/gazette.toml"
        path.write_text(path.read_text().replace('"cc:by/4.0"', '"cc:by-nd/4.0"'))
        world.source("sea", "gazette")
        world.feed("world", ["sea"])
        world.shows("sea", item(1, license=BY_ND, words=escape(upstream, quote=False)))
        world.cycle()
        for format_name in ("rss", "atom"):
            (one,) = shown(world.bytes_of("world", format_name))
            work = work_in(one.html)
            assert normal(work) == normal(upstream)
            assert "<img" not in work
            for block in blocks:
                assert REMOVED.get(block, "") in one.notice, block
            if not any(REMOVED.get(block) for block in blocks):
                assert "Changes:" not in one.notice
        (decided,) = world.app.store.decisions()
        pictures = any("<img" in block for block in blocks)
        embeds = any(name in block for block in blocks for name in ("<iframe", "<video"))
        assert ("media-stripped" in decided.reasons, "embeds-dropped" in decided.reasons) == (pictures, embeds)
