"""Texts without a grammar."""

from __future__ import annotations

import re
from html.entities import html5

from syndicator.validate.code_text import ERROR, WARNING, CodeText

CODES = {
    "not-blank": CodeText(
        WARNING,
        "An element is empty that should say something.",
        "Readers show a blank line, or nothing to choose the entry by.",
        "Give it a text, or leave the element out.",
        "RFC 4287, section 4.2; RSS 2.0 specification",
    ),
    "attr-not-blank": CodeText(
        WARNING,
        "An attribute is empty that should say something.",
        "An empty attribute tells a reader less than a missing one.",
        "Give it a value, or leave the attribute out.",
        "RFC 4287, section 4.2",
    ),
    "bad-characters": CodeText(
        WARNING,
        "A text holds control characters of the C1 range.",
        "They mostly come from Windows-1252 bytes that were taken for another encoding.",
        "Decode the text with the right encoding before writing it.",
        "Unicode, C1 controls and Latin-1 supplement",
    ),
    "contains-html": CodeText(
        WARNING,
        "A plain text seems to hold HTML.",
        "Some readers show the tags, others interpret them.",
        "Write plain text here.",
        "RSS Advisory Board, RSS best practices profile, character data; JSON Feed 1.1, items",
    ),
    "contains-undeclared-html": CodeText(
        WARNING,
        "A text that is called plain seems to hold HTML.",
        "Readers show the tags and entities as they stand.",
        'Say type="html", or write plain text.',
        "RFC 4287, section 3.1.1.1",
    ),
    "character-data": CodeText(
        WARNING,
        "A plain text holds an angle bracket or ampersand that readers may take for markup.",
        "Some readers decode titles once more than they should.",
        "Write &#x26; and &#x3C; for the characters themselves.",
        "RSS Advisory Board, RSS best practices profile, character data",
    ),
    "invalid-boolean-attribute": CodeText(
        ERROR,
        'The attribute is neither "true" nor "false".',
        "Readers take it for the default, which may be the opposite.",
        'Write "true" or "false", in lower case, or leave the attribute out.',
        "RSS 2.0 specification, guid",
    ),
    "invalid-meta-name": CodeText(
        ERROR,
        "A meta element of a feed has another name than robots.",
        "Feeds know no other: it says nothing to anybody.",
        'Write name="robots".',
        "Robots exclusion in feeds, xhtml:meta",
    ),
    "invalid-meta-content": CodeText(
        ERROR,
        "The content of a meta element of a feed is not noindex.",
        "Search engines know nothing else in this place.",
        'Write content="noindex".',
        "Robots exclusion in feeds, xhtml:meta",
    ),
    "invalid-form-component-name": CodeText(
        ERROR,
        "The name is none that a field of a form may have.",
        "Readers make an address of it that the server can not take apart.",
        "Begin with a letter, and go on with letters, digits, colons, hyphens, points and underscores alone.",
        "RSS Advisory Board, RSS best practices profile, textInput",
    ),
    "no-blink": CodeText(
        ERROR,
        "RSS has no element of the name blink.",
        "No reader knows it.",
        "Write blogChannel:blink, or leave it out.",
        "RSS 2.0 specification; blogChannel RSS module",
    ),
    "invalid-treat-as": CodeText(
        ERROR,
        "The feed is to be treated as something that is not known.",
        "Readers know lists alone, and take it for an ordinary feed.",
        'Write "list", or leave the element out.',
        "Microsoft Simple List Extensions, cf:treatAs",
    ),
    "invalid-sort-type": CodeText(
        ERROR,
        "The column is of a type that is not known.",
        "Readers can not sort by it.",
        'Write "date", "number" or "text", or leave the attribute out.',
        "Microsoft Simple List Extensions, cf:sort",
    ),
    "invalid-update-period": CodeText(
        ERROR,
        "The update period is none that the syndication module knows.",
        "Readers ignore it and choose a pace of their own.",
        'Write "hourly", "daily", "weekly", "monthly" or "yearly".',
        "RDF Site Summary 1.0 modules: syndication",
    ),
    "invalid-true-false": CodeText(
        ERROR,
        'The value is neither "true" nor "false".',
        "Readers take it for the default, which may be the opposite.",
        'Write "true" or "false", in lower case.',
        "RSS 2.0 specification, guid",
    ),
    "invalid-opml-version": CodeText(
        ERROR,
        "The version is none that OPML ever had.",
        "Programs choose how to read the document by it.",
        'Write version="2.0".',
        "OPML 2.0 specification, opml",
    ),
    "invalid-rss-version": CodeText(
        ERROR,
        "The version is none that RSS ever had.",
        "Readers choose how to read the document by it.",
        'Write version="2.0".',
        "RSS 2.0 specification",
    ),
}

_C1 = re.compile("[\x80-\x9f]")
_ELEMENTS = (
    "a|abbr|acronym|address|applet|area|article|aside|audio|b|base|basefont|bdi|bdo|big|blink|blockquote|body|br|button|"
    "canvas|caption|center|cite|code|col|colgroup|datalist|dd|del|details|dfn|dialog|dir|div|dl|dt|em|embed|fieldset|"
    "figcaption|figure|font|footer|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|legend|"
    "li|link|main|map|mark|menu|meta|meter|nav|noscript|object|ol|optgroup|option|output|p|param|picture|plaintext|pre|"
    "progress|q|rp|rt|ruby|s|samp|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|table|tbody|"
    "td|template|textarea|tfoot|th|thead|time|title|tr|track|tt|u|ul|var|video|wbr|xmp"
)
HTML_ELEMENTS = frozenset(_ELEMENTS.replace("h[1-6]", "h1|h2|h3|h4|h5|h6").split("|")) | {
    *("isindex", "listing", "marquee", "nobr", "noembed", "noframes", "bgsound", "svg", "math", "search", "slot"),
    *("hgroup", "rb", "rtc", "layer", "ilayer", "keygen", "multicol", "spacer", "image", "comment", "data", "menuitem"),
}
"""Every element that HTML has or had."""
_MARKUP = re.compile(rf"</?(?:{_ELEMENTS})(?:\s[^<>]*)?/?>|&#[0-9xX]|&(?P<entity>[A-Za-z][A-Za-z0-9]*;)", re.IGNORECASE)
_COMPONENT = re.compile(r"[A-Za-z][A-Za-z0-9:._-]*\Z")
_HALF = re.compile("<[A-Za-z!/?]")


def has_markup(text: str) -> bool:
    """Tell whether a text holds a tag, an entity or a character reference of HTML."""
    if "<" not in text and "&" not in text:
        return False
    return any(found["entity"] is None or found["entity"] in html5 for found in _MARKUP.finditer(text))


def any_text(text: str) -> tuple[str, ...]:
    """Take any text."""
    return ("bad-characters",) if not text.isascii() and _C1.search(text) else ()


def words(text: str) -> tuple[str, ...]:
    """Take any text that is not blank."""
    return any_text(text) if text.strip() else ("not-blank",)


def plain_words(text: str) -> tuple[str, ...]:
    """Take a text that is not blank and holds no markup."""
    codes = words(text)
    if has_markup(text):
        return (*codes, "contains-html")
    return (*codes, "character-data") if _HALF.search(text) else codes


def plain(text: str) -> tuple[str, ...]:
    """Take a text that may be blank and holds no markup."""
    return any_text(text) + (("contains-html",) if has_markup(text) else ())


def undeclared(text: str) -> tuple[str, ...]:
    """Take a text of Atom that is called plain."""
    return any_text(text) + (("contains-undeclared-html",) if has_markup(text) else ())


def plain_attribute(text: str) -> tuple[str, ...]:
    """Take an attribute that is not blank and holds no markup."""
    return attribute_words(text) + (("contains-html",) if has_markup(text) else ())


def attribute_words(text: str) -> tuple[str, ...]:
    """Take an attribute that is not blank."""
    return any_text(text) if text.strip() else ("attr-not-blank",)


def true_or_false(text: str) -> tuple[str, ...]:
    """Take ``true`` or ``false``."""
    return () if text in {"true", "false"} else ("invalid-true-false",)


def boolean_attribute(text: str) -> tuple[str, ...]:
    """Take ``true`` or ``false`` as an attribute."""
    return () if text in {"true", "false"} else ("invalid-boolean-attribute",)


def meta_name(text: str) -> tuple[str, ...]:
    """Take the name of a meta element."""
    return () if text.strip().lower() == "robots" else ("invalid-meta-name",)


def meta_content(text: str) -> tuple[str, ...]:
    """Take what a meta element says to robots."""
    return () if text.strip().lower() == "noindex" else ("invalid-meta-content",)


def form_component(text: str) -> tuple[str, ...]:
    """Take the name of a field of a form."""
    bare = text.strip()
    return words(text) if not bare or _COMPONENT.match(bare) else ("invalid-form-component-name",)


def no_blink(text: str) -> tuple[str, ...]:
    """Take nothing: there is no such element."""
    del text  # whatever it says
    return ("no-blink",)


def treat_as(text: str) -> tuple[str, ...]:
    """Take what a feed is to be treated as."""
    return () if text.strip() == "list" else ("invalid-treat-as",)


def sort_type(text: str) -> tuple[str, ...]:
    """Take the type of a column that a list can be sorted by."""
    return () if text in {"date", "number", "text"} else ("invalid-sort-type",)


def update_period(text: str) -> tuple[str, ...]:
    """Take a period of the syndication module."""
    periods = {"hourly", "daily", "weekly", "monthly", "yearly"}
    return () if text.strip() in periods else ("invalid-update-period",)


def opml_version(text: str) -> tuple[str, ...]:
    """Take a version of OPML."""
    return () if text.strip() in {"1.0", "1.1", "2.0"} else ("invalid-opml-version",)


def rss_version(text: str) -> tuple[str, ...]:
    """Take a version of RSS that is no RDF."""
    versions = {"0.91", "0.92", "0.93", "0.94", "2.0"}
    return () if text.strip() in versions else ("invalid-rss-version",)
