"""A work to be pasted into a page by a person: the frame that feeds carry, its title, and the publisher's counter.

A page can run the script that counts readers, where a feed can not. A script is taken over character for character
from the body, and only where its address is the one that the registry records: no other script of an upstream's is.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from syndicator.model.document import Entry
from syndicator.model.framing import Framed
from syndicator.model.terms import Counter, Terms
from syndicator.rewrite import build, counter, sanitize, tree

_SCRIPT = re.compile(r"<script\b[^<>]*>\s*</script\s*>", re.IGNORECASE)
_ATTRIBUTES = frozenset(
    {"async", "charset", "crossorigin", "defer", "id", "integrity", "referrerpolicy", "src", "type"}
)


class Package(NamedTuple):
    """HTML to paste, and where the publisher's counter is."""

    html: str
    counter: Literal["none", "image", "script", "page"]
    """``none``: none is asked for, or none came and it may be left out; ``image`` or ``script``: it stands in the HTML;
    ``page``: it is required, and only the republish button on the original's page has it."""


def package(framed: Framed, entry: Entry, terms: Terms) -> Package:
    """Give a framed work with its title before it and the publisher's script behind it."""
    title = sanitize.seal([build.element("h1", framed.title)])
    script = _script(entry, terms.counter) if terms.counter.kind == "script" else ""
    html = "\n".join(part for part in (title, framed.html, script) if part)
    return Package(html, _where(framed, terms.counter, script))


def _where(framed: Framed, rule: Counter, script: str) -> Literal["none", "image", "script", "page"]:
    if rule.rule == "none":
        return "none"
    if rule.kind == "script":
        return "script" if script else "page" if rule.rule == "required" else "none"
    pattern = re.compile(rule.match)
    images = tree.parse(framed.html).iter("img")
    return "image" if any(pattern.fullmatch(image.get("src", "")) for image in images) else "none"


def _script(entry: Entry, rule: Counter) -> str:
    """Give the script that counts readers as it stands in the body, or nothing."""
    if not rule.match or rule.rule == "none":
        return ""
    for found in _SCRIPT.finditer(entry.body or ""):
        (element,) = tree.parse(found[0]).iter("script")
        match = re.fullmatch(rule.match, element.get("src", ""))
        if match is None or not set(element.attrib) <= _ATTRIBUTES:
            continue
        if not rule.id_from or match.groupdict().get("id") == counter.number_of(entry, rule):
            return found[0]
    return ""
