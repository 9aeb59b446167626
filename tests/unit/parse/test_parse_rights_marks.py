"""Every way to state rights in a feed is found at its place, as it stands, and nothing is inherited."""

from __future__ import annotations

import pytest

from syndicator.model.document import Carrier, Document, Preference, RightsMark, Scope
from syndicator.parse import Hints, read

HINTS = Hints(url="https://feeds.example/feed")
BY = "https://creativecommons.org/licenses/by/4.0/"
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
    "media2": "http://search.yahoo.com/mrss",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "a": "http://www.w3.org/2005/Atom",
    "u1": "http://backend.userland.com/creativeCommonsRssModule",
    "u2": "http://backend.userland.com/creativeCommonsRSSModule",
    "u3": "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html",
    "c1": "http://web.resource.org/cc/",
    "c2": "http://creativecommons.org/ns#",
    "xhv": "http://www.w3.org/1999/xhtml/vocab#",
    "pod": "https://podcastindex.org/namespace/1.0",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "prism1": "http://prismstandard.org/namespaces/1.2/basic/",
    "pur": "http://prismstandard.org/namespaces/prismusagerights/2.1/",
    "rsl": "https://rslstandard.org/rsl",
}


def rss(item: str, channel: str = "") -> Document:
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    body = (
        f'<rss version="2.0" {declared}><channel><title>t</title>{channel}'
        f"<item><title>x</title>{item}</item></channel></rss>"
    )
    return read(body.encode(), HINTS, frozenset())


def mark(carrier: Carrier, **values: object) -> RightsMark:
    return RightsMark.model_validate({"carrier": carrier, "scope": Scope.ENTRY} | values)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (f'<a:link rel="license" href="{BY}"/>', mark(Carrier.ATOM_LINK_LICENSE, url=BY)),
        (
            f'<a:link rel="license" type="application/rsl+xml; charset=utf-8" href="{BY}"/>',
            mark(Carrier.RSL_LINK, scope=Scope.PREFERENCE, url=BY),
        ),
        (
            f'<a:link rel="http://www.iana.org/assignments/relation/license" title="BY" href="{BY}"/>',
            mark(Carrier.ATOM_LINK_LICENSE, url=BY, text="BY"),
        ),
        ("<a:rights>All rights  reserved</a:rights>", mark(Carrier.ATOM_RIGHTS, text="All rights  reserved")),
        (
            '<a:rights type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>b</b></div></a:rights>',
            mark(Carrier.ATOM_RIGHTS, text="A <b>b</b>"),
        ),
        ("<copyright>&lt;a href='x'>© 2026</copyright>", mark(Carrier.RSS_COPYRIGHT, text="<a href='x'>© 2026")),
        (f"<u1:license> {BY} </u1:license>", mark(Carrier.CREATIVE_COMMONS_LICENSE, text=BY, url=BY)),
        (f"<u3:license>{BY}</u3:license>", mark(Carrier.CREATIVE_COMMONS_LICENSE, text=BY, url=BY)),
        (f'<c1:license rdf:resource="{BY}"/>', mark(Carrier.CC_LICENSE, url=BY)),
        (f"<c1:license>{BY}</c1:license>", mark(Carrier.CC_LICENSE, text=BY, url=BY)),
        (f'<c2:license rdf:resource="{BY}"/>', mark(Carrier.CC_LICENSE, url=BY)),
        ("<dc:rights>© Me</dc:rights>", mark(Carrier.DC_RIGHTS, text="© Me")),
        (f"<dcterms:license>{BY}</dcterms:license>", mark(Carrier.DCTERMS_LICENSE, text=BY, url=BY)),
        ("<c2:attributionName>A B</c2:attributionName>", mark(Carrier.CC_ATTRIBUTION_NAME, text="A B")),
        ("<dcterms:rightsHolder>A B</dcterms:rightsHolder>", mark(Carrier.DCTERMS_RIGHTS_HOLDER, text="A B")),
        ("<dcterms:accessRights>open</dcterms:accessRights>", mark(Carrier.DCTERMS_ACCESS_RIGHTS, text="open")),
        ("<pur:reuseProhibited>yes</pur:reuseProhibited>", mark(Carrier.PRISM_REUSE_PROHIBITED, text="yes")),
        ("<pur:copyright>© P</pur:copyright>", mark(Carrier.PRISM_COPYRIGHT, text="© P")),
        ("<prism1:embargoDate>2026-12-01</prism1:embargoDate>", mark(Carrier.PRISM_EMBARGO, text="2026-12-01")),
        (
            '<media:restriction type="country" relationship="deny">au</media:restriction>',
            mark(Carrier.MEDIA_RESTRICTION, scope=Scope.MEDIA, text="deny country: au"),
        ),
        ('<media:rights status="official"/>', mark(Carrier.MEDIA_RIGHTS, scope=Scope.MEDIA, text="official")),
        ("<dcterms:rights>© Me</dcterms:rights>", mark(Carrier.DCTERMS_RIGHTS, text="© Me")),
        (f'<xhv:license rdf:resource="{BY}"/>', mark(Carrier.XHV_LICENSE, url=BY)),
        (f'<pod:license url="{BY}">cc-by-4.0</pod:license>', mark(Carrier.PODCAST_LICENSE, url=BY, text="cc-by-4.0")),
        ("<prism:copyright>© P</prism:copyright>", mark(Carrier.PRISM_COPYRIGHT, text="© P")),
        (
            '<media:license href="' + BY + '">NC</media:license>',
            mark(Carrier.MEDIA_LICENSE, scope=Scope.MEDIA, url=BY, text="NC"),
        ),
        (
            '<media:group><media:content url="https://i.example/1"/><media:license>NC</media:license></media:group>',
            mark(Carrier.MEDIA_LICENSE, scope=Scope.MEDIA, text="NC", about="https://i.example/1"),
        ),
        (
            (
                '<media2:content url="https://i.example/2">'
                '<media2:copyright url="https://i.example/c">© I</media2:copyright></media2:content>'
            ),
            mark(
                Carrier.MEDIA_COPYRIGHT,
                scope=Scope.MEDIA,
                text="© I",
                url="https://i.example/c",
                about="https://i.example/2",
            ),
        ),
        (
            "<media:group><media:license>NC</media:license></media:group>",
            mark(Carrier.MEDIA_LICENSE, scope=Scope.MEDIA, text="NC"),
        ),
    ],
)
def test_a_statement_is_found_and_left_as_it_stands(item: str, expected: RightsMark) -> None:
    document = rss(item)
    assert document.entries[0].rights == (expected,)
    assert document.info.rights == ()


def test_a_namespace_in_another_case_is_another_namespace() -> None:
    assert rss(f"<u2:license>{BY}</u2:license>").entries[0].rights == ()


def test_a_broken_document_s_link_to_rsl_is_no_license() -> None:
    link = f'<link rel="license" type="application/rsl+xml" href="{BY}"/>'
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id>{link}<title>a & b</title></entry></feed>'
    document = read(body.encode(), HINTS, frozenset())
    assert document.info.recovered
    assert [one.carrier for one in document.entries[0].rights] == [Carrier.RSL_LINK]


def test_rsl_is_kept_as_its_xml_with_what_it_says() -> None:
    found = rss(
        '<rsl:content url="https://s.example/1"><rsl:license><rsl:prohibits>all</rsl:prohibits></rsl:license></rsl:content>'
    )
    (only,) = found.entries[0].rights
    assert (only.scope, only.preferences) == (Scope.PREFERENCE, (Preference(usage="all", allowed=False),))
    assert (only.carrier, only.url) == (Carrier.RSL_CONTENT, "https://s.example/1")
    assert "<rsl:prohibits>all</rsl:prohibits>" in (only.text or "")


def test_empty_statements_and_other_links_are_none() -> None:
    found = rss('<dc:rights> </dc:rights><a:link rel="license"/><a:link rel="related" href="https://r.example/"/>')
    assert found.entries[0].rights == ()


def test_all_statements_stand_in_the_document_order() -> None:
    found = rss(
        f"<dc:rights>1</dc:rights><u1:license>{BY}</u1:license><dc:rights>2</dc:rights><u1:license>x</u1:license>"
    )
    assert [one.text for one in found.entries[0].rights] == ["1", BY, "2", "x"]


def test_document_statements_stay_with_the_document() -> None:
    found = rss("", f"<copyright>© C</copyright><dc:rights>D</dc:rights><u1:license>{BY}</u1:license>")
    assert found.entries[0].rights == ()
    assert {(one.carrier, one.scope) for one in found.info.rights} == {
        (Carrier.RSS_COPYRIGHT, Scope.DOCUMENT),
        (Carrier.DC_RIGHTS, Scope.DOCUMENT),
        (Carrier.CREATIVE_COMMONS_LICENSE, Scope.DOCUMENT),
    }


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (f'<{BY}>; rel="license"', [(Carrier.HTTP_LINK, BY)]),
        (f"<{BY}>;rel=license", [(Carrier.HTTP_LINK, BY)]),
        (f'</x>; rel=next, <{BY}>; title="a, b"; rel="noopener LICENSE"', [(Carrier.HTTP_LINK, BY)]),
        (
            '</license.xml>; rel="license"; type="application/rsl+xml"',
            [(Carrier.RSL_LINK, "https://feeds.example/license.xml")],
        ),
        (f'<{BY}>; rel="license"; anchor="/other"', []),
        (f'<{BY}>; rel="license"; anchor="#top"', [(Carrier.HTTP_LINK, BY)]),
        (f'<{BY}>; rel="next"; rel="license"', []),
        (
            f'<{BY}>; rel=license, </b>; rel="license nofollow"',
            [(Carrier.HTTP_LINK, BY), (Carrier.HTTP_LINK, "https://feeds.example/b")],
        ),
        (f'<{BY}>; rel="license-x"', []),
        ("<mailto:x>; rel=license", [(Carrier.HTTP_LINK, "mailto:x")]),
        ("garbage", []),
    ],
)
def test_http_link_fields_speak_for_the_document(field: str, expected: list[tuple[Carrier, str]]) -> None:
    hints = Hints(url="https://feeds.example/feed", links=(field,))
    found = read(b"<rss version='2.0'><channel/></rss>", hints, frozenset()).info.rights
    assert [(one.carrier, one.url) for one in found] == expected
    assert all(one.scope is (Scope.PREFERENCE if one.carrier is Carrier.RSL_LINK else Scope.DOCUMENT) for one in found)


def test_preference_fields_of_the_response_are_the_document_s() -> None:
    fields = (("content-usage", "train-ai=n"), ("tdm-reservation", "1"), ("tdm-policy", "https://s.example/policy"))
    hints = Hints(url="https://feeds.example/feed", preferences=fields)
    for body in (b"<rss version='2.0'><channel/></rss>", b'{"version": "https://jsonfeed.org/version/1.1"}'):
        usage, mining = read(body, hints, frozenset()).info.rights
        assert (usage.carrier, usage.preferences) == (
            Carrier.CONTENT_USAGE_FIELD,
            (Preference(usage="ai-train", allowed=False),),
        )
        assert (mining.carrier, mining.text) == (
            Carrier.TDM_FIELD,
            "tdm-reservation: 1, tdm-policy: https://s.example/policy",
        )
