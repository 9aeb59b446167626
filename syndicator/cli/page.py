"""``explain`` as a page: everything that is known of one entry, in running text of 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicator.cli.output import paragraph, say
from syndicator.model.shown import counted

if TYPE_CHECKING:
    from datetime import datetime

    from syndicator.model.framing import Change
    from syndicator.model.rights import Answered
    from syndicator.wiring.dossier import Dossier, Happened, Revision, Statement, TermsRead
    from syndicator.wiring.inspecting import Explained

WHERE = {
    "entry": "in the entry itself",
    "media": "about a picture or file",
    "document": "in the document as a whole",
    "origin": "in what the entry says of the feed it came from",
    "page": "on the article's page",
    "site": "on the site",
    "ai/tdm": "about use by machines, which neither grants nor refuses",
    "registry": "in the registry",
}
SURE = {
    "exact": "read without doubt",
    "weak": "a weak sign",
    "hold": "not sure enough to act on",
    "none": "read as naming no license",
}
LEAVES = {
    "picture": "Pictures removed",
    "caption": "Captions removed with them",
    "embed": "Embedded content removed",
    "pixel": "Counting images and trackers removed",
    "hidden": "Elements removed that no reader sees",
    "element": "Tags removed, their text kept",
    "attribute": "Attributes removed",
}


def print_page(found: tuple[Explained, ...]) -> None:
    """Print the page of one entry: what holds in every feed, then each feed, then its history and how to prove it."""
    one = found[0]
    _print_work(one)
    _print_held(one.dossier)
    _print_statements(one.dossier.statements)
    _print_terms(one.terms)
    for each in found:
        _print_feed(each)
    _print_history(one.dossier.history)
    _heading("How to verify this")
    for command in dict.fromkeys(
        command for at in zip(*(each.verify for each in found), strict=True) for command in at
    ):
        say(paragraph(command, first="  ", rest="      ").replace("\n", " \\\n"))


def _print_work(one: Explained) -> None:
    _heading(one.title or "(its title was erased)", mark="=")
    known = one.dossier
    _fact("original", one.link or "none")
    _fact("id", one.id)
    if known.upstream_id != one.id:
        _fact("upstream's id", known.upstream_id)
    _fact("authors", "; ".join(known.authors) or "none named")
    _fact("publisher", f"{one.publisher}, from source {one.source}")
    _fact("published", _at(one.published))
    _fact("last changed", _at(one.updated))
    _fact("first seen", _at(known.first_seen))
    _fact("first live", _at(known.first_live) if known.first_live else "never")
    if known.withdrawn_upstream:
        _fact("taken back", f"by its publisher's feed, {_at(known.withdrawn_upstream)}")


def _print_held(known: Dossier) -> None:
    _heading("What we hold of it")
    for one in known.revisions:
        _item(f"entry:{one.digest}")
        _line(f"from source {one.source}; {_between(one)}")
        if one.current:
            seen = f"; what a reader sees of it is revision:{known.revision}" if known.revision else ""
            _line(f"the current revision{seen}")
        if one.erased:
            _line(one.erased)


def _between(one: Revision | Statement) -> str:
    return f"first seen {_at(one.first_seen)}, last seen {_at(one.last_seen)}"


def _print_statements(statements: tuple[Statement, ...]) -> None:
    _heading("What is said about its rights")
    for one in statements:
        place = f"{one.carrier}, {WHERE[one.scope]}"
        _item(f"{place} of source {one.source}" if one.source else place)
        if one.about:
            _line(f"about {one.about}")
        _line(f'"{one.text}"' if one.text else one.erased or "(no text)")
        _line(f"{_reading(one)}; {_between(one)}{'' if one.stands else '; it is not said any more'}")
        _line(f"claim:{one.digest}")
    if not statements:
        _line("Nothing.")


def _reading(one: Statement) -> str:
    parts = [f"{one.license_key}, {SURE[one.reading]}" if one.license_key else SURE["none"]]
    parts += ["it reserves rights"] if one.refusal else []
    parts += ["it names exceptions"] if one.exceptions else []
    return ", ".join(parts)


def _print_terms(terms: TermsRead | None) -> None:
    _heading("The publisher's terms")
    if terms is None:
        _line("Not on record.")
        return
    _fact("on record", f"{terms.publisher}: license {terms.license}, automation {terms.automation}")
    for url in terms.urls:
        _fact("terms", url)
    read = f"by {terms.read_by} on {terms.read_on}" if terms.read_by else "nobody signed that the page was read"
    _fact("read", f"{read}; a reading holds for {counted(terms.review_interval_days, 'day')}")
    _fact("digest", f"terms:{terms.digest}")


def _print_feed(one: Explained) -> None:
    _heading(f"In feed {one.feed}")
    if one.mode == "link":
        _paragraph("The feed shows references: no text of the work, so no license is needed.")
    elif one.license:
        _paragraph(f"Grant: {one.license.name} ({one.license.key})")
        _line(one.license.url or "no address")
    if one.precedence and one.mode != "link":
        _paragraph(one.precedence)
    say("")
    asked = {each.rule: each.question for each in one.questions}
    for answer in one.answers:
        _item(f"{answer.rule}: {asked[answer.rule]}")
        _line(_answer(answer))
    say("")
    _paragraph(f"Decision in {one.feed}: {_decision(one)}")
    for fix in one.fixes:
        _item(fix)
    if one.live:
        _paragraph(f"It is live now in {' and '.join(one.live)}.")
    if one.notice:
        _print_framing(one)


def _print_framing(one: Explained) -> None:
    say("")
    if one.mode != "link":
        _paragraph("What framing changed, none of it text of the work:" if one.changes else "Framing changed nothing.")
    for kind, words in LEAVES.items():
        of_kind = [each for each in one.changes if each.kind == kind]
        if of_kind:
            _item(f"{words}: {', '.join(map(_change, of_kind))}")
    if one.byline:
        _paragraph(one.byline)
    _paragraph(f"Notice: {one.notice}")
    if one.text_digest:
        _paragraph(f"text:{one.text_digest}")


def _change(one: Change) -> str:
    return f"{one.what} ({one.count} times)" if one.count > 1 else one.what


def _answer(one: Answered) -> str:
    reason = f", {one.reason}" if one.reason else ""
    message = f": {one.message}" if one.message else ""
    until = f" Until {_at(one.until)}." if one.until else ""
    return f"{ANSWERS[one.outcome]}{reason}{message}{until}"


ANSWERS = {
    "pass": "nothing against it",
    "wait": "not yet",
    "hold": "a person must look",
    "refusal": "no",
    "lifted": "lifted",
    "not-asked": "not asked",
}


def _decision(one: Explained) -> str:
    until = f" Until {_at(one.until)}." if one.until else ""
    words = ": ".join(part for part in (", ".join(one.reasons), one.message) if part)
    return f"{one.kind}, {words}{until}" if words else f"{one.kind}{until}"


def _print_history(history: tuple[Happened, ...]) -> None:
    _heading("History, as the ledger has it")
    for one in history:
        where = f" in {one.feed}" if one.feed else ""
        who = f" by {one.by}" if one.by else ""
        words = ": ".join(part for part in (", ".join(one.reasons), one.message) if part)
        _item(f"{_at(one.at)}  {one.event}{where}{who}{f': {words}' if words else ''} (line {one.no})")
    if not history:
        _line("Nothing yet.")


def _at(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def _heading(text: str, mark: str = "-") -> None:
    shown = paragraph(text)
    say(f"\n{shown}\n{mark * min(80, max(map(len, shown.splitlines()), default=1))}")


def _paragraph(text: str) -> None:
    say(paragraph(text))


def _fact(name: str, text: str) -> None:
    say(paragraph(text, first=f"{name:<14} ", rest=" " * 15))


def _item(text: str) -> None:
    say(paragraph(text, first="- ", rest="  "))


def _line(text: str) -> None:
    say(paragraph(text, first="  ", rest="  "))
