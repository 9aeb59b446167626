"""Make valid feeds public: a set of files swapped whole, with a manifest of what is live.

Takes: valid feeds with a generation.
Gives: names of files written, the manifest, differences between manifest and files.
Touches: the feeds folder, through one directory handle.
Knows: POSIX calls for files (openat, fsync, rename), nothing of feeds but their bytes.
Holds: the folder's handle, the generations published in this process, what it saw of live files.
Change here when: files must reach readers in another way.
"""

from syndicator.publish.folder import Folder
from syndicator.publish.manifest import LiveFeed, LiveFile, Manifest
from syndicator.publish.values import Difference

__all__ = ["Difference", "Folder", "LiveFeed", "LiveFile", "Manifest"]
