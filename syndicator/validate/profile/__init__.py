"""What our own feeds must hold beside their format: license, attribution, notice, nothing that runs, bare stubs.

These rules see the published bytes alone: they do not know what ``render`` or ``rewrite`` meant to write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from syndicator.validate.code_text import Fault
from syndicator.validate.profile.attribution import attribution
from syndicator.validate.profile.licenses import licenses
from syndicator.validate.profile.notices import notices
from syndicator.validate.profile.planned import planned
from syndicator.validate.profile.published import Published
from syndicator.validate.profile.safety import safety
from syndicator.validate.profile.shape import shape
from syndicator.validate.profile.stubs import stubs

PROFILE: tuple[Callable[[Published], Iterator[Fault]], ...] = (
    planned,
    licenses,
    attribution,
    notices,
    safety,
    shape,
    stubs,
)
"""Rules for our own feeds."""
