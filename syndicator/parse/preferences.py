"""Preferences about use by machines outside a feed's own elements: header fields, robots.txt, tdmrep.json.

Readers only: they give what applies to one address, as it stands, and combine nothing. ``licensing.preferences`` does.
None of them raises, whatever it is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pydantic_core import from_json

from syndicator.model.document import Carrier, Preference, RightsMark, Scope
from syndicator.parse.base import RIGHTS_MAX
from syndicator.parse.patterns import reach
from syndicator.parse.rsl import rsl_link
from syndicator.parse.text import absolute

ROBOTS_CHARS_MAX = 512 * 1024
"""More of a robots.txt is not read (RFC 9309 2.5 asks for 500 KiB at least)."""
TDMREP_BYTES_MAX = 512 * 1024
_TDM_RULES_MAX = 5_000
_FIELD_CHARS_MAX = 1_024
_USAGES_MAX = 32
_ALIASES = {"train-ai": "ai-train"}
_WISHES = {"y": True, "n": False, "yes": True, "no": False}
_MEMBER = re.compile(
    r"""([a-z*][a-z0-9_.*-]*)(?:=("(?:[^"\\]|\\["\\])*"|[^\s;,"]+))?(?:\s*;\s*[a-z*][a-z0-9_.*-]*(?:=(?:"[^"]*"|[^\s;,"]+))?)*"""
)
_BETWEEN = re.compile(r"[ \t]*,[ \t]*")
_SIGNAL = re.compile(r"([a-z][a-z0-9_-]*)\s*=\s*(yes|no)\Z", re.IGNORECASE)
_PATH_FIRST = re.compile(r"(/\S*)\s+(?=\S)")
_AGENT = re.compile(r"[A-Za-z_-]+")
_RULES = frozenset({"allow", "disallow", "crawl-delay", "content-signal", "content-usage", "license"})


class _Line(NamedTuple):
    """One line of robots.txt: its name in lower case, its value, and how it stands there."""

    name: str
    value: str
    raw: str


def usages_in_dictionary(field: str) -> tuple[Preference, ...]:
    """Give what a ``Content-Usage`` dictionary says (IETF AIPREF; RFC 8941 3.2); a broken one says nothing.

    A usage named twice is refused if it is refused once.
    """
    text, at, found = field.strip(" \t")[:_FIELD_CHARS_MAX], 0, []
    while at < len(text):
        member = _MEMBER.match(text, at)
        if member is None:
            return ()
        found.append((member[1], member[2] or ""))
        at = member.end()
        comma = _BETWEEN.match(text, at)
        if at < len(text) and (comma is None or comma.end() == len(text)):
            return ()
        at = comma.end() if comma else at
    return _wishes((name, value) for name, value in found if value in {"y", "n"})


def preferences_in_fields(fields: Iterable[tuple[str, str]]) -> tuple[RightsMark, ...]:
    """Give what a response's ``Content-Usage``, ``tdm-reservation`` and ``tdm-policy`` fields say of the response."""
    given = [(name.lower(), value.strip()) for name, value in fields]
    usage = ", ".join(value for name, value in given if name == "content-usage")
    marks = []
    if usage:
        wishes = usages_in_dictionary(usage)
        marks.append(_mark(Carrier.CONTENT_USAGE_FIELD, f"Content-Usage: {usage}", wishes))
    stated = {name: [value for other, value in given if other == name] for name in ("tdm-reservation", "tdm-policy")}
    reserved = min(stated["tdm-reservation"], key=lambda value: value != "1", default="")
    marks.extend(tdm_marks(Carrier.TDM_FIELD, reserved, next(iter(stated["tdm-policy"]), "")))
    return tuple(marks)


def tdm_marks(carrier: Carrier, reservation: str, policy: str) -> Iterator[RightsMark]:
    """Give the mark of a TDMRep statement, if there is one: 1 reserves, 0 does not, any other value says nothing."""
    allowed = {"1": False, "0": True}.get(reservation.strip())
    wishes = () if allowed is None else (Preference(usage="tdm", allowed=allowed),)
    parts = [f"{name}: {value}" for name, value in (("tdm-reservation", reservation), ("tdm-policy", policy)) if value]
    if parts:
        yield _mark(carrier, ", ".join(parts)[: 2 * _FIELD_CHARS_MAX], wishes)


def read_robots(robots_txt: str, agent: str, url: str) -> tuple[RightsMark, ...]:
    """Give what a robots.txt says about use of ``url`` by ``agent``, beyond allowing and disallowing.

    ``Content-Signal`` and ``Content-Usage`` lines with the longest path that covers the address, and ``License``
    lines, which point to RSL. Of each kind, the lines of the agent's group count; where it has none, those before
    any group. Several lines of one rank all come out. The group is the agent's own, else that of ``*``
    (RFC 9309 2.2.1).
    """
    everywhere, mine = _parted(robots_txt[:ROBOTS_CHARS_MAX], _token(agent))
    marks: list[RightsMark] = []
    for name, read in (("content-signal", _signal), ("content-usage", _usage), ("license", _license)):
        lines = _named(mine, name) or _named(everywhere, name)
        reaching = [(length, line) for line in lines if (length := _reach(line, url)) >= 0]
        longest = max((length for length, _ in reaching), default=0)
        marks.extend(mark for length, line in reaching if length == longest for mark in read(line))
    return tuple(marks[:RIGHTS_MAX])


def read_tdmrep(body: bytes | str, url: str) -> tuple[RightsMark, ...]:
    """Give what a ``/.well-known/tdmrep.json`` says about ``url`` (W3C TDMRep): its longest location that covers it.

    Where two are as long, both come out.
    """
    if len(body) > TDMREP_BYTES_MAX:
        return ()
    try:
        rules = from_json(body, allow_inf_nan=False)
    except (ValueError, RecursionError):
        return ()
    rules = [rule for rule in rules if isinstance(rule, dict)][:_TDM_RULES_MAX] if isinstance(rules, list) else []
    reaching = [(length, rule) for rule in rules if (length := _location_reach(rule, url)) >= 0]
    longest = max((length for length, _ in reaching), default=0)
    return tuple(mark for length, rule in reaching if length == longest for mark in _tdm_rule(rule))[:RIGHTS_MAX]


def _tdm_rule(rule: Mapping[str, Any]) -> Iterator[RightsMark]:
    reservation, policy = rule.get("tdm-reservation"), rule.get("tdm-policy")
    said = "" if isinstance(reservation, bool) or not isinstance(reservation, int | str) else str(reservation)
    yield from tdm_marks(Carrier.TDM_FILE, said, policy if isinstance(policy, str) else "")


def _location_reach(rule: Mapping[str, Any], url: str) -> int:
    location = rule.get("location")
    if not isinstance(location, str) or len(location) > _FIELD_CHARS_MAX:
        return -1
    return reach(location.strip(), url)


def _parted(text: str, token: str) -> tuple[list[_Line], list[_Line]]:
    """Give the lines before any group, and those of the agent's group, else of the group for every agent."""
    lines: dict[str, list[_Line]] = {"": []}
    current, naming = {""}, False
    for line in map(_line, text.removeprefix("\ufeff").splitlines()):
        if line.name == "user-agent":
            current = current if naming else set()
            if (agent := _token(line.value)) in {token, "*"}:
                current.add(agent)
                lines.setdefault(agent, [])
            naming = True
        elif line.name in _RULES:
            naming = False
            for agent in current:
                lines[agent].append(line)
    return lines[""], lines.get(token, lines.get("*", []))


def _line(raw: str) -> _Line:
    text = raw.partition("#")[0].strip()
    name, _, value = text.partition(":")
    return _Line(name.strip().lower(), value.strip(), text)


def _token(agent: str) -> str:
    agent = agent.strip()
    found = _AGENT.match(agent)
    return found[0].lower() if found else agent[:1]


def _named(lines: Iterable[_Line], name: str) -> list[_Line]:
    return [line for line in lines if line.name == name and len(line.raw) <= _FIELD_CHARS_MAX]


def _reach(line: _Line, url: str) -> int:
    """Give the length of the path that a line names, -1 where that does not cover the address."""
    path = _PATH_FIRST.match(line.value)
    return reach(path[1], url) if path else 0


def _rest(line: _Line) -> str:
    return _PATH_FIRST.sub("", line.value, count=1)


def _signal(line: _Line) -> Iterator[RightsMark]:
    members = (_SIGNAL.match(part.strip()) for part in _rest(line).split(","))
    yield _mark(Carrier.CONTENT_SIGNAL, line.raw, _wishes((one[1].lower(), one[2].lower()) for one in members if one))


def _usage(line: _Line) -> Iterator[RightsMark]:
    yield _mark(Carrier.CONTENT_USAGE_ROBOTS, line.raw, usages_in_dictionary(_rest(line)))


def _license(line: _Line) -> Iterator[RightsMark]:
    if url := absolute(line.value, ""):
        yield rsl_link(url)


def _wishes(pairs: Iterable[tuple[str, str]]) -> tuple[Preference, ...]:
    """Give each usage once; a refusal beats a permission."""
    wishes: dict[str, bool] = {}
    for name, value in pairs:
        usage = _ALIASES.get(name, name)
        wishes[usage] = wishes.get(usage, True) and _WISHES[value]
    return tuple(Preference(usage=usage, allowed=allowed) for usage, allowed in wishes.items())[:_USAGES_MAX]


def _mark(carrier: Carrier, text: str, preferences: tuple[Preference, ...]) -> RightsMark:
    return RightsMark(carrier=carrier, scope=Scope.PREFERENCE, text=text, preferences=preferences)
