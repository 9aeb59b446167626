"""Hostile documents: each is judged or refused with a code, in little time, and nothing is opened or raised."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from harness.patience import within

from syndicator.validate import CODES, validate
from syndicator.validate.json_feed.reading import VALUES_MAX
from syndicator.validate.limits import DOCUMENT_BYTES_MAX, ELEMENTS_MAX, LINES_MAX, MARKUP_MAX

HEAD = b'<rss version="2.0"><channel><title>t</title><link>https://gazette.example/</link><description/>'
END = b"</channel></rss>"
LAUGHS = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 10))
SYSTEM = b'<!DOCTYPE rss [<!ENTITY a SYSTEM "%s"><!ENTITY %% p SYSTEM "http://127.0.0.1:1/p"> %%p;]>'
XINCLUDE = b'<item><title><x:include xmlns:x="http://www.w3.org/2001/XInclude" href="/etc/passwd"/></title></item>'


def rss(inside: bytes, before: bytes = b"") -> bytes:
    return before + HEAD + inside + END


def codes(body: bytes, cpu_s: float = 2) -> set[str]:
    """Give the codes of a document, which must be there in so many CPU seconds."""
    found = within(cpu_s, lambda: validate(body))
    assert all(each.code in CODES for each in found)
    assert all(0 <= each.line <= body.count(b"\n") + 1 for each in found)
    return {each.code for each in found}


@pytest.mark.proves("H-040", "H-041")
@pytest.mark.parametrize(
    "body",
    [
        f'<!DOCTYPE rss [<!ENTITY e0 "ha">{LAUGHS}]><rss version="2.0"><channel><title>&e9;</title></channel></rss>',
        '<!DOCTYPE rss [<!ENTITY a "'
        + "x" * 50_000
        + '">]>'
        + rss(b"<item><title>" + b"&a;" * 5_000 + b"</title></item>").decode(),
    ],
)
def test_entities_that_grow_are_refused(body: str) -> None:
    assert codes(body.encode(), 0.1) == {"entities-growing"}


@pytest.mark.proves("H-042")
def test_what_lies_elsewhere_is_neither_opened_nor_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden", encoding="utf-8")
    for address in (secret.as_uri().encode(), b"http://127.0.0.1:1/x", b"php://filter/read=x"):
        found = validate(rss(b"<item><title>&a;</title></item>", SYSTEM % address))
        assert "contains-system-entity" in {each.code for each in found}
        assert "hidden" not in str(found)
    assert "root:" not in str(validate(rss(XINCLUDE)))


@pytest.mark.proves("H-043")
def test_a_huge_or_broken_doctype_is_judged_at_once() -> None:
    assert "sax-error" in codes(rss(b"", b"<!DOCTYPE rss " + b"[" * 200_000))
    many = b"".join(b'<!ENTITY e%d "x">' % number for number in range(100_000))
    assert "missing-encoding" in codes(rss(b"", b"<!DOCTYPE rss [" + many + b"]>"))
    assert codes(rss(b"", b'<!DOCTYPE rss [<!ENTITY a "\\\\x">]>'))


@pytest.mark.proves("H-044", "H-047")
def test_what_is_too_deep_or_has_too_many_elements_is_refused() -> None:
    assert codes(b"<a>" * 100_000) == {"too-deep"}
    for depth in (300, 5_000, 100_000):
        assert codes(rss(b"<item>" + b"<a>" * depth + b"</a>" * depth + b"</item>")) == {"too-deep"}
    assert codes(rss(b"<a/>" * 1_000_000), 4) == {"too-many-elements"}
    assert codes(rss(b"<item/>" * (ELEMENTS_MAX + 1)), 4) == {"too-many-elements"}
    outlines = b'<opml version="2.0"><head/><body>' + b'<outline text="a"/>' * (ELEMENTS_MAX + 1) + b"</body></opml>"
    assert codes(outlines, 4) == {"too-many-elements"}


@pytest.mark.proves("H-045", "H-046", "H-049")
def test_attributes_and_namespaces_without_end_are_refused() -> None:
    attributes = b" ".join(b'a%d="x"' % number for number in range(50_000))
    assert "too-many-attributes" in codes(b'<rss version="2.0" ' + attributes + b"/>")
    assert codes(b'<rss a="' + b"x" * 10_100_000) == {"part-too-large"}
    assert "sax-error" in codes(b"<rss " + b" x" * 5_000_000)
    namespaces = b" ".join(b'xmlns:a%d="https://a%d.example/"' % (number, number) for number in range(20_000))
    assert codes(b'<rss version="2.0" ' + namespaces + b"><channel/></rss>")
    each = b"".join(b'<x:a xmlns:x="https://a%d.example/"/>' % number for number in range(50_000))
    assert "unknown-namespace" in codes(rss(each))
    deep = b"".join(b'<b xmlns:p%d="https://x%d.example/">' % (number, number) for number in range(200))
    inline = b'<div xmlns="http://www.w3.org/1999/xhtml">' + deep + b"<i/>" * 50_000 + b"</b>" * 200 + b"</div>"
    entry = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml">%s</content></entry></feed>'
    assert "missing-self" in codes(entry % inline)


@pytest.mark.proves("H-048")
def test_texts_of_many_megabytes_are_judged_or_refused() -> None:
    long = b"x" * 20_000_000
    for inside in (
        b"<item><title>" + long + b"</title></item>",
        b"<item><title><![CDATA[" + long + b"]]></title></item>",
        b"<!--" + long + b"-->",
        b"<?x " + long + b"?>",
        b"<" + long[:1_000_000] + b"/>",
    ):
        assert codes(rss(inside)) == {"part-too-large"}
    assert "invalid-boolean-attribute" in codes(
        rss(b'<item><guid isPermaLink="' + long[:8_000_000] + b'">a</guid></item>')
    )
    binary = b'<content type="image/png">' + b"A" * 20_000_000 + b"</content>"
    entry = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry>' + binary + b"</entry></feed>"
    assert codes(entry) == {"part-too-large"}
    assert "json-syntax" in codes(b'{"version":"' + b'\\"' * 5_000_000)


@pytest.mark.parametrize(
    "begin", [b"", b"<", b" ", b"\0", b"{", b"[", b"<!--", b'<rss version="2.0"><channel>', b'{"a":"']
)
def test_more_bytes_than_any_feed_has_are_refused_unread(begin: bytes) -> None:
    fill = begin[-1:] or b" "
    assert codes(begin + fill * 100_000_000, 1) == {"document-too-large"}
    assert codes(begin + fill * (DOCUMENT_BYTES_MAX - len(begin)), 4) - {"document-too-large"}


def test_lines_without_end_are_refused_unread() -> None:
    assert codes(rss(b"a\n" * (LINES_MAX + 1)), 1) == {"document-too-large"}
    assert codes(rss(b"\r" * (LINES_MAX + 1)), 1) == {"document-too-large"}


@pytest.mark.parametrize("piece", [b"<!---->", b"<?a b?>", b"<![CDATA[x]]>", b"<a/>"])
def test_storms_of_small_pieces_are_refused_or_judged(piece: bytes) -> None:
    inside = b"<item><description>" + piece * (MARKUP_MAX + 1) + b"</description></item>"
    assert codes(rss(inside), 1) == {"too-many-elements"}
    found = codes(rss(piece * (MARKUP_MAX - 100)), 4)
    assert ("unexpected-text" if piece.startswith(b"<![") else "too-many-elements") in found
    assert codes(rss(piece * (ELEMENTS_MAX - 100)), 4) - {"too-many-elements"}


def test_comments_and_instructions_count_wherever_they_stand() -> None:
    assert codes(rss(b"", b"<!---->" * (ELEMENTS_MAX + 1))) == {"too-many-elements"}
    assert codes(rss(b"") + b"<?a b?>" * (ELEMENTS_MAX + 1)) == {"too-many-elements"}


def test_an_entity_that_does_not_grow_is_no_fault_of_its_own_and_is_not_expanded() -> None:
    declared = b'<!DOCTYPE rss [<!ENTITY a "a harmless word">]>'
    plain, used = codes(rss(b"<item><title>t</title></item>")), rss(b"<item><title>t &a;</title></item>", declared)
    assert codes(used) == plain
    assert "harmless" not in str(validate(used))


@pytest.mark.proves("H-050", "H-051")
@pytest.mark.parametrize(
    "inside",
    [
        b"<description>" + b"&lt;!--" * 200_000 + b"</description>",
        b"<description>" + b"&lt;a " * 200_000 + b"</description>",
        b'<description>&lt;b style="' + b"a:b;" * 100_000 + b'"&gt;</description>',
        b"<author>" + b"a@" * 100_000 + b"</author>",
        b"<author>" + b"a." * 100_000 + b"@</author>",
        b"<pubDate>" + b"1 " * 100_000 + b"</pubDate>",
        b"<title>" + b"&amp;a" * 100_000 + b"</title>",
        b"<guid>" + b"tag:a,2026:" * 50_000 + b"</guid>",
        b'<enclosure url="' + b"http://" * 50_000 + b'" length="1" type="a/b"/>',
    ],
)
def test_no_text_makes_a_pattern_slow(inside: bytes) -> None:
    assert codes(rss(b"<item>" + inside + b"</item>"))


@pytest.mark.proves("H-052", "H-053")
@pytest.mark.parametrize(
    "reference", [b"&#xD800;", b"&#55296;", b"&#999999999999;", b"&#x110000;", b"&#0;", b"\xed\xa0\x80"]
)
def test_references_to_no_character_are_a_finding(reference: bytes) -> None:
    assert codes(rss(b"<item><title>" + reference + b"</title></item>")) & {"sax-error", "unicode-error"}


@pytest.mark.proves("H-054")
@pytest.mark.parametrize(
    "body",
    [
        rss(b"<item><title>t</title></item>")[:-20],
        rss(b"") + rss(b""),
        b"junk" + rss(b""),
        b'<?xml version="1.0" encoding="utf-16"?>' + rss(b""),
        ('<?xml version="1.0" encoding="cp037"?>' + rss(b"").decode()).encode("cp037"),
        b"\xef\xbb\xbf" + b'<?xml version="1.0" encoding="iso-8859-1"?>' + rss(b""),
        b"<?xml version='1.0' encoding='UTF-7'?>+ADw-rss/+AD4-",
        rss(b"<item><title>a\0b</title></item>"),
        b" " * 1_000_000,
        b"",
    ],
)
def test_documents_that_are_none_have_an_error(body: bytes) -> None:
    found = validate(body)
    assert any(each.severity == "error" for each in found)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_a_byte_order_mark_is_obeyed(encoding: str) -> None:
    assert not [each for each in validate(rss(b"").decode().encode(encoding)) if each.severity == "error"]


def test_json_without_end_is_judged_at_once() -> None:
    assert codes(b"[" * 1_000_000) == {"json-too-deep"}
    assert codes(b'{"a":' * 500_000) == {"json-too-deep"}
    start = b'{"version":"https://jsonfeed.org/version/1.1","title":"t","items":['
    assert "json-content-missing" in codes(
        start + b",".join(b'{"id":"%d"}' % number for number in range(50_000)) + b"]}"
    )
    assert codes(start + b"{}," * VALUES_MAX + b"{}]}") == {"json-too-many-values"}
    assert codes(start + b"1," * VALUES_MAX + b"1]}") == {"json-too-many-values"}
    assert "json-member-type" in codes(start + b"1," * (VALUES_MAX - 100) + b"1]}")
    text = b'{"id":"a","content_text":"' + b",[{" * VALUES_MAX + b'"}]}'
    assert codes(start + text) == {"json-home-page-missing", "json-url-missing", "missing-self"}
    names = b",".join(b'"\xc3\xa4%d":1' % number for number in range(50_000))
    assert "json-member-unknown" in codes(start + b"]," + names + b"}")


LIMITED = """
import resource, sys
from syndicator.validate import validate

HEAD = b'<rss version="2.0"><channel><title>t</title><link>https://gazette.example/</link><description/>'
MB = 1_000_000
JSON = b'{"version":"https://jsonfeed.org/version/1.1","title":"t","items":['
MADE = (
    lambda: b"<rss " + b"x" * 20 * MB,
    lambda: HEAD + b"<!--" + b"x" * 20 * MB,
    lambda: HEAD + b"<a/>" * (1_999_990),
    lambda: HEAD + b"a\\n" * 1_990_000,
    lambda: HEAD + b"<item/>" * 290_000,
    lambda: HEAD + b"<![CDATA[x]]>" * 1_990_000,
    lambda: (HEAD + b"<item><title>" + b"x" * 7 * MB).decode().encode("utf-32"),
    lambda: b'{"a":"' + b"x" * 30 * MB,
    lambda: b'{"a":"' + b"\\xc3\\xa4" * 15 * MB + b'"}',
    lambda: JSON + b"{}," * 290_000 + b"{}]}",
    lambda: b"<a>" * 3 * MB,
    lambda: b" " * 100 * MB,
)
body = MADE[int(sys.argv[1])]()
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = validate(body)
print(len(found), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) // 1024)
"""
MEMORY_MIB_MAX = 400


@pytest.mark.parametrize("number", range(12))
def test_none_of_them_takes_much_memory(number: int) -> None:
    """Each in a process of its own: what one document takes is never given back."""
    command = [sys.executable, "-c", LIMITED, str(number)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    count, mib = map(int, ran.stdout.split())
    assert count >= 1
    assert mib <= MEMORY_MIB_MAX
