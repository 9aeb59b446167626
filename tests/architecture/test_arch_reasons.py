"""Every reason has its text, leads where it should, and can be lifted only where that was decided."""

from __future__ import annotations

import re

import pytest

from syndicator.model.reasons import REASONS, Kind, Reason

KINDS = {
    Kind.WAIT: "embargo quota-reached share-reached not-selected",
    Kind.HOLD: """
        terms-missing terms-unread terms-overdue terms-page-changed automation-forbidden terms-silent
        rsl-refused
        license-missing license-unknown license-conflict license-changed rights-text-unexpected
        third-party-suspect document-recovered identity-suspect teaser-only paywalled author-missing
        counter-missing counter-id-mismatch not-verbatim unsafe-to-frame approval-outdated notify-first""",
    Kind.REFUSAL: """
        rights-reserved use-not-permitted editor-refused oversize window-closed counter-needs-script
        own-only""",
    Kind.WITHDRAWAL: "takedown upstream-tombstone article-gone license-revoked remove-after",
    Kind.NOTE: "media-stripped ai-opt-out recovered embeds-dropped",
}
LIFTED_BY_APPROVAL = """
    automation-forbidden not-selected third-party-suspect teaser-only approval-outdated author-missing
    notify-first identity-suspect document-recovered"""


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_has_exactly_its_reasons(kind):
    assert {reason.value for reason, text in REASONS.items() if text.kind is kind} == set(KINDS[kind].split())


def test_every_reason_has_a_message_a_why_and_a_fix():
    assert set(REASONS) == set(Reason)
    assert [reason for reason, text in REASONS.items() if not (text.message and text.why and text.fix)] == []


def test_approval_lifts_what_was_decided_and_nothing_else():
    assert {reason.value for reason, text in REASONS.items() if text.can_be_lifted} == set(LIFTED_BY_APPROVAL.split())


def test_codes_are_kebab_case():
    assert [reason for reason in Reason if not re.fullmatch(r"[a-z]+(-[a-z]+)*", reason.value)] == []
