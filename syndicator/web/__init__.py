"""Feeds over HTTP, a page for people, health.

``server`` is a door of its own: it costs the import of uvicorn.

Takes: the folder of live feeds, what is live in it, what to say about each feed, health.
Gives: an ASGI application, and a server that runs it until cancelled.
Touches: files in the feeds folder (reads them), a TCP port.
Knows: starlette, uvicorn, jinja2.
Holds: no feed's content but the bytes that are live; no act, no state that a request could change.
Change here when: readers or browsers need to be answered in another way.
"""

from syndicator.web.app import FeedPage, Site, make_app
from syndicator.web.files import Live

__all__ = ["FeedPage", "Live", "Site", "make_app"]
