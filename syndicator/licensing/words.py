"""The words of license statements, by language: tables alone. Forms are written as ``text.fold`` leaves them.

Marks are kept as in the sources (NFKC, no case); a space in a form matches any run of spaces or hyphens.
"""

from __future__ import annotations

ELEMENTS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "by": ("attribution",),
        "nc": ("non commercial", "noncommercial"),
        "nd": ("no derivative works", "no derivatives", "no derivative", "no derivs", "noderivatives", "noderivs"),
        "sa": ("share alike", "sharealike"),
    },
    "fr": {
        "by": ("attribution", "paternité"),
        "nc": ("pas d'utilisation commerciale",),
        "nd": ("pas de modification", "pas de modifications"),
        "sa": (
            "partage dans les mêmes conditions",
            "partage à l'identique",
            "partage des conditions initiales à l'identique",
        ),
    },
    "es": {
        "by": ("reconocimiento", "atribución"),
        "nc": ("no comercial", "nocomercial"),
        "nd": (
            "sin obra derivada",
            "sinobraderivada",
            "sin derivadas",
            "sin derivados",
            "sin derivar",
            "sinderivadas",
            "sinderivados",
        ),
        "sa": ("compartir igual", "compartirigual", "compartir derivadas igual"),
    },
    "pt": {
        "by": ("atribuição",),
        "nc": ("não comercial", "nãocomercial", "uso não comercial"),
        "nd": (
            "sem derivações",
            "semderivações",
            "sem derivados",
            "semderivados",
            "vedada a criação de obras derivadas",
            "vedada a criação de obras derivativas",
            "proibição de realização de obras derivadas",
        ),
        "sa": (
            "compartilha igual",
            "compartilhaigual",
            "compartilhamento pela mesma licença",
            "partilha nos termos da mesma licença",
        ),
    },
    "ca": {
        "by": ("reconeixement", "atribució"),
        "nc": ("no comercial", "nocomercial"),
        "nd": ("sense obra derivada", "senseobraderivada"),
        "sa": ("compartir igual", "compartirigual"),
    },
    "de": {
        "by": ("namensnennung",),
        "nc": ("nicht kommerziell", "nichtkommerziell", "keine kommerzielle nutzung"),
        "nd": ("keine bearbeitung", "keine bearbeitungen", "keinebearbeitung", "keinebearbeitungen"),
        "sa": ("weitergabe unter gleichen bedingungen",),
    },
    "id": {
        "by": ("atribusi",),
        "nc": ("non komersial", "nonkomersial"),
        "nd": ("tanpa turunan", "tanpaturunan"),
        "sa": ("berbagi serupa", "berbagiserupa"),
    },
    "it": {
        "by": ("attribuzione",),
        "nc": ("non commerciale", "noncommerciale"),
        "nd": ("non opere derivate", "nonoperederivate"),
        "sa": ("condividi allo stesso modo",),
    },
    "nl": {
        "by": ("naamsvermelding",),
        "nc": ("niet commercieel", "nietcommercieel"),
        "nd": ("geen afgeleide werken", "geenafgeleidewerken"),
        "sa": ("gelijk delen", "gelijkdelen"),
    },
    "pl": {
        "by": ("uznanie autorstwa",),
        "nc": ("użycie niekomercyjne",),
        "nd": ("bez utworów zależnych",),
        "sa": ("na tych samych warunkach",),
    },
    "nordic": {
        "by": ("navngivelse", "erkännande"),
        "nc": ("ikkekommersiell", "ickekommersiell"),
        "nd": ("ingabearbetningar",),
        "sa": ("delalika",),
    },
    "gl": {"by": ("recoñecemento",), "nc": (), "nd": (), "sa": ()},
}
"""Element words by language; the abbreviations by, nc, nd, sa are the same in all."""

UNPORTED = [
    "international",
    "internacional",
    "internasional",
    "internazionale",
    "internationaal",
    "unported",
    "generic",
    "générique",
    "genérica",
    "genérico",
    "universal",
    "międzynarodowe",
    "uluslararası",
]
UNPORTED_PHRASES = ("non transposé", "não adaptada", "no portada", "não adaptado")

PORT_NAMES: dict[str, str] = {
    "united states": "us",
    "uk: england & wales": "uk",
    "uk: england and wales": "uk",
    "england & wales": "uk",
    "england and wales": "uk",
    "uk: scotland": "scotland",
    "scotland": "scotland",
    "australia": "au",
    "deutschland": "de",
    "germany": "de",
    "españa": "es",
    "spain": "es",
    "france": "fr",
    "brasil": "br",
    "brazil": "br",
    "italia": "it",
    "italy": "it",
    "nederland": "nl",
    "netherlands": "nl",
    "österreich": "at",
    "austria": "at",
    "schweiz": "ch",
    "suisse": "ch",
    "switzerland": "ch",
    "japan": "jp",
    "portugal": "pt",
    "canada": "ca",
    "new zealand": "nz",
    "igo": "igo",
}

REFUSALS: dict[str, tuple[str, ...]] = {
    "en": (
        r"all rights? (are )?reserved",
        r"\b(no|not for) (reproduction|republication|republishing|redistribution)\b",
        r"\b(may|must|can) ?not be (re(produced|published|printed|distributed|posted)|copied)\b",
        r"\bno part of [^.]{0,60}\b(may|can) be re(produced|published|printed)\b",
        r"\b(do|does) not (re(publish|print|produce|post|distribute)|copy)\b",
        r"\bre(production|publication|publishing) (is )?(strictly )?(prohibited|forbidden|not (permitted|allowed))\b",
    ),
    "de": (r"alle rechte vorbehalten", r"\bnachdruck (ist )?(verboten|untersagt|nicht gestattet)\b"),
    "fr": (
        r"tous (les )?droits (sont )?réservés",
        r"\breproduction (est )?(totale ou partielle )?(strictement )?(interdite|non autorisée)\b",
    ),
    "es": (
        r"todos los derechos (están )?reservados",
        r"\bprohibida (su |la )?(reproducción|republicación)\b",
        r"\breproducción (está )?prohibida\b",
    ),
    "pt": (
        r"todos os direitos (são )?reservados",
        r"\bproibida a (reprodução|republicação)\b",
        r"\breprodução (é )?proibida\b",
    ),
    "it": (r"tutti i diritti (sono )?riservati", r"\briproduzione (è )?(riservata|vietata)\b"),
    "nl": (r"alle rechten (zijn )?voorbehouden",),
    "ca": (r"tots els drets (estan )?reservats",),
    "id": (r"hak cipta dilindungi", r"\bdilarang (memperbanyak|mengutip|menyalin)\b"),
}

NEGATIONS = (
    r"\bnot\b|\bno longer\b|n't\b|\bnever\b|\bn'est (pas|plus)\b|\bne sont (pas|plus)\b|"
    r"\bnicht\b|\bkeine? lizenz\b|\bno está\b|"
    r"\bya no\b|\bnão está\b|\bnon è\b|\bniet\b|\btidak\b|\bbukan\b|\bno està\b"
)

CARVE_OUTS = (
    r"\bexcept(ions?|ing)?\b[^.;,]*|\bunless\b[^.;,]*|\bother than\b|\bsauf\b[^.;,]*|"
    r"\bsalvo\b[^.;,]*|\bsofern nicht ander[^.;,]*|"
    r"\bsoweit nicht ander[^.;,]*|\bwenn nicht ander[^.;,]*|\bexceto\b[^.;,]*|"
    r"\bkecuali\b[^.;,]*|\btranne\b[^.;,]*|\btenzij\b[^.;,]*|"
    r"\bexcepte\b[^.;,]*|\bausgenommen\b[^.;,]*|\bmit ausnahme\b[^.;,]*|"
    r"\bà l'exception\b[^.;,]*|\bexcluding\b|\bexcluded\b|"
    r"\bnot including\b|\bdoes not (apply|cover|include)\b[^.;]*|\bdo not apply\b|\b(text|"
    r"words) only\b|\bonly the (text|words)\b|"
    r"\bnur (der )?text\b|\btexte seul(ement)?\b|\bsolo (el )?texto\b|\bapenas (o )?texto\b"
)

PLANS = (
    r"\?|\bwill be\b|\bwould be\b|\bto be (released|licensed|published)\b|\bplans? to\b|"
    r"\bplanned\b|\basked whether\b|\bshould\b|\bhad "
    r"(been|put)\b|\bused to be\b|\bwas once\b|\bformerly\b|\bmight\b|\bcould be\b|\bsera\b|"
    r"\bseront\b|\bwird\b|\bwerden soll|\bsoll\b|\bserá\b|"
    r"\bserán\b|\bserão\b|\bakan\b|\bsarà\b|\bzal\b|\bserà\b"
)

ANCHORS = (
    r"licen[scç]|lizen[sz]|llicènci|lisensi|licentie|\bunder\b|\breleased\b|"
    r"\bpublished under\b|\bavailable under\b|\bdistributed under\b|"
    r"\bsous\b|selon les termes|\bbajo\b|\bsob\b|\bunter\b|di bawah|\bcon licenza\b|\bsotto\b|"
    r"valt onder|\bonder\b|\bsota\b"
)

WORKS = (
    r"\b(this|our|these) (\w+ )?(article|story|stories|work|post|text|report|content|site|"
    r"website|piece|essay|page|analysis|feed|articles|"
    r"posts|texts|works|podcast|publication|blog)\b|\bcontent on this (site|page|website)\b|"
    r"\ball content\b|\bthe texts\b|\bthe text of this\b|"
    r"\bcet (article|te œuvre)\b|\bcette (œuvre|oeuvre|publication)\b|\bce (texte|contenu|"
    r"site|billet)\b|\bles contenus de ce site\b|"
    r"\best[ea] (artículo|obra|texto|contenido|sitio|artigo|conteúdo|site|publicación|trabajo|trabalho)\b|"
    r"\b(contenidos|conteúdo|conteúdos) (de|d)este (sitio|site)\b|\blos contenidos de este sitio\b|"
    r"\bdiese[rsm]? (text|beitrag|artikel|werk|inhalt|seite|website)\b|\binhalte dieser (website|seite)\b|"
    r"\b(artikel|tulisan|karya|konten|situs) ini\b|\bkonten situs ini\b|"
    r"\bquest['oa] ?(articolo|opera|testo|sito|contenuto)\b|\bdit (artikel|werk)\b|\bdeze (tekst|site)\b|"
    r"\baquest[a]? (article|obra|text|lloc)\b"
)

SITES = (
    r"\b(site|website|our (articles|stories|texts|content)|ce site|sitio|deste site|website|"
    r"situs|sito|lloc web|all content|the texts)\b"
)

MEDIA = (
    r"\b(photo(s|graph|graphs|graphy|grapher)?|images?|pictures?|figures?|fig|videos?|maps?|"
    r"charts?|illustrations?|graphics?|audio|"
    r"recordings?|screenshots?|cartoons?|footage|fotos?|fotografías?|imagen|imágenes|imagens?|"
    r"imagem|vidéos?|cartes?|bilde?r?|abbildung(en)?|"
    r"grafik(en)?|gambar|peta|immagin[ei]|afbeeldingen?|foto's|imatges?|figcaption)\b"
)

FOREIGN = (
    r"\b(study|studies|paper|papers|book|books|data ?sets?|data|code|software|template|theme|"
    r"comments?|album|journal|photographer|ministry|"
    r"(?<!this )(?<!our )(report|survey|analysis|research|review|essay|poem|story by|project|"
    r"press release)|librar(y|ies)|plugin|font|fonts|"
    r"étude|rapport|livre|thème|données|estudio|informe|libro|datos|comentarios|estudo|"
    r"relatório|livro|dados|studie|bericht|buch|daten|"
    r"kommentare|studi|laporan|buku|data|studio|rapporto|libro|dati|onderzoek|boek|estudi|llibre)\b"
)
