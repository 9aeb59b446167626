"""Values that are hostile or broken: escaped, dropped, or naming their entry; never a feed lost without a word."""

from __future__ import annotations

import pytest
from lxml import etree
from unit.render.plans import AT, body, framed, plan, republication, texts

from syndicator.errors import RenderError
from syndicator.model.config import FormatName
from syndicator.model.document import Person
from syndicator.model.plan import Deleted
from syndicator.render import FORMATS, EntryRenderError, render


@pytest.mark.proves("S-18")
@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    "hostile", ["]]>", "<![CDATA[x]]>", "]]&gt;<b>&amp;", "<!-- x -->", "<?php x ?>", "&lt;script&gt;"]
)
def test_text_is_escaped_by_the_serializer_and_never_stands_in_cdata(format_: FormatName, hostile: str) -> None:
    html = body(work=f"<p>{hostile}</p>")
    planned = plan(republication(framed=framed(title=hostile, html=html, notice=hostile)), title=hostile)
    rendered = render(planned, format_)
    assert b"<![CDATA[" not in rendered
    root = etree.fromstring(rendered)
    title, content = (
        ("//a:entry/a:title", "//a:entry/a:content") if format_ == "atom" else ("//item/title", "//content:encoded")
    )
    assert texts(root, f"{title}/text()") == [hostile]
    assert texts(root, f"{content}/text()") == [html]
    assert not root.xpath("//comment() | //processing-instruction()")


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("character", ["\x00", "\x01", "\x0b", "\ufffe", "\ud800"])
def test_a_character_that_xml_forbids_is_dropped_from_labels(format_: FormatName, character: str) -> None:
    dirty = f"Sea{character}side"
    entry = republication(
        framed=framed(title=dirty, persons=(Person(name=dirty),), rights=dirty, notice=dirty, summary=dirty),
        categories=(dirty, character, "Seaside"),
        publisher=dirty,
    )
    text = render(plan(entry, title=dirty, description=dirty), format_).decode()
    assert character not in text
    assert text.count("Seaside") >= 6


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"framed": framed(html=body(work="<p>\x0b</p>"))}, "U+000B"),
        ({"framed": framed(link="javascript:alert(1)")}, "its original has no"),
        ({"framed": framed(link="https://[broken")}, "its original has no"),
        ({"id": "no iri"}, "its id is no absolute IRI"),
        ({"framed": framed(link="https://gazette.example/\ufffe", html=body())}, "its original has no"),
        ({"id": "tag:gazette.example,2026:\ufffe"}, "its id is no absolute IRI"),
        ({"source": republication().source.model_copy(update={"self_link": "/sea"})}, "its source has no"),
    ],
)
def test_what_must_not_change_and_can_not_be_written_names_its_entry(changes: dict[str, object], why: str) -> None:
    bad = republication(2, **changes)
    with pytest.raises(EntryRenderError, match=why.replace("+", r"\+")) as caught:
        render(plan(republication(1), bad), "atom")
    assert caught.value.entry == bad.id
    assert isinstance(caught.value, RenderError)


def test_a_bad_tombstone_names_its_entry() -> None:
    with pytest.raises(EntryRenderError):
        render(plan(deleted=(Deleted(id="", when=AT),)), "atom")


@pytest.mark.parametrize("changes", [{"home": "ftp://feeds.example/"}, {"urls": (("rss", "world.rss"), ("atom", "x"))}])
def test_a_feed_without_a_web_address_is_not_rendered(changes: dict[str, object]) -> None:
    with pytest.raises(RenderError, match="has the address"):
        render(plan(**changes), "rss")


def test_a_format_that_the_plan_has_no_address_for_is_not_rendered() -> None:
    with pytest.raises(RenderError, match="atom"):
        render(plan(urls=(("rss", "https://feeds.example/world.rss"),)), "atom")
