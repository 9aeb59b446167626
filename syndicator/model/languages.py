"""Language tags as everybody must understand them (BCP 47)."""

import re

_WORDS = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
    en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it
    iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo
    mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh
    si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh
    yi yo za zh zu
"""
_TWO_LETTERS = frozenset(_WORDS.split())
"""The languages of ISO 639-1, with those that BCP 47 keeps for old texts. All of three letters are let pass."""
_SHAPE = re.compile(r"([A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*|[xi](-[A-Za-z0-9]{1,8})+)\Z")
_THREE = 3


def is_language(tag: str) -> bool:
    """Tell whether a tag has the form of BCP 47 and begins with a language code, or with "i" or "x"."""
    first = tag.partition("-")[0].lower()
    return bool(_SHAPE.match(tag)) and (first in _TWO_LETTERS or len(first) == _THREE or first in {"i", "x"})
