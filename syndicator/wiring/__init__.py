"""Make every real part, once, and put them together.

Parts that take long to import (HTTP client, parser, renderer) are made when they are first needed, so that a run with
nothing to do ends at once.

Takes: settings and a clock.
Gives: the program put together: store, folder, polling, releasing, serving.
Touches: whatever the parts touch; itself the data folder's lock.
Knows: every room below it, and tomlkit to append an act to a file.
Holds: the lock, and the parts while they are open.
Change here when: a part needs another part.
"""

from syndicator.wiring.app import App, open_app
from syndicator.wiring.turning import turn

__all__ = ["App", "open_app", "turn"]
