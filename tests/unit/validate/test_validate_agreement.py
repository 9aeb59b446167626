"""How our findings agree with the W3C validator's, counted and shown in the test run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.conformance import Agreement, table


def test_findings_agree_with_the_public_validator(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scores = list(Agreement(shared).scores())
    with capsys.disabled():
        print(f"\n\nAgreement with the W3C's validator\n{table(scores)}")
    assert [(score.name, score.part, score.wrong) for score in scores if not score.is_met] == []
