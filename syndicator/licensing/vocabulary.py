"""Words that change nothing about what a sentence licenses: of licensing itself, and little words. A table alone.

A license counts as the work's where every other word of its sentence is one of these, or a name, or part of a form that
is known (``forms``, ``subjects``). An unknown word may say anything: that it is a wish, a likeness, a memory.
"""

from __future__ import annotations

_WORDS = {
    "en": (
        "a an the this that these those such any each every all both other another of in on by to for from "
        "at as with and or but so also is are be been being was were has have it its itself which who you "
        "your yours we us our ours their they them her may can must shall please via per through between "
        "within here there hereby herein online offline print worldwide today now currently always freely "
        "free openly open access under licensed license licence licenses licences licensing sublicense "
        "relicensed dual released releases release publish publishes published publishing publisher "
        "publishers republish republishes republished republishing republication repost reposted reposting "
        "reprint reprints reprinted reprinting share shares shared sharing copy copies copied copying "
        "redistribute redistributed distribute distributed distributes distribution reproduce reproduced use "
        "used uses reuse reused adapt adapted build remix transform syndicate make makes made "
        "available offer offers offered provide provides provided issue issued grant granted grants govern "
        "governed covered covers applies apply subject terms term conditions condition following "
        "accordance according pursuant deed legal code legalcode full copyright copyrights copyrighted right "
        "rights reserved holder holders owner owners owned property proprietor author authors authored "
        "creator creators maker makers contributor contributors writer writers staff newsroom editor editors "
        "writing written produced created reported edited originally first appeared appears appear ran runs "
        "run posted post provider courtesy credit credited credits attribution attributed link linked back "
        "source original acknowledge acknowledged appropriate proper clear unless unported international "
        "generic universal ported national version versions v ver edition number no spdx identifier id work "
        "works article articles story stories text texts content contents piece pieces essay essays report "
        "reports posts entry entries feed feeds item items site sites website websites page pages blog blogs "
        "news reporting journalism material publication publications magazine newspaper newsletter body "
        "words details detail more information info about see view visit read learn find note notice "
        "statement footer policy change changes changed edit editing modify lets let allows allow allowing "
        "permits permit permitted everyone anyone anybody public wide widely feel even commercially "
        "commercial noncommercial purposes purpose medium format long well whole entire individual "
        "individually separately differ year years if where when only otherwise noted stated marked "
        "indicated specified c r tm ltd inc co llc et al others guide"
    ),
    "fr": (
        "le la les l un une des du de d et ou à au aux en sur sous dans par pour avec ce cet cette ces c s "
        "qui que dont est sont a été être ont ses son sa leur leurs nos notre vos votre tout tous toute "
        "toutes selon même termes terme conditions licence licences licencié licenciée publié publiée "
        "publiés publiées publication paru parue parus diffusé diffusée diffusés diffusées distribué "
        "distribuée distribués mis mise mises disposition disponible disponibles republié republiée "
        "reproduit reprise repris contenu contenus texte textes article articles œuvre oeuvre billet site "
        "page auteur auteurs autrice autrices droits droit réservés copyright version original originale "
        "partir lire ici internationale international transposé non libre librement accès ouvert sauf "
        "mention contraire indication précisé vous pouvez republier partager copier utiliser gratuitement "
        "respecter"
    ),
    "es": (
        "el la los las lo un una unos unas y e o u de del al a en por para con bajo sobre se su sus este "
        "esta estos estas que es son está están ha han sido fue todo toda todos todas nuestro nuestra "
        "nuestros nuestras usted puede pueden puedes según términos condiciones licencia licencias "
        "licenciado licenciada licenciados publicado publicada publicados publica publican publicó "
        "distribuye distribuyen distribuido distribuida ofrece ofrecen comparte disponible disponibles "
        "sujeto sujeta texto textos contenido contenidos artículo artículos obra obras sitio web página "
        "autor autora autores derechos copyright versión original originalmente internacional libre "
        "libremente acceso abierto republicar reproducir compartir copiar usar gratis mediante aquí "
        "indicación contrario contraria indique excepto salvo"
    ),
    "pt": (
        "o a os as um uma uns umas e ou de do da dos das em no na nos nas ao à por pelo pela para com sob "
        "sobre se seu sua este esta estes estas que é são está estão foi sido todo toda todos todas nosso "
        "nossa nossos nossas você pode podem segundo termos condições licença licenças licenciado licenciada "
        "licenciados publicado publicada publicados distribuído distribuída distribuídos disponível "
        "disponíveis disponibilizado disponibilizada usa utiliza adota sujeito texto textos conteúdo "
        "conteúdos artigo artigos obra trabalho site sítio página autor autora autores direitos copyright "
        "versão original originalmente internacional livre livremente acesso aberto republicar compartilhar "
        "copiar usar gratuitamente aqui indicação contrário indicado onde"
    ),
    "de": (
        "der die das den dem des ein eine einer einem eines und oder von vom zu zum zur in im am an auf bei "
        "mit für unter nach über durch aus als so sich es wir ihr sie er dieser diese dieses diesem diesen "
        "unser unsere unserer alle allen aller ist sind wurde wurden worden hat haben steht stehen darf "
        "dürfen kann können lizenziert lizensiert lizenz lizenzen veröffentlicht publiziert erschienen "
        "erscheint erscheinen verfügbar verbreitet bereitgestellt freigegeben nachgedruckt zuerst "
        "ursprünglich hier gemäß bedingungen text texte beitrag artikel werk inhalt inhalte website seite "
        "urheber autor autorin autoren rechte vorbehalten copyright version original international frei "
        "kostenlos sofern soweit nicht anders angegeben vermerkt übernommen weiterverbreitet ihn"
    ),
    "it": (
        "il lo la i gli le l un uno una e o di del della dei degli delle al alla in nel nella su sul per con "
        "sotto da dal si questo questa quest questi è sono stato stata stati può possono puoi tutto tutti "
        "tutte nostro nostra nostri secondo termini condizioni licenza licenze licenziato concesso concessa "
        "distribuito distribuita distribuiti pubblicato pubblicata pubblicati rilasciato rilasciata "
        "disponibile disponibili diffuso testo testi contenuto contenuti articolo articoli opera sito pagina "
        "autore autrice autori diritti copyright versione originale internazionale libero liberamente "
        "accesso aperto ripubblicare condividere copiare qui diversa indicazione"
    ),
    "nl": (
        "de het een en of van in op aan bij met voor onder door uit als dit deze dat die onze ons alle alles "
        "is zijn was werd werden wordt worden heeft hebben valt vallen staat mag mogen kan kunnen je u "
        "licentie licenties gelicentieerd gepubliceerd beschikbaar verspreid vrijgegeven verschenen tekst "
        "teksten artikel artikelen werk inhoud website site pagina auteur auteurs rechten copyright versie "
        "oorspronkelijk origineel internationaal internationale volgens voorwaarden vrij gratis overgenomen "
        "hier anders vermeld aangegeven gesteld"
    ),
    "id": (
        "di ke dari dan atau yang ini itu dengan untuk oleh pada dalam sebagai adalah telah sudah dapat bisa "
        "bawah kami anda semua seluruh lisensi dilisensikan berlisensi diterbitkan terbit dipublikasikan "
        "tersedia dirilis disebarkan dibagikan ketentuan syarat tulisan artikel karya konten teks isi situs "
        "laman halaman penulis hak cipta versi asli internasional bebas terbuka akses menyalin membagikan "
        "menerbitkan ulang pertama kali lain disebutkan"
    ),
    "ca": (
        "el la els les l un una uns unes i o de del dels d a al als en per amb sota sobre es s aquest "
        "aquesta aquests aquestes que és són està estan ha han estat tot tots totes nostre nostra nostres "
        "segons termes condicions llicència llicències llicenciat publicat publicada publicats publica "
        "publiquen distribuït distribuïda distribueix disponible disponibles subjecta subjecte subjectes "
        "text textos contingut continguts article articles obra lloc web pàgina autor autora autors drets "
        "copyright versió original internacional lliure lliurement obert accés on indiqui contrari"
    ),
}

VOCABULARY = frozenset(word for words in _WORDS.values() for word in words.split())
"""All of them, in lower case."""
