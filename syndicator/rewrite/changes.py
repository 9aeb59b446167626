"""What framing takes out of a work and changes about its markup, piece by piece (docs/verbatim.md, acceptance D-47)."""

from __future__ import annotations

from collections import Counter as Tally

from syndicator.model.document import Entry
from syndicator.model.framing import Change, FrameFinding
from syndicator.model.terms import Counter, Terms
from syndicator.rewrite import media, sanitize, tree, work
from syndicator.rewrite.media import Kind, Removal
from syndicator.rewrite.setting import Setting

_TEXT_MAX = 200


def changes(entry: Entry, terms: Terms, setting: Setting) -> tuple[Change, ...]:
    """Give every element that leaves an entry's body with its content, then how often which markup goes.

    Empty where the body can not be framed or is not shown.
    """
    if setting.mode == "link":
        return ()
    rule = terms.counter if setting.mode == "full" else Counter()
    read = work.read(entry, rule, setting.body_bytes_max, strict=False)
    if isinstance(read, FrameFinding):
        return ()
    removed = media.removals(read.body, terms.media, read.counter.element, read.base)
    leaving = {node for one in removed for node in one.element.iter()}
    names, attributes = Tally[str](), Tally[str]()
    for element in list(read.body.iter())[1:]:
        if element in leaving or element is read.counter.element:
            continue
        if element.tag not in sanitize.TAGS:
            names[element.tag] += 1
        kept = sanitize.attributes_of(element.tag)
        attributes.update(name for name in map(str, element.attrib) if name not in kept)
    return (
        *(_removed(one) for one in removed),
        *(Change(kind="element", what=name, count=count) for name, count in sorted(names.items())),
        *(Change(kind="attribute", what=name, count=count) for name, count in sorted(attributes.items())),
    )


def _removed(one: Removal) -> Change:
    what = one.address
    if one.kind in {Kind.PICTURE, Kind.PIXEL}:
        what = one.address or one.element.get("src", "")
    elif one.kind is Kind.CAPTION:
        what = " ".join(tree.text_in(one.element).split())[:_TEXT_MAX]
    return Change(kind=one.kind.value, what=what or one.element.tag)
