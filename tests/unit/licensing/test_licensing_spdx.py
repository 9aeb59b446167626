"""Our SPDX ids against the index of the library ``license-expression``: the exact id, or none where it has none."""

from __future__ import annotations

from license_expression import get_spdx_licensing

from syndicator.licensing import license_of
from syndicator.licensing.keys import EDITIONS, OTHER_KEYS, key_of

SPDX = get_spdx_licensing().known_symbols
KEYS = [
    *(
        key_of(unit, version, port)
        for unit, rows in EDITIONS.items()
        for version, ports in rows.items()
        for port in ports
    ),
    *OTHER_KEYS,
]
OTHER_SPELLINGS = {"zero/1.0": "CC0-1.0", "mark/1.0": "CC-PDM-1.0", "certification/1.0/us": "CC-PDDC"}


def expected(key: str) -> str:
    """Give the id that a key would have by the spelling of SPDX, whether or not there is one."""
    scheme, _, rest = key.partition(":")
    if scheme == "spdx":
        return rest
    return OTHER_SPELLINGS.get(rest, "-".join(["CC", *rest.upper().split("/")]))


def test_each_license_has_the_spdx_id_of_its_own_name_exactly_where_the_index_has_it() -> None:
    assert len(KEYS) > 600
    ours = {}
    for key in KEYS:
        known = license_of(key)
        assert known is not None
        ours[key] = known.spdx
    assert ours == {key: expected(key) if expected(key) in SPDX else None for key in KEYS}
    assert sum(1 for id_ in ours.values() if id_) >= 54 + len(OTHER_KEYS)


def test_no_license_of_the_index_that_is_one_of_ours_by_name_is_left_out() -> None:
    ours = {known.spdx for key in KEYS if (known := license_of(key))}
    families = ("CC-BY", "CC0", "CC-PD", "CC-SA", "OGL-UK", "OGL-Canada", "etalab", "DL-DE")
    assert {id_ for id_ in SPDX if id_.startswith(families)} - ours == set()
