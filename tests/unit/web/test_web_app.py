"""Feeds, page and health as a reader gets them."""

from __future__ import annotations

import gzip
import hashlib
import os
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from web_site import ATOM, CHANGED, NOW, RSS, Get, State

from syndicator.errors import PublishError
from syndicator.web import Live, Site, make_app
from syndicator.web.files import FeedFiles, FolderView

LAST_MODIFIED = "Tue, 24 Nov 2026 09:30:00 GMT"


def etag_of(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()}"'


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("world.rss", "application/rss+xml"), ("world.atom", "application/atom+xml")],
)
async def test_a_feed_has_its_media_type_with_charset_and_is_not_sniffed(get: Get, name: str, media_type: str) -> None:
    answer = await get(f"/{name}")
    assert answer.status == 200
    assert answer.fields["content-type"] == f"{media_type}; charset=utf-8"
    assert answer.fields["x-content-type-options"] == "nosniff"


@pytest.mark.proves("F-02")
async def test_the_etag_is_the_digest_of_exactly_the_bytes_sent(get: Get, site: Site) -> None:
    plain = await get("/world.rss")
    packed = await get("/world.rss", {"Accept-Encoding": "gzip"})
    assert plain.body == RSS
    assert plain.fields["etag"] == etag_of(RSS)
    assert "content-encoding" not in plain.fields
    assert gzip.decompress(packed.body) == RSS
    assert packed.fields["etag"] == etag_of(packed.body) != plain.fields["etag"]
    assert packed.fields["content-encoding"] == "gzip"
    again = FeedFiles(FolderView(site.folder, site.live, site.base_url, site.max_age_s, site.clock))
    again._names()
    version = again._version("world.rss")
    assert version is not None
    assert version.gzipped.etag.decode() == packed.fields["etag"]


@pytest.mark.proves("F-04")
@pytest.mark.parametrize("coding", ["", "gzip"])
@pytest.mark.parametrize(
    ("match", "since", "status"),
    [
        ("{etag}", None, 304),
        ("W/{etag}", None, 304),
        ('"other", W/{etag}', None, 304),
        ("*", None, 304),
        ('"other"', None, 200),
        ("{etag}", "Mon, 01 Jan 2001 00:00:00 GMT", 304),
        ('"other"', LAST_MODIFIED, 200),
        ("garbage", LAST_MODIFIED, 200),
        (None, LAST_MODIFIED, 304),
    ],
)
async def test_if_none_match_wins_over_if_modified_since(
    get: Get, match: str | None, since: str | None, status: int, coding: str
) -> None:
    first = await get("/world.rss", {"Accept-Encoding": coding})
    fields = {"Accept-Encoding": coding}
    if match:
        fields["If-None-Match"] = match.format(etag=first.fields["etag"])
    if since:
        fields["If-Modified-Since"] = since
    answer = await get("/world.rss", fields)
    assert answer.status == status
    repeated = ("etag", "last-modified", "cache-control", "vary", "link")
    assert {name: answer.fields[name] for name in repeated} == {name: first.fields[name] for name in repeated}
    if status == 304:
        assert answer.body == b""
        assert "content-length" not in answer.fields
        assert "content-type" not in answer.fields


async def test_the_tag_of_one_coding_does_not_match_another(get: Get) -> None:
    packed = await get("/world.rss", {"Accept-Encoding": "gzip"})
    answer = await get("/world.rss", {"If-None-Match": packed.fields["etag"]})
    assert answer.status == 200


@pytest.mark.proves("F-05", "H-122")
@pytest.mark.parametrize(
    ("since", "status"),
    [
        (LAST_MODIFIED, 304),
        ("Tue, 24 Nov 2026 09:29:59 GMT", 200),
        ("Tue, 24 Nov 2026 09:30:01 GMT", 304),
        ("Sat, 01 Jan 2050 00:00:00 GMT", 304),
        ("Tuesday, 24-Nov-26 09:30:00 GMT", 304),
        ("Tuesday, 24-Nov-26 09:29:59 GMT", 200),
        ("Tue Nov 24 09:30:00 2026", 304),
        ("Tue Nov 24 09:29:59 2026", 200),
        ("2026-11-24T09:30:00Z", 200),
        ("yesterday", 200),
        ("Tue, 99 Nov 2026 09:30:00 GMT", 200),
        ("", 200),
    ],
)
async def test_an_exact_or_later_date_is_enough_and_garbage_is_ignored(get: Get, since: str, status: int) -> None:
    assert (await get("/world.rss", {"If-Modified-Since": since})).status == status


@pytest.mark.proves("H-121")
@pytest.mark.parametrize(
    ("field", "status"),
    [
        ("*", 304),
        (", ".join(['"0123456789"'] * 10_000), 200),
        (", ".join(['"0123456789"'] * 10_000 + [etag_of(RSS)]), 304),
        (f'W/{etag_of(RSS)}, W/"other"', 304),
        (etag_of(RSS)[:-1], 200),
        (etag_of(RSS).strip('"'), 200),
    ],
)
async def test_hostile_lists_of_tags_are_answered_right(get: Get, field: str, status: int) -> None:
    assert (await get("/world.rss", {"If-None-Match": field})).status == status


@pytest.mark.proves("H-123")
@pytest.mark.parametrize(
    ("field", "coding"),
    [
        ("gzip", "gzip"),
        ("gzip;q=0", None),
        ("*;q=0", None),
        ("identity;q=0", None),
        ("br", None),
        ("x, " * 5_000 + "gzip", "gzip"),
    ],
)
async def test_hostile_accept_encodings_get_a_whole_feed(get: Get, field: str, coding: str | None) -> None:
    answer = await get("/world.rss", {"Accept-Encoding": field})
    assert answer.status == 200
    assert answer.fields.get("content-encoding") == coding
    assert (gzip.decompress(answer.body) if coding else answer.body) == RSS


async def test_readers_may_keep_a_feed_and_nobody_keeps_an_error(get: Get) -> None:
    assert (await get("/world.rss")).fields["cache-control"] == "public, max-age=900, stale-if-error=86400"
    for path in ("/none.rss", "/old.rss"):
        assert (await get(path)).fields["cache-control"] == "no-store"
    assert (await get("/world.rss", method="POST")).fields["cache-control"] == "no-store"


@pytest.mark.proves("F-07")
@pytest.mark.parametrize("fields", [{}, {"Accept-Encoding": "gzip"}, {"If-None-Match": "*"}])
async def test_every_answer_with_a_feed_varies_by_accept_encoding(get: Get, fields: dict[str, str]) -> None:
    assert (await get("/world.rss", fields)).fields["vary"] == "Accept-Encoding"


@pytest.mark.proves("F-10")
@pytest.mark.parametrize("fields", [{}, {"Accept-Encoding": "gzip"}, {"If-None-Match": "*"}])
@pytest.mark.parametrize("path", ["/world.rss", "/world.atom", "/", "/none.rss"])
async def test_head_is_get_without_a_body(get: Get, path: str, fields: dict[str, str]) -> None:
    whole, head = await get(path, fields), await get(path, fields, method="HEAD")
    assert (head.status, head.fields) == (whole.status, whole.fields)
    assert head.body == b""


@pytest.mark.proves("F-11")
async def test_pages_of_other_origins_may_read_feeds_without_credentials(get: Get) -> None:
    preflight = await get("/world.rss", method="OPTIONS")
    assert preflight.status == 204
    assert preflight.fields["allow"] == "GET, HEAD, OPTIONS"
    assert preflight.fields["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    for answer in (preflight, await get("/world.rss"), await get("/world.rss", {"If-None-Match": "*"})):
        assert answer.fields["access-control-allow-origin"] == "*"
        assert answer.fields["access-control-expose-headers"] == "ETag, Last-Modified, Link"
        assert "access-control-allow-credentials" not in answer.fields


@pytest.mark.proves("F-12", "H-126")
@pytest.mark.parametrize(
    "ranges",
    ["bytes=0-9", "bytes=-0", "bytes=0-,0-", "bytes=" + ",".join(["0-9"] * 10_000), "bytes=9" + "9" * 400 + "-"],
)
async def test_ranges_are_ignored(get: Get, ranges: str) -> None:
    answer = await get("/world.rss", {"Range": ranges, "If-Range": etag_of(RSS)})
    assert (answer.status, answer.body) == (200, RSS)
    assert answer.fields["accept-ranges"] == "none"


async def test_links_name_the_feed_itself_and_its_other_format(get: Get, state: State) -> None:
    assert (await get("/world.rss")).fields["link"] == (
        '<https://feeds.example/world.rss>; rel="self"; type="application/rss+xml", '
        '<https://feeds.example/world.atom>; rel="alternate"; type="application/atom+xml"'
    )
    state.put("alone.atom", ATOM)
    state.declare("alone.atom")
    assert "alternate" not in (await get("/alone.atom")).fields["link"]


@pytest.mark.proves("F-15")
@pytest.mark.parametrize("accept", ["application/atom+xml", "text/html", "application/json;q=1, */*;q=0"])
async def test_an_address_gives_its_own_format_whatever_is_asked_for(get: Get, accept: str) -> None:
    answer = await get("/world.rss", {"Accept": accept, "Accept-Language": "de"})
    assert answer.body == RSS
    assert answer.fields["content-type"].startswith("application/rss+xml")


async def test_an_unknown_feed_is_404_and_an_ended_one_410(get: Get) -> None:
    for path, status in (("/none.rss", 404), ("/old.rss", 410)):
        answer = await get(path, {"Accept": "text/html"})
        assert answer.status == status
        assert answer.fields["content-type"] == "text/plain; charset=utf-8"
        assert answer.fields["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert answer.fields["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/<script>alert(1)</script>", "/\udcff\x00\r\nX: y", "/" + "a<b>&\"'" * 1_400])
async def test_a_refusal_repeats_nothing_of_the_request(get: Get, path: str) -> None:
    answer = await get(path)
    assert answer.status == 404
    assert answer.body == b"There is no such feed here.\n"
    assert answer.fields.keys() == (await get("/none.rss")).fields.keys()


@pytest.mark.proves("H-119")
@pytest.mark.parametrize(
    "name",
    [".world.rss.new", ".htaccess", "world.rss~", "world.rss.bak", "manifest.json", "syndicator.db", "secret.rss"],
)
async def test_a_file_that_the_manifest_does_not_name_is_not_served(get: Get, state: State, name: str) -> None:
    (state.folder / name).write_bytes(b"private")
    state.declare("world.rss", *([name] if name != "secret.rss" else []))
    assert (await get(f"/{name}")).status == 404


@pytest.mark.parametrize(
    "path", ["/../world.rss", "/feeds/../world.rss", "//world.rss", "/./world.rss", "/world.rss/", "/\\world.rss"]
)
async def test_a_path_is_a_name_and_nothing_else(get: Get, path: str) -> None:
    assert (await get(path)).status == 404


async def test_nothing_but_a_plain_file_is_served(get: Get, state: State) -> None:
    (state.folder / "link.rss").symlink_to(state.folder / "world.rss")
    (state.folder / "folder.rss").mkdir()
    os.mkfifo(state.folder / "pipe.rss")
    state.declare("link.rss", "folder.rss", "pipe.rss", "missing.rss")
    for name in ("link.rss", "folder.rss", "pipe.rss", "missing.rss"):
        assert (await get(f"/{name}")).status == 404


@pytest.mark.proves("H-127")
async def test_a_query_changes_nothing_and_is_not_repeated(get: Get) -> None:
    plain, queried = await get("/world.rss"), await get("/world.rss", query=b"utm=<x>" * 150_000)
    assert queried == plain


@pytest.mark.proves("S-26", "H-132")
async def test_addresses_come_from_the_configuration_and_never_from_the_request(get: Get) -> None:
    poison = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}
    for path in ("/world.rss", "/", "/none", "//evil.example/x"):
        answer = await get(path, poison)
        assert answer == await get(path)
        assert b"evil" not in answer.body
        assert not any("evil" in value for value in answer.fields.values())
        assert "location" not in answer.fields


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO"])
async def test_any_other_method_is_refused_and_its_body_never_read(get: Get, method: str) -> None:
    answer = await get("/world.rss", {"Content-Length": "1000000000"}, method=method)
    assert answer.status == 405
    assert answer.fields["allow"] == "GET, HEAD, OPTIONS"
    assert answer.fields["connection"] == "close"


@pytest.mark.parametrize("fields", [{"Content-Length": "1"}, {"Transfer-Encoding": "chunked"}])
async def test_a_get_with_a_body_is_refused_unread(get: Get, fields: dict[str, str]) -> None:
    answer = await get("/world.rss", fields)
    assert answer.status == 413
    assert answer.fields["connection"] == "close"
    assert (await get("/world.rss", {"Content-Length": "0"})).status == 200


@pytest.mark.proves("F-22")
async def test_feeds_wait_for_the_start_and_then_for_nothing(get: Get, state: State) -> None:
    state.starting = True
    answer = await get("/world.rss")
    assert answer.status == 503
    assert int(answer.fields["retry-after"]) > 0
    assert answer.fields["cache-control"] == "no-store"
    state.starting = False
    state.problems = ("the database can not be read",)
    assert (await get("/readyz")).status == 503
    assert (await get("/world.rss")).body == RSS


async def test_a_changed_file_is_served_at_once_and_an_unchanged_one_is_not_read_again(get: Get, state: State) -> None:
    await get("/world.rss")
    state.put("world.rss", ATOM, CHANGED + timedelta(minutes=1))
    answer = await get("/world.rss")
    assert answer.body == ATOM
    assert answer.fields["last-modified"] == "Tue, 24 Nov 2026 09:31:00 GMT"
    assert state.asked == 1


async def test_a_file_changed_in_the_future_has_no_last_modified(get: Get, state: State) -> None:
    state.put("world.rss", ATOM, NOW + timedelta(days=1))
    answer = await get("/world.rss")
    assert answer.status == 200
    assert "last-modified" not in answer.fields


async def test_the_last_good_names_serve_while_the_manifest_can_not_be_read(site: Site, state: State) -> None:
    asked = iter([Live(frozenset({"world.rss"})), PublishError("torn")])

    def live() -> Live:
        answer = next(asked)
        if isinstance(answer, Exception):
            raise answer
        return answer

    files = FeedFiles(FolderView(site.folder, live, site.base_url, site.max_age_s, site.clock))
    assert files._names().files == {"world.rss"}
    state.declare("world.rss", "world.atom")
    assert files._names().files == {"world.rss"}
    (state.folder / "manifest.json").unlink()
    assert files._names().files == frozenset()


async def test_the_last_good_bytes_serve_while_the_disk_fails(get: Get, state: State) -> None:
    state.put("sealed.rss", RSS)
    state.declare("world.rss", "sealed.rss")
    assert (await get("/world.rss")).status == 200
    away = state.folder.with_name("away")
    state.folder.rename(away)
    state.folder.write_bytes(b"a file in the folder's place")
    assert (await get("/world.rss")).body == RSS
    answer = await get("/sealed.rss")
    assert answer.status == 503
    assert answer.fields["retry-after"] == "60"


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


async def test_the_page_lists_every_feed_for_people_and_for_readers(get: Get) -> None:
    answer = await get("/")
    page = Page(answer.body.decode())
    found = [(one["type"], one["href"]) for tag, one in page.tags if tag == "link" and one["rel"] == "alternate"]
    assert found == [
        ("application/rss+xml", "https://feeds.example/world.rss"),
        ("application/atom+xml", "https://feeds.example/world.atom"),
    ]
    assert "World & <more>" in page.words
    assert "https://feeds.example/world.rss" in page.words
    assert not {"script", "img", "iframe", "style", "more"} & {tag for tag, _ in page.tags}
    assert not any(name.startswith("on") or name == "style" for _, one in page.tags for name in one)


async def test_the_page_has_the_strict_policy_and_loads_its_own_style_alone(get: Get) -> None:
    for path, media_type in (("/", "text/html"), ("/page.css", "text/css")):
        answer = await get(path)
        assert answer.status == 200
        assert answer.fields["content-type"] == f"{media_type}; charset=utf-8"
        assert answer.fields["content-security-policy"] == (
            "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'"
        )
        assert answer.fields["referrer-policy"] == "no-referrer"
        assert answer.fields["cross-origin-opener-policy"] == "same-origin"
        assert answer.fields["cross-origin-resource-policy"] == "same-origin"
        assert b"url(" not in answer.body
        assert b"@import" not in answer.body


async def test_a_site_without_feeds_says_so(get: Get, state: State) -> None:
    state.pages = ()
    assert b"There are no feeds yet." in (await get("/")).body


async def test_health_is_never_cached_and_liveness_asks_nothing_but_the_loop(get: Get, state: State) -> None:
    state.problems = ("the database can not be read",)
    live, ready = await get("/livez"), await get("/readyz")
    assert (live.status, ready.status) == (200, 503)
    assert live.fields["cache-control"] == ready.fields["cache-control"] == "no-store"
    state.alive = False
    assert (await get("/livez")).status == 503


@pytest.mark.proves("S-25", "H-131")
@pytest.mark.parametrize(
    ("client", "fields", "told"),
    [
        ("127.0.0.1", {}, True),
        ("127.8.8.8", {}, True),
        ("::1", {}, True),
        ("192.0.2.7", {}, False),
        ("192.0.2.7", {"X-Forwarded-For": "127.0.0.1"}, False),
        ("192.0.2.7", {"Forwarded": "for=127.0.0.1"}, False),
        ("192.0.2.7", {"X-Real-IP": "127.0.0.1"}, False),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, False),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, False),
    ],
)
async def test_only_this_machine_itself_is_told_what_is_wrong(
    get: Get, state: State, client: str, fields: dict[str, str], told: bool
) -> None:
    state.problems = ("feeds/ can not be written",)
    answer = await get("/readyz", fields, client=client)
    assert answer.status == 503
    assert (b"can not be written" in answer.body) is told
    for path in ("/metrics", "/admin", "/status"):
        assert (await get(path, fields, client=client)).status == 404


async def test_a_broken_page_says_so_without_details(site: Site) -> None:
    def broken() -> tuple[()]:
        raise LookupError("secret detail")

    app, sent = make_app(site._replace(feeds=broken)), []

    async def send(message: object) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b"", "root_path": ""}
    with pytest.raises(LookupError):
        await app(scope, None, send)  # type: ignore[arg-type]  # nothing is received
    assert sent[0]["status"] == 500
    assert (b"cache-control", b"no-store") in sent[0]["headers"]
    assert b"secret" not in sent[1]["body"]
