"""Value types by family: each function gives the codes of what is wrong with a text, none where it is right."""

from __future__ import annotations

from collections.abc import Callable

Value = Callable[[str], tuple[str, ...]]
"""Takes a text as it stands in the document; gives the codes of its faults."""
