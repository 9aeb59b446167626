"""The systemd unit we ship."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

UNIT = Path(__file__).parents[3] / "contrib" / "systemd" / "syndicator.service"
ANALYZE = shutil.which("systemd-analyze")
NEEDED = {
    "Type": "notify",
    "DynamicUser": "yes",
    "StateDirectory": "syndicator",
    "ProtectSystem": "strict",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "PrivateDevices": "yes",
    "PrivateTmp": "yes",
    "PrivateUsers": "yes",
    "ProtectKernelLogs": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectProc": "invisible",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    "RestrictNamespaces": "yes",
    "SystemCallFilter": "@system-service, ~@privileged @resources",
    "UMask": "0027",
    "IPAddressDeny": "link-local multicast",
    "Restart": "on-failure",
}


def keys() -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", UNIT.read_text(), re.MULTILINE):
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


@pytest.mark.proves("O-05")
def test_the_unit_takes_every_right_that_the_service_does_not_need() -> None:
    found = keys()
    assert {key: found.get(key) for key in NEEDED} == NEEDED
    assert int(found["TasksMax"]) > 0
    assert re.fullmatch(r"\d+[MG]", found["MemoryMax"])


def test_exit_codes_that_need_a_person_do_not_start_it_again_and_the_delay_grows() -> None:
    found = keys()
    assert found["RestartPreventExitStatus"] == "2 65 78"
    assert int(found["RestartMaxDelaySec"]) > int(found["RestartSec"])
    assert int(found["RestartSteps"]) > 1


@pytest.mark.proves("O-04")
@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed (Debian package systemd)")
def test_systemd_finds_no_fault_in_the_unit_and_little_exposure(tmp_path: Path) -> None:
    unit = tmp_path / "syndicator.service"
    program = "/opt/syndicator/bin/syndicator"
    assert program in UNIT.read_text()
    unit.write_text(UNIT.read_text().replace(program, os.path.realpath(sys.executable)))
    assert ANALYZE is not None
    verify = subprocess.run([ANALYZE, "verify", unit], capture_output=True, text=True)
    complaints = [
        line
        for line in verify.stderr.splitlines()
        if unit.name in line
        and "Unknown key 'RestartSteps'" not in line
        and "Unknown key 'RestartMaxDelaySec'" not in line
    ]
    assert (verify.returncode, complaints) == (0, [])
    security = subprocess.run(
        [ANALYZE, "security", "--offline=true", "--threshold=20", "--no-pager", unit], capture_output=True, text=True
    )
    assert security.returncode == 0, security.stdout
