"""What the service manager hears."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from syndicator.ops import Notifier


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(str(tmp_path / "notify"))
        channel.settimeout(60)
        yield channel


def test_every_message_has_the_form_of_sd_notify(manager: socket.socket) -> None:
    notifier = Notifier(manager.getsockname())
    notifier.ready("2 sources\nREADY=0")
    notifier.status("polling")
    notifier.reloading(12.5)
    notifier.alive()
    notifier.stopping()
    assert [manager.recv(4096).decode() for _ in range(5)] == [
        "READY=1\nSTATUS=2 sources READY=0",
        "STATUS=polling",
        "RELOADING=1\nMONOTONIC_USEC=12500000\nSTATUS=reading the configuration",
        "WATCHDOG=1",
        "STOPPING=1\nSTATUS=finishing what is under way",
    ]


def test_an_abstract_address_begins_with_a_zero_byte() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(f"\0syndicator-test-{os.getpid()}")
        channel.settimeout(60)
        Notifier(f"@syndicator-test-{os.getpid()}").alive()
        assert channel.recv(100) == b"WATCHDOG=1"


def test_a_manager_that_is_not_there_disturbs_nobody(tmp_path: Path) -> None:
    Notifier(None).ready("")
    Notifier(str(tmp_path / "nobody")).ready("")


@pytest.mark.parametrize(
    ("environment", "watchdog_s"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "30000000"}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}, 15.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_signs_of_life_are_due_twice_in_the_time_allowed(environment: dict[str, str], watchdog_s: float | None) -> None:
    assert Notifier.from_environment(environment).watchdog_s == watchdog_s


def test_the_address_comes_from_the_environment(manager: socket.socket) -> None:
    Notifier.from_environment({"NOTIFY_SOCKET": manager.getsockname()}).alive()
    assert manager.recv(100) == b"WATCHDOG=1"
