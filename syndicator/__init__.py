"""Republish other people's articles lawfully.

Start reading in ``pipeline.py``: ``refresh`` gathers what an upstream says, ``release`` decides.
"""

__version__ = "0.1.0"
