"""Put the frame around a work, and prove on the finished HTML that the work's text is what came in.

Before the work stand the byline and the publisher's top notice, after it the full author lines and the notice.
Each is an element of its own with a class of ours that no work can carry, and reads well without any style.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from syndicator.model.document import Entry, Person
from syndicator.model.framing import Framed, FrameFinding, Unframed
from syndicator.model.reasons import Reason
from syndicator.model.rights import License, Permit
from syndicator.model.terms import Terms
from syndicator.rewrite import build, byline, chars, notice, proof, sanitize, tree, verbatim, work
from syndicator.rewrite.byline import Author
from syndicator.rewrite.links import is_web
from syndicator.rewrite.notice import Changes, Facts
from syndicator.rewrite.setting import Setting
from syndicator.rewrite.tree import Element
from syndicator.rewrite.work import Work

TITLE_BYTES_MAX = 4096
"""Longest title that is published (acceptance S-11)."""


class Case(NamedTuple):
    """One entry to be framed, with everything that was found out about it before its body is looked at."""

    entry: Entry
    terms: Terms
    setting: Setting
    license: License
    strict: bool
    title: str
    original: str
    authors: tuple[Author, ...]


def frame(entry: Entry, permit: Permit, terms: Terms, setting: Setting) -> Framed | Unframed:
    """Give the entry in its frame, or every finding that forbids it. Never raises for what an entry holds.

    In mode ``full`` the text of a no-derivatives work, or of one whose terms forbid edits, is proven unchanged on
    the final HTML. Mode ``excerpt`` needs terms or a license that allow it. Mode ``link`` shows no text of the work.
    """
    case, findings = _case(entry, permit, terms, setting)
    if setting.mode == "link":
        return Unframed(findings=findings) if findings else _reference(case)
    if setting.mode == "excerpt" and not _excerpt_allowed(terms, case.license):
        findings += (_finding(Reason.USE_NOT_PERMITTED, "neither the terms nor the license allow an excerpt"),)
    made = work.make(entry, terms, setting, strict=case.strict)
    if not isinstance(made, Work):
        findings += made
    if findings or not isinstance(made, Work):
        return Unframed(findings=findings)
    return _framed(case, made)


def _case(entry: Entry, permit: Permit, terms: Terms, setting: Setting) -> tuple[Case, tuple[FrameFinding, ...]]:
    """Gather title, original address and authors, with what is wrong about them."""
    granted = permit.grant.license
    strict = granted.no_derivatives or terms.edits == "none"
    findings: list[FrameFinding] = []
    original = next((url for url in (entry.link, _fallback_link(terms, setting)) if url and is_web(url)), "")
    if not original:
        findings.append(_finding(Reason.UNSAFE_TO_FRAME, "the entry names no web address of the original"))
    authors, all_removed = byline.credit_of(entry, permit, terms, setting)
    title, title_fault = _title(entry.title, strict=strict and setting.mode != "link")
    if title_fault:
        findings.append(_finding(Reason.UNSAFE_TO_FRAME, title_fault))
    if setting.mode != "link" and not authors and not all_removed:
        findings.append(_finding(Reason.AUTHOR_MISSING, _why_no_author(entry)))
    return Case(entry, terms, setting, granted, strict, title, original, authors), tuple(findings)


def _framed(case: Case, made: Work) -> Framed | Unframed:
    """Build the frame around a clean work, seal it, and check what came out."""
    excerpt = case.setting.mode == "excerpt"
    if excerpt:
        work.cut(made.element)
    facts = _facts(case)
    changes = Changes(made.media_removed, made.embedded, made.embeds, excerpt)
    line = byline.byline_of(case.authors, case.terms, case.setting.language)
    before = notice.top(facts, made.element)
    after = notice.end(facts, changes, made.element)
    parts = [build.element("p", line, class_="syndicator-byline"), before, _marked(made.element)]
    parts += [notice.read_on(facts)] if excerpt else []
    parts += [build.element("hr", class_="syndicator-rule"), _author_lines(case), after]
    html = sanitize.seal(part for part in parts if part is not None)
    if html is None:
        return Unframed(
            findings=(_finding(Reason.UNSAFE_TO_FRAME, "its markup can not be brought into a stable form"),)
        )
    proved = proof.prove(html, made, case.original, case.terms.media, strict=case.strict, excerpt=excerpt)
    if proved.findings:
        return Unframed(findings=proved.findings)
    stripped = made.media_removed or made.trackers_dropped
    notes = (stripped, Reason.MEDIA_STRIPPED), (made.embedded, Reason.EMBEDS_DROPPED)
    return Framed(
        html=html,
        title=case.title,
        link=case.original,
        byline=line,
        persons=_persons(case),
        notice=" ".join(
            verbatim.normal(tree.pieces(part)).replace("\n", " ") for part in (before, after) if part is not None
        ),
        rights=_rights(case),
        summary=work.summary_of(case.entry, case.setting.body_bytes_max, strict=case.strict),
        text_digest=_digest(proved.text),
        embeds=made.embeds,
        media_removed=made.media_removed,
        notes=tuple(note for applies, note in notes if applies),
    )


def _reference(case: Case) -> Framed | Unframed:
    """Give a reference: title, authors, publisher and date with their links, no text of the work."""
    part = notice.reference(_facts(case))
    html = sanitize.seal([part])
    if html is None:
        return Unframed(
            findings=(_finding(Reason.UNSAFE_TO_FRAME, "its markup can not be brought into a stable form"),)
        )
    names = _names(case)
    who = f" by {names}" if names else ""
    return Framed(
        html=html,
        title=case.title,
        link=case.original,
        byline="",
        persons=_persons(case),
        notice=verbatim.text_of(html),
        rights=f"A reference to a work{who} at {case.terms.name}; its text is not republished here.",
        summary=None,
        text_digest=_digest(""),
    )


def _facts(case: Case) -> Facts:
    who = byline.joined(tuple(author.short for author in case.authors), case.setting.language)
    published = case.setting.published
    return Facts(case.title, case.original, who, published, case.license, case.terms, case.setting.language)


def _marked(element: Element) -> Element:
    """Give the work with the class that sets it apart."""
    element.attrib.clear()
    element.set("class", verbatim.WORK_CLASS)
    return element


def _author_lines(case: Case) -> Element | None:
    """Give the authors as the publisher wrote them, linked to their pages; ``None`` where the byline says it all."""
    if all(author.short == author.full and author.uri is None for author in case.authors):
        return None
    lines: list[list[build.Part]] = [
        [build.link(author.name, author.uri), author.full.removeprefix(author.name)] for author in case.authors
    ]
    separator = byline.joined(("A",) * len(lines), case.setting.language)[1:-1] if len(lines) == 2 else "; "
    spread = [part for line in lines for part in (separator, *line)][1:]
    return build.element("p", *spread, class_="syndicator-authors")


def _persons(case: Case) -> tuple[Person, ...]:
    return tuple(Person(name=author.name, uri=author.uri) for author in case.authors)


def _names(case: Case) -> str:
    return byline.joined(tuple(author.name for author in case.authors), "en")


def _rights(case: Case) -> str:
    """Give the license, the authors and the publisher as one English sentence."""
    address = f" ({case.license.url})" if case.license.url else ""
    who = f", by {_names(case)}" if case.authors else ""
    return f"{case.license.name}{address}{who}, republished from {case.terms.name}."


def _title(raw: str, *, strict: bool) -> tuple[str, str]:
    """Give the title as one line of plain text, and what is wrong with one that may not be changed."""
    size = len(raw.encode("utf-8", "replace"))
    title = chars.one_line(raw)
    if strict and size > TITLE_BYTES_MAX:
        return "", f"the title has {size} bytes, the limit is {TITLE_BYTES_MAX}"
    if strict and chars.unsafe(" ".join(raw.split())):
        return "", "an invisible or unsafe character stands in the title"
    return title.encode()[:TITLE_BYTES_MAX].decode("utf-8", "ignore"), ""


def _fallback_link(terms: Terms, setting: Setting) -> str | None:
    return setting.document_link if terms.link_fallback == "document-link" else None


def _excerpt_allowed(terms: Terms, granted: License) -> bool:
    """Tell whether a beginning may be shown: what the terms say, else what the license says."""
    if terms.excerpt is None:
        return not granted.no_derivatives
    return terms.excerpt in {"start", "part", "free"}


def _why_no_author(entry: Entry) -> str:
    if not entry.authors:
        return "the entry names no author"
    return "an author stands without an institution"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _finding(reason: Reason, message: str) -> FrameFinding:
    return FrameFinding(reason=reason, message=message)
