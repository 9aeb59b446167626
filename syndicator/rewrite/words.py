"""Our own words in eight languages; any other gets English. Publishers' sentences stand in their terms."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError


class Words(NamedTuple):
    """The words of one language for byline and notice."""

    by: str
    original: str
    license: str
    changes: str
    images: str
    embeds: str
    both: str
    beginning: str
    removed: str
    sentence: str
    """For a publisher without a sentence of its own."""
    link_text: str
    read_on: str
    """After an excerpt; ``{publisher}`` is the publisher's name."""


_WORDS = {
    "en": Words(
        by="By",
        original="Original:",
        license="License:",
        changes="Changes:",
        images="images removed",
        embeds="embedded content removed",
        both="images and embedded content removed",
        beginning="only the beginning is shown",
        removed="Removed:",
        sentence="This article is republished from {publisher_link}. Read the {original_link}.",
        link_text="original article",
        read_on="Read the full article on {publisher}",
    ),
    "fr": Words(
        by="Par",
        original="Original\u00a0:",
        license="Licence\u00a0:",
        changes="Modifications\u00a0:",
        images="images retirées",
        embeds="contenus intégrés retirés",
        both="images et contenus intégrés retirés",
        beginning="seul le début est reproduit",
        removed="Retirés\u00a0:",
        sentence="Cet article est republié depuis {publisher_link}. Lire l’{original_link}.",
        link_text="article original",
        read_on="Lire l’article complet sur {publisher}",
    ),
    "es": Words(
        by="Por",
        original="Original:",
        license="Licencia:",
        changes="Cambios:",
        images="imágenes eliminadas",
        embeds="contenido incrustado eliminado",
        both="imágenes y contenido incrustado eliminados",
        beginning="solo se muestra el comienzo",
        removed="Eliminado:",
        sentence="Este artículo se republica de {publisher_link}. Lea el {original_link}.",
        link_text="artículo original",
        read_on="Lea el artículo completo en {publisher}",
    ),
    "pt": Words(
        by="Por",
        original="Original:",
        license="Licença:",
        changes="Alterações:",
        images="imagens removidas",
        embeds="conteúdo incorporado removido",
        both="imagens e conteúdo incorporado removidos",
        beginning="apenas o início é mostrado",
        removed="Removido:",
        sentence="Este artigo é republicado de {publisher_link}. Leia o {original_link}.",
        link_text="artigo original",
        read_on="Leia o artigo completo em {publisher}",
    ),
    "de": Words(
        by="Von",
        original="Original:",
        license="Lizenz:",
        changes="Änderungen:",
        images="Bilder entfernt",
        embeds="eingebettete Inhalte entfernt",
        both="Bilder und eingebettete Inhalte entfernt",
        beginning="nur der Anfang wird gezeigt",
        removed="Entfernt:",
        sentence="Dieser Artikel wird von {publisher_link} übernommen. Lesen Sie den {original_link}.",
        link_text="Originalartikel",
        read_on="Lesen Sie den ganzen Artikel bei {publisher}",
    ),
    "it": Words(
        by="Di",
        original="Originale:",
        license="Licenza:",
        changes="Modifiche:",
        images="immagini rimosse",
        embeds="contenuti incorporati rimossi",
        both="immagini e contenuti incorporati rimossi",
        beginning="è mostrato solo l’inizio",
        removed="Rimossi:",
        sentence="Questo articolo è ripubblicato da {publisher_link}. Leggi l’{original_link}.",
        link_text="articolo originale",
        read_on="Leggi l’articolo completo su {publisher}",
    ),
    "nl": Words(
        by="Door",
        original="Origineel:",
        license="Licentie:",
        changes="Wijzigingen:",
        images="afbeeldingen verwijderd",
        embeds="ingesloten inhoud verwijderd",
        both="afbeeldingen en ingesloten inhoud verwijderd",
        beginning="alleen het begin wordt getoond",
        removed="Verwijderd:",
        sentence="Dit artikel is overgenomen van {publisher_link}. Lees het {original_link}.",
        link_text="oorspronkelijke artikel",
        read_on="Lees het volledige artikel op {publisher}",
    ),
    "id": Words(
        by="Oleh",
        original="Artikel asli:",
        license="Lisensi:",
        changes="Perubahan:",
        images="gambar dihapus",
        embeds="konten tersemat dihapus",
        both="gambar dan konten tersemat dihapus",
        beginning="hanya bagian awal yang ditampilkan",
        removed="Dihapus:",
        sentence="Artikel ini diterbitkan ulang dari {publisher_link}. Baca {original_link}.",
        link_text="artikel asli",
        read_on="Baca artikel lengkapnya di {publisher}",
    ),
}


def primary(language: str) -> str:
    """Give the primary subtag of a BCP 47 tag, in lower case."""
    return language.replace("_", "-").split("-")[0].lower()


def words_of(language: str) -> Words:
    """Give our words in a language, or the English ones."""
    return _WORDS.get(primary(language), _WORDS["en"])


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Give the locale for dates and lists: that of a language we have words for, with its region where known."""
    if primary(language) not in _WORDS:
        return Locale.parse("en")
    try:
        return Locale.parse(language.replace("_", "-"), sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse(primary(language))
