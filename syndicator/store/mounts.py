"""Which file system a path lies on, from the kernel's mount table (proc(5), ``/proc/self/mountinfo``)."""

from __future__ import annotations

import re
from pathlib import Path

_NETWORK = frozenset(
    {
        "9p",
        "afs",
        "afpfs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "fuse.cephfs",
        "fuse.curlftpfs",
        "fuse.davfs",
        "fuse.glusterfs",
        "fuse.gcsfuse",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "gfs2",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "smb2",
        "smb3",
        "smbfs",
    }
)
_ESCAPE = re.compile(r"\\([0-7]{3})")


def file_system_of(path: Path, mountinfo: str) -> str:
    """Give the type of the file system that holds an absolute, resolved path; empty when the table does not tell.

    Of mounts on one another the last in the table is the one that is seen.
    """
    best, kind = -1, ""
    for line in mountinfo.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 6 or not right:
            continue
        point = Path(_ESCAPE.sub(lambda match: chr(int(match[1], 8)), fields[4]))
        depth = len(point.parts)
        if depth >= best and path.is_relative_to(point):
            best, kind = depth, right.split(" ")[0]
    return kind


def is_network(kind: str) -> bool:
    """Tell whether locks and shared memory can not be trusted on this type of file system."""
    return kind in _NETWORK
