"""License keys: what each known license permits, requires and prohibits, its name, address and SPDX id.

Creative Commons licenses are a small table of units, versions and ports (facts of the CC license data and of
cc-legal-tools-app). A combination that is not in the table does not exist here: it is never read as a neighbor.
Tables for the most part, and so over 300 lines.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from syndicator.model.rights import License

_SHARE = frozenset({"Distribution", "Reproduction"})
_ADAPT = _SHARE | {"DerivativeWorks"}
_CREDIT = frozenset({"Attribution", "Notice"})


class Unit(NamedTuple):
    """What the licenses of one Creative Commons unit have in common."""

    permits: frozenset[str]
    requires: frozenset[str] = _CREDIT
    prohibits: frozenset[str] = frozenset()


_NC = frozenset({"CommercialUse"})
_NOTICE = frozenset({"Notice"})
_ALIKE = frozenset({"ShareAlike"})

UNITS: dict[str, Unit] = {
    "by": Unit(_ADAPT),
    "by-nc": Unit(_ADAPT, _CREDIT, _NC),
    "by-nd": Unit(_SHARE),
    "by-sa": Unit(_ADAPT, _CREDIT | _ALIKE),
    "by-nc-nd": Unit(_SHARE, _CREDIT, _NC),
    "by-nc-sa": Unit(_ADAPT, _CREDIT | _ALIKE, _NC),
    "nc": Unit(_ADAPT, _NOTICE, _NC),
    "nc-sa": Unit(_ADAPT, _NOTICE | _ALIKE, _NC),
    "nd": Unit(_SHARE, _NOTICE),
    "nd-nc": Unit(_SHARE, _NOTICE, _NC),
    "sa": Unit(_ADAPT, _NOTICE | _ALIKE),
    "sampling": Unit(frozenset({"DerivativeWorks", "Reproduction"})),
    "sampling+": Unit(frozenset({"DerivativeWorks", "Reproduction", "Sharing"})),
    "nc-sampling+": Unit(_ADAPT, _CREDIT, _NC),
    "devnations": Unit(_ADAPT, _NOTICE, frozenset({"HighIncomeNationUse"})),
    "zero": Unit(_ADAPT, frozenset()),
    "mark": Unit(_ADAPT, frozenset()),
    "certification": Unit(_ADAPT, frozenset()),
}
"""Permits, requires, prohibits of each unit."""

_PORTS: dict[str, str] = {
    "1.0": "- fi il nl",
    "2.0": "- at au be br ca cl de es fr hr it jp kr nl pl tw uk za",
    "2.1": "au ca es jp",
    "2.5": "- ar au bg br ca ch cn co dk es hr hu il in it mk mt mx my nl pe pl pt scotland se si tw za",
    "3.0": "- am at au az br ca ch cl cn cr cz de ec ee eg es fr ge gr gt hk hr ie igo it lu nl no nz ph pl pr pt "
    "ro rs sg th tw ug us ve vn za",
    "4.0": "-",
}
_LACKING = {("by-sa", "2.1"): {"ca"}, ("by-sa", "3.0"): {"am", "az", "ca", "ge"}}
_SIX = ("by", "by-nc", "by-nd", "by-sa", "by-nc-nd", "by-nc-sa")
_ODD: dict[str, dict[str, str]] = {
    **{unit: {"1.0": "- fi nl", "2.0": "jp"} for unit in ("nc", "nc-sa", "nd", "nd-nc", "sa")},
    "sampling": {"1.0": "- br tw"},
    "sampling+": {"1.0": "- br de tw"},
    "nc-sampling+": {"1.0": "- tw"},
    "devnations": {"2.0": "-"},
    "zero": {"1.0": "-"},
    "mark": {"1.0": "-"},
    "certification": {"1.0": "us"},
}
"""``-`` is the license without a jurisdiction (unported, generic or international)."""


def _editions(unit: str) -> dict[str, frozenset[str]]:
    """Give each version of a unit with its ports."""
    rows = _PORTS if unit in _SIX else _ODD[unit]
    return {
        version: frozenset(ports.replace("-", "").split() + ([""] if "-" in ports.split() else []))
        - _LACKING.get((unit, version), set())
        for version, ports in rows.items()
    }


EDITIONS: dict[str, dict[str, frozenset[str]]] = {unit: _editions(unit) for unit in UNITS}
"""Version to ports of each unit; the port ``""`` is the license without a jurisdiction."""

_SOFTWARE = {"cc:gpl/2.0": "GPL/2.0", "cc:lgpl/2.1": "LGPL/2.1", "cc:mit": "MIT", "cc:bsd": "BSD"}
UNUSABLE: frozenset[str] = frozenset(_SOFTWARE) | {"cc:publicdomain"}
"""Keys of pages that are recognized and license no text: software deeds and a retired page."""

_SPDX_PORTS: dict[str, tuple[str, ...]] = {
    "by": ("2.5/au", "3.0/at", "3.0/au", "3.0/de", "3.0/igo", "3.0/nl", "3.0/us"),
    "by-nc": ("3.0/de",),
    "by-nd": ("3.0/de",),
    "by-sa": ("2.0/uk", "2.1/jp", "3.0/at", "3.0/de", "3.0/igo"),
    "by-nc-nd": ("3.0/de", "3.0/igo"),
    "by-nc-sa": ("2.0/de", "2.0/fr", "2.0/uk", "3.0/de", "3.0/igo"),
}
"""Ports that have an SPDX id; the others have none."""
_SPDX_TOOLS = {
    "zero/1.0": "CC0-1.0",
    "mark/1.0": "CC-PDM-1.0",
    "certification/1.0/us": "CC-PDDC",
    "sa/1.0": "CC-SA-1.0",
}
_TOOL_NAMES = {
    "zero": "CC0",
    "mark": "Public Domain Mark",
    "certification": "CC Public Domain Dedication and Certification",
}

_OTHER: dict[str, tuple[str, str, Unit]] = {
    f"spdx:OGL-UK-{n}.0": (
        f"Open Government Licence v{n}.0",
        f"https://www.nationalarchives.gov.uk/doc/open-government-licence/version/{n}/",
        Unit(_ADAPT),
    )
    for n in (1, 2, 3)
} | {
    "spdx:OGL-Canada-2.0": (
        "Open Government Licence – Canada 2.0",
        "https://open.canada.ca/en/open-government-licence-canada",
        Unit(_ADAPT),
    ),
    "spdx:etalab-2.0": (
        "Licence Ouverte 2.0 (Etalab)",
        "https://www.etalab.gouv.fr/wp-content/uploads/2018/11/open-licence.pdf",
        Unit(_ADAPT),
    ),
    "spdx:DL-DE-BY-2.0": (
        "Data licence Germany – attribution – version 2.0",
        "https://www.govdata.de/dl-de/by-2-0",
        Unit(_ADAPT),
    ),
    "spdx:DL-DE-ZERO-2.0": (
        "Data licence Germany – Zero – version 2.0",
        "https://www.govdata.de/dl-de/zero-2-0",
        Unit(_ADAPT, frozenset()),
    ),
}


OTHER_KEYS: tuple[str, ...] = tuple(_OTHER)
"""Keys of the licenses outside Creative Commons."""


def exists(unit: str, version: str, port: str = "") -> bool:
    """Say whether Creative Commons published this unit in this version for this port."""
    return port in EDITIONS.get(unit, {}).get(version, ())


def key_of(unit: str, version: str = "", port: str = "") -> str:
    """Give the key of a unit, with version and port where known: ``cc:by/3.0/igo``."""
    return f"cc:{'/'.join(part for part in (unit, version, port) if part)}"


RESERVED = "rights:reserved"
"""All rights reserved: the key of no license at all."""
_JURISDICTIONS = {
    "spdx:OGL-UK": "uk",
    "spdx:OGL-Canada": "ca",
    "spdx:etalab": "fr",
    "spdx:DL-DE": "de",
    "pd:us-gov": "us",
}


def edition_of(key: str) -> tuple[str, str]:
    """Give the version and the jurisdiction that a key names; empty where it names none."""
    if key.startswith("cc:"):
        _, version, port = (*key.split("/"), "", "")[:3]
        return version, port
    jurisdiction = next((code for begin, code in _JURISDICTIONS.items() if key.startswith(begin)), "")
    version = key.rpartition("-")[2]
    return (version if key.startswith("spdx:") else ""), jurisdiction


@lru_cache(maxsize=4096)
def license_of(key: str) -> License | None:
    """Give the license a key stands for, or ``None`` when it is not known here."""
    scheme, _, rest = key.partition(":")
    match scheme:
        case "cc":
            return _software(key) if key in UNUSABLE else _creative_commons(key, *rest.split("/"))
        case "spdx":
            return _other(key)
        case "pd":
            return _us_government(key) if rest == "us-gov" else None
        case "permission":
            return _permission(key) if rest else None
        case "rights":
            return _reserved(key) if key == RESERVED else None
        case _:
            return None


def url_of(key: str) -> str | None:
    """Give the canonical address of a license, or ``None`` where it has none."""
    known = license_of(key)
    return known.url if known else None


def license_named(name: str) -> License | None:
    """Give the license with this short name, or ``None``: the way back from what a permit says of itself.

    Every bespoke permission has the same name; any of them stands for all.
    """
    return _by_name().get(name)


@lru_cache(maxsize=1)
def _by_name() -> dict[str, License]:
    creative_commons = (
        key_of(unit, version, port)
        for unit, versions in EDITIONS.items()
        for version, ports in versions.items()
        for port in ports
    )
    known = map(license_of, (*creative_commons, *_OTHER, "pd:us-gov", "permission:any"))
    return {one.name: one for one in known if one}


def key_of_other_url(address: str) -> str:
    """Give the key of a license outside Creative Commons by its canonical address, or an empty string."""
    bare = address.strip().split("#")[0].split("?")[0].rstrip("/").removeprefix("http://").removeprefix("https://")
    return _OTHER_URLS.get(bare.lower(), "")


_OTHER_URLS = {url.removeprefix("https://").rstrip("/").lower(): key for key, (_, url, _) in _OTHER.items()}


def burdens(terms: License) -> frozenset[str]:
    """Give everything a license withholds or asks for, so that two licenses can be compared as sets."""
    return _burdens(terms.permits, terms.requires, terms.prohibits)


@lru_cache(maxsize=256)
def _burdens(permits: frozenset[str], requires: frozenset[str], prohibits: frozenset[str]) -> frozenset[str]:
    return (requires - {"Notice"}) | prohibits | {f"no {act}" for act in _ADAPT - permits}


def looser(one: License, other: License) -> bool:
    """Say whether the first license allows something the second does not.

    Two licenses of different families can not be compared, so each is looser than the other. Versions and ports
    do not count. What permits nothing is looser than nothing.
    """
    if not one.permits:
        return False
    if one.key.partition(":")[0] != other.key.partition(":")[0]:
        return True
    if not (one.public and other.public):
        return one.key != other.key
    return not burdens(one) >= burdens(other)


def stricter(one: License, other: License) -> bool:
    """Say whether the first license allows less than the second, and nothing more."""
    return not looser(one, other) and burdens(one) > burdens(other)


def _creative_commons(key: str, unit: str, version: str = "", port: str = "", *rest: str) -> License | None:
    # The CC license data name no DerivativeWorks for the Scottish ports: the stricter reading is kept.
    if rest or unit not in UNITS or (version and not exists(unit, version, port)):
        return None
    label = _TOOL_NAMES.get(unit) or f"CC {unit.upper()}"
    name = " ".join(part for part in (label, version, port.upper() if port != "scotland" else "Scotland") if part)
    return License(
        key=key,
        name=name,
        url=_cc_url(unit, version, port) if version else None,
        spdx=_cc_spdx(unit, version, port) if version else None,
        version_known=bool(version),
        permits=UNITS[unit].permits - (_ADAPT - _SHARE if port == "scotland" else frozenset()),
        requires=UNITS[unit].requires,
        prohibits=UNITS[unit].prohibits,
    )


def _cc_url(unit: str, version: str, port: str) -> str:
    category = "publicdomain" if unit in _TOOL_NAMES else "licenses"
    spelled = "by-nd-nc" if (unit, version) == ("by-nc-nd", "1.0") else unit  # its only spelling at 1.0
    parts = [category, spelled, version, *([port] if port else [])]
    return f"https://creativecommons.org/{'/'.join(parts)}/"


def _cc_spdx(unit: str, version: str, port: str) -> str | None:
    path = "/".join(part for part in (unit, version, port) if part)
    if path in _SPDX_TOOLS:
        return _SPDX_TOOLS[path]
    if unit in _SIX and (not port or f"{version}/{port}" in _SPDX_PORTS[unit]):
        return "-".join(part for part in ("CC", unit.upper(), version, port.upper()) if part)
    return None


def _software(key: str) -> License:
    path = _SOFTWARE.get(key, "publicdomain")
    return License(
        key=key,
        name=f"Creative Commons page {path}",
        url=f"https://creativecommons.org/licenses/{path}/",
        version_known="/" in key,
    )


def _other(key: str) -> License | None:
    if key not in _OTHER:
        return None
    name, url, unit = _OTHER[key]
    return License(key=key, name=name, url=url, spdx=key.removeprefix("spdx:"), **unit._asdict())


def _us_government(key: str) -> License:
    return License(key=key, name="US government work", permits=_ADAPT)


def _permission(key: str) -> License:
    return License(key=key, name="the publisher's permission", permits=_SHARE, requires=_CREDIT, public=False)


def _reserved(key: str) -> License:
    return License(key=key, name="All rights reserved", prohibits=_NC, public=False)
