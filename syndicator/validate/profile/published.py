"""One of our feeds as its bytes show it."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from syndicator.validate.document import Doc
from syndicator.validate.names import children, first_text
from syndicator.validate.trees import Tree, of_class

WORK_CLASS = "syndicator-work"
"""The class of the element around a work; the frame stands outside it."""

NOTICE_CLASS = "syndicator-notice"


class PublishedEntry(NamedTuple):
    """One entry: its element, id, the original's address, and its body as a tree where it has markup."""

    element: etree._Element
    id: str
    link: str
    body: Tree | None
    is_work: bool
    """Whether the body holds a work, and not just a reference to one."""


class Published(NamedTuple):
    """A feed of ours beside what was planned for it."""

    doc: Doc
    format: str
    plan_ids: tuple[str, ...]
    entries: tuple[PublishedEntry, ...]
    """Every entry but the stubs."""
    stub_ids: tuple[str, ...]
    stubs: tuple[PublishedEntry, ...]
    """What stands under the id of an entry that was withdrawn."""

    @property
    def all(self) -> tuple[PublishedEntry, ...]:
        """Entries, then stubs."""
        return (*self.entries, *self.stubs)


def published(doc: Doc, format_: str, plan_ids: tuple[str, ...], stub_ids: tuple[str, ...] = ()) -> Published:
    """Give the view that the profile's rules take."""
    trees = {each.holder: each.tree for each in doc.markup}
    entries = []
    for entry in doc.entries:
        atom = doc.format == "atom"
        bodies = children(entry, "atom:content" if atom else "content:encoded")
        tree = trees.get(bodies[0]) if bodies else None
        entries.append(
            PublishedEntry(
                element=entry,
                id=first_text(entry, "atom:id" if atom else "guid"),
                link=link_of(entry, "alternate") if atom else first_text(entry, "link"),
                body=tree,
                is_work=tree is not None and bool(of_class(tree, WORK_CLASS)),
            )
        )
    works = tuple(entry for entry in entries if entry.id not in stub_ids)
    stubs = tuple(entry for entry in entries if entry.id in stub_ids)
    return Published(doc, format_, plan_ids, works, stub_ids, stubs)


def link_of(entry: etree._Element, relation: str) -> str:
    """Give the address of an Atom entry's first link of a relation; empty where there is none."""
    links = children(entry, "atom:link")
    return next((link.get("href", "") for link in links if link.get("rel", "alternate") == relation), "")
