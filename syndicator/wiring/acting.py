"""Carry out what a person decided: record it, then release at once."""

from __future__ import annotations

from syndicator.cycle import Options
from syndicator.errors import CannotWriteError
from syndicator.model.config import Act
from syndicator.ops.control import ActRequest, Reply
from syndicator.parse import revision_of
from syndicator.wiring.app import App
from syndicator.wiring.inspecting import find
from syndicator.wiring.turning import turn


def act_of(app: App, request: ActRequest) -> Act:
    """Give the act that a request means, with the entry's whole id."""
    stored = find(app, request.entry)
    return Act(
        kind=request.kind,
        entry=stored.id,
        by=request.by,
        at=app.clock.now(),
        why=request.why,
        feed=request.feed,
        revision=revision_of(stored.entry) if request.pinned else None,
        author=request.author,
    )


async def act_now(app: App, request: ActRequest) -> Reply:
    """Record an act and release every feed that it changes."""
    act = act_of(app, request)
    app.store.record_act(act)
    report = await turn(app, app.clock.now(), Options(poll=False))
    return Reply(code=act.entry, message=f"{act.kind}: {act.entry}, by {act.by}", feeds=report.feeds)


def act(app: App, request: ActRequest) -> Reply:
    """Do the same without a running loop."""
    import asyncio

    return asyncio.run(act_now(app, request))


def file_act(app: App, request: ActRequest) -> str:
    """Append an act to ``approvals.toml`` and give a line about it. Nothing else of the file changes."""
    import tomlkit

    act = act_of(app, request)
    path = app.settings.folder / "approvals.toml"
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        filed = tomlkit.table()
        for key in ("entry", "by", "at", "why", "feed", "revision", "author"):
            if (value := getattr(act, key)) is not None:
                filed[key] = value
        document = tomlkit.document()
        tables = tomlkit.aot()
        tables.append(filed)
        document[act.kind.value] = tables
        separator = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
        path.write_text(text + separator + tomlkit.dumps(document), encoding="utf-8")
    except OSError as error:
        raise CannotWriteError(
            f"{path} can not be written: {error.strerror}", hint="check its permissions", code="approvals-unwritable"
        ) from error
    return f"wrote {act.kind} of {act.entry} to {path}; it holds from the next run on"
