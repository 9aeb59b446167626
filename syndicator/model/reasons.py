"""Every reason a decision can have, with its message, why and fix: one table, and so over 300 lines.

Does not: know when a reason applies (``licensing.rules``, ``rewrite``).

Codes are kebab-case nouns, never reused, never renamed.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a reason leads to."""

    WAIT = "wait"
    HOLD = "hold"
    REFUSAL = "refusal"
    WITHDRAWAL = "withdrawal"
    NOTE = "note"


class Reason(StrEnum):
    """A stable code of a wait, hold, refusal, withdrawal or note."""

    EMBARGO = "embargo"
    QUOTA_REACHED = "quota-reached"
    SHARE_REACHED = "share-reached"
    NOT_SELECTED = "not-selected"
    TERMS_MISSING = "terms-missing"
    TERMS_UNREAD = "terms-unread"
    TERMS_OVERDUE = "terms-overdue"
    TERMS_PAGE_CHANGED = "terms-page-changed"
    AUTOMATION_FORBIDDEN = "automation-forbidden"
    TERMS_SILENT = "terms-silent"
    RSL_REFUSED = "rsl-refused"
    LICENSE_MISSING = "license-missing"
    LICENSE_UNKNOWN = "license-unknown"
    LICENSE_CONFLICT = "license-conflict"
    LICENSE_CHANGED = "license-changed"
    RIGHTS_TEXT_UNEXPECTED = "rights-text-unexpected"
    THIRD_PARTY_SUSPECT = "third-party-suspect"
    DOCUMENT_RECOVERED = "document-recovered"
    IDENTITY_SUSPECT = "identity-suspect"
    TEASER_ONLY = "teaser-only"
    PAYWALLED = "paywalled"
    AUTHOR_MISSING = "author-missing"
    COUNTER_MISSING = "counter-missing"
    COUNTER_ID_MISMATCH = "counter-id-mismatch"
    NOT_VERBATIM = "not-verbatim"
    UNSAFE_TO_FRAME = "unsafe-to-frame"
    APPROVAL_OUTDATED = "approval-outdated"
    NOTIFY_FIRST = "notify-first"
    RIGHTS_RESERVED = "rights-reserved"
    USE_NOT_PERMITTED = "use-not-permitted"
    EDITOR_REFUSED = "editor-refused"
    OVERSIZE = "oversize"
    WINDOW_CLOSED = "window-closed"
    COUNTER_NEEDS_SCRIPT = "counter-needs-script"
    OWN_ONLY = "own-only"
    TAKEDOWN = "takedown"
    UPSTREAM_TOMBSTONE = "upstream-tombstone"
    ARTICLE_GONE = "article-gone"
    LICENSE_REVOKED = "license-revoked"
    REMOVE_AFTER = "remove-after"
    MEDIA_STRIPPED = "media-stripped"
    AI_OPT_OUT = "ai-opt-out"
    RECOVERED = "recovered"
    EMBEDS_DROPPED = "embeds-dropped"


class ReasonText(NamedTuple):
    """What a person reads about a reason: what it leads to, the message, why it is so, what to do."""

    kind: Kind
    message: str
    why: str
    fix: str
    can_be_lifted: bool = False
    """Whether ``syndicator approve`` can lift it."""


REASONS: dict[Reason, ReasonText] = {
    Reason.EMBARGO: ReasonText(
        Kind.WAIT,
        "It may not be shown yet.",
        "The entry is dated in the future, or the publisher asks for a delay after first publication.",
        "Nothing: it goes out by itself when the time is over.",
    ),
    Reason.QUOTA_REACHED: ReasonText(
        Kind.WAIT,
        "The publisher's ceiling for this day or month is used up.",
        "The publisher's terms allow only so many entries in a day or month, over all sources and feeds.",
        "Nothing: it competes again on the next day. To send another entry first, approve that one.",
    ),
    Reason.SHARE_REACHED: ReasonText(
        Kind.WAIT,
        "Enough of what this publisher offered in the last 7 days is already out.",
        "The publisher's terms forbid republishing all or nearly all of its entries.",
        "Nothing: it may go when more was offered or older entries have left the 7 days.",
    ),
    Reason.NOT_SELECTED: ReasonText(
        Kind.WAIT,
        "No selection rule picks it and nobody has approved it.",
        "The publisher allows selective republication only; the source's [select] rules did not match.",
        "Approve it with `syndicator approve`, or add a rule to [select]. It expires after 3 days.",
        can_be_lifted=True,
    ),
    Reason.TERMS_MISSING: ReasonText(
        Kind.HOLD,
        "The publisher is not in the registry.",
        "Without a registry entry nobody has recorded what the publisher's house rules allow.",
        "Name a known publisher in the source's file, or describe this one in config/publishers/.",
    ),
    Reason.TERMS_UNREAD: ReasonText(
        Kind.HOLD,
        "Nobody has said that they read the publisher's terms.",
        "The program can not read a page for you; publication rests on your own dated statement.",
        "Read the terms page, then write terms_read = { by = ..., on = ... } in the source's file.",
    ),
    Reason.TERMS_OVERDUE: ReasonText(
        Kind.HOLD,
        "The terms were read longer ago than the review interval.",
        "House rules change; a reading holds for the publisher's review interval.",
        "Read the terms page again and renew terms_read in the source's file.",
    ),
    Reason.TERMS_PAGE_CHANGED: ReasonText(
        Kind.HOLD,
        "The terms page has changed since it was read.",
        "What was read is no longer what the publisher says.",
        "Run `syndicator publishers review`, read the difference, and renew terms_read.",
    ),
    Reason.AUTOMATION_FORBIDDEN: ReasonText(
        Kind.HOLD,
        "The publisher forbids automatic republication.",
        "Its terms ask that a person picks each entry.",
        "Read the entry and approve it with `syndicator approve`.",
        can_be_lifted=True,
    ),
    Reason.TERMS_SILENT: ReasonText(
        Kind.HOLD,
        "The publisher's own permission does not mention this use.",
        "A bespoke permission has no license behind it to ask, so what is not mentioned is not allowed.",
        "Ask the publisher, then record the answer in config/publishers/.",
    ),
    Reason.RSL_REFUSED: ReasonText(
        Kind.HOLD,
        "The source's RSL terms prohibit all use, or ask payment for all use.",
        "A machine-readable license that refuses everything outranks a guess.",
        "Ask the publisher.",
    ),
    Reason.LICENSE_MISSING: ReasonText(
        Kind.HOLD,
        "The entry carries no rights statement, and the terms do not say that it may be silent.",
        "Missing rights never mean permission.",
        "Check the original's page. If the publisher licenses silently, record license_may_be_silent.",
    ),
    Reason.LICENSE_UNKNOWN: ReasonText(
        Kind.HOLD,
        "The license is named but not known here, or its version is unknown.",
        "An unknown license can not be checked against the use.",
        "Read the license; if it fits, record it for the publisher in config/publishers/.",
    ),
    Reason.LICENSE_CONFLICT: ReasonText(
        Kind.HOLD,
        "Two statements contradict each other.",
        "One grants a license, the other reserves all rights.",
        "Ask the publisher which one holds.",
    ),
    Reason.LICENSE_CHANGED: ReasonText(
        Kind.HOLD,
        "The feed states a looser license than the registry.",
        "A looser license is never taken silently: it may be an error, or somebody else's work.",
        "Check the publisher's page; sign accept_looser in the source's file if it is right.",
    ),
    Reason.RIGHTS_TEXT_UNEXPECTED: ReasonText(
        Kind.HOLD,
        "The rights sentence is not the one this publisher uses.",
        "A changed sentence can mean a changed license, and it reads as no license known for this publisher.",
        "Read the sentence and the publisher's terms page; update expect_rights if it is right.",
    ),
    Reason.THIRD_PARTY_SUSPECT: ReasonText(
        Kind.HOLD,
        "It may be somebody else's work.",
        "A phrase, an agency, a foreign link or another feed's mark says that it first appeared elsewhere.",
        "Look at the original. If it is the publisher's own work, approve it.",
        can_be_lifted=True,
    ),
    Reason.DOCUMENT_RECOVERED: ReasonText(
        Kind.HOLD,
        "The document was broken and was read as far as possible.",
        "What was recovered may be incomplete, and an incomplete work must not be republished.",
        'Compare with the original and approve it, or record recovered = "allow" for the publisher.',
        can_be_lifted=True,
    ),
    Reason.IDENTITY_SUSPECT: ReasonText(
        Kind.HOLD,
        "Another publisher already uses this entry's id.",
        "One of the two is not the origin.",
        "Find the origin; approve the entry here if it is this publisher.",
        can_be_lifted=True,
    ),
    Reason.TEASER_ONLY: ReasonText(
        Kind.HOLD,
        "The feed carries only the beginning of the article.",
        "A teaser republished as the article misrepresents it.",
        'Use mode = "link", or approve it if the text is whole.',
        can_be_lifted=True,
    ),
    Reason.PAYWALLED: ReasonText(
        Kind.HOLD,
        "The original is not free to read.",
        "A paywalled original is rarely meant to be republished in full.",
        "Ask the publisher.",
    ),
    Reason.AUTHOR_MISSING: ReasonText(
        Kind.HOLD,
        "The entry names no author, or no institution where the publisher asks for one.",
        "Credit is a duty of the license.",
        'Look the author up and approve with --author "Name, Role, Institution".',
        can_be_lifted=True,
    ),
    Reason.COUNTER_MISSING: ReasonText(
        Kind.HOLD,
        "The publisher's page counter is not in the body.",
        "The terms make the counter a condition of republication.",
        "Take the republication package from the article's page, or wait for the feed to be mended.",
    ),
    Reason.COUNTER_ID_MISMATCH: ReasonText(
        Kind.HOLD,
        "The page counter belongs to another article.",
        "It would count the wrong article.",
        "Wait for the publisher to mend the feed, or tell them.",
    ),
    Reason.NOT_VERBATIM: ReasonText(
        Kind.HOLD,
        "The text would not be the same after framing.",
        "The license forbids derivatives, and the proof of an unchanged text failed.",
        "Report the entry; it can not be approved as it stands.",
    ),
    Reason.UNSAFE_TO_FRAME: ReasonText(
        Kind.HOLD,
        "Making it safe would change the text.",
        "A character or structure inside the text would have to go, and no-derivatives forbids that.",
        "Ask the publisher to mend the entry.",
    ),
    Reason.APPROVAL_OUTDATED: ReasonText(
        Kind.HOLD,
        "The text changed after it was approved.",
        "The approval was pinned to one revision.",
        "Read the new text and approve it again.",
        can_be_lifted=True,
    ),
    Reason.NOTIFY_FIRST: ReasonText(
        Kind.HOLD,
        "The publisher asks to be told before its work is republished.",
        "Its terms make the notice a condition.",
        "Tell them, then write notified = { by = ..., on = ... } in the source's file.",
        can_be_lifted=True,
    ),
    Reason.RIGHTS_RESERVED: ReasonText(
        Kind.REFUSAL,
        "The entry's own rights refuse republication.",
        "Its rights statement reserves all rights or forbids reproduction.",
        "Nothing. Ask the publisher if you think it is an error.",
    ),
    Reason.USE_NOT_PERMITTED: ReasonText(
        Kind.REFUSAL,
        "The license or the terms do not permit how this feed is used.",
        "Commercial use, ads, a paywall, the audience or the delivery of the feed is excluded.",
        "Publish it in a feed whose [use] fits, or correct [use].",
    ),
    Reason.EDITOR_REFUSED: ReasonText(
        Kind.REFUSAL,
        "An editor refused it.",
        "A person's refusal stands until a person changes it.",
        "Approve it if the refusal was an error.",
    ),
    Reason.OVERSIZE: ReasonText(
        Kind.REFUSAL,
        "The text is larger than the limit.",
        "A text is never cut to fit: a silent cut is an edit.",
        'Use mode = "link" for it.',
    ),
    Reason.WINDOW_CLOSED: ReasonText(
        Kind.REFUSAL,
        "The publisher's time for starting a republication is over, or it is older than the permission.",
        "The terms allow republication only within a window after first publication.",
        "Ask the author or publisher.",
    ),
    Reason.COUNTER_NEEDS_SCRIPT: ReasonText(
        Kind.REFUSAL,
        "The publisher's counter is a script, and a feed can not carry one.",
        "Feeds are read in programs that run no scripts, so the condition can not be met.",
        "`syndicator package` gives the work for a page of your own, and says where the script is.",
    ),
    Reason.OWN_ONLY: ReasonText(
        Kind.REFUSAL,
        "It is proven to be a third party's work.",
        "The publisher's permission covers its own originals only.",
        "Go to the origin and follow its terms.",
    ),
    Reason.TAKEDOWN: ReasonText(
        Kind.WITHDRAWAL,
        "It was taken down.",
        "An operator's takedown beats everything and stays.",
        "Nothing: the id is retired.",
    ),
    Reason.UPSTREAM_TOMBSTONE: ReasonText(
        Kind.WITHDRAWAL,
        "The publisher deleted it.",
        "The source's feed carries a tombstone for it (RFC 6721).",
        "Nothing.",
    ),
    Reason.ARTICLE_GONE: ReasonText(
        Kind.WITHDRAWAL,
        "The original is gone or withdrawn.",
        "Its address answers 410, its publisher marked it as withdrawn, or put a few words in place of its text.",
        "Nothing.",
    ),
    Reason.LICENSE_REVOKED: ReasonText(
        Kind.WITHDRAWAL,
        "The publisher took its permission back.",
        "A permission without a public license may be taken back.",
        "Nothing: the id is retired.",
    ),
    Reason.REMOVE_AFTER: ReasonText(
        Kind.WITHDRAWAL,
        "The time for which it may stay is over.",
        "The terms ask that copies are removed after a while.",
        "Nothing.",
    ),
    Reason.MEDIA_STRIPPED: ReasonText(
        Kind.NOTE,
        "Pictures, or invisible images that count readers, were removed.",
        "The grant covers the text, not the pictures, and nobody but the publisher's own counter may count readers.",
        "Nothing: the notice says so of what could be seen.",
    ),
    Reason.AI_OPT_OUT: ReasonText(
        Kind.NOTE,
        "The publisher opts out of AI use.",
        "It neither grants nor refuses republication.",
        "Nothing: it is passed on.",
    ),
    Reason.RECOVERED: ReasonText(
        Kind.NOTE,
        "The document was broken and was read as far as possible.",
        "The publisher's terms allow recovered documents.",
        "Nothing.",
    ),
    Reason.EMBEDS_DROPPED: ReasonText(
        Kind.NOTE,
        "Embedded players or frames were removed.",
        "They carry their platform's terms and run foreign code.",
        "Nothing: the notice lists them.",
    ),
}
