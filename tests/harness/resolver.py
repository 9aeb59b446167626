"""A resolver that answers from a script: rebinding, mixed answers, slow names."""

from __future__ import annotations

import asyncio
import socket


class ScriptedResolver:
    """Gives for each name the next scripted answer; the last one stays. An unknown name does not exist.

    An answer is a tuple of addresses, or an ``OSError`` to raise. ``asked`` records every question.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._answers: dict[str, list[tuple[str, ...] | OSError]] = {}
        self._delay_s: dict[str, float] = {}

    def on(self, host: str, *answers: tuple[str, ...] | OSError, delay_s: float = 0.0) -> None:
        """Script a name; each of its answers takes ``delay_s``."""
        self._answers[host] = list(answers)
        self._delay_s[host] = delay_s

    async def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """Give the next answer of the script."""
        self.asked.append(host)
        if delay_s := self._delay_s.get(host):
            await asyncio.sleep(delay_s)
        script = self._answers.get(host)
        if not script:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        answer = script.pop(0) if len(script) > 1 else script[0]
        if isinstance(answer, OSError):
            raise answer
        return answer
