"""Values of Media RSS (Media RSS specification 1.5.1)."""

from __future__ import annotations

import re

from syndicator.validate.code_text import ERROR, CodeText

_SOURCE = "Media RSS specification 1.5.1"

CODES = {
    "invalid-media-medium": CodeText(
        ERROR,
        "The medium is none.",
        "Players can not tell what kind of object it is.",
        'Write "image", "audio", "video", "document" or "executable".',
        f"{_SOURCE}, media:content",
    ),
    "invalid-media-expression": CodeText(
        ERROR,
        "The expression is none.",
        "Players can not tell a sample from the whole.",
        'Write "sample", "full" or "nonstop".',
        f"{_SOURCE}, media:content",
    ),
    "invalid-media-text-type": CodeText(
        ERROR,
        "The type of the text is neither plain nor html.",
        "Readers can not tell whether it holds markup.",
        'Write type="plain" or type="html".',
        f"{_SOURCE}, media:title and media:text",
    ),
    "invalid-media-rating": CodeText(
        ERROR,
        "The rating is none that its scheme has.",
        "Players can not tell for whom the object is.",
        "Take a rating of the scheme.",
        f"{_SOURCE}, media:rating",
    ),
    "invalid-media-hash": CodeText(
        ERROR,
        "The digest does not fit its algorithm.",
        "Nobody can check the file against it.",
        "Write 32 hexadecimal digits for md5, 40 for sha-1.",
        f"{_SOURCE}, media:hash",
    ),
    "invalid-media-restriction": CodeText(
        ERROR,
        "The restriction says neither all nor none.",
        "Without a type, these two are all it can say.",
        'Write "all" or "none", or say which type the list is of.',
        f"{_SOURCE}, media:restriction",
    ),
    "invalid-media-restriction-rel": CodeText(
        ERROR,
        "The restriction neither allows nor denies.",
        "Players can not tell which way it is meant.",
        'Write relationship="allow" or relationship="deny".',
        f"{_SOURCE}, media:restriction",
    ),
    "invalid-media-restriction-type": CodeText(
        ERROR,
        "The restriction is of a kind that is not known.",
        "Players can not tell what is restricted.",
        'Write type="country", type="uri" or type="sharing".',
        f"{_SOURCE}, media:restriction",
    ),
    "invalid-credit-role": CodeText(
        ERROR,
        "The role is written in capital letters or none of its scheme.",
        "Roles are compared in lower case.",
        'Write it in lower case, such as "actor".',
        f"{_SOURCE}, media:credit; EBU role codes",
    ),
    "invalid-npt-time": CodeText(
        ERROR,
        "The time is not in the form of NPT.",
        "Players can not find the place in the recording.",
        'Write seconds, or hours, minutes and seconds as "0:01:30.5".',
        "RFC 2326, section 3.6",
    ),
    "invalid-country-code": CodeText(
        ERROR,
        "A country code is none of ISO 3166-1.",
        "Players can not tell which country is meant.",
        "Write two letters for each country, with spaces between them.",
        "ISO 3166-1 alpha-2",
    ),
}

_COUNTRY_WORDS = """
    ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw by bz
    ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et fi fj fk fm fo
    fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je
    jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo
    mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw
    py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm
    tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
"""
COUNTRIES = frozenset(_COUNTRY_WORDS.split())
"""ISO 3166-1 alpha-2, in lower case."""

RATINGS: dict[str, frozenset[str]] = {
    "urn:simple": frozenset({"adult", "nonadult"}),
    "urn:mpaa": frozenset({"g", "pg", "pg-13", "r", "nc-17", "nr"}),
    "urn:v-chip": frozenset(
        {"tv-y", "tv-y7", "tv-y7-fv", "tv-g", "tv-pg", "tv-14", "tv-ma", "14+", "18+", "c", "c8", "g", "pg"}
    ),
}
"""Schemes of ratings and what they have; others are not judged."""

ICRA = re.compile(r"(?:r\s*\(\s*[a-z]{1,2}\s+\d+(?:\s+[a-z]{1,2}\s+\d+)*\s*\)\s*)+\Z", re.ASCII)
"""Labels of the ICRA, each with a number: ``r (nz 1 vz 1)``."""
DIGESTS = {"md5": re.compile(r"[0-9A-Fa-f]{32}\Z"), "sha-1": re.compile(r"[0-9A-Fa-f]{40}\Z")}
_NPT = re.compile(r"(?:now|\d+(?:\.\d*)?|\d+:[0-5]?\d:[0-5]?\d(?:\.\d*)?)\Z", re.ASCII)


def medium(text: str) -> tuple[str, ...]:
    """Take the kind of an object."""
    kinds = {"image", "audio", "video", "document", "executable"}
    return () if text.strip().lower() in kinds else ("invalid-media-medium",)


def expression(text: str) -> tuple[str, ...]:
    """Take whether an object is whole."""
    return () if text.strip().lower() in {"sample", "full", "nonstop"} else ("invalid-media-expression",)


def text_type(text: str) -> tuple[str, ...]:
    """Take whether a text holds markup."""
    return () if text.strip().lower() in {"plain", "html"} else ("invalid-media-text-type",)


def npt_time(text: str) -> tuple[str, ...]:
    """Take a place in a recording (RFC 2326 3.6)."""
    return () if _NPT.match(text.strip()) else ("invalid-npt-time",)


def credit_role(text: str) -> tuple[str, ...]:
    """Take the role of a person."""
    return () if text.strip() and text == text.lower() else ("invalid-credit-role",)


def restriction_relationship(text: str) -> tuple[str, ...]:
    """Take which way a restriction is meant."""
    return () if text.strip() in {"allow", "deny"} else ("invalid-media-restriction-rel",)


def restriction_type(text: str) -> tuple[str, ...]:
    """Take what a restriction lists."""
    return () if text.strip() in {"country", "uri", "sharing"} else ("invalid-media-restriction-type",)
