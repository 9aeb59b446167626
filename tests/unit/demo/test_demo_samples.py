"""The tour's own things: the configuration here is the packaged one, and the sample upstream behaves."""

from __future__ import annotations

import socket
from importlib.resources import files
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from syndicator.demo import SampleUpstream
from syndicator.errors import SyndicatorError
from syndicator.model.document import Document
from syndicator.parse import Hints, read
from syndicator.settings import load

ROOT = Path(__file__).parents[3]
SAMPLES = files("syndicator.demo").joinpath("samples")


def tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.toml"))
        if "examples" not in path.parts
    }


def test_the_configuration_of_the_checkout_is_the_tours() -> None:
    assert tree(ROOT / "config") == tree(Path(str(files("syndicator.demo").joinpath("config"))))


@pytest.mark.parametrize("name", ["conversation.atom", "commons.rss", "quarterly.atom", "bulletin.rss", "courier.rss"])
def test_every_sample_says_that_it_is_invented_and_has_entries(name: str) -> None:
    body = SAMPLES.joinpath(name).read_bytes()
    document = read(body, Hints(url=f"http://127.0.0.1/{name}"), frozenset())
    assert b"invented" in body
    assert isinstance(document, Document)
    assert document.entries
    assert all(".example" in (entry.link or "") for entry in document.entries)


def test_the_examples_are_a_configuration_that_only_lacks_a_contact() -> None:
    settings = load(ROOT / "config" / "examples", {"SYNDICATOR_CONTACT": "https://news.sampletown.org/about"})
    publishers = {one.publisher for one in settings.sources}
    assert {"the-conversation", "global-voices", "eff-deeplinks", "360info", "nasa", "gov-uk"} <= publishers
    assert {"kff-health-news", "propublica"} <= publishers
    assert all(settings.registry.get(one or "") for one in publishers)
    assert not any(one.terms_read for one in settings.sources), "nobody has read the terms for you"


@pytest.fixture
def address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


def test_the_sample_upstream_answers_conditional_requests(address: str) -> None:
    with SampleUpstream(address):
        with urlopen(f"http://{address}/commons.rss") as answer:
            etag, body = answer.headers["ETag"], answer.read()
        assert body == SAMPLES.joinpath("commons.rss").read_bytes()
        with pytest.raises(HTTPError) as same:
            urlopen(Request(f"http://{address}/commons.rss", headers={"If-None-Match": etag}))
        assert same.value.code == 304
        same.value.close()
        with pytest.raises(HTTPError) as missing:
            urlopen(f"http://{address}/../__init__.py")
        assert missing.value.code == 404
        missing.value.close()


def test_a_taken_address_is_named_with_what_to_do(address: str) -> None:
    with SampleUpstream(address), pytest.raises(SyndicatorError, match=r"could not listen on 127\.0\.0\.1"):
        SampleUpstream(address).__enter__()
