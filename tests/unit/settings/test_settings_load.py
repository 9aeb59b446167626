"""The configuration: what is right loads, what is wrong is named, all of it at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from syndicator.errors import ConfigError
from syndicator.model.config import ActKind, Signed
from syndicator.settings import Settings, load

MAIN = 'contact = "https://news.sampletown.org/about"\nbase_url = "https://feeds.sampletown.org/"\n'
LOCAL = MAIN + '[poll]\nhost_gap = "0s"\nallow = ["127.0.0.1/32:9"]\n'
SOURCE = 'url = "https://gazette.sampletown.org/feed"\n'
FEED = 'title = "T"\ndescription = "D"\nsources = ["gazette"]\n'


def written(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write a configuration folder: the given files over one that is right."""
    whole = {"syndicator.toml": MAIN, "sources/gazette.toml": SOURCE, "feeds/world.toml": FEED, **files}
    for name, text in whole.items():
        path = folder / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / "config"


def loaded(folder: Path, files: dict[str, str | bytes], environ: dict[str, str] | None = None) -> Settings:
    return load(written(folder, files), environ or {})


def faults(folder: Path, files: dict[str, str | bytes], environ: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        loaded(folder, files, environ)
    assert caught.value.exit_code == 78
    return [str(fault) for fault in caught.value.faults]


def test_a_right_configuration_gives_values_with_their_defaults(tmp_path: Path) -> None:
    settings = loaded(tmp_path, {})
    assert settings.main.poll.interval == timedelta(hours=1)
    assert settings.feed("world").formats == ("rss", "atom")
    assert settings.source("gazette").interval == timedelta(hours=1)
    assert settings.feeds_dir == tmp_path / "feeds"
    assert settings.data_dir == tmp_path / "var"


def test_a_feed_takes_the_general_use_and_overrides_it_key_by_key(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path,
        {
            "syndicator.toml": MAIN + "[use]\nads = true\nnonprofit = true\n",
            "feeds/world.toml": FEED + "[use]\nads = false\n",
        },
    )
    use = settings.feed("world").use
    assert (use.ads, use.nonprofit) == (False, True)


def test_source_keys_are_read_as_the_contract_says(tmp_path: Path) -> None:
    text = SOURCE + (
        'publisher = "the-conversation"\nedition = "uk"\nlanguage = "fr"\ninterval = "2h"\n'
        'terms_read = { by = "Jo Sample", on = 2026-11-20 }\nnotified = { by = "Jo Sample", on = 2026-11-19 }\n'
        '[select]\ninclude = [{ title = ["climate"], words_min = 300 }]\nexclude = [{ category = ["podcast"] }]\n'
    )
    source = loaded(tmp_path, {"sources/gazette.toml": text}).source("gazette")
    assert source.terms_read == Signed(by="Jo Sample", on=date(2026, 11, 20))
    assert source.interval == timedelta(hours=2)
    assert source.select.include[0].title == ("climate",)
    assert source.select.exclude[0].category == ("podcast",)


def test_the_environment_overrides_keys_of_the_main_file(tmp_path: Path) -> None:
    environ = {"SYNDICATOR_CONTACT": "desk@sampletown.org", "SYNDICATOR_LISTEN": "127.0.0.1:9999"}
    settings = loaded(tmp_path, {}, environ)
    assert settings.main.contact == "desk@sampletown.org"
    assert settings.main.serve.listen == "127.0.0.1:9999"


def test_acts_are_read_from_the_approvals_file(tmp_path: Path) -> None:
    text = (
        '[[approve]]\nentry = "urn:a"\nby = "Jo"\nat = 2026-11-20\nwhy = "good"\n'
        '[[takedown]]\nentry = "urn:b"\nby = "Jo"\nat = 2026-11-20T08:00:00Z\nwhy = "asked"\nfeed = "world"\n'
    )
    acts = loaded(tmp_path, {"approvals.toml": text}).acts
    assert [(act.kind, act.entry) for act in acts] == [(ActKind.APPROVE, "urn:a"), (ActKind.TAKEDOWN, "urn:b")]
    assert acts[0].at == datetime(2026, 11, 20, tzinfo=UTC)


def test_the_removal_of_a_name_is_read_from_the_approvals_file(tmp_path: Path) -> None:
    (act,) = loaded(tmp_path, {"approvals.toml": ACT.format("remove-name") + 'name = "Jo Park"\n'}).acts
    assert (act.kind, act.name, act.by, act.why) == (ActKind.REMOVE_NAME, "Jo Park", "b", "c")


@pytest.mark.proves("H-137")
def test_crlf_and_tabs_are_legal_and_load_the_same(tmp_path: Path) -> None:
    plain = loaded(tmp_path / "a", {})
    dressed = loaded(tmp_path / "b", {"syndicator.toml": MAIN.replace("\n", "\r\n").replace(" = ", "\t=\t")})
    assert plain.main == dressed.main


ACT = '[[{}]]\nentry = "a"\nby = "b"\nat = 2026-11-20\nwhy = "c"\n'

WRONG: dict[str, tuple[dict[str, str | bytes], str]] = {
    "unknown key": (
        {"syndicator.toml": MAIN + 'feed_dir = "x"\n'},
        "syndicator.toml:3: feed_dir: unknown key (did you mean `feeds_dir`?)",
    ),
    "unknown key in a table": (
        {"syndicator.toml": MAIN + '[poll]\nintervall = "1h"\n'},
        "syndicator.toml:4: poll.intervall: unknown key (did you mean `interval`?)",
    ),
    "missing key": ({"syndicator.toml": 'base_url = "https://a.sampletown.org/"\n'}, "syndicator.toml: contact: is missing (it is required)"),
    "wrong type": (
        {"feeds/world.toml": FEED + 'entries = "many"\n'},
        "feeds/world.toml:4: entries: must be a number (found 'many')",
    ),
    "no duration": (
        {"syndicator.toml": MAIN + '[poll]\ninterval = "1 hour"\n'},
        "syndicator.toml:4: poll.interval: '1 hour' is no duration (write a number and s, m, h or d, such as \"15m\" or \"1h\")",
    ),
    "duplicate key": ({"sources/gazette.toml": SOURCE + SOURCE}, "sources/gazette.toml:2: is not valid TOML: Cannot overwrite a value"),
    "syntax": ({"sources/gazette.toml": 'url = "x\n'}, "sources/gazette.toml:1: is not valid TOML: Illegal character"),
    "NUL": ({"sources/gazette.toml": 'url = "\0"\n'}, "sources/gazette.toml:1: is not valid TOML: Illegal character '\\x00'"),
    "bare CR": ({"sources/gazette.toml": 'url = "x"\rlanguage = "en"\n'}, "sources/gazette.toml:1: is not valid TOML"),
    "BOM": ({"syndicator.toml": "\ufeff" + MAIN}, "syndicator.toml:1: is not valid TOML: Invalid statement"),
    "not UTF-8": ({"syndicator.toml": MAIN.encode() + b'feeds_dir = "\xff"\n'}, "syndicator.toml:3: is not UTF-8 (byte 102)"),
    "deep nesting": ({"feeds/world.toml": FEED + "x = " + "[" * 1000 + "]" * 1000}, "feeds/world.toml: nests 1000 brackets deep"),
    "long dotted key": ({"feeds/world.toml": FEED + ".".join(["a"] * 50_000) + " = 1\n"}, "feeds/world.toml: has a dotted key of more than 1,000 parts"),
    "huge integer": ({"feeds/world.toml": FEED + "entries = " + "9" * 5000 + "\n"}, "feeds/world.toml:5: is not valid TOML: Exceeds the limit"),
    "infinite number": ({"feeds/world.toml": FEED + "entries = inf\n"}, "feeds/world.toml:4: entries: must be a finite number"),
    "large file": ({"feeds/world.toml": FEED + "#" * 300_000}, "feeds/world.toml: is larger than 256 KiB (split it)"),
    "YAML": ({"sources/other.yaml": "a: &a [*a]\n"}, "sources/other.yaml: is not TOML (configuration is TOML only; rewrite it as .toml)"),
    "JSON": ({"other.json": "{}"}, "other.json: is not TOML (configuration is TOML only; rewrite it as .toml)"),
    "stray file": ({"notes.toml": ""}, "notes.toml: is not a file that is read"),
    "id in a source file": ({"sources/gazette.toml": SOURCE + 'id = "x"\n'}, "sources/gazette.toml:2: id: is not set in the file (the file's name says it)"),
    "no feed address": ({"sources/gazette.toml": 'url = "gazette"\n'}, "sources/gazette.toml:1: url: 'gazette' is no feed address"),
    "credentials": ({"sources/gazette.toml": 'url = "https://a:b@gazette.sampletown.org/"\n'}, "sources/gazette.toml:1: url: holds a user name or password (remove it)"),
    "same address twice": ({"sources/again.toml": SOURCE}, "sources/gazette.toml: url: is polled by again already"),
    "unknown source": ({"feeds/world.toml": FEED.replace("gazette", "gazete")}, "feeds/world.toml: sources: names no known source: 'gazete' (known sources: gazette)"),
    "reserved feed name": ({"feeds/index.toml": FEED}, "feeds/index.toml: 'index' is no usable feed name"),
    "no formats": ({"feeds/world.toml": FEED + "formats = []\n"}, "feeds/world.toml: formats: is empty"),
    "unknown format": ({"feeds/world.toml": FEED + 'formats = ["pdf"]\n'}, "feeds/world.toml:4: formats.0: Input should be 'rss' or 'atom'"),
    "too many entries": ({"feeds/world.toml": FEED + "entries = 0\n"}, "feeds/world.toml: entries: 0 is out of range"),
    "base_url without slash": ({"syndicator.toml": MAIN.replace(".org/\"", ".org/f\"")}, 'syndicator.toml: base_url: must end with a slash (write "https://feeds.sampletown.org/f/")'),
    "no base_url": ({"syndicator.toml": MAIN.replace("https://feeds.sampletown.org/", "feeds")}, "syndicator.toml: base_url: is no web address"),
    "listen": ({"syndicator.toml": MAIN + '[serve]\nlisten = "here"\n'}, "syndicator.toml: serve.listen: 'here' is no address and port"),
    "database": ({"syndicator.toml": MAIN + 'database = "mysql"\n'}, "syndicator.toml: database: is no known store"),
    "allow": ({"syndicator.toml": MAIN + '[poll]\nallow = ["127.0.0.1"]\n'}, "syndicator.toml: poll.allow: '127.0.0.1' is not CIDR:port"),
    "contact": ({"syndicator.toml": MAIN.replace("https://news.sampletown.org/about", "me")}, "syndicator.toml: contact: 'me' is no address or mailbox"),
    "contact with a line break": ({"syndicator.toml": MAIN.replace("/about", "/a\\r\\nX: y")}, "syndicator.toml: contact: 'https://news.sampletown.org/a\\r\\nX: y' is no address or mailbox"),
    "host gap": ({"syndicator.toml": MAIN + '[poll]\nhost_gap = "0s"\n'}, "syndicator.toml: poll.host_gap: is under 1s"),
    "concurrency": ({"syndicator.toml": MAIN + "[poll]\nconcurrency = 0\n"}, "syndicator.toml: poll.concurrency: must be at least 1"),
    "short interval": ({"sources/gazette.toml": SOURCE + 'interval = "10m"\n'}, 'sources/gazette.toml: interval: is under 15m (say why with interval_why = "..."; the default is 1h)'),
    "act": ({"approvals.toml": "[[approved]]\n"}, "approvals.toml:1: approved: unknown key (write [[approve]], [[refuse]], [[takedown]] or [[remove-name]])"),
    "act without a reason": ({"approvals.toml": '[[approve]]\nentry = "a"\nby = "b"\nat = 2026-11-20\n'}, "approvals.toml: approve.0.why: is missing (it is required)"),
    "acts that are no tables": ({"approvals.toml": 'approve = ["tag:x"]\n'}, "approvals.toml:1: approve: is no list of tables (write each act as a table of its own, under [[approve]])"),
    "acts that are a text": ({"approvals.toml": 'refuse = "tag:x"\n'}, "approvals.toml:1: refuse: is no list of tables"),
    "a text for a table": ({"syndicator.toml": MAIN + 'poll = "1h"\n'}, "syndicator.toml:3: poll: must be a table"),
    "a text for a list": ({"feeds/world.toml": FEED + 'formats = "rss"\n'}, "feeds/world.toml:4: formats: must be a list (found 'rss')"),
    "a number for a text": ({"feeds/world.toml": FEED.replace('"D"', "7")}, "feeds/world.toml:2: description: must be a text in quotes (found 7)"),
    "a number for yes or no": ({"feeds/world.toml": FEED + "[use]\nads = 0\n"}, "feeds/world.toml:5: use.ads: must be true or false (found 0)"),
    "a word for yes or no": ({"sources/gazette.toml": SOURCE + 'enabled = "no"\n'}, "sources/gazette.toml:2: enabled: must be true or false (found 'no')"),
    "yes for a number": ({"feeds/world.toml": FEED + "entries = true\n"}, "feeds/world.toml:4: entries: must be a number (found True)"),
    "yes for a number in a rule": ({"sources/gazette.toml": SOURCE + "select.include = [{ words_min = true }]\n"}, "sources/gazette.toml:2: select.include.0.words_min: must be a number"),
    "no folder": ({"syndicator.toml": MAIN + 'feeds_dir = ""\n'}, "syndicator.toml: feeds_dir: '' is no folder"),
    "folder with NUL": ({"syndicator.toml": MAIN + 'data_dir = "a\\u0000b"\n'}, "syndicator.toml: data_dir: 'a\\x00b' is no folder"),
    "one folder for two": ({"syndicator.toml": MAIN + 'data_dir = "feeds"\n'}, "syndicator.toml: feeds_dir: is data_dir too"),
    "another kind of database": ({"syndicator.toml": MAIN + 'database = "postgresql+psycopg://x"\n'}, "syndicator.toml: database: is no known store"),
    "far too much at once": ({"syndicator.toml": MAIN + "[poll]\nhost_concurrency = 100000\n"}, "syndicator.toml: poll.host_concurrency: must be at least 1, at most 1000"),
    "an empty rule": ({"sources/gazette.toml": SOURCE + "[select]\ninclude = [{}]\n"}, "sources/gazette.toml:3: select.include: holds an empty rule (an empty rule would take every entry"),
    "signed by nobody": ({"sources/gazette.toml": SOURCE + 'terms_read = { by = " ", on = 2026-11-20 }\n'}, "sources/gazette.toml:2: terms_read.by: is empty"),
    "no language tag": ({"sources/gazette.toml": SOURCE + 'language = "english please"\n'}, "sources/gazette.toml:2: language: 'english please' is no language tag"),
    "control character in a title": ({"feeds/world.toml": FEED.replace('"T"', '"T\\u0007"')}, "feeds/world.toml:1: title: holds a control character"),
    "no description": ({"feeds/world.toml": FEED.replace('"D"', '""')}, "feeds/world.toml:2: description: is empty"),
    "no room for an entry": ({"feeds/world.toml": FEED + "bytes_max = -1\n"}, "feeds/world.toml:4: bytes_max: -1 is too small"),
    "a removal without a name": ({"approvals.toml": ACT.format("remove-name")}, 'approvals.toml: remove-name.0.name: is missing (write the author whose name goes: name = "Jo Park")'),
    "a removal of a blank name": ({"approvals.toml": ACT.format("remove-name") + 'name = " "\n'}, "approvals.toml: remove-name.0.name: is missing"),
    "a removal in one feed": ({"approvals.toml": ACT.format("remove-name") + 'name = "Jo"\nfeed = "world"\n'}, "approvals.toml: remove-name.0.feed: has no place here (a name is removed in every feed and every revision; leave it out)"),
    "a name in an approval": ({"approvals.toml": ACT.format("approve") + 'name = "Jo"\n'}, "approvals.toml: approve.0.name: has no place here (it belongs to [[remove-name]]; an author for an approval is `author`)"),
    "an act by nobody": ({"approvals.toml": ACT.format("refuse").replace('"b"', '" "')}, "approvals.toml: refuse.0.by: is empty"),
    "act without a date": ({"approvals.toml": '[[approve]]\nentry = "a"\nby = "b"\nat = "x"\nwhy = "c"\n'}, "approvals.toml: approve.0.at: is no date"),
}  # fmt: skip


@pytest.mark.proves("H-137")
@pytest.mark.parametrize(("files", "expected"), WRONG.values(), ids=WRONG)
def test_each_way_to_be_wrong_has_its_message(files: dict[str, str | bytes], expected: str, tmp_path: Path) -> None:
    found = faults(tmp_path, files)
    assert any(one.startswith(expected) for one in found), found


def test_every_fault_of_every_file_is_named_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        {"syndicator.toml": "contakt = 1\n", "sources/gazette.toml": "uri = 1\n", "feeds/world.toml": "x = [\n"},
    )
    assert {one.split(":")[0] for one in found} == {"syndicator.toml", "sources/gazette.toml", "feeds/world.toml"}
    assert len(found) == 6


@pytest.mark.proves("H-111")
@pytest.mark.parametrize("name", ["CON", "-rf", "a" * 64, "Wörld", "x.", "manifest", "a b"])
def test_a_feed_name_that_could_harm_is_a_fault(name: str, tmp_path: Path) -> None:
    found = faults(tmp_path, {f"feeds/{name}.toml": FEED})
    assert any("is no usable feed name" in one for one in found), found


@pytest.mark.proves("P-01")
def test_under_a_minute_is_for_allow_listed_addresses_only(tmp_path: Path) -> None:
    far = SOURCE + 'interval = "30s"\ninterval_why = "impatient"\n'
    assert any("is under 60s" in one for one in faults(tmp_path / "a", {"sources/gazette.toml": far}))
    near = 'url = "http://127.0.0.1:9/feed"\ninterval = "30s"\n'
    settings = loaded(tmp_path / "b", {"syndicator.toml": LOCAL, "sources/gazette.toml": near})
    assert settings.source("gazette").interval == timedelta(seconds=30)


@pytest.mark.parametrize("host", ["example.org", "feeds.example.com", "localhost", "a.test", "b.invalid", "c.example"])
def test_a_reserved_contact_is_refused_as_soon_as_a_source_is_not_loopback(host: str, tmp_path: Path) -> None:
    main = MAIN.replace("news.sampletown.org", host)
    assert any("is a reserved name" in one for one in faults(tmp_path / "a", {"syndicator.toml": main}))
    near = {"syndicator.toml": main, "sources/gazette.toml": 'url = "http://127.0.0.1:9/feed"\n'}
    assert loaded(tmp_path / "b", near).main.contact.startswith("https://")


def test_a_folder_that_is_not_there_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="syndicator init"):
        load(tmp_path / "nothing", {})


def test_a_link_to_a_device_is_not_read(tmp_path: Path) -> None:
    folder = written(tmp_path, {})
    (folder / "sources" / "zero.toml").symlink_to("/dev/zero")
    with pytest.raises(ConfigError, match="is not a plain file"):
        load(folder, {})


def test_titles_may_hold_the_spaces_and_marks_of_any_language(tmp_path: Path) -> None:
    title = "Caf\u00e9\u00a0: \u4e16\u754c\u3000\u0646\u200c\u0647"
    feed = loaded(tmp_path, {"feeds/world.toml": FEED.replace('"T"', f'"{title}"')}).feed("world")
    assert feed is not None
    assert feed.title == title


def test_the_environment_does_not_hide_a_table_that_is_none(tmp_path: Path) -> None:
    found = faults(tmp_path, {"syndicator.toml": MAIN + 'serve = "x"\n'}, {"SYNDICATOR_LISTEN": "127.0.0.1:1"})
    assert any(one.startswith("syndicator.toml:3: serve: ") for one in found)
