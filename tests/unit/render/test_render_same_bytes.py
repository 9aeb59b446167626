from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from syndicator.model.plan import Plan
from syndicator.render import FORMATS, render

CASE = Path(__file__).parents[2] / "cases" / "render" / "every-element" / "plan.json"
PROGRAM = """
import hashlib, locale, sys
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass
from syndicator.model.plan import Plan
from syndicator.render import FORMATS, render
plan = Plan.model_validate_json(open(sys.argv[1], "rb").read())
before = locale.setlocale(locale.LC_ALL)
print(*(hashlib.sha256(render(plan, each)).hexdigest() for each in FORMATS))
assert locale.setlocale(locale.LC_ALL) == before
"""


@pytest.mark.parametrize(
    ("zone", "language", "seed"), [("Pacific/Chatham", "C.UTF-8", "1"), ("America/St_Johns", "de_DE.UTF-8", "4242")]
)
def test_another_process_zone_locale_and_hash_seed_give_the_same_bytes(zone: str, language: str, seed: str) -> None:
    plan = Plan.model_validate_json(CASE.read_bytes())
    here = [hashlib.sha256(render(plan, each)).hexdigest() for each in FORMATS]
    env = {**os.environ, "TZ": zone, "LC_ALL": language, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(CASE)], env=env, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split() == here
