"""Laws of render and validate: what is rendered is admitted, reads back the same, and is the same twice."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from unit.render.plans import BESPOKE, BY_ND, body, framed, ids, plan, republication

from syndicator.model.config import FormatName
from syndicator.model.document import Enclosure, Person
from syndicator.model.findings import Severity, ValidFeed
from syndicator.model.plan import STUB_SENTENCES, Deleted, Plan, Republication, SourceRef, Stub
from syndicator.render import FORMATS, render
from syndicator.validate import admit, gate, validate

HIDING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\U000e0000-\U000e007f]")

any_text = st.text(max_size=40)
names = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=20)
paths = st.text(st.sampled_from("abcé日/-_.~%$&+,;=:@!*'()[]?#0123"), max_size=30)
links = paths.map(lambda path: f"https://gazette.example/{path}")
instants = st.datetimes(datetime(1000, 1, 2), datetime(9998, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 -- the zone stands beside
maybe_hostile_urls = links | st.sampled_from(["javascript:alert(1)", "//gazette.example/a", "file:///a", "http://", ""])
enclosures = st.builds(
    Enclosure,
    url=maybe_hostile_urls,
    media_type=st.none() | st.sampled_from(["audio/mpeg", "Video/MP4; codecs=x", "mp3", ""]),
    length_bytes=st.none() | st.integers(-1, 10**12),
)
sources = st.builds(
    SourceRef,
    id=any_text | links,
    title=any_text,
    updated=st.none() | instants,
    self_link=links,
    link=st.none() | maybe_hostile_urls,
    rights=st.none() | any_text,
)
works = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=60)


@st.composite
def republications(draw: st.DrawFn, number: int) -> Republication:
    link = draw(links)
    work = etree.Element("p")
    work.text = draw(works)
    html = body("LINK", etree.tostring(work, encoding="unicode")).replace("LINK", link.replace("&", "&amp;"))
    return republication(
        number,
        id=draw(st.just(f"tag:gazette.example,2026:{number}") | links.map(lambda url: f"{url}#{number}")),
        published=draw(instants),
        updated=draw(instants),
        framed=framed(
            html=html,
            title=draw(any_text),
            link=link,
            persons=tuple(
                draw(st.lists(st.builds(Person, name=any_text, uri=st.none() | maybe_hostile_urls), max_size=3))
            ),
            notice=draw(any_text.map(lambda text: f"Republished. {text}")),
            rights=draw(any_text.map(lambda text: f"CC BY-ND 4.0 {text}")),
            summary=draw(st.none() | any_text),
        ),
        license=draw(st.sampled_from([BY_ND, BESPOKE])),
        publisher=draw(names),
        source=draw(sources),
        language=draw(st.none() | st.sampled_from(["en", "fr", "pt_BR", "zh-Hant", "?"])),
        categories=tuple(draw(st.lists(any_text, max_size=3))),
        enclosures=tuple(draw(st.lists(enclosures, max_size=3))),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    count = draw(st.integers(0, 3))
    entries = tuple(draw(republications(number)) for number in range(1, count + 1))
    gone = st.builds(Deleted, id=links, when=instants, comment=any_text)
    base = plan(
        title=draw(any_text),
        description=draw(any_text),
        language=draw(st.sampled_from(["en", "fr", "pt-BR"])),
        updated=draw(instants),
        deleted=tuple(draw(st.lists(gone, max_size=2))),
    )
    return base.model_copy(update={"republications": entries})


@given(plans(), st.sampled_from(FORMATS))
def test_what_is_rendered_is_admitted(planned: Plan, format_: FormatName) -> None:
    rendered = render(planned, format_)
    errors = [each for each in gate(format_, rendered, ids(planned)) if each.severity is Severity.ERROR]
    assert errors == []
    assert isinstance(admit(planned.name, format_, rendered, ids(planned)), ValidFeed)


stubs = st.builds(
    Stub,
    id=st.integers(1000, 9999).map(lambda number: f"tag:gazette.example,2026:{number}"),
    when=instants,
    reason=st.sampled_from(sorted(STUB_SENTENCES)),
    link=st.none() | maybe_hostile_urls,
)


@pytest.mark.proves("D-42")
@given(plans(), st.lists(stubs, max_size=3, unique_by=lambda one: one.id))
def test_stubs_are_admitted_twice_the_same_and_change_nothing_else_of_a_feed(bare: Plan, gone: list[Stub]) -> None:
    planned = bare.model_copy(update={"stubs": tuple(gone)})
    rendered = render(planned, "rss")
    assert isinstance(admit(planned.name, "rss", rendered, ids(planned), tuple(one.id for one in gone)), ValidFeed)
    assert render(Plan.model_validate_json(planned.model_dump_json()), "rss") == rendered
    assert render(planned, "atom") == render(bare, "atom")
    head, _, tail = render(bare, "rss").rpartition(b"  </channel>")
    assert rendered.startswith(head)
    assert rendered.endswith(tail)
    added = feedparser.parse(rendered).entries[len(planned.republications) :]
    assert [(one.id, one.title) for one in added] == [(one.id, "Withdrawn") for one in gone]
    assert {one.summary for one in added} <= set(STUB_SENTENCES.values())


@given(plans(), st.sampled_from(FORMATS))
def test_rendering_twice_gives_equal_bytes(planned: Plan, format_: FormatName) -> None:
    assert render(planned, format_) == render(Plan.model_validate_json(planned.model_dump_json()), format_)


@pytest.mark.proves("D-46")
@given(plans(), st.sampled_from(FORMATS))
def test_an_independent_reader_finds_ids_authors_links_license_and_notice(planned: Plan, format_: FormatName) -> None:
    """feedparser and lxml read what feedgen wrote: nothing of the attribution may be lost on the way."""
    rendered = render(planned, format_)
    parsed = feedparser.parse(rendered, sanitize_html=False, resolve_relative_uris=False)
    assert not parsed.bozo
    assert [entry.id for entry in parsed.entries] == list(ids(planned))
    for entry, planned_entry in zip(parsed.entries, planned.republications, strict=True):
        text = planned_entry.framed
        if format_ == "atom":
            assert {link.href for link in entry.links if link.rel in {"alternate", "via"}} == {text.link}
        assert (entry.content[0].value, entry.content[0].value == text.html) == (text.html, True)
        assert 'class="syndicator-notice"' in entry.content[0].value
        assert all(author.name for author in entry.authors)
        assert len(entry.authors) >= 1
    assert _licenses(rendered, format_) == [
        (each.license.url or each.framed.rights.split(" ")[0]) for each in planned.republications
    ]


def _licenses(rendered: bytes, format_: FormatName) -> list[str]:
    """Give each entry's license address, or the first word of its rights where it has none."""
    ns = {
        "a": "http://www.w3.org/2005/Atom",
        "c": "http://backend.userland.com/creativeCommonsRssModule",
        "d": "http://purl.org/dc/elements/1.1/",
    }
    root = etree.fromstring(rendered)
    entries = root.findall("a:entry", ns) if format_ == "atom" else root.findall("channel/item")
    found = []
    for entry in entries:
        linked = entry.find("a:link[@rel='license']", ns)
        address = linked.get("href") if linked is not None else entry.findtext("c:license", None, ns)
        rights = entry.findtext("a:rights", None, ns) or entry.findtext("d:rights", None, ns) or ""
        found.append(address or rights.split(" ")[0])
    return found


@pytest.mark.proves("S-16")
@given(plans(), st.sampled_from(FORMATS))
def test_no_character_that_xml_forbids_or_that_hides_text_is_written(planned: Plan, format_: FormatName) -> None:
    text = render(planned, format_).decode("utf-8")
    assert not HIDING.search(text)
    root = etree.fromstring(text.encode())
    titles = [each.text or "" for each in root.iter("{*}title", "{*}name", "{*}creator")]
    assert not [title for title in titles if re.search("[\u200b\u2060\ufeff]", title)]
    assert not [
        title
        for title in titles
        if any(unicodedata.category(each) in {"Cs", "Cn"} and ord(each) & 0xFFFE == 0xFFFE for each in title)
    ]


@pytest.mark.proves("S-16")
@given(st.sampled_from("\u202a\u202b\u202d\u202e\u2066\u2069\x85\U000e0041\ufdd0"), st.sampled_from(FORMATS))
def test_a_work_with_a_character_that_hides_text_is_not_admitted(character: str, format_: FormatName) -> None:
    planned = plan(republication(framed=framed(html=body(work=f"<p>The {character}tide</p>"))))
    codes = {each.code for each in gate(format_, render(planned, format_), ids(planned))}
    assert "unsafe-character" in codes


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(
        lambda text: f"<rss version='2.0'><channel>{text}</channel></rss>".encode("utf-8", "replace")
    )
)
def test_any_bytes_are_judged_without_an_exception(hostile: bytes) -> None:
    assert validate(hostile)


@given(st.text(st.sampled_from("<>/!-?= \"'abipscrtx&;\x0b\u202e"), max_size=80))
def test_any_html_is_judged_without_an_exception(html: str) -> None:
    element = etree.Element("description")
    element.text = html.replace("\x0b", "")
    item = etree.tostring(element)
    head = b"<rss version='2.0'><channel><title>t</title><link>https://gazette.example/</link><description/><item>"
    assert validate(head + item + b"</item></channel></rss>")
