"""What a sentence about rights may speak of, by kind: the work at hand, pictures, other works. Tables alone.

How a form is written stands in ``phrases``. Where a noun may mean another work it stands here as one.
"""

from __future__ import annotations

from syndicator.licensing import kinds

_THIS = (
    "this|our|these|cet|cette|ce|ces|notre|nos|este|esta|estas|estos|estes|nuestro|nuestra|nuestros|nuestras|nosso|"
    "nossa|nossos|nossas|diese|dieser|dieses|diesem|diesen|unsere|unser|unserer|unserem|unseren|questo|questa|quest|"
    "questi|nostro|nostri|dit|deze|onze|ons|aquest|aquesta|aquests|aquestes"
)
_PIECE = (
    "article|articles|story|stories|work|works|post|posts|text|texts|report|reports|content|contents|piece|pieces|"
    "essay|essays|page|pages|analysis|feed|podcast|publication|publications|blog|column|interview|editorial|newsletter|"
    "entry|document|reporting|journalism|reportage|textes|texte|contenu|contenus|billet|billets|œuvre|oeuvre|œuvres|"
    "chronique|tribune|artículo|artículos|obra|obras|texto|textos|contenido|contenidos|artigo|artigos|conteúdo|"
    "conteúdos|publicación|publicaciones|publicação|trabajo|trabalho|entrada|reportaje|reportagem|nota|postagem|"
    "matéria|beitrag|beiträge|artikel|artikels|werk|werke|werkes|werks|inhalt|inhalte|veröffentlichung|bericht|"
    "blogbeitrag|articolo|articoli|opera|opere|testo|testi|contenuto|contenuti|pubblicazione|tekst|teksten|stuk|"
    "publicatie|artikelen|inhoud|obres|contingut|continguts|reportatge|publicació"
)
_PLACE = (
    "site|website|websites|web|blog|page|magazine|newspaper|newsletter|portal|weblog|sítio|sitio|página|sito|situs|"
    "seite|webseite|internetseite|lloc|pagina|pàgina"
)

SUBJECTS: dict[str, str] = {
    kinds.MEDIA: (
        "photo|photos|photograph|photographs|photography|photographer|photographers|image|images|imagery|picture|"
        "pictures|figure|figures|fig|figs|video|videos|map|maps|chart|charts|graph|graphs|illustration|illustrations|"
        "graphic|graphics|audio|recording|recordings|screenshot|screenshots|cartoon|cartoons|footage|drawing|drawings|"
        "diagram|diagrams|infographic|infographics|visualization|visualizations|visualisation|visualisations|artwork|"
        "artworks|painting|paintings|portrait|thumbnail|music|song|songs|film|films|movie|animation|icon|icons|logo|"
        "logos|embed|embeds|banner|pic|pics|snapshot|caption|captions|figcaption;"
        "vidéo|vidéos|carte|cartes|photographie|photographies|infographie|dessin|dessins;"
        "foto|fotos|fotografía|fotografías|imagen|imágenes|ilustración|ilustraciones|gráfico|gráficos|mapa|mapas|vídeo|"
        "vídeos|grabación|infografía|dibujo;fotografia|fotografias|imagem|imagens|ilustração|ilustrações|desenho;"
        "bild|bilder|bildes|abbildung|abbildungen|grafik|grafiken|karte|karten|zeichnung|aufnahme|aufnahmen|titelbild;"
        "gambar|peta|ilustrasi|grafis|infografis;immagine|immagini|mappa|mappe|grafico|grafici|illustrazione|"
        "illustrazioni|disegno|fotografie;afbeelding|afbeeldingen|illustratie|illustraties|kaart|grafiek|beeld|beelden|"
        "tekening;imatge|imatges|gràfic|gràfics|dibuix;zdjęcie|zdjęcia|fot|fotoğraf|görsel|fotografi|kuva|valokuva"
    ),
    kinds.FOREIGN: (
        "study|studies|paper|papers|preprint|preprints|book|books|novel|novels|textbook|manual|handbook|thesis|"
        "dissertation|dataset|datasets|data|database|databases|code|software|app|template|templates|theme|themes|"
        "comment|comments|album|albums|journal|journals|ministry|report|reports|survey|surveys|analysis|research|"
        "review|reviews|essay|poem|poems|project|library|libraries|plugin|plugins|font|fonts|speech|speeches|lecture|"
        "lectures|material|materials|transcript|transcripts|course|courses|encyclopedia|encyclopaedia|wiki|wikipedia|"
        "collection|collections|archive|archives|game|games|translation|translations|excerpt|quotation|quotations|"
        "brochure|slides|letter|letters|tables|series|submissions|contributions|documents;story|article by;"
        "press|media release;site|web design|"
        "layout;information licensed|from|under;"
        "étude|études|rapport|rapports|livre|livres|thème|données|logiciel|commentaires|discours|conférence|roman;"
        "estudio|estudios|informe|informes|libro|libros|datos|comentarios|discurso|novela|programa|plantilla;"
        "estudo|estudos|relatório|relatórios|livro|livros|dados|comentários;"
        "studie|studien|bericht|berichte|buch|bücher|daten|datensatz|kommentare|vortrag|vortrags|rede|aufsatz|"
        "gutachten|programm|vorlage;studi|laporan|buku|komentar|pidato|kode|templat;"
        "studio|rapporto|libro|libri|dati|commenti|discorso|ricerca|romanzo;"
        "onderzoek|boek|boeken|gegevens|lezing|reacties|toespraak;"
        "estudi|estudis|llibre|llibres|dades|discurs|comentaris"
    ),
    kinds.OWN: (
        "this|our survey|research|review|poem|project;copyright|rights|license|licence information;"
        "all material|materials|reports|essays"
    ),
    kinds.WORK: (
        f"{_THIS} _? {_PIECE};{_THIS} {_PLACE};content|contents|text|texts|article|articles|posts|stories|material|"
        f"materials|everything on|of|in|from this|our {_PLACE};all _? content|contents|articles|texts|stories|posts;"
        "the text|texts|body|words of this|these;the texts;tout le contenu;"
        f"contenu|contenus|textes|articles de|sur ce|notre|cette {_PLACE};tous|toutes les textes|contenus|articles;"
        f"contenidos|contenido|textos|artículos de|del|en este|esta|nuestro|nuestra {_PLACE};todo el contenido;"
        "todos los contenidos|textos|artículos;"
        f"conteúdo|conteúdos|textos|artigos deste|neste|desta|nesta {_PLACE};conteúdo|conteúdos|textos de|do|em este|"
        f"nosso {_PLACE};todo o conteúdo;todos os conteúdos|textos|artigos;"
        f"inhalte|texte|artikel|beiträge dieser|dieses|unserer|unseres {_PLACE}|blogs|angebots|portals;inhalte|texte|"
        f"artikel|beiträge auf dieser|diesem|unserer|unserem {_PLACE};alle inhalte|texte|beiträge|artikel;"
        "artikel|tulisan|karya|konten|situs|teks|berita|laman|blog|publikasi|esai ini|kami;"
        "konten|isi|tulisan|artikel di? situs|laman|blog ini|kami;seluruh|semua konten|isi|artikel|tulisan;"
        f"contenuti|testi di|su questo|quest|questa {_PLACE};contenuti|testi del nostro {_PLACE};"
        "tutti i contenuti|testi|articoli;"
        f"de? inhoud|teksten|artikelen op|van deze|dit|onze {_PLACE};alle inhoud|teksten|artikelen;"
        f"contingut|continguts|textos d|de|del aquest|aquesta|nostre|nostra {_PLACE};tot el contingut;"
        "tots els continguts|textos|articles"
    ),
    kinds.SITE: (
        "site|website|sitio|situs|sito|seite|web|lloc|blog;our articles|stories|texts|content|reporting|journalism;"
        "all content|articles|texts|stories;the texts;todo el contenido;alle inhalte"
    ),
    kinds.GENERIC: (
        "text|texts|word|words|content|contents|article|articles|story|stories|everything|site|website|publication|"
        "textes|texte|contenu|contenus|texto|textos|contenido|contenidos|conteúdo|conteúdos|artikel|beiträge|inhalt|"
        "inhalte|testo|testi|contenuti|tekst|teksten|inhoud|teks|konten|contingut|continguts"
    ),
    kinds.REFERENCE: (
        "quotes|quoting|cites|citing|contains|containing|includes|including|features|featuring|reproduces|embeds|"
        "summarizes|summarises|translates|reviews|excerpts;based on|upon;adapted|derived from;"
        "draws|drawing on|from;accompanies|accompanying|answers|reprints;reprint letters;responds|responding|"
        "replies to;builds|building on|upon;relies|relying on;"
        "taken|excerpted|extracted|translated|compiled|sourced|drawn|quoted|reused|borrowed|copied from;inspired by;"
        "remix|adaptation|translation|excerpt|version|summary|derivative of|from;illustrated|accompanied with|by;"
        "refers|links|linking|points to;"
        "übersetzung|bearbeitung|zusammenfassung|auszug|nachdruck eines|einer|von|aus|des|der;"
        "traduction|adaptation|résumé|extrait de|d|du;traducción|adaptación|resumen|extracto|traducció|adaptació|"
        "resum de|del|d;tradução|adaptação|resumo|trecho de|do|da;traduzione|adattamento|sintesi|estratto di|del;"
        "vertaling|bewerking|samenvatting van;terjemahan|saduran|ringkasan dari;"
        "cite|citant|reprend|reprenant|contient|inclut|reproduit;s appuie sur;basé|basée|fondé|fondée|inspiré|inspirée|"
        "adapté|adaptée|tiré|tirée|traduit|traduite|extrait|extraite|issu|issue sur|de|du|d|des;"
        "cita|citando|contiene|incluye|reproduce;se basa en;basado|basada en;adaptado|adaptada|extraído|extraída|"
        "traducido|traducida|tomado|tomada de|del;contém|inclui|reproduz;baseia se em;baseado|baseada em|no|na;"
        "adaptado|adaptada|extraído|extraída|traduzido|traduzida|retirado|retirada de|do|da;"
        "zitiert|zitierend|enthält|enthalten|beinhaltet;beruht|basiert|basierend|fußt auf;"
        "stammt|übernommen|übersetzt|entnommen|bearbeitet|adaptiert aus|von|nach;"
        "riproduce|include|riassume;si basa su|sul;basato|basata su|sul|sulla;"
        "adattato|adattata|tratto|tratta|tradotto|tradotta|estratto|ripreso|ripresa da|dal|dalla;"
        "citeert|bevat|bevatten|reproduceert;gebaseerd op;ontleend|bewerkt|vertaald|overgenomen aan|naar|uit|van;"
        "mengutip|memuat|mengandung|merangkum;berdasarkan|berbasis|bersumber;"
        "diadaptasi|diambil|disadur|diterjemahkan dari;conté|inclou|reprodueix;es basa en;basat|basada en;"
        "adaptat|adaptada|extret|extreta|traduït|traduïda de|del"
    ),
    kinds.USES: (
        "uses|using|used|use|carries|carrying|adopts|shows|showing;utilise|utilisant|emploie;usa|utiliza|emplea|"
        "utilizza|utilitza;nutzt|verwendet|benutzt;gebruikt;menggunakan|memakai"
    ),
    kinds.CONTRAST: (
        "unlike|besides|alongside|beside;in contrast to;contrairement à|au|aux;a diferencia de|del;"
        "ao contrário de|do|da;im gegensatz zu|zum|zur;anders als;a differenza di|del|dell|della;"
        "in tegenstelling tot;berbeda dengan;a diferència de|del"
    ),
}
"""Forms by kind."""

PREPOSITIONS = frozenset(
    {
        "in",
        "of",
        "from",
        "with",
        "within",
        "accompanying",
        "above",
        "below",
        "on",
        "at",
        "about",
        "inside",
        "alongside",
        "beside",
        "near",
        "beneath",
        "behind",
        "into",
        "dans",
        "de",
        "du",
        "des",
        "sur",
        "avec",
        "en",
        "del",
        "con",
        "sobre",
        "em",
        "no",
        "na",
        "nos",
        "nas",
        "do",
        "da",
        "dos",
        "das",
        "com",
        "von",
        "vom",
        "aus",
        "mit",
        "auf",
        "im",
        "bei",
        "neben",
        "zum",
        "zur",
        "nel",
        "nella",
        "di",
        "dal",
        "dell",
        "su",
        "sul",
        "uit",
        "van",
        "bij",
        "op",
        "met",
        "dalam",
        "pada",
        "dari",
        "dengan",
        "d",
        "amb",
        "that",
        "which",
    }
)
"""A work that stands after one of these is not what the sentence speaks of ("photos in this article")."""
