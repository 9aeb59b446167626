"""Every rule, in the order in which it is asked.

A rule is a file with a ``RULE`` name, a ``QUESTION`` in plain words and a function ``ask(case)``; it answers with one
``Answered`` or several, and never raises. To add a rule: write the file, add it here at its place, add a case folder,
and document its reason.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from syndicator.licensing.case import Asked
from syndicator.licensing.rules import (
    automation,
    claims,
    identity,
    selection,
    takedown,
    teaser,
    terms,
    third_party,
    use,
    window,
)
from syndicator.model.rights import Answered


class Rule(NamedTuple):
    """One rule: its name and question in ``explain``, what asks it, and when it can be asked."""

    name: str
    question: str
    """Its question in plain words."""
    ask: Callable[[Asked], Answered | tuple[Answered, ...]]
    without_terms: bool = False
    of_references: bool = False
    """Whether it is asked about a mere reference too, which needs no license."""


RULES: tuple[Rule, ...] = (
    Rule(takedown.RULE, takedown.QUESTION, takedown.ask, without_terms=True, of_references=True),
    Rule(terms.RULE, terms.QUESTION, terms.ask, without_terms=True, of_references=True),
    Rule(identity.RULE, identity.QUESTION, identity.ask, of_references=True),
    Rule(claims.RULE, claims.QUESTION, claims.ask),
    Rule(use.RULE, use.QUESTION, use.ask),
    Rule(automation.RULE, automation.QUESTION, automation.ask),
    Rule(selection.RULE, selection.QUESTION, selection.ask),
    Rule(third_party.RULE, third_party.QUESTION, third_party.ask),
    Rule(teaser.RULE, teaser.QUESTION, teaser.ask),
    Rule(window.RULE, window.QUESTION, window.ask, of_references=True),
)
