"""What the two formats say, and each fault of feedgen that must not come back."""

from __future__ import annotations

import locale
from datetime import timedelta

import feedgen.util
import pytest
from lxml import etree
from unit.render.plans import AT, BESPOKE, LINK, NS, body, framed, plan, read, republication, rich_plan, texts

from syndicator.model.config import FormatName
from syndicator.model.document import Enclosure, Person
from syndicator.model.plan import Deleted
from syndicator.render import FORMATS, render


def test_an_atom_entry_links_to_the_original_twice_and_to_its_license() -> None:
    root = read(plan(), "atom")
    assert texts(root, "//a:entry/a:link[@rel='alternate']/@href") == [LINK]
    assert texts(root, "//a:entry/a:link[@rel='via']/@href") == [LINK]
    assert texts(root, "//a:entry/a:link[@rel='license']/@href") == ["https://creativecommons.org/licenses/by-nd/4.0/"]


def test_an_atom_link_keeps_type_title_and_length() -> None:
    song = Enclosure(url="https://gazette.example/tide.mp3", media_type="audio/mpeg", length_bytes=1234)
    root = read(plan(republication(enclosures=(song,))), "atom")
    assert texts(root, "//a:entry/a:link[@rel='alternate']/@type") == ["text/html"]
    assert texts(root, "//a:entry/a:link[@rel='via']/@title") == ["The Sample Gazette"]
    assert texts(root, "//a:entry/a:link[@rel='license']/@title") == ["CC BY-ND 4.0"]
    enclosure = root.xpath("//a:entry/a:link[@rel='enclosure']", namespaces=NS)[0]
    assert dict(enclosure.attrib) == {
        "rel": "enclosure",
        "href": "https://gazette.example/tide.mp3",
        "type": "audio/mpeg",
        "length": "1234",
    }


def test_an_atom_source_is_whole() -> None:
    source = read(plan(), "atom").xpath("//a:entry/a:source", namespaces=NS)[0]
    assert texts(source, "a:id/text()") == ["tag:gazette.example,2020:feed"]
    assert texts(source, "a:title/text()") == ["The Sample Gazette: Sea"]
    assert texts(source, "a:updated/text()") == ["2026-11-20T10:00:05+00:00"]
    assert texts(source, "a:link[@rel='self']/@href") == ["https://gazette.example/sea.atom"]
    assert texts(source, "a:link[@rel='alternate']/@href") == ["https://gazette.example/sea"]
    assert texts(source, "a:rights/text()") == ["The Sample Gazette"]


def test_a_source_of_unknown_id_title_and_date_says_what_is_known() -> None:
    source = read(rich_plan(), "atom").xpath("//a:entry[3]/a:source", namespaces=NS)[0]
    assert texts(source, "a:id/text()") == ["https://gazette.example/sea.rss"]
    assert texts(source, "a:title/text()") == ["The Sample Gazette"]
    assert texts(source, "a:updated/text()") == []


def test_each_author_is_a_person_and_only_web_addresses_lead_to_one() -> None:
    root = read(rich_plan(), "atom")
    assert texts(root, "//a:entry[1]/a:author/a:name/text()") == ["Ada Nomen", "Bo Persona"]
    assert texts(root, "//a:entry[1]/a:author/a:uri/text()") == ["https://gazette.example/people/ada"]
    assert texts(root, "//a:entry[2]/a:author/a:uri/text()") == []
    assert texts(read(rich_plan(), "rss"), "//item[1]/dc:creator/text()") == ["Ada Nomen", "Bo Persona"]


@pytest.mark.parametrize(
    ("format_", "path"), [("atom", "//a:entry/a:author/a:name/text()"), ("rss", "//dc:creator/text()")]
)
def test_the_publisher_stands_as_author_where_none_is_known(format_: FormatName, path: str) -> None:
    nobody = plan(republication(framed=framed(persons=(Person(name="\u200b "),))))
    assert texts(read(nobody, format_), path) == ["The Sample Gazette"]


def test_texts_of_atom_say_their_type() -> None:
    root = read(plan(), "atom")
    for name in ("title", "summary", "rights"):
        assert texts(root, f"//a:entry/a:{name}/@type") == ["text"]
    assert texts(root, "/a:feed/a:title/@type | /a:feed/a:subtitle/@type") == ["text", "text"]
    assert texts(root, "//a:entry/a:content/@type") == ["html"]


@pytest.mark.parametrize("format_", FORMATS)
def test_no_feed_carries_a_license_or_an_author_of_its_own(format_: FormatName) -> None:
    head = read(plan(), format_) if format_ == "atom" else read(plan(), format_)[0]
    names = {etree.QName(child).localname for child in head}
    assert not names & {"license", "rights", "copyright", "author", "managingEditor", "webMaster"}
    assert texts(head, "a:link[@rel='license']/@href") == []


@pytest.mark.parametrize("format_", FORMATS)
def test_a_feed_names_itself_once_and_its_home(format_: FormatName) -> None:
    root = read(plan(), format_)
    head = root if format_ == "atom" else root[0]
    assert texts(head, "a:link[@rel='self']/@href") == [f"https://feeds.example/world.{format_}"]
    home = "a:link[@rel='alternate' and @type='text/html']/@href" if format_ == "atom" else "link/text()"
    assert texts(head, home) == ["https://feeds.example/"]


def test_the_feed_is_dated_by_its_plan_alone() -> None:
    assert texts(read(plan(), "atom"), "/a:feed/a:updated/text()") == ["2026-11-20T09:59:05+00:00"]
    names = {child.tag for child in read(plan(), "rss")[0]}
    assert not names & {"lastBuildDate", "pubDate", "docs", "ttl"}


@pytest.mark.parametrize("format_", FORMATS)
def test_the_generator_has_no_version(format_: FormatName) -> None:
    generator = read(plan(), format_).xpath("//*[local-name()='generator']")[0]
    assert (generator.text, dict(generator.attrib)) == ("syndicator", {})


def test_entries_stand_in_the_order_of_the_plan() -> None:
    root = read(plan(republication(3), republication(1), republication(2)), "atom")
    assert [each[-1] for each in texts(root, "//a:entry/a:id/text()")] == ["3", "1", "2"]


def test_the_guid_is_the_id_and_no_permalink() -> None:
    root = read(plan(republication(id="https://gazette.example/?p=7&q=ü")), "rss")
    assert texts(root, "//item/guid/text()") == ["https://gazette.example/?p=7&q=ü"]
    assert texts(root, "//item/guid/@isPermaLink") == ["false"]


def test_the_date_of_rss_is_written_without_touching_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the locale of the process was switched")

    monkeypatch.setattr(locale, "setlocale", refuse)
    monkeypatch.setattr(feedgen.util, "formatRFC2822", refuse)
    root = read(plan(republication(published=AT.replace(microsecond=999_999))), "rss")
    assert texts(root, "//item/pubDate/text()") == ["Fri, 20 Nov 2026 10:00:05 +0000"]
    render(plan(), "atom")


def test_the_license_of_an_rss_item_is_its_address_or_else_its_sentence() -> None:
    root = read(plan(republication(1), republication(2, license=BESPOKE)), "rss")
    assert texts(root, "//item[1]/cc:license/text()") == ["https://creativecommons.org/licenses/by-nd/4.0/"]
    assert texts(root, "//item[1]/dc:rights/text()") == []
    assert texts(root, "//item[2]/cc:license/text()") == []
    assert texts(root, "//item[2]/dc:rights/text()") == [framed().rights]


def test_an_rss_item_names_its_source() -> None:
    source = read(plan(), "rss").xpath("//item/source")[0]
    assert (source.text, source.get("url")) == ("The Sample Gazette: Sea", "https://gazette.example/sea.atom")


def test_the_language_of_an_entry_is_told_only_where_it_differs() -> None:
    planned = plan(republication(1, language="EN"), republication(2, language="fr_FR"), republication(3, language="?"))
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    atom, rss = read(planned, "atom"), read(planned, "rss")
    assert atom.get(xml_lang) == "en"
    assert [each.get(xml_lang) for each in atom.findall("a:entry", NS)] == [None, "fr-FR", None]
    assert [each.findtext("dc:language", None, NS) for each in rss.iter("item")] == [None, "fr-FR", None]


def test_rss_takes_addresses_as_uris_and_atom_as_they_are() -> None:
    link = "https://gazette.example/marées"
    planned = plan(republication(framed=framed(link=link)))
    assert texts(read(planned, "rss"), "//item/link/text()") == ["https://gazette.example/mar%C3%A9es"]
    assert texts(read(planned, "atom"), "//a:entry/a:link[@rel='via']/@href") == [link]


def test_rss_has_the_first_enclosure_that_has_a_type_and_atom_has_all_of_the_web() -> None:
    rss, atom = read(rich_plan(), "rss"), read(rich_plan(), "atom")
    assert [dict(each.attrib) for each in rss.iter("enclosure")] == [
        {"url": "https://gazette.example/tide.mp3", "length": "1234", "type": "audio/mpeg"}
    ]
    assert len(texts(atom, "//a:link[@rel='enclosure']/@href")) == 2
    assert "file:" not in render(rich_plan(), "atom").decode()


def test_an_enclosure_of_unknown_length_has_length_zero_in_rss_and_none_in_atom() -> None:
    song = Enclosure(url="https://gazette.example/tide.mp3", media_type="audio/mpeg", length_bytes=-5)
    planned = plan(republication(enclosures=(song,)))
    assert texts(read(planned, "rss"), "//enclosure/@length") == ["0"]
    assert texts(read(planned, "atom"), "//a:link[@rel='enclosure']/@length") == []


def test_the_description_of_rss_is_escaped_for_readers_that_take_it_as_html() -> None:
    planned = plan(republication(1, framed=framed(summary="a < b & c")), republication(2, framed=framed(summary=None)))
    described = texts(read(planned, "rss"), "//item/description/text()")
    assert described == ["a &lt; b &amp; c", framed().notice]


@pytest.mark.parametrize("format_", FORMATS)
def test_one_element_stands_on_a_line_and_the_file_ends_in_a_newline(format_: FormatName) -> None:
    text = render(plan(republication(framed=framed(html=body().replace("\n", "")))), format_).decode()
    assert text.endswith(">\n")
    assert text.startswith("<?xml version='1.0' encoding='UTF-8'?>\n")
    assert all(line.lstrip().startswith("<") and line.endswith(">") for line in text.splitlines())


def test_a_tombstone_is_written_in_atom_and_the_feed_stays_otherwise_the_same() -> None:
    gone = Deleted(id="tag:gazette.example,2026:9", when=AT, comment="Withdrawn")
    silent = gone.model_copy(update={"id": "tag:gazette.example,2026:8", "comment": ""})
    root = read(plan(deleted=(gone, silent)), "atom")
    assert texts(root, "at:deleted-entry/@ref") == [gone.id, silent.id]
    assert texts(root, "at:deleted-entry/@when") == ["2026-11-20T10:00:05+00:00"] * 2
    assert texts(root, "at:deleted-entry/at:comment/text()") == ["Withdrawn"]
    assert render(plan(deleted=(gone,)), "rss") == render(plan(), "rss")


@pytest.mark.parametrize(("format_", "hunks"), [("rss", 1), ("atom", 2)])
def test_one_changed_entry_is_one_hunk_and_in_atom_the_feeds_date_is_another(format_: FormatName, hunks: int) -> None:
    later = AT + timedelta(hours=1)
    changed = republication(2, updated=later, framed=framed(html=body(work="<p>Three times.</p>")))
    before = render(plan(*map(republication, (1, 2, 3))), format_).splitlines()
    after = render(plan(republication(1), changed, republication(3)), format_).splitlines()
    assert len(before) == len(after)
    entries = [number for number, line in enumerate(after) if line.strip() in {b"<item>", b"<entry>"}]
    differ = {
        sum(start <= number for start in entries)
        for number, pair in enumerate(zip(before, after, strict=True))
        if pair[0] != pair[1]
    }
    assert differ == ({2} if format_ == "rss" else {0, 2})
    assert len(differ) <= hunks


@pytest.mark.parametrize("format_", FORMATS)
def test_empty_titles_and_descriptions_have_a_stand_in(format_: FormatName) -> None:
    root = read(plan(republication(framed=framed(title=" ")), title="", description=""), format_)
    titles = texts(root, "/a:feed/a:title/text() | /a:feed/a:subtitle/text() | /a:feed/a:entry/a:title/text()")
    titles += texts(root, "//channel/title/text() | //channel/description/text() | //item/title/text()")
    assert sorted(titles) == [LINK, "world", "world"]


def test_an_empty_feed_is_a_feed() -> None:
    planned = plan().model_copy(update={"republications": ()})
    assert [render(planned, each).count(b"<entry") + render(planned, each).count(b"<item") for each in FORMATS] == [
        0,
        0,
    ]
