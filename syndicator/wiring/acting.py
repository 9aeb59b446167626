"""Carry out what a person decided: record it, then release at once; or write it into ``approvals.toml``."""

from __future__ import annotations

import shutil
from pathlib import Path

from syndicator.cycle import Options
from syndicator.errors import CannotWriteError, SyndicatorError
from syndicator.model.config import Act, ActKind
from syndicator.model.records import StoredEntry
from syndicator.ops.control import ActRequest, Reply
from syndicator.parse import revision_of
from syndicator.rewrite import is_named, stands_in
from syndicator.wiring.app import App
from syndicator.wiring.inspecting import find
from syndicator.wiring.turning import turn

_FILED = ("entry", "by", "at", "why", "feed", "revision", "author", "name")
"""Keys of an act's table, in the order in which they are written."""


def act_of(app: App, request: ActRequest) -> Act:
    """Give the act that a request means, with the entry's whole id.

    Raises:
        SyndicatorError: no stored entry, or more than one, answers to it, or its name is none of the entry's authors.
    """
    return _act_of(app, request, find(app, request.entry))


def _act_of(app: App, request: ActRequest, stored: StoredEntry) -> Act:
    if request.kind is ActKind.REMOVE_NAME:
        _require_author(app, stored, request.name or "")
    return Act(
        kind=request.kind,
        entry=stored.id,
        by=request.by,
        at=app.clock.now(),
        why=request.why,
        feed=request.feed,
        revision=revision_of(stored.entry) if request.pinned else None,
        author=request.author,
        name=request.name,
    )


def _require_author(app: App, stored: StoredEntry, name: str) -> None:
    supplied = tuple(act.author for act in app.acts().get(stored.id, ()) if act.author)
    authors = (*(person.name for person in stored.entry.authors), *supplied, *_standing_in(app, stored))
    terms = app.settings.registry.get(stored.publisher)
    if not is_named(authors, name, terms.author_form if terms else "plain"):
        raise SyndicatorError(
            f"no author of {stored.id} is called {name!r}",
            hint=f"give the name as one of these has it: {'; '.join(authors) or 'the entry names nobody'}",
            code="name-unknown",
        )


def _standing_in(app: App, stored: StoredEntry) -> tuple[str, ...]:
    """Give the document's title where it stands in for an author that the entry does not name."""
    terms = app.settings.registry.get(stored.publisher)
    if stored.entry.authors or terms is None or terms.author_fallback != "document-title":
        return ()
    state = app.store.source_states((stored.source,)).get(stored.source)
    return (state.info.title,) if state and state.info else ()


async def act_now(app: App, request: ActRequest) -> Reply:
    """Record an act and release every feed that it changes."""
    stored = find(app, request.entry)
    act = _act_of(app, request, stored)
    app.store.record_act(act)
    report = await turn(app, app.clock.now(), Options(poll=False))
    words = f"{act.kind}: {act.entry}, by {act.by}{_left_standing(act, stored)}"
    return Reply(code=act.entry, message=words, feeds=report.feeds)


def _left_standing(act: Act, stored: StoredEntry) -> str:
    """Say where a removed name stands in the work itself, which is not ours to change; empty where it does not."""
    entry = stored.entry
    texts = {
        "title": entry.title,
        "text": entry.body,
        "summary": entry.summary,
        "categories": " ".join(entry.categories),
    }
    where = [place for place, text in texts.items() if act.name and text and stands_in(text, act.name)]
    if not where:
        return ""
    return f"; the name also stands in the work's {' and '.join(where)}, which is not ours to change: see `takedown`"


def act(app: App, request: ActRequest) -> Reply:
    """Do the same without a running loop."""
    import asyncio

    return asyncio.run(act_now(app, request))


def file_act(app: App, request: ActRequest) -> str:
    """Add an act to ``approvals.toml`` and give a line about it. Nothing else of the file changes.

    The very same act is not written twice: what stands there as the last word on the entry stays as it is.
    """
    stored = find(app, request.entry)
    act = _act_of(app, request, stored)
    path = app.settings.folder / "approvals.toml"
    said = f"{act.kind} of {act.entry}"
    if _stands(app, act):
        return f"{said} stands in {path} already; nothing was written"
    try:
        _replace(path.resolve(), _with(path.read_bytes().decode() if path.exists() else "", act))
    except OSError as error:
        raise CannotWriteError(
            f"{path} can not be written: {error.strerror}", hint="check its permissions", code="approvals-unwritable"
        ) from error
    return f"wrote {said} to {path}; it holds from the next run on{_left_standing(act, stored)}"


def _stands(app: App, act: Act) -> bool:
    """Tell whether the file says the same already, and nobody said something else about the entry since."""
    verdicts = {ActKind.APPROVE, ActKind.REFUSE}
    alike = verdicts if act.kind in verdicts else {act.kind}
    heard = [one for one in app.acts().get(act.entry, ()) if one.kind in alike and one.name == act.name]
    if act.feed:
        heard = [one for one in heard if one.feed in {None, act.feed}]
    last = max((one.at for one in heard), default=None)
    same = [one for one in heard if one.at == last and one == act.model_copy(update={"at": one.at})]
    return any(one in app.settings.acts for one in same)


def _with(text: str, act: Act) -> str:
    """Give the text of the file with an act after all others, in the form that people write by hand."""
    import tomlkit
    from tomlkit.items import Array

    filed = tomlkit.table()
    for key in _FILED:
        if (value := getattr(act, key)) is not None:
            filed[key] = value
    whole = tomlkit.parse(text)
    listed = whole.get(act.kind.value)
    if isinstance(listed, Array):
        inline = tomlkit.inline_table()
        inline.update(filed)
        listed.append(inline)
        return tomlkit.dumps(whole)
    document = tomlkit.document()
    tables = tomlkit.aot()
    tables.append(filed)
    document[act.kind.value] = tables
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text or text.endswith(end * 2) else end if text.endswith(end) else end * 2
    return text + gap + tomlkit.dumps(document).replace("\n", end)


def _replace(path: Path, text: str) -> None:
    """Put a new text in a file's place at once: whoever reads it meanwhile sees the old one or the new one, whole."""
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.write_bytes(text.encode())
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
