"""Which characters may stand in published text (XML 1.0 2.2 ``Char``, and characters that hide or reorder text).

Joiners and variation selectors are kept where scripts and emoji need them: between two characters beyond Latin,
or once after a base. Everything else on the list is invisible or unsafe.
"""

from __future__ import annotations

import re
import unicodedata

from syndicator.model.text import is_ordinary

_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_JOINED = "[^\\x00-\u024f\\s\u200b-\u200f]"
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_NEVER = (
    "\\x00-\\x08\\x0b-\\x0c\\x0e-\\x1f\\x7f-\\x9f"  # C0, DEL, C1
    "\\xad\u200b\u2060-\u2064\ufeff\ufff9-\ufffb"  # soft hyphen, zero width, interlinear marks
    "\u202a-\u202e\u2066-\u206f"  # bidi embeddings, overrides, isolates; deprecated formatting
    "\ud800-\udfff\U000e0000-\U000e007f"  # surrogates, Tags block
) + _NONCHARACTERS
MARKS_MAX = 8
"""Longest run of combining marks on one base: longer ones are only ever decoration or an attack."""

_SUSPECT = re.compile(f"[{_NEVER}\u200c\u200d{_SELECTORS}{_MARKS}]")
_UNSAFE = re.compile(
    f"[{_NEVER}]"
    f"|(?<!{_JOINED})[\u200c\u200d]|[\u200c\u200d](?!{_JOINED})"
    f"|(?<![^\\s{_SELECTORS}])[{_SELECTORS}]"
    f"|(?<=[{_MARKS}]{{{MARKS_MAX}}})[{_MARKS}]"
)
_UNPARSABLE = re.compile("[\\x00-\\x08\\x0b\\x0e-\\x1f\ud800-\udfff\ufffe\uffff]")
_SPACE = re.compile(r"\s+")
_TYPOGRAPHY = str.maketrans({"–": "-", "—": "-", "‑": "-", "’": "'", "‘": "'", "“": '"', "”": '"'})
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")


def unsafe(text: str) -> bool:
    """Tell whether a text holds a character that must not be published where it stands."""
    return not is_ordinary(text) and _SUSPECT.search(text) is not None and _UNSAFE.search(text) is not None


def filtered(text: str) -> str:
    """Give the text without its unsafe characters. Filtering twice changes nothing more."""
    if text.isascii() and text.isprintable():  # nearly every address
        return text
    while _SUSPECT.search(text) is not None:
        less = _UNSAFE.sub("", text)
        if less == text:
            break
        text = less
    return text


def one_line(text: str) -> str:
    """Give the text filtered and with every run of white space made one space: names and titles."""
    return " ".join(filtered(" ".join(text.split())).split())


def folded(text: str) -> str:
    """Fold a text for comparing: compatibility forms, case, white space, typographic dashes and quotes."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text).casefold().translate(_TYPOGRAPHY))


def parsable(raw: str) -> tuple[str, bool]:
    """Give HTML that a parser can read, and whether characters were lost: control characters and surrogates.

    Numeric references to such characters go too. A form feed is white space in HTML and becomes a space.
    """
    text = raw.replace("\f", " ")
    kept = _REFERENCE.sub(_reference, _UNPARSABLE.sub("", text))
    return kept, kept != text


def _reference(match: re.Match[str]) -> str:
    """Give a numeric character reference as it stands, or nothing where its character can not be published."""
    digits, base = (match[1], 16) if match[1] else (match[2], 10)
    digits = digits.lstrip("0") or "0"
    code = int(digits, base) if len(digits) <= 8 else 0x110000
    return "" if code > 0x10FFFF or (code != 0xC and _UNPARSABLE.match(chr(code))) else match[0]
