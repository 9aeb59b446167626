"""``init`` and ``check``: what is written works, what is wrong is named, and nothing is overwritten."""

from pathlib import Path

import pytest
from cli_place import LOCAL, MAIN, SOURCE, Desk
from harness.commands import command


def test_what_init_writes_passes_check_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "mine" / "config"
    made = command("init", folder)
    assert made.code == 0, made.err
    assert f"Wrote 3 files to {folder}/" in made.out
    assert {str(path.relative_to(folder)) for path in folder.rglob("*.toml")} == {
        "syndicator.toml",
        "sources/tc-uk-politics.toml",
        "feeds/world.toml",
    }
    checked = command("--config", folder, "check")
    assert (checked.code, checked.err) == (0, "")
    assert "1 source, 1 feed" in checked.out


@pytest.mark.parametrize("standing", ["syndicator.toml", "feeds/world.toml"])
def test_init_writes_nothing_when_one_of_its_files_is_there(tmp_path: Path, standing: str) -> None:
    path = tmp_path / standing
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine")
    made = command("init", tmp_path)
    assert made.code == 73
    assert standing in made.err
    assert "nothing was written" in made.err
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [path]
    assert path.read_text() == "mine"


def test_init_says_which_folder_it_can_not_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    made = command("init", tmp_path / "file" / "config")
    assert made.code == 73
    assert str(tmp_path / "file") in made.err
    assert "permissions" in made.err


WRONG = {
    "syndicator.toml": MAIN.replace("contact", "contcat") + "[poll]\nconcurrency = 'many'\n",
    "sources/gazette.toml": 'url = "ftp://gazette.sampletown.org/feed"\ninterval = "soon"\n',
    "feeds/world.toml": 'title = "T"\ndescription = "D"\nsources = ["gazete"]\nformats = ["pdf"]\n',
    "sources/old.yaml": "url: here\n",
}


def test_check_names_every_fault_at_once_with_file_key_reason_and_hint(tmp_path: Path) -> None:
    checked = Desk(tmp_path, WRONG).run("check")
    assert (checked.code, checked.out) == (78, "")
    lines = checked.err.splitlines()[1:]
    for file, key, words in (
        ("syndicator.toml:1", "contcat", "did you mean `contact`?"),
        ("syndicator.toml", "contact", "is missing"),
        ("syndicator.toml:4", "poll.concurrency", "must be a number"),
        ("sources/gazette.toml:2", "interval", "is no duration"),
        ("sources/old.yaml", "", "is not TOML"),
        ("feeds/world.toml:4", "formats", "pdf"),
    ):
        assert any(file in line and key in line and words in line for line in lines), (file, key, words, lines)


def test_check_gives_the_same_faults_as_json(tmp_path: Path) -> None:
    checked = Desk(tmp_path, WRONG).run("check", "--format", "json")
    assert (checked.code, checked.err) == (78, "")
    faults = checked.json["faults"]
    assert len(faults) >= 6
    assert all(set(one) == {"file", "key", "reason", "hint", "line"} for one in faults)
    assert {one["file"] for one in faults} == set(WRONG)


@pytest.mark.parametrize("args", [("once",), ("run",), ("holds",), ("verify",), ("sources", "list")])
def test_every_command_refuses_a_wrong_configuration_before_it_makes_anything(
    tmp_path: Path, args: tuple[str, ...]
) -> None:
    desk = Desk(tmp_path, WRONG)
    before = desk.everything()
    refused = desk.run(*args)
    assert refused.code == 78
    assert "contcat" in refused.err
    assert desk.everything() == before


def test_check_says_what_will_be_held_and_why(tmp_path: Path) -> None:
    desk = Desk(
        tmp_path,
        {
            "sources/unread.toml": 'publisher = "nasa"\nurl = "http://127.0.0.1:9/nasa"\n',
            "sources/strange.toml": 'publisher = "nobody-knows"\nurl = "http://127.0.0.1:9/strange"\n',
            "sources/off.toml": 'enabled = false\nurl = "http://127.0.0.1:9/off"\n',
        },
    )
    text = desk.run("check")
    assert text.code == 0
    assert "Held until terms_read is signed: strange, unread." in text.out
    assert "Held until their publisher is in the registry: gazette, strange." in text.out
    assert desk.run("check", "--format", "json").json == {
        "faults": [],
        "terms_unread": ["strange", "unread"],
        "terms_missing": ["gazette", "strange"],
    }


def test_a_missing_folder_is_named_with_what_to_do(tmp_path: Path) -> None:
    missing = command("--config", tmp_path / "nowhere", "check")
    assert missing.code == 78
    assert "nowhere" in missing.err
    assert "syndicator init" in missing.err


def test_the_environment_names_the_configuration_and_overrides_its_contact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Desk(tmp_path, {"syndicator.toml": LOCAL, "sources/gazette.toml": SOURCE})
    monkeypatch.setenv("SYNDICATOR_CONFIG", str(tmp_path / "config"))
    assert command("check").code == 0
    monkeypatch.setenv("SYNDICATOR_CONTACT", "nobody")
    refused = command("check")
    assert refused.code == 78
    assert "'nobody' is no address or mailbox" in refused.err
