"""What one upstream feed said: a document and its entries, as received."""

from enum import StrEnum

from syndicator.model.base import Instant, Value


class Carrier(StrEnum):
    """The element, attribute or header that carried a rights statement."""

    ATOM_LINK_LICENSE = "atom:link rel=license"
    ATOM_RIGHTS = "atom:rights"
    RSS_COPYRIGHT = "copyright"
    CREATIVE_COMMONS_LICENSE = "creativeCommons:license"
    CC_LICENSE = "cc:license"
    CC_ATTRIBUTION_NAME = "cc:attributionName"
    CC_ATTRIBUTION_URL = "cc:attributionURL"
    CC_MORE_PERMISSIONS = "cc:morePermissions"
    CC_USE_GUIDELINES = "cc:useGuidelines"
    DC_RIGHTS = "dc:rights"
    DCTERMS_LICENSE = "dcterms:license"
    DCTERMS_RIGHTS = "dcterms:rights"
    DCTERMS_ACCESS_RIGHTS = "dcterms:accessRights"
    DCTERMS_RIGHTS_HOLDER = "dcterms:rightsHolder"
    XHV_LICENSE = "xhv:license"
    MEDIA_LICENSE = "media:license"
    MEDIA_COPYRIGHT = "media:copyright"
    MEDIA_RIGHTS = "media:rights"
    MEDIA_RESTRICTION = "media:restriction"
    PODCAST_LICENSE = "podcast:license"
    PRISM_COPYRIGHT = "prism:copyright"
    PRISM_RIGHTS_AGENT = "prism:rightsAgent"
    PRISM_EMBARGO = "prism:embargoDate"
    PRISM_EXPIRATION = "prism:expirationDate"
    PRISM_REUSE_PROHIBITED = "pur:reuseProhibited"
    PRISM_USAGE = "pur usage terms"
    HTTP_LINK = "HTTP Link rel=license"
    JSON_EXTENSION = "JSON Feed extension"
    HTML_LICENSE = "HTML rel=license"
    RDFA_LICENSE = "RDFa license"
    JSON_LD_LICENSE = "JSON-LD license"
    JSON_LD_USAGE_INFO = "JSON-LD usageInfo"
    JSON_LD_ACQUIRE = "JSON-LD acquireLicensePage"
    JSON_LD_COPYRIGHT = "JSON-LD copyrightNotice"
    JSON_LD_CREDIT = "JSON-LD creditText"
    META_LICENSE = "meta dcterms.license"
    META_RIGHTS = "meta DC.rights"
    META_COPYRIGHT = "meta copyright"
    RSL_CONTENT = "rsl:content"
    RSL_LINK = "link to RSL"
    RSL_DOCUMENT = "RSL document"
    CONTENT_SIGNAL = "robots.txt Content-Signal"
    CONTENT_USAGE_ROBOTS = "robots.txt Content-Usage"
    CONTENT_USAGE_FIELD = "HTTP Content-Usage"
    TDM_FILE = "tdmrep.json"
    TDM_FIELD = "HTTP tdm-reservation"
    TDM_META = "meta tdm-reservation"


class Scope(StrEnum):
    """What a rights statement is about."""

    ENTRY = "entry"
    MEDIA = "media"
    DOCUMENT = "document"
    ORIGIN = "origin"
    PAGE = "page"
    SITE = "site"
    REGISTRY = "registry"
    PREFERENCE = "ai/tdm"
    """Use by machines (RSL, Content-Signal, AIPREF, TDMRep): neither grants nor refuses republication."""


class Preference(Value):
    """One wish about one use by machines."""

    usage: str
    """``all``, ``ai-all``, ``ai-train``, ``ai-input``, ``ai-index``, ``search``, ``tdm``, or a word unknown here."""
    allowed: bool
    condition: str = ""
    """What it holds under, where it does not always hold: ``payment:crawl``, ``user:commercial``, ``geo:EU``. With
    ``payment`` and not allowed: allowed against payment only."""


class RightsMark(Value):
    """One rights statement as it stood in the document: nothing read into it yet."""

    carrier: Carrier
    scope: Scope
    text: str | None = None
    url: str | None = None
    about: str | None = None
    """The address of the media object, for scope ``media``."""
    preferences: tuple[Preference, ...] = ()
    """What it says, for scope ``ai/tdm``."""


class Person(Value):
    """An author as the publisher wrote it. ``name`` may hold role and institution too."""

    name: str
    uri: str | None = None


class Enclosure(Value):
    """A file that goes with an entry (RSS 2.0 ``enclosure``, RFC 4287 4.2.7.2)."""

    url: str
    media_type: str | None = None
    length_bytes: int | None = None


class Origin(Value):
    """Where an aggregated entry came from (RFC 4287 4.2.11 ``atom:source``, RSS 2.0 ``source``)."""

    id: str | None = None
    title: str | None = None
    link: str | None = None


class Entry(Value):
    """One piece in an upstream document, as received.

    ``body`` and ``summary`` are HTML character for character as the publisher sent it, after the XML layer is
    taken off. They are hostile until ``rewrite`` has cleaned them. Missing stays missing.
    """

    upstream_id: str | None = None
    """``atom:id``, ``guid``, ``rdf:about`` or JSON Feed ``id``, character for character."""
    link: str | None = None
    """The original's address, made absolute against the entry's base."""
    title: str = ""
    """Plain text."""
    authors: tuple[Person, ...] = ()
    published: Instant | None = None
    updated: Instant | None = None
    body: str | None = None
    body_is_summary: bool = False
    """True when the document had no full-text element and ``body`` is the description or summary."""
    summary: str | None = None
    """The description or summary, where the document has both it and a full text."""
    base: str | None = None
    """The base address for relative links in ``body`` and ``summary`` (RFC 3986 5.1)."""
    language: str | None = None
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    rights: tuple[RightsMark, ...] = ()
    origin: Origin | None = None
    digest: str
    """Of the entry's own canonical element and the reader's version; does not depend on its siblings."""


class Tombstone(Value):
    """An entry its publisher deleted (RFC 6721 ``at:deleted-entry``)."""

    ref: str
    when: Instant | None = None
    comment: str = ""


class DocumentInfo(Value):
    """What a document says about itself."""

    format: str
    """``rss-2.0``, ``rss-0.91``, ``rss-1.0``, ``atom-1.0``, ``atom-0.3``, ``json-feed-1.1`` and so on."""
    id: str | None = None
    title: str = ""
    link: str | None = None
    self_link: str | None = None
    updated: Instant | None = None
    language: str | None = None
    authors: tuple[Person, ...] = ()
    rights: tuple[RightsMark, ...] = ()
    recovered: bool = False
    """True when the document was not what it claims to be (not well-formed, say) and was read all the same."""
    recovered_because: str = ""


class Document(Value):
    """One parsed upstream feed.

    ``listed`` names every entry of the document in its order, by digest; ``entries`` holds only those whose
    digest the caller did not already know.
    """

    info: DocumentInfo
    listed: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    dropped: int = 0
    """Entries left out because the document holds more than the limit (the newest are kept)."""


class ArticlePage(Value):
    """What an article's HTML page says of the article. Its marks corroborate; they never license the entry's text."""

    rights: tuple[RightsMark, ...] = ()
    """Of scope ``page``, ``site``, ``media`` or ``ai/tdm``."""
    paywalled: bool = False
    """It says that it is not free to read (schema.org ``isAccessibleForFree``)."""
    withdrawn: bool = False
    """It says that the article was retracted, withdrawn or removed."""
    modified: Instant | None = None
    """When it says that the article was last changed; only where it names a time zone."""
    text_digest: str
    """SHA-256 of the article's visible text, in NFC, each run of white space as one space."""
    wire: tuple[str, ...] = ()
    """What hints at another's work: addresses of ``isBasedOn``, credits that name an agency."""
