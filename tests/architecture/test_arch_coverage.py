"""The demand on coverage can not be met by a run that measured less than all pure files."""

from __future__ import annotations

from source_tree import ROOT

from tools.pure_coverage import unmeasured


def test_a_pure_file_that_was_not_measured_is_named():
    every = [str(path) for path in (ROOT / "syndicator").rglob("*.py")]
    assert unmeasured(every) == []
    assert unmeasured([path for path in every if not path.endswith("poll/schedule.py")]) == [
        "syndicator/poll/schedule.py"
    ]
    assert "syndicator/parse/reader.py" in unmeasured([])
    assert "syndicator/parse/isolated.py" not in unmeasured([])
