"""What is refused before or instead of being judged, each with a code of its own: what is beyond any feed.

The parser bounds depth, names, texts and the growth of entities by itself; what it refuses gets a name here. The rest
is counted on the bytes, before a parser sees them. The limits of polling are others: they keep feedparser's loops
short, while a document that is only unusual has to be judged here.
"""

from __future__ import annotations

from lxml import etree

from syndicator.validate.code_text import ERROR, CodeText, Fault

DOCUMENT_BYTES_MAX = 32 * 1024 * 1024
LINES_MAX = 2_000_000
MARKUP_MAX = 2_000_000
"""Angle brackets, those in texts included: what the parser makes of them has to fit in memory before it is counted."""
ELEMENTS_MAX = 300_000
"""A feed of 5 MB has a tenth of it. Comments and processing instructions count too."""

CODES = {
    "document-too-large": CodeText(
        ERROR,
        "The document is larger than any feed.",
        "Readers stop before its end, or run out of memory.",
        "Keep the newest entries, and put the rest into archive documents (RFC 5005).",
        "syndicator, SECURITY.md",
    ),
    "too-many-elements": CodeText(
        ERROR,
        "The document has more elements than any feed needs.",
        "It is an attempt to keep readers busy, or a whole archive in one file: they give up or run out of memory.",
        "Keep the newest entries, and put the rest into archive documents (RFC 5005).",
        "syndicator, SECURITY.md",
    ),
    "too-deep": CodeText(
        ERROR,
        "Elements are nested too deeply.",
        "No feed needs it: it is an attempt to break the programs that read it.",
        "Keep to what the format asks for; in inline XHTML, to at most two hundred levels.",
        "syndicator, SECURITY.md",
    ),
    "entities-growing": CodeText(
        ERROR,
        "The entities that the document declares grow without bound, or hold each other.",
        "A few lines become gigabytes in a reader that expands them; most refuse the whole document.",
        "Declare no entities: write the text itself.",
        "XML 1.0, section 4.1; syndicator, SECURITY.md",
    ),
    "part-too-large": CodeText(
        ERROR,
        "A single name, text, attribute, comment or instruction is larger than XML parsers take.",
        "Readers refuse the whole document.",
        "Lead to large things with a link or an enclosure.",
        "syndicator, SECURITY.md",
    ),
}

_TOO_BIG = frozenset(
    {
        etree.ErrorTypes.ERR_COMMENT_NOT_FINISHED,
        etree.ErrorTypes.ERR_PI_NOT_FINISHED,
        etree.ErrorTypes.ERR_CDATA_NOT_FINISHED,
    }
)
_ELEMENT_BYTES_MIN = len("<a/>")
_COUNTS = tuple(map(etree.XPath, ("count(//*)", "count(//comment())", "count(//processing-instruction())")))


def beyond(body: bytes) -> Fault | None:
    """Give the fault of an XML document that is not worth parsing, by its bytes alone."""
    if too_large := larger(body):
        return too_large
    if len(body) <= min(LINES_MAX, MARKUP_MAX):
        return None
    if body.count(b"\n") + body.count(b"\r") > LINES_MAX:
        return Fault("document-too-large", value=f"more than {LINES_MAX} lines", line=1, column=1)
    if body.count(b"<") > MARKUP_MAX:
        return Fault("too-many-elements", value=f"more than {MARKUP_MAX} tags", line=1, column=1)
    return None


def larger(body: bytes) -> Fault | None:
    """Give the fault of a document of any format with more than ``DOCUMENT_BYTES_MAX``."""
    if len(body) <= DOCUMENT_BYTES_MAX:
        return None
    return Fault("document-too-large", value=f"{len(body)} bytes", line=1, column=1)


def crowded(root: etree._Element, size_bytes: int) -> Fault | None:
    """Give the fault of a tree with more than ``ELEMENTS_MAX`` elements, comments and instructions.

    Of a document that is too small for so many nothing is counted.
    """
    if size_bytes <= _ELEMENT_BYTES_MIN * ELEMENTS_MAX:
        return None
    counts = [float(count(root)) for count in _COUNTS]  # type: ignore[arg-type] # the expressions give numbers
    if sum(counts) <= ELEMENTS_MAX:
        return None
    return Fault("too-many-elements", value=f"more than {ELEMENTS_MAX}", line=1, column=1)


def code_of(error: int, message: str) -> str:
    """Give the code for what the parser refuses because of a limit; empty for every other fault."""
    if error == etree.ErrorTypes.ERR_ENTITY_LOOP or "amplification" in message:
        return "entities-growing"
    if error == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        return "too-deep" if "depth" in message else "part-too-large"
    is_big = error == etree.ErrorTypes.ERR_NAME_TOO_LONG or (error in _TOO_BIG and "too big" in message)
    return "part-too-large" if is_big else ""
