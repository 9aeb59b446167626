"""Hostile entries, as published, in a real browser: nothing runs, nothing is asked for, no neighbor is touched."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from pathlib import Path

import pytest
from harness import hostile
from harness.browser import CHROMIUM, look
from harness.hostile import OUTPUTS, Played
from lxml import html

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(180),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser: {CHROMIUM} is missing (Debian package chromium)"),
]
ROWS = [f"H-{number:03}" for number in (*range(55, 65), 66, 67, *range(69, 79), 81, 82, 88)]
RUNS = {
    "a-drawing",
    "a-script-in-the-body",
    "an-image-with-a-handler-in-every-field",
    "comments-that-end-early",
    "elements-of-raw-text-that-close-each-other",
    "event-attributes-in-odd-writing",
    "every-event-attribute",
    "forms",
    "markup-that-changes-when-read-again-by-annotation",
    "markup-that-changes-when-read-again-by-noscript",
    "markup-that-changes-when-read-again-by-svg",
    "the-counter-as-the-terms-name-it-7",
    "the-page-ends-inside-the-entry",
}
"""Cases whose body, shown as it is, runs in today's Chromium. The others are old, or made for other readers."""
BYTES_MAX = 100_000
"""Larger entries are for the parsers; a page of them would only be slow."""

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>the page</title><link rel="icon" href="data:,">
<style>.after {{ color: rgb(1, 2, 3) }}</style>
<script>
var ran = [];
function canary() {{ ran.push("canary"); }}
</script></head><body><main>{sections}</main><script>
const main = document.querySelector("main"), sections = [...main.children];
function look(section) {{
  const last = section.lastElementChild, work = section.querySelectorAll(".syndicator-work");
  const all = [...section.querySelectorAll("*")], links = all.filter(one => one.tagName === "A" && one.href);
  const style = getComputedStyle(last);
  const again = document.createElement("div"), third = document.createElement("div");
  again.innerHTML = section.innerHTML;
  third.innerHTML = again.innerHTML;
  document.body.append(again);
  return {{
    slug: section.dataset.slug,
    ends: last.className === "after" && section.firstElementChild.className === "before",
    seen: style.color === "rgb(1, 2, 3)" && style.display !== "none" && style.visibility === "visible",
    works: work.length,
    text: work.length ? work[0].textContent : "",
    handlers: all.flatMap(one => [...one.attributes].map(each => each.name)).filter(name => name.startsWith("on")),
    schemes: [...new Set(links.map(one => one.protocol))],
    settled: third.innerHTML === again.innerHTML && again.innerHTML === section.innerHTML,
    tags: [...new Set(all.map(one => one.tagName.toLowerCase()))],
  }};
}}
const told = sections.map(look);
for (const one of document.querySelectorAll("main *, body > div *")) {{
  one.addEventListener("click", event => event.preventDefault());
  for (const name of ["click", "focus", "mouseover", "mouseenter", "error", "load", "toggle", "begin", "input"])
    one.dispatchEvent(new Event(name, {{bubbles: false, cancelable: true}}));
}}
setTimeout(() => {{
  const result = document.createElement("pre");
  result.id = "result";
  result.textContent = JSON.stringify({{
    ran, told, strays: main.children.length - sections.length,
    page: [document.title, document.forms.length, document.body.tagName, typeof document.getElementById,
      typeof document.cookie, document.baseURI === location.href, location.pathname, document.styleSheets.length],
  }});
  document.body.append(result);
}}, 2000);
</script></body></html>"""
CONTROL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>control</title><link rel="icon" href="data:,">
<script>var ran = []; function canary(slug) {{ ran.push(slug); }}</script></head><body>{frames}<script>
setTimeout(() => {{
  for (const frame of document.querySelectorAll("iframe")) {{
    const inside = frame.contentDocument;
    if (!inside?.body) continue;
    for (const one of inside.querySelectorAll("*"))
      for (const name of ["click", "focus", "mouseover"]) one.dispatchEvent(new Event(name));
    const box = inside.createElement("div");
    inside.body.append(box);
    box.innerHTML = frame.dataset.body;
    for (let turn = 0; turn < 3; turn++) box.innerHTML = box.innerHTML;
  }}
}}, 1000);
setTimeout(() => {{
  const result = document.createElement("pre");
  result.id = "result";
  result.textContent = JSON.stringify([...new Set(ran)]);
  document.body.append(result);
}}, 2000);
</script></body></html>"""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return hostile.play(tmp_path_factory.mktemp("hostile"))


def sections(entries: Iterable[tuple[str, str, str]]) -> str:
    """Put each entry's title, as text, and HTML, as it is, between two lines of our own."""
    return "".join(
        f'<section data-slug="{slug}"><p class="before">{escape(title)}</p>{body}<p class="after">after</p></section>'
        for slug, title, body in entries
    )


@pytest.mark.proves("S-12", *ROWS)
@pytest.mark.parametrize("output", OUTPUTS)
def test_what_is_published_does_nothing_in_a_browser(output: str, played: Played, tmp_path: Path) -> None:
    shown = {
        f"{publisher}-{number}": one
        for (publisher, name), entries in played.shown.items()
        for number, one in enumerate(entries)
        if name == output and len(one.html) < BYTES_MAX
    }
    page = PAGE.format(sections=sections((slug, one.title, one.html) for slug, one in shown.items()))
    result, asked = look(page, tmp_path / "profile")
    assert result["ran"] == []
    assert set(asked) <= {image.get("src") for one in shown.values() for image in html.fromstring(one.html).iter("img")}
    assert result["page"] == ["the page", 0, "BODY", "function", "string", True, "/page", 1]
    assert result["strays"] == 0
    assert [told["slug"] for told in result["told"]] == list(shown)
    for told in result["told"]:
        slug = told["slug"]
        (work,) = html.fromstring(f"<main>{shown[slug].html}</main>").find_class("syndicator-work")
        assert (told["ends"], told["seen"], told["works"], told["settled"]) == (True, True, 1, True), shown[slug].html
        assert told["handlers"] == []
        assert set(told["schemes"]) <= {"http:", "https:", "mailto:", "tel:"}
        assert "".join(told["text"].split()) == "".join(work.text_content().split()), shown[slug].html


def test_the_same_bodies_without_us_do_much_more(tmp_path: Path) -> None:
    bodies = {case.slug: hostile.spread(case.body, "lenient") for case in hostile.cases()}
    bodies = {slug: body for slug, body in bodies.items() if len(body) < BYTES_MAX}
    frames = ""
    for slug, body in bodies.items():
        script = f"<script>function canary() {{ parent.canary({json.dumps(slug)}) }}</script>"
        frames += f'<iframe srcdoc="{escape(script + body)}" data-body="{escape(body)}"></iframe>'
    ran, asked = look(CONTROL.format(frames=frames), tmp_path / "profile")
    assert set(ran) >= RUNS
    assert any(one.startswith("http://evil.example/") for one in asked)
    assert any(one.startswith("not HTTP") for one in asked), "requests by TLS are not seen"
