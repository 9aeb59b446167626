"""The documented order: mark, declaration, HTTP charset, UTF-8, windows-1252."""

from __future__ import annotations

import codecs

import pytest

from syndicator.errors import ParseError
from syndicator.parse import Hints, read

TITLE = "Größe – naïve café"
TABLE = [
    # bytes before, encoding of the bytes, declared, HTTP charset, recovered
    (b"", "utf-8", "", "", False),
    (b"", "utf-8", "UTF-8", "", False),
    (codecs.BOM_UTF8, "utf-8", "", "", False),
    (codecs.BOM_UTF8, "utf-8", "utf-8", "iso-8859-1", False),
    (codecs.BOM_UTF8, "utf-8", "windows-1252", "", True),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16", "", False),
    (codecs.BOM_UTF16_BE, "utf-16-be", "", "", False),
    (codecs.BOM_UTF32_LE, "utf-32-le", "", "", False),
    (codecs.BOM_UTF32_BE, "utf-32-be", "", "", False),
    (b"", "utf-16-le", "", "", False),
    (b"", "utf-16-be", "", "", False),
    (b"", "utf-32-le", "", "", False),
    (b"", "utf-32-be", "", "", False),
    (b"", "cp1252", "windows-1252", "", False),
    (b"", "cp1252", "iso-8859-1", "", False),
    (b"", "cp1252", "", "windows-1252", False),
    (b"", "cp1252", "windows-1252", "utf-8", False),
    (b"", "utf-8", "", "windows-1257x", True),
    (b"", "utf-8", "", "iso-8859-1", "mojibake"),
    (b"", "utf-8", "us-ascii", "", True),
    (b"", "utf-8", "utf-16", "", True),
    (b"", "utf-8", "x-unknown", "", True),
    (b"", "utf-8", "rot13", "", True),
    (b"", "cp1252", "", "", True),
    (b"", "cp1252", "utf-8", "", True),
    (b"", "cp1252", "utf-8", "windows-1252", True),
]


def _body(mark: bytes, encoding: str, declared: str) -> bytes:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    feed = f"<rss version='2.0'><channel><title>{TITLE}</title><item><title>{TITLE}</title></item></channel></rss>"
    return mark + (declaration + feed).encode(encoding)


@pytest.mark.proves("P-70")
@pytest.mark.parametrize(("mark", "encoding", "declared", "charset", "recovered"), TABLE)
def test_the_encoding_follows_the_documented_order(
    mark: bytes, encoding: str, declared: str, charset: str, recovered: bool | str
) -> None:
    content_type = f"application/rss+xml; charset={charset}" if charset else ""
    hints = Hints(url="https://feeds.example/", content_type=content_type)
    document = read(_body(mark, encoding, declared), hints, frozenset())
    if recovered == "mojibake":
        assert document.info.title == TITLE.encode().decode("cp1252")
        return
    assert document.info.title == document.entries[0].title == TITLE
    assert document.info.recovered is recovered
    assert bool(document.info.recovered_because) is recovered


@pytest.mark.parametrize(
    ("label", "encoding", "title"),
    [
        ("windows-1251", "cp1251", "Новости дня"),
        ("koi8-r", "koi8-r", "Новости дня"),
        ("iso-8859-7", "iso8859-7", "Επικαιρότητα"),
        ("iso-8859-9", "cp1254", "Günün ışığı"),
        ("shift_jis", "cp932", "見本①"),
        ("euc-kr", "cp949", "견본"),
        ("gb2312", "gb18030", "样本朱镕基"),
        ("big5", "big5", "樣本"),
        ("iso-2022-jp", "iso2022_jp", "見本"),
    ],
)
def test_declared_encodings_of_the_web_are_read(label: str, encoding: str, title: str) -> None:
    body = f'<?xml version="1.0" encoding="{label}"?><rss version="2.0"><channel><title>{title}</title></channel></rss>'
    info = read(body.encode(encoding), Hints(url="https://feeds.example/"), frozenset()).info
    assert (info.title, info.recovered) == (title, False)


def test_latin_1_with_a_byte_that_windows_1252_does_not_use_is_latin_1() -> None:
    body = b"<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>a\x81\xe9</title></channel></rss>"
    assert read(body, Hints(url="https://feeds.example/"), frozenset()).info.title == "a\x81é"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b'<?xml version="1.0" encoding="utf-7"?><rss version="2.0"/>', ""),
        (b'<?xml version="1.0" encoding="UTF7"?><rss version="2.0"/>', "text/xml; charset=utf-8"),
        (b'<rss version="2.0"/>', 'text/xml; charset="utf-7"'),
        ("<?xml version='1.0'?><rss/>".encode("cp037"), ""),
    ],
)
@pytest.mark.proves("H-054")
def test_utf_7_and_ebcdic_are_refused(body: bytes, content_type: str) -> None:
    with pytest.raises(ParseError) as caught:
        read(body, Hints(url="https://feeds.example/", content_type=content_type), frozenset())
    assert caught.value.code == "encoding-refused"


@pytest.mark.proves("H-054")
@pytest.mark.parametrize(
    "body",
    [
        b"<rss version='2.0'><channel><item><title>x</title><description>ab</description></item><item><title>y",
        b"<rss version='2.0'><channel><item><title>x</title></item></channel></rss><rss><channel/></rss>",
        b"junk <?xml version='1.0'?><rss version='2.0'><channel><item><title>x</title></item></channel></rss>",
        b"\n<?xml version='1.0'?><rss version='2.0'><channel><item><title>x</title></item></channel></rss>",
    ],
    ids=["truncated", "two-roots", "junk-before", "newline-before"],
)
def test_a_broken_document_is_read_and_marked(body: bytes) -> None:
    document = read(body, Hints(url="https://feeds.example/"), frozenset())
    assert document.entries[0].title == "x"
    assert document.info.recovered
