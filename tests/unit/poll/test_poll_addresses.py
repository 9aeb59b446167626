"""No connection to an address that the guard refuses, on whatever way it is reached."""

import asyncio
import socket
import tomllib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
import uvloop
from harness.patience import PATIENCE_S
from harness.resolver import ScriptedResolver
from harness.upstream import Exchange, Upstream, reply

from syndicator.model.polling import Fetched, PollAnswer, PollFailure, PollKind
from syndicator.poll import AllowList, Client, Limits, Request
from syndicator.poll.dialing import AddressRefusedError, SystemResolver, guarded_sockets

URLS = tomllib.loads((Path(__file__).parents[2] / "cases" / "poll" / "urls.toml").read_text("utf-8"))
CONTACT = "https://gazette.example/about"
FEED = b"<rss/>"


class Seen(socket.socket):
    """Fails the test that opens it."""

    def connect(self, address: object) -> None:
        """Refuse."""
        raise AssertionError(f"dialed {address!r}")


@pytest.fixture
def resolver() -> ScriptedResolver:
    return ScriptedResolver()


@pytest_asyncio.fixture
async def public() -> AsyncIterator[Upstream]:
    """Stands for a public server: the one address that the test's allow-list opens."""
    async with Upstream() as origin:
        origin.on("/feed", reply(200, FEED))
        yield origin


@pytest_asyncio.fixture
async def private(public: Upstream) -> AsyncIterator[Upstream]:
    """Stands for an inner server: the same port at an address that stays closed."""
    async with Upstream("127.0.0.2", public.port) as origin:
        origin.on("/feed", reply(200, b"<secret/>"))
        yield origin


@pytest_asyncio.fixture
async def client(public: Upstream, resolver: ScriptedResolver) -> AsyncIterator[Client]:
    allow = AllowList.parse((public.allow,))
    async with Client(contact=CONTACT, allow=allow, limits=Limits(deadline_s=PATIENCE_S), resolver=resolver) as made:
        yield made


async def poll(client: Client, url: str) -> PollAnswer:
    return await client.fetch(Request(source="gazette", url=url))


def refused(answer: PollAnswer) -> PollFailure:
    assert isinstance(answer, PollFailure), answer
    assert (answer.code, answer.kind) == ("address-refused", PollKind.BLOCKED)
    return answer


async def close(exchange: Exchange) -> None:
    """Answer with a feed and end the connection, so that the next poll needs a new one."""
    await exchange.send(reply(200, FEED, ("Connection", "close")))
    exchange.close()


def rows(cases: list[list[str]]) -> list[object]:
    return [pytest.param(*case[:-1], marks=pytest.mark.proves(case[-1])) for case in cases if case[-1].startswith("H-")]


@pytest.mark.parametrize(("url", "code"), rows(URLS["refused"]))
async def test_an_unfit_address_is_refused_before_anything_is_resolved_or_opened(
    url: str, code: str, resolver: ScriptedResolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "socket", Seen)
    async with Client(contact=CONTACT, allow=AllowList(), resolver=resolver) as client:
        answer = await poll(client, url)
    assert isinstance(answer, PollFailure)
    assert (answer.code, answer.kind) == (code, PollKind.BLOCKED)
    assert resolver.asked == []


@pytest.mark.proves("H-024")
@pytest.mark.parametrize("host", ["a" * 10_240, "ü" * 1_048_576])
async def test_an_overlong_host_is_refused_without_resolving(host: str, resolver: ScriptedResolver) -> None:
    async with Client(contact=CONTACT, allow=AllowList(), resolver=resolver) as client:
        answer = await poll(client, f"http://{host}.example/")
    assert isinstance(answer, PollFailure)
    assert answer.code == "url-invalid"
    assert resolver.asked == []


@pytest.mark.parametrize(
    ("host", "address"),
    [
        pytest.param("localhost", "127.0.0.1", marks=pytest.mark.proves("H-002")),
        pytest.param("localhost.", "127.0.0.1", marks=pytest.mark.proves("H-002")),
        pytest.param("inner.example", "127.0.0.1", marks=pytest.mark.proves("H-002")),
        pytest.param("inner.example", "::1", marks=pytest.mark.proves("H-008")),
        pytest.param("inner.example", "10.0.0.1", marks=pytest.mark.proves("H-005")),
        pytest.param("metadata.google.internal", "169.254.169.254", marks=pytest.mark.proves("H-006")),
        pytest.param("inner.example", "fe80::1%lo", marks=pytest.mark.proves("H-013")),
        pytest.param("inner.example", "64:ff9b::7f00:1", marks=pytest.mark.proves("H-011")),
    ],
)
async def test_a_name_for_an_inner_address_is_refused(
    host: str, address: str, resolver: ScriptedResolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "socket", Seen)
    resolver.on(host, (address,))
    async with Client(contact=CONTACT, allow=AllowList(), resolver=resolver) as client:
        assert address in refused(await poll(client, f"http://{host}/")).message


@pytest.mark.proves("H-002")
async def test_the_systems_own_localhost_is_refused() -> None:
    async with Client(contact=CONTACT, allow=AllowList()) as client:
        refused(await poll(client, "http://localhost/"))


@pytest.mark.proves("S-05", "H-016")
@pytest.mark.parametrize("addresses", [("127.0.0.1", "127.0.0.2"), ("127.0.0.2", "127.0.0.1"), ("127.0.0.1", "::1")])
async def test_one_bad_address_refuses_the_whole_name(
    addresses: tuple[str, ...], client: Client, public: Upstream, private: Upstream, resolver: ScriptedResolver
) -> None:
    resolver.on("gazette.example", addresses)
    refused(await poll(client, public.url(host="gazette.example")))
    assert (public.connections, private.connections) == (0, 0)


@pytest.mark.proves("S-03", "H-017", "H-020")
async def test_a_name_is_asked_and_checked_anew_for_every_connection(
    client: Client, public: Upstream, private: Upstream, resolver: ScriptedResolver
) -> None:
    resolver.on("gazette.example", ("127.0.0.1",), ("127.0.0.2",))
    public.on("/feed", close)
    assert isinstance(await poll(client, public.url(host="gazette.example")), Fetched)
    assert resolver.asked == ["gazette.example"]
    refused(await poll(client, public.url(host="gazette.example")))
    assert resolver.asked == ["gazette.example"] * 2
    assert (public.connections, private.connections) == (1, 0)


@pytest.mark.proves("S-03", "H-020")
async def test_a_kept_connection_leads_where_it_was_checked(
    client: Client, public: Upstream, private: Upstream, resolver: ScriptedResolver
) -> None:
    resolver.on("gazette.example", ("127.0.0.1",), ("127.0.0.2",))
    for _ in range(3):
        assert isinstance(await poll(client, public.url(host="gazette.example")), Fetched)
    assert (resolver.asked, private.connections) == (["gazette.example"], 0)


@pytest.mark.proves("S-03")
async def test_the_host_field_keeps_the_name(client: Client, public: Upstream, resolver: ScriptedResolver) -> None:
    resolver.on("gazette.example", ("127.0.0.1",))
    await poll(client, public.url(host="gazette.example"))
    assert public.requests[0].values("Host") == [f"gazette.example:{public.port}".encode()]


@pytest.mark.proves("H-018")
@pytest.mark.parametrize("target", ["http://127.0.0.2:{port}/feed", "http://[::1]:{port}/feed", "http://[::1]/"])
@pytest.mark.parametrize("hops", [1, 5])
async def test_a_redirect_to_an_inner_address_is_refused_at_the_hop(
    target: str, hops: int, client: Client, public: Upstream, private: Upstream
) -> None:
    for number in range(hops - 1):
        public.on(f"/{number}", reply(301, b"", ("Location", f"/{number + 1}")))
    public.on(f"/{hops - 1}", reply(301, b"", ("Location", target.format(port=public.port))))
    answer = refused(await poll(client, public.url("/0")))
    assert answer.url == public.url("/0")
    assert (len(public.requests), private.connections) == (hops, 0)


@pytest.mark.proves("H-019")
async def test_a_redirect_to_a_name_that_has_moved_inside_is_refused(
    client: Client, public: Upstream, private: Upstream, resolver: ScriptedResolver
) -> None:
    async def away(exchange: Exchange) -> None:
        await exchange.send(reply(302, b"", ("Location", "/feed"), ("Connection", "close")))
        exchange.close()

    resolver.on("gazette.example", ("127.0.0.1",), ("127.0.0.2",))
    public.on("/moved", away)
    refused(await poll(client, public.url("/moved", host="gazette.example")))
    assert (len(public.requests), private.connections) == (1, 0)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (None, "dns-not-found"),
        (socket.gaierror(socket.EAI_AGAIN, "later"), "dns-failed"),
        (OSError(5, "broken"), "connect-failed"),
    ],
)
async def test_a_name_that_can_not_be_resolved_is_a_soft_failure(
    error: OSError | None, code: str, client: Client, resolver: ScriptedResolver
) -> None:
    if error:
        resolver.on("gazette.example", error)
    answer = await poll(client, "http://gazette.example/")
    assert isinstance(answer, PollFailure)
    assert (answer.code, answer.kind) == (code, PollKind.SOFT_ERROR)


async def test_a_name_without_addresses_does_not_exist(client: Client, resolver: ScriptedResolver) -> None:
    resolver.on("gazette.example", ())
    answer = await poll(client, "http://gazette.example/")
    assert isinstance(answer, PollFailure)
    assert answer.code == "dns-not-found"


async def test_a_slow_name_ends_at_the_deadline_and_holds_up_no_other(
    public: Upstream, resolver: ScriptedResolver
) -> None:
    resolver.on("slow.example", ("127.0.0.1",), delay_s=60)
    resolver.on("gazette.example", ("127.0.0.1",))
    allow, limits = AllowList.parse((public.allow,)), Limits(deadline_s=2)
    async with Client(contact=CONTACT, allow=allow, limits=limits, resolver=resolver) as client:
        slow = asyncio.create_task(poll(client, "http://slow.example/"))
        assert isinstance(await poll(client, public.url(host="gazette.example")), Fetched)
        answer = await slow
    assert isinstance(answer, PollFailure)
    assert answer.code == "deadline"


async def test_the_systems_resolver_gives_each_address_once() -> None:
    resolver = SystemResolver(1)
    assert await resolver.addresses("127.0.0.1", 80) == ("127.0.0.1",)
    resolver.close()


@pytest.mark.proves("S-03")
@pytest.mark.parametrize("new_loop", [asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def test_the_socket_itself_is_refused_on_every_event_loop(
    new_loop: Callable[[], asyncio.AbstractEventLoop],
) -> None:
    """Without our own checks in front: a literal address skips every resolver."""

    async def dial() -> None:
        async with Upstream() as origin:
            connector = aiohttp.TCPConnector(socket_factory=guarded_sockets(AllowList()))
            async with aiohttp.ClientSession(connector=connector) as session:
                with pytest.raises(aiohttp.ClientConnectorError) as caught:
                    await session.get(origin.url())
            assert isinstance(caught.value.os_error, AddressRefusedError)
            assert origin.connections == 0

    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(dial())


@pytest.mark.parametrize("new_loop", [asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def test_a_poll_works_on_every_event_loop(new_loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    async def run() -> PollAnswer:
        async with Upstream() as origin:
            origin.on("/feed", reply(200, FEED))
            async with Client(contact=CONTACT, allow=AllowList.parse((origin.allow,))) as client:
                return await poll(client, origin.url())

    with asyncio.Runner(loop_factory=new_loop) as runner:
        assert isinstance(runner.run(run()), Fetched)
