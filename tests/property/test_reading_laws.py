"""What is added to a text may take permissions away, and never gives any."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from syndicator.licensing import license_of, read
from syndicator.licensing.keys import EDITIONS, key_of
from syndicator.licensing.prose import CarrierKind
from syndicator.licensing.words import ELEMENTS
from syndicator.model.rights import License

UNITS = ("by", "by-nc", "by-nd", "by-sa", "by-nc-nd", "by-nc-sa", "zero")
KEYS = [key_of(unit, version, port) for unit in UNITS for version in EDITIONS[unit] for port in EDITIONS[unit][version]]
OTHERS = [
    "Open Government Licence v3.0",
    "Licence Ouverte / Open Licence version 2.0 (Etalab)",
    "Datenlizenz Deutschland - Namensnennung - Version 2.0",
]
RESTRICTIONS = [form for language in ELEMENTS.values() for element in ("nc", "nd", "sa") for form in language[element]]
ABBREVIATIONS = ["NC", "ND", "SA", "nc", "nd", "sa", "NC-ND", "NC-SA"]
REFUSALS = """All rights reserved|No reproduction without permission|Do not republish|Not for republication
Alle Rechte vorbehalten|Nachdruck verboten|Tous droits réservés|Reproduction interdite|Todos los derechos reservados
Prohibida su reproducción|Todos os direitos reservados|Proibida a reprodução|Tutti i diritti riservati
Riproduzione vietata|Alle rechten voorbehouden|Tots els drets reservats|Hak cipta dilindungi|Dilarang memperbanyak
CC BY does not apply to this text|No longer under Creative Commons""".replace("\n", "|").split("|")
CARVE_OUTS = """except photos|unless otherwise noted|text only|images excluded|sauf mention contraire|salvo las fotos
sofern nicht anders angegeben|exceto imagens|kecuali foto|tranne le foto|tenzij anders vermeld
excepte les fotografies|excluding charts|with the exception of maps""".replace("\n", "|").split("|")
RESTRICTED = """Not for commercial use|Commercial use is prohibited|No commercial use|For non-commercial use only
No modifications|Please do not alter the text|Derivatives are not allowed|Share under the same license
Keine kommerzielle Nutzung|Keine Bearbeitung|Usage non commercial|Modification interdite|Uso no comercial
Prohibido el uso comercial|No se permiten obras derivadas|Uso comercial proibido|Proibida a modificação
Vietato l'uso commerciale|Niet voor commercieel gebruik|Tidak untuk tujuan komersial|Sense finalitats comercials"""
SENTENCES = RESTRICTED.replace("\n", "|").split("|")
CARRIERS: st.SearchStrategy[CarrierKind] = st.sampled_from(["entry-rights", "document-rights", "body", "page"])
OF_RIGHTS: st.SearchStrategy[CarrierKind] = st.sampled_from(["entry-rights", "document-rights"])


def name_of(key: str) -> str:
    known = license_of(key)
    assert known is not None
    return known.name


NAMES = st.sampled_from([*map(name_of, KEYS), *OTHERS])


def allowed(text: str, carrier: CarrierKind) -> set[str]:
    """Give every permission that a text gives for the work: what it permits, less what it asks and prohibits."""
    given: set[str] = set()
    reading = read(text, carrier)
    for claim in reading.claims:
        known = license_of(claim.key)
        if claim.scope == "work" and known is not None and not reading.refusal:
            given |= permissions(known)
            given |= set() if claim.exceptions else {"the whole work"}
    return given


def permissions(known: License) -> set[str]:
    free = {"CommercialUse", "ShareAlike"} - known.prohibits - known.requires
    return {*known.permits, *(f"free of {act}" for act in free)}


@given(
    NAMES,
    st.sampled_from([*RESTRICTIONS, *ABBREVIATIONS]),
    st.sampled_from([" ", "-", ", ", "/", " + ", " ("]),
    CARRIERS,
)
@example("CC BY 4.0", "NC", " ", "entry-rights")
def test_a_restrictive_word_beside_a_license_gives_nothing_more(
    name: str, word: str, joint: str, carrier: CarrierKind
) -> None:
    for sentence in (f"{name}", f"This article is licensed under {name}"):
        assert allowed(f"{sentence}{joint}{word}", carrier) <= allowed(sentence, carrier)


@given(st.sampled_from(KEYS), st.sampled_from([*RESTRICTIONS, *ABBREVIATIONS]), st.integers(0, 4), CARRIERS)
def test_a_restrictive_word_among_the_elements_gives_nothing_more(
    key: str, word: str, place: int, carrier: CarrierKind
) -> None:
    for begin in ("", "This article is licensed under "):
        parts = name_of(key).split(" ")
        whole = begin + " ".join(parts)
        elements = parts[1].split("-") if len(parts) > 1 else []
        elements.insert(min(place, len(elements)), word)
        assert allowed(begin + " ".join([parts[0], "-".join(elements), *parts[2:]]), carrier) <= allowed(whole, carrier)


@given(
    NAMES,
    st.sampled_from([*REFUSALS, *CARVE_OUTS, *SENTENCES, *RESTRICTIONS, *ABBREVIATIONS]),
    st.booleans(),
    OF_RIGHTS,
)
def test_another_sentence_of_a_rights_element_gives_nothing_more(
    name: str, sentence: str, first: bool, carrier: CarrierKind
) -> None:
    capitals = sentence[0].upper() + sentence[1:]
    parts = [f"{capitals}.", f"{name}."] if first else [f"{name}.", f"{capitals}."]
    assert allowed(" ".join(parts), carrier) <= allowed(f"{name}.", carrier)
    assert allowed("\n".join(f"<p>{part}</p>" for part in parts), carrier) <= allowed(f"{name}.", carrier)


@given(NAMES, st.sampled_from([*REFUSALS, *CARVE_OUTS]), st.sampled_from([", ", "; ", ". ", " (", " - "]), OF_RIGHTS)
def test_what_refuses_or_carves_out_never_leaves_the_whole_work_free(
    name: str, words: str, joint: str, carrier: CarrierKind
) -> None:
    assert "the whole work" not in allowed(f"{name}{joint}{words}", carrier)


@given(NAMES, st.sampled_from([*SENTENCES, *RESTRICTIONS, *(one for one in ABBREVIATIONS if one.isupper())]), OF_RIGHTS)
def test_a_restriction_in_a_sentence_of_its_own_is_never_overheard(
    name: str, sentence: str, carrier: CarrierKind
) -> None:
    after = allowed(f"{name}. {sentence}.", carrier)
    assert not {"free of CommercialUse", "free of ShareAlike", "DerivativeWorks"} <= after
