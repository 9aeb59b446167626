"""The registry of publishers: what each one's house rules are.

Takes: the built-in TOML files of this package, and an operator's overrides as text.
Gives: one ``Terms`` a publisher, faults with their place and a hint, lint messages.
Touches: nothing.
Knows: the keys of a publisher's file, their spellings and defaults.
Holds: the terms it has read, by id.
Change here when: a publisher changes its rules, or a new one is added (one file in ``registry/``).
"""

from syndicator.publishers.duties import Duty, duties
from syndicator.publishers.lint import lint
from syndicator.publishers.registry import Registry, load_registry

__all__ = ["Duty", "Registry", "duties", "lint", "load_registry"]
