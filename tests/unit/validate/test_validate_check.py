from __future__ import annotations

from pathlib import Path

import pytest
from harness.patience import within

from syndicator.model.findings import Severity
from syndicator.validate import gate, validate
from syndicator.validate.code_text import FINDINGS_MAX
from syndicator.validate.rules.atom_links import joined
from syndicator.validate.trees import html_tree

ATOM_ENTRY = b"""<entry xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>tag:gazette.example,2026:1</id>
<title>t</title><updated>2026-11-20T10:00:05Z</updated><author><name>Ada Nomen</name></author>
<link href="https://gazette.example/"/>%s</entry>"""
HEAD = b'<rss version="2.0"><channel><title>t</title><link>https://gazette.example/</link><description/>'


def codes(body: bytes) -> list[str]:
    """Give the codes of errors and warnings."""
    return [finding.code for finding in validate(body) if finding.severity is not Severity.INFO]


@pytest.mark.parametrize("body", [b"", b"   ", b"not a feed", b"\x00\x01", b"<rss", b"<a><b></a>"])
def test_what_is_no_xml_is_one_finding_at_its_place(body: bytes) -> None:
    (finding,) = validate(body, file="sea.rss")
    assert (finding.code, finding.severity, finding.file) == ("sax-error", Severity.ERROR, "sea.rss")
    assert finding.line >= 1
    assert finding.column >= 1


def test_a_page_is_not_a_feed() -> None:
    assert codes(b"<html><body/></html>") == ["undefined-element"]


def test_a_finding_names_file_line_column_and_element() -> None:
    body = HEAD + b"\n  <item>\n   <title>t</title><pubDate>yesterday</pubDate></item></channel></rss>"
    found = next(each for each in validate(body, file="sea.rss") if each.code == "invalid-rfc2822-date")
    assert (found.file, found.line, found.column, found.element) == ("sea.rss", 3, 20, "item/pubDate")
    assert found.message.endswith("(yesterday)")


def test_a_finding_without_its_start_on_the_line_has_column_zero() -> None:
    body = HEAD + b"\n<item>\n<title>t</title><guid\n isPermaLink='maybe'\n>x</guid></item></channel></rss>"
    found = next(each for each in validate(body) if each.code == "invalid-boolean-attribute")
    assert (found.line, found.column) == (5, 0)


def test_values_are_shown_short_and_without_control_characters() -> None:
    body = HEAD + f"<ttl>{'9' * 500}\u202e</ttl></channel></rss>".encode()
    found = next(each for each in validate(body) if each.code == "invalid-positive-integer")
    assert len(found.message) < 200
    assert "\u202e" not in found.message


def test_a_document_has_no_more_findings_than_the_limit() -> None:
    assert len(validate(HEAD + b"<x/>" * (2 * FINDINGS_MAX) + b"</channel></rss>")) <= FINDINGS_MAX
    many = HEAD + b"\n<y/>" * (2 * FINDINGS_MAX) + b"</channel></rss>"
    assert len(validate(many)) == FINDINGS_MAX


def test_no_error_hides_behind_warnings() -> None:
    items = b"\n<item><title> </title></item>" * (2 * FINDINGS_MAX)
    body = HEAD + items + b"\n<item><title>t</title><pubDate>yesterday</pubDate></item></channel></rss>"
    assert "invalid-rfc2822-date" in codes(body)


def test_fifty_thousand_attributes_are_refused_at_once() -> None:
    many = b" ".join(b"a%d='x'" % number for number in range(50_000))
    assert "too-many-attributes" in within(2, lambda: codes(b"<rss version='2.0' " + many + b"/>"))
    html = HEAD + b"<item><title>t</title><description>&lt;b " + many + b"&gt;</description></item></channel></rss>"
    assert "too-many-attributes" in within(2, lambda: codes(html))


def test_hundreds_of_attributes_are_told_in_xhtml_too() -> None:
    many = b" ".join(b"a%d='x'" % number for number in range(300))
    xhtml = b'<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><b ' + many + b"/></div></summary>"
    assert codes(ATOM_ENTRY % xhtml) == ["too-many-attributes"]


def test_entities_are_not_expanded_and_files_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden", encoding="utf-8")
    body = (
        b'<!DOCTYPE rss [<!ENTITY s SYSTEM "'
        + secret.as_uri().encode()
        + b'">]>'
        + HEAD
        + b"<ttl>&s;</ttl></channel></rss>"
    )
    assert "hidden" not in str(validate(body))


def test_an_entity_bomb_is_refused() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<!DOCTYPE rss [<!ENTITY e0 "ha">{levels}]><rss version="&e9;"/>'.encode()
    assert codes(body) == ["entities-growing"]


def test_utf_7_is_never_obeyed() -> None:
    assert codes(b"<?xml version='1.0' encoding='UTF-7'?>+ADw-rss/+AD4-") == ["unknown-encoding"]
    assert codes(b"<?xml version='1.0' encoding='x-tides'?><rss/>") == ["unknown-encoding"]


def test_comments_and_instructions_are_no_elements() -> None:
    body = HEAD + b"<!-- c --><?php x ?><item><title>t<!-- c -->u</title></item></channel></rss>"
    assert [each for each in validate(body) if each.severity is Severity.ERROR] == []


def test_broken_html_in_an_entry_is_read_as_readers_do() -> None:
    body = (
        HEAD
        + b"<item><description>&lt;</description></item><item><description>&lt;!</description></item></channel></rss>"
    )
    assert "security-risk" not in codes(body)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (b'<content type="xhtml">text</content>', ["missing-xhtml-div"]),
        (b'<content><b xmlns="http://www.w3.org/1999/xhtml">x</b></content>', ["undefined-element"]),
        (b'<content type="multipart/mixed">x</content>', ["missing-summary", "invalid-mime-type"]),
        (b'<content type="text/plain">x</content>', []),
        (b'<content type="image/svg+xml"><svg xmlns="http://www.w3.org/2000/svg"/></content>', []),
        (b'<summary>s</summary><content src="/a" type="html">x</content>', ["invalid-mime-type", "unexpected-text"]),
        (b'<summary>s</summary><content src="/a" type="text/html"/>', []),
        (b'<summary type="html">&lt;a href="javascript:x"&gt;y&lt;/a&gt;</summary>', ["security-risk-attr"]),
        (b'<summary type="html">&lt;a href="/relative"&gt;y&lt;/a&gt;</summary>', []),
    ],
)
def test_the_type_of_atom_text_says_what_may_stand_inside(inside: bytes, expected: list[str]) -> None:
    assert codes(ATOM_ENTRY % inside) == expected


def test_json_that_is_not_utf_8_breaks_off_at_its_place() -> None:
    found = validate(b'{"version": "https://jsonfeed.org/version/1.1",\n "title": "T\xe4"}')
    assert [(one.line, one.column) for one in found if one.code == "unicode-error"] == [(2, 13)]


def test_a_reference_that_can_not_be_resolved_stays_as_it_is() -> None:
    assert joined("https://gazette.example/", "http://[oops") == "http://[oops"


def test_bytes_of_an_encoding_that_only_libxml2_knows_are_one_finding() -> None:
    body = b'<?xml version="1.0" encoding="ARMSCII-8"?><rss version="2.0"><channel>\xff\xfe\xa0</channel></rss>'
    assert codes(body) == ["unicode-error"]


def test_an_unknown_vocabulary_in_a_text_is_told_once() -> None:
    inside = b'<div xmlns="http://www.w3.org/1999/xhtml"><t:a xmlns:t="https://gazette.example/ns"/><t:b xmlns:t="https://gazette.example/ns"/></div>'
    assert codes(ATOM_ENTRY % (b'<summary type="xhtml">' + inside + b"</summary>")) == ["unknown-namespace"]


def test_bytes_that_are_no_text_at_all_are_refused_by_the_gate() -> None:
    assert [each.code for each in gate("rss", b"\x00\x01", ())] == ["sax-error"]


def test_html_of_nothing_but_a_declaration_is_no_tree() -> None:
    assert html_tree("<!") is None


def test_findings_that_differ_in_their_element_alone_have_an_order_of_their_own() -> None:
    inside = "a<image>a</image><skipDays>a</skipDays><skipHours>a</skipHours><textInput>a</textInput>"
    body = f'<rss version="2.0"><channel>{inside}</channel></rss>'.encode("utf-16")
    alike = [each.element for each in validate(body) if each.code == "unexpected-text"]
    assert len(alike) > 3
    assert alike == sorted(alike)


def test_equal_elements_on_one_line_have_each_its_own_column() -> None:
    items = b"<item><title>t</title><ttl>soon</ttl></item>" * 3
    found = [each.column for each in validate(HEAD + items + b"</channel></rss>") if each.code == "undefined-element"]
    first = (HEAD + items).find(b"<ttl>") + 1
    assert found == [first, first + 44, first + 88]


def test_a_column_that_the_line_does_not_tell_is_zero() -> None:
    item = b"<item><title>t</title><!--<ttl/>--><ttl>a</ttl><ttl\n>b</ttl></item>"
    found = [(each.line, each.column) for each in validate(HEAD + item + b"</channel></rss>")]
    assert (2, 0) in found
