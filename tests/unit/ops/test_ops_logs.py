"""Log lines: one an event, in three forms, and safe whatever a stranger wrote."""

import io
import json
import logging
import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syndicator.ops import configure, log, logs


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    root = logging.getLogger()
    before = list(root.handlers)
    yield
    root.handlers[:] = before
    structlog.reset_defaults()
    logs._current = logs._Silent()


def test_a_command_that_set_up_nothing_tells_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    for tell in (log().debug, log().info, log().warning, log().error):
        tell("anything", field=1)
    assert capsys.readouterr() == ("", "")


def test_standard_error_is_the_journals_when_the_journal_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "stream").open("w") as stream:
        monkeypatch.setattr("sys.stderr", stream)
        about = os.fstat(stream.fileno())
        assert logs.in_journal({"JOURNAL_STREAM": f"{about.st_dev}:{about.st_ino}"})
        assert not logs.in_journal({"JOURNAL_STREAM": "8:1"})
        assert not logs.in_journal({})
    monkeypatch.setattr("sys.stderr", io.StringIO())
    assert not logs.in_journal({"JOURNAL_STREAM": "8:1"})


def test_json_lines_begin_with_time_level_and_event() -> None:
    stream = io.StringIO()
    configure("json", stream=stream).info(
        "poll-ended", source="world", duration_ms=12, outcome="new", code=None, ok=True
    )
    line = stream.getvalue()
    event = json.loads(line)
    assert list(event)[:3] == ["ts", "level", "event"]
    assert datetime.fromisoformat(event.pop("ts")).utcoffset() is not None
    assert event == {
        "level": "info",
        "event": "poll-ended",
        "source": "world",
        "duration_ms": 12,
        "outcome": "new",
        "code": None,
        "ok": True,
    }


def test_logfmt_and_human_lines_carry_the_same_fields() -> None:
    for form, pattern in (
        ("logfmt", r'ts=\S+ level=warning event=feed-kept feed=world message="no license" ids="a, b" none=\n'),
        (
            "human",
            r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ warning feed-kept feed=world message="no license" ids="a, b" none=""\n',
        ),
    ):
        stream = io.StringIO()
        configure(form, stream=stream).warning(
            "feed-kept", feed="world", message="no license", ids={"b", "a"}, none=None
        )
        assert re.fullmatch(pattern, stream.getvalue())


def test_the_level_decides_what_is_told() -> None:
    stream = io.StringIO()
    told = configure("json", "warning", stream=stream)
    told.info("quiet")
    told.error("loud")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["loud"]
    assert log() is told


def test_the_journal_gets_a_priority_before_each_line() -> None:
    stream = io.StringIO()
    told = configure("logfmt", "debug", journald=True, stream=stream)
    for tell in (told.debug, told.info, told.warning, told.error):
        tell("event")
    assert [line[:3] for line in stream.getvalue().splitlines()] == ["<7>", "<6>", "<4>", "<3>"]


def test_an_error_with_its_trace_is_one_line() -> None:
    stream = io.StringIO()
    told = configure("human", stream=stream)
    told.error("job-failed", exc_info=ValueError("broken\nbadly"))
    assert stream.getvalue().count("\n") == 1
    assert r"ValueError: broken\x0abadly" in stream.getvalue()


def test_what_libraries_warn_of_is_an_event_too() -> None:
    stream = io.StringIO()
    configure("json", stream=stream)
    configure("json", stream=stream)
    logging.getLogger("somewhere").info("quiet")
    logging.getLogger("somewhere").warning("odd: %s", "x\ny")
    logging.getLogger("somewhere").error("bad")
    events = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(one["level"], one["logger"], one["message"]) for one in events] == [
        ("warning", "somewhere", r"odd: x\x0ay"),
        ("error", "somewhere", "bad"),
    ]


@pytest.mark.proves("S-30")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=600) | st.text('\x00\x07\x1b\r\n\u0085\u202e\u2028\ud800[31m=" \\', max_size=300),
    form=st.sampled_from(["human", "logfmt", "json"]),
)
def test_no_text_forges_a_line_or_reaches_the_terminal(text: str, form: logs.Format) -> None:
    stream = io.StringIO()
    configure(form, stream=stream).info("poll-ended", title=text, **{"odd key\n": text})
    line = stream.getvalue()
    assert line.endswith("\n")
    assert not logs._UNSAFE.search(line[:-1])
    assert len(line.splitlines()) == 1
    if form == "json":
        assert len(json.loads(line)["title"].replace("\\", "")) <= 200 * 6


@pytest.mark.proves("S-30")
def test_long_text_is_cut_at_200_characters() -> None:
    assert logs.safe_text("x" * 200) == "x" * 200
    assert logs.safe_text("x" * 201) == "x" * 199 + "…"
    assert logs.safe_text("\x1b[31m\u202e") == r"\x1b[31m\u202e"
