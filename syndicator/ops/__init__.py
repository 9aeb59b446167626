"""What a service needs around its work: one instance, logs, systemd, the socket for acts, versions.

``control`` and ``versions`` are doors of their own: they cost imports that most commands do not need.

Takes: a data folder, the environment, events with fields.
Gives: a lock on the data folder, log lines, messages to systemd, requests, replies, versions and their faults.
Touches: files and sockets in the data folder, standard error, the notify socket.
Knows: structlog.
Holds: no rule about entries, sources or feeds.
Change here when: the program must tell its surroundings something new.
"""

from syndicator.ops.lock import DataLock
from syndicator.ops.logs import Log, configure, log
from syndicator.ops.notify import Notifier

__all__ = ["DataLock", "Log", "Notifier", "configure", "log"]
