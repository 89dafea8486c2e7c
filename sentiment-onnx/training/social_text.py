"""The `social` text profile, version 1: how a raw post becomes the text that the default model was trained on.

The order of the steps is part of the profile. The Java implementation gives the same string for the same input;
`golden.jsonl` beside the model holds reference pairs. `python -m doctest social_text.py` runs the examples below.
"""
import html
import re

import emoji

URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
MENTION = re.compile(r"(?<![\w@])@\w+")
HASHTAG = re.compile(r"#(\w+)")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|(?<=[A-Z])(?=[A-Z][a-z])")
SKIN_TONE = re.compile("[\U0001F3FB-\U0001F3FF]")
FOLD = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "–": "-", "—": "-", "\u200d": " ", "\ufe0f": ""})


def split_hashtag(match):
    """`#GoBlues2024` -> `# Go Blues 2024`: the words of a tag, which the tokenizer would otherwise not see."""
    return "# " + CAMEL.sub(" ", match.group(1)).replace("_", " ")


def emoji_name(chars, data):
    """The English name of an emoji, in spaces: `👍` -> ` thumbs up `."""
    return " " + data["en"].strip(":").replace("_", " ").replace("’", "'") + " "


def social(text: str) -> str:
    """Applies the profile.

    >>> social("RT @news_desk: it’s   out &amp; up https://t.co/abc #GoBlues2024")
    "RT @user: it's out & up http # Go Blues 2024"
    >>> social("\U0001F44D\U0001F3FD mail me at someone@example.org")
    'thumbs up mail me at someone@example.org'
    >>> social("  ")
    ''
    """
    text = html.unescape(text)
    text = URL.sub("http", text)
    text = MENTION.sub("@user", text)
    text = HASHTAG.sub(split_hashtag, text)
    text = SKIN_TONE.sub("", text)
    text = emoji.replace_emoji(text, emoji_name)
    text = text.translate(FOLD)
    return re.sub(r"\s+", " ", text).strip()
