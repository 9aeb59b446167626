"""Where an element stands in the bytes of its document. Does not: look at elements of HTML within a text."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property

from lxml import etree

from syndicator.validate.names import local_name


def line_of(element: etree._Element) -> int:
    """Give the line on which an element's start tag ends, as the tree counts; 0 where it is not known."""
    return int(element.sourceline or 0)  # type: ignore[call-overload,no-any-return] # the stubs allow for no number


class Places:
    """Lines and columns of elements, both from 1.

    libxml2 knows the line on which a start tag ends; the column is looked up there. Of equal elements on one line each
    has its own. A column is 0 where the line does not tell it.
    """

    def __init__(self, body: bytes, skipped: int) -> None:
        self._body = body
        self._skipped = skipped
        self._found: dict[tuple[int, str], tuple[int, ...]] = {}
        self._numbers: dict[str, dict[etree._Element, int]] = {}

    @cached_property
    def _lines(self) -> list[bytes]:
        return self._body.splitlines()

    def of(self, element: etree._Element) -> tuple[int, int]:
        """Give line and column of an element."""
        line = line_of(element)
        prefix = f"{element.prefix}:" if element.prefix else ""
        columns = self._columns(line + self._skipped, f"{prefix}{local_name(element.tag)}")
        number = self._numbers_of(element)[element] if len(columns) > 1 else 0
        return line + self._skipped, columns[number] if number < len(columns) else 0

    def _columns(self, line: int, written: str) -> tuple[int, ...]:
        """Give where on a line such a start tag begins; in comments and CDATA, too."""
        if (line, written) not in self._found:
            text = b"".join(self._lines[line - 1 : line])
            starts = re.finditer(rb"<%s(?=[\s/>]|\Z)" % re.escape(written.encode()), text)
            self._found[line, written] = tuple(found.start() + 1 for found in starts)
        return self._found[line, written]

    def _numbers_of(self, element: etree._Element) -> dict[etree._Element, int]:
        """Number the elements of a name on each line, from 0."""
        tag = str(element.tag)
        if tag not in self._numbers:
            on_line: Counter[int] = Counter()
            numbers = {}
            for each in element.getroottree().iter(tag):
                numbers[each] = on_line[line_of(each)]
                on_line[line_of(each)] += 1
            self._numbers[tag] = numbers
        return self._numbers[tag]
