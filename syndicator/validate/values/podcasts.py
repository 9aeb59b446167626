"""Values of podcasts (Apple Podcasts, RSS feed requirements and category list)."""

from __future__ import annotations

import re

from syndicator.validate.code_text import ERROR, WARNING, CodeText
from syndicator.validate.values.plain import any_text, has_markup, words

_SOURCE = "Apple Podcasts, RSS feed requirements"

CODES = {
    "invalid-yes-no-clean": CodeText(
        ERROR,
        'The value is neither "yes" nor "no".',
        "Directories take any other word for no.",
        'Write "Yes", or leave the element out.',
        _SOURCE,
    ),
    "invalid-duration": CodeText(
        ERROR,
        "The duration is none.",
        "Players show a wrong length or none.",
        'Write whole seconds, or hours, minutes and seconds as "1:05:30".',
        _SOURCE,
    ),
    "invalid-keywords": CodeText(
        WARNING,
        "The keywords are many words without a comma between them.",
        "They are read as one long keyword.",
        "Put a comma between keywords.",
        _SOURCE,
    ),
    "too-long": CodeText(
        ERROR,
        "The text is longer than directories take.",
        "It is cut, or the whole entry is refused.",
        "Keep a subtitle to 255 characters and a summary to 4,000.",
        _SOURCE,
    ),
    "invalid-itunes-category": CodeText(
        ERROR,
        "The category is none that the directory has.",
        "The podcast stands in no category.",
        "Take one of the list, letter for letter.",
        "Apple Podcasts, categories",
    ),
    "obsolete-itunes-category": CodeText(
        WARNING,
        "The category is one that the directory had once.",
        "It is mapped to another, or to none.",
        "Take one of the list of today.",
        "Apple Podcasts, categories",
    ),
    "invalid-itunes-channel-type": CodeText(
        ERROR,
        "The kind of the podcast is none.",
        "Players can not tell in which order to play.",
        'Write "episodic" or "serial".',
        _SOURCE,
    ),
    "invalid-itunes-episode-type": CodeText(
        ERROR,
        "The kind of the episode is none.",
        "Players can not tell a trailer from an episode.",
        'Write "full", "trailer" or "bonus".',
        _SOURCE,
    ),
}

_DIRECTORY = """
Arts: Books|Design|Fashion & Beauty|Food|Performing Arts|Visual Arts
Business: Careers|Entrepreneurship|Investing|Management|Marketing|Non-Profit
Comedy: Comedy Interviews|Improv|Stand-Up
Education: Courses|How To|Language Learning|Self-Improvement
Fiction: Comedy Fiction|Drama|Science Fiction
Government:
Health & Fitness: Alternative Health|Fitness|Medicine|Mental Health|Nutrition|Sexuality
History:
Kids & Family: Education for Kids|Parenting|Pets & Animals|Stories for Kids
Leisure: Animation & Manga|Automotive|Aviation|Crafts|Games|Hobbies|Home & Garden|Video Games
Music: Music Commentary|Music History|Music Interviews
News: Business News|Daily News|Entertainment News|News Commentary|Politics|Sports News|Tech News
Religion & Spirituality: Buddhism|Christianity|Hinduism|Islam|Judaism|Religion|Spirituality
Science: Astronomy|Chemistry|Earth Sciences|Life Sciences|Mathematics|Natural Sciences|Nature|Physics|
    Social Sciences
Society & Culture: Documentary|Personal Journals|Philosophy|Places & Travel|Relationships
Sports: Baseball|Basketball|Cricket|Fantasy Sports|Football|Golf|Hockey|Rugby|Running|Soccer|
    Swimming|Tennis|Volleyball|Wilderness|Wrestling
Technology:
True Crime:
TV & Film: After Shows|Film History|Film Interviews|Film Reviews|TV Reviews
"""


def _directory() -> dict[str, frozenset[str]]:
    joined = _DIRECTORY.replace("\n    ", "").strip().splitlines()
    rows = (line.partition(":") for line in joined)
    return {name: frozenset(filter(None, parts.strip().split("|"))) for name, _, parts in rows}


CATEGORIES = _directory()
"""The categories of the directory and what they hold."""

_BEFORE_2019 = (
    "Games & Hobbies|Government & Organizations|Health|News & Politics|Science & Medicine|Sports & Recreation|"
    "Literature|Business News|Management & Marketing|Shopping|Education Technology|Higher Education|K-12|"
    "Language Courses|Training|Other Games|Local|National|Regional|Fitness & Nutrition|Self-Help|Kids & Family|Other|"
    "Amateur|College & High School|Outdoor|Professional|Gadgets|Podcasting|Software How-To|Tech News"
)
_BEFORE_2006 = (
    "Arts & Entertainment|Architecture|Entertainment|Photography|Poetry|Audio Blogs|Finance|Family|"
    "Diet & Nutrition|Sexuality|Alternative Health|International|Australian|Belgian|Brazilian|Canadian|Chinese|Dutch|"
    "French|German|Hebrew|Italian|Japanese|Norwegian|Polish|Portuguese|Spanish|Swedish|Movies & Television|"
    "Public Radio|New Age|Religion|Spirituality|Gay & Lesbian|Talk Radio|Computers|Developers|Information Technology|"
    "News|Operating Systems|Smart Phones|Text/Speech|Transportation|Bicycles|Commuting|Travel|Macintosh|Windows|"
    "Hobbies|Video Games|Medicine|Natural Sciences|Social Sciences|History|Personal Journals|Philosophy|"
    "Places & Travel|Food|Automotive|Aviation|Non-Profit"
)
OBSOLETE = frozenset([*_BEFORE_2019.split("|"), *_BEFORE_2006.split("|")])
"""Categories and parts of categories that the directory had before 2019."""

_ALL = frozenset(CATEGORIES).union(*CATEGORIES.values())
_DURATION = re.compile(r"\d+(?:\.\d+)?\Z|\d{1,2}:\d{2}\Z|\d{1,3}:\d{2}:\d{2}\Z", re.ASCII)
_SHORT_MAX, _LONG_MAX = 255, 4_000
_WORDS_WITHOUT_COMMA = 2


def podcast_text(text: str) -> tuple[str, ...]:
    """Take a text that is not blank and holds no markup."""
    return words(text) + (("contains-html",) if has_markup(text) else ())


def short_text(text: str) -> tuple[str, ...]:
    """Take a subtitle: plain, and at most 255 characters."""
    return _at_most(text, _SHORT_MAX)


def long_text(text: str) -> tuple[str, ...]:
    """Take a summary: plain, and at most 4,000 characters."""
    return _at_most(text, _LONG_MAX)


def _at_most(text: str, characters_max: int) -> tuple[str, ...]:
    codes = any_text(text) + (("contains-html",) if has_markup(text) else ())
    return (*codes, "too-long") if len(text) > characters_max else codes


def keywords(text: str) -> tuple[str, ...]:
    """Take keywords with commas between them."""
    wrong = "," not in text and len(text.split()) > _WORDS_WITHOUT_COMMA
    return any_text(text) + (("contains-html",) if has_markup(text) else ()) + (("invalid-keywords",) if wrong else ())


def yes_or_no(text: str) -> tuple[str, ...]:
    """Take "yes" or "no" in any letters; "clean" was allowed once."""
    return () if text.strip().lower() in {"yes", "no", "clean"} else ("invalid-yes-no-clean",)


def duration(text: str) -> tuple[str, ...]:
    """Take a length in seconds, or in hours, minutes and seconds."""
    return () if _DURATION.match(text.strip()) else ("invalid-duration",)


def channel_type(text: str) -> tuple[str, ...]:
    """Take the kind of a podcast."""
    return () if text.strip().lower() in {"episodic", "serial"} else ("invalid-itunes-channel-type",)


def episode_type(text: str) -> tuple[str, ...]:
    """Take the kind of an episode."""
    return () if text.strip().lower() in {"full", "trailer", "bonus"} else ("invalid-itunes-episode-type",)


def podcast_category(text: str) -> tuple[str, ...]:
    """Take a category of the directory or a part of one; what it stands within is a rule's matter."""
    bare = text.strip()
    if bare in _ALL:
        return ()
    return ("obsolete-itunes-category",) if bare in OBSOLETE else ("invalid-itunes-category",)
