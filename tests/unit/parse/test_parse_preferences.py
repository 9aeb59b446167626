"""What robots.txt, tdmrep.json, fields and RSL cost at most, and that none of them raises.

What they say is in ``tests/cases/preferences``.
"""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.model.document import Preference
from syndicator.parse import preferences_in_fields, read_robots, read_rsl, read_tdmrep
from syndicator.parse.patterns import covers, path_in, reach
from syndicator.parse.preferences import TDMREP_BYTES_MAX
from syndicator.parse.rsl import RSL_BYTES_MAX

URL = "https://ferry.example/news"
RSL = '<rsl xmlns="https://rslstandard.org/rsl">%s</rsl>'
CONTENT = '<content url="%s"><license><prohibits>%s</prohibits></license></content>'


def test_rsl_that_is_too_long_to_be_read_refuses_every_use() -> None:
    (mark,) = read_rsl(b" " * (RSL_BYTES_MAX + 1), "https://ferry.example/license.xml")
    assert mark.preferences == (Preference(usage="all", allowed=False),)


def test_rsl_about_nothing_in_particular_is_given_whole() -> None:
    xml = RSL % (CONTENT % ("/a", "search") + CONTENT % ("/b", "ai-train"))
    found = read_rsl(xml.encode(), "https://ferry.example/license.xml")
    assert [one.usage for mark in found for one in mark.preferences] == ["search", "ai-train"]


def test_a_tdmrep_file_that_is_too_long_is_not_read() -> None:
    rules = '[{"location": "/", "tdm-reservation": 1}]'
    assert read_tdmrep(rules, URL)
    assert read_tdmrep(rules + " " * TDMREP_BYTES_MAX, URL) == ()


@pytest.mark.parametrize(
    ("pattern", "path", "covered"),
    [
        ("", "/x", True),
        ("/", "/x", True),
        ("/x", "/xy", True),
        ("/x$", "/xy", False),
        ("/x$", "/x", True),
        ("*", "/x", True),
        ("*$", "/x", True),
        ("/a*b$", "/ab", True),
        ("/a*ab$", "/ab", False),
        ("/a*b*c", "/axxbxxcxx", True),
        ("/a*b*c", "/axxcxxb", False),
        ("x", "/x", False),
    ],
)
def test_a_pattern_covers_paths_as_robots_txt_says(pattern: str, path: str, covered: bool) -> None:
    assert covers(pattern, path) is covered


@pytest.mark.parametrize(
    ("pattern", "url", "length"),
    [
        ("https://ferry.example", "https://FERRY.example/x", 0),
        ("https://ferry.example/x", "http://ferry.example/xy", 2),
        ("//ferry.example/x", "https://ferry.example/x", 2),
        ("https://ferry.example/", "https://elsewhere.example/", -1),
        ("https://ferry.example/", "/", -1),
        ("/%7ejo/%C3%a9", "https://ferry.example/~jo/é", 11),
        ("/a%2fb", "https://ferry.example/a/b", -1),
    ],
)
def test_a_pattern_may_name_a_host(pattern: str, url: str, length: int) -> None:
    assert reach(pattern, url) == length


def test_an_address_that_is_none_has_the_path_of_the_root() -> None:
    assert path_in("https://[broken") == "/"


@given(st.text(), st.text(max_size=50), st.text(max_size=50))
def test_no_text_makes_a_reader_raise(text: str, agent: str, url: str) -> None:
    read_robots(text, agent, url)
    read_tdmrep(text, url)
    read_rsl(text, url, url)
    preferences_in_fields((("content-usage", text), ("tdm-reservation", text), ("tdm-policy", text)))


@given(st.lists(st.sampled_from(["user-agent: *", "license: https://x.example/", "content-usage: /* train-ai=n", ""])))
def test_no_order_of_lines_makes_robots_raise(lines: list[str]) -> None:
    read_robots("\n".join(lines), "syndicator", URL)


@pytest.mark.parametrize(
    "text",
    [
        "user-agent: a\n" * 40_000 + "content-usage: train-ai=n\n",
        ("user-agent: a\ncontent-usage: /" + "*a" * 400 + " train-ai=n\n") * 600,
        "content-signal: " + "a=no," * 100_000,
    ],
    ids=["agents", "stars", "members"],
)
def test_a_hostile_robots_txt_costs_no_more_than_its_length(text: str) -> None:
    begin = time.process_time()
    read_robots(text, "a", "https://ferry.example/" + "a" * 2_000)
    assert time.process_time() - begin < 20


def test_a_hostile_field_costs_no_more_than_its_length() -> None:
    begin = time.process_time()
    preferences_in_fields((("content-usage", "a;" * 20_000), ("content-usage", 'a="' + "\\\\" * 20_000)))
    assert time.process_time() - begin < 20
