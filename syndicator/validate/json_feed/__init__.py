"""JSON Feed 1.0 and 1.1: a strict reader, a table of members, and the rules that a table can not say."""

from syndicator.validate.json_feed.judge import is_json, json_faults

__all__ = ["is_json", "json_faults"]
