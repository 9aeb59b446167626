"""A revision is what a reader sees; markup, encoding and white space are not."""

from __future__ import annotations

import pytest
from harness.patience import within

from syndicator.model.document import Carrier, Entry, Person, RightsMark, Scope
from syndicator.parse import revision_of

BASE = Entry(title="T", authors=(Person(name="Ada"),), body="<p>Caf\u00e9 &amp; bar</p><p>b</p>", digest="")


def changed(**changes: object) -> bool:
    return revision_of(BASE.model_copy(update=changes)) != revision_of(BASE)


@pytest.mark.parametrize(
    "body",
    [
        "<p>Cafe\u0301 &#38; bar</p>\n\n<p>b</p>",
        "<div class='x'><p>Café &amp; bar</p> <p><b>b</b></p></div>",
        "<p>Café &amp; bar</p><script>var a = 1;</script><!-- note --><p>b</p>",
        "<style>p { color: red }</style><p>Café &amp; bar<br>b<img src='x'></p>",
    ],
)
def test_markup_and_white_space_make_no_revision(body: str) -> None:
    assert not changed(body=body, summary="other", digest="x", language="de")


def test_words_authors_title_and_rights_make_one() -> None:
    mark = RightsMark(carrier=Carrier.ATOM_RIGHTS, scope=Scope.ENTRY, text="CC BY")
    assert changed(body="<p>Café &amp; bar</p><p>c</p>")
    assert changed(title="U")
    assert changed(authors=())
    assert changed(rights=(mark,))
    assert changed(body=None)
    assert not changed(rights=(mark.model_copy(update={"scope": Scope.MEDIA}),))


def test_text_may_not_move_between_its_parts_unseen() -> None:
    assert changed(title="T Ada", authors=())


@pytest.mark.parametrize("flood", ["<!--", "<script>", "<style", "<", "&", "</script", "<p"])
def test_floods_of_unfinished_markup_cost_little(flood: str) -> None:
    within(1, lambda: revision_of(BASE.model_copy(update={"body": flood * 100_000})))
