"""Writes made-up texts and what the training code's `social` makes of them, one JSON object a line.

    PYTHONPATH=<folder of social_text.py> python social_pairs.py 600 > \
        ../resources/dev/sentiment4j/text/social-pairs.jsonl

The first argument counts the generated texts; the hand-made ones come first. The seed is fixed, so a larger count
only adds lines. Needs the `emoji` package in the version that made the model's emoji-names.tsv.
"""
import json
import random
import sys
import unicodedata

import emoji
from html.entities import html5
from social_text import social

HAND_MADE = [
    "", " ", "plain text", "@a", "@", "@@a", "a@b.org", "x @_ y", "#", "##a", "#a#b", "#_", "#a_b__c", "@ü #größe",
    "#MondayMotivation", "#NASAFacts2024", "#iPhone15Pro", "#COVID19", "#ABCdEF", "#ÄÖüX", "#aÉB", "#१२३a1", "#日本Go",
    "http://", "http:// x", "https://t.co/x", "HTTPS://T.CO/x", "httpſ://t.co", "HTTPſ://t.co", "www.", "www. x",
    "wWw.a", "xhttp://y", "hhttp://y", "httphttp://y", "https//a", "http://a\u00a0b", "http://a\u200bb", "(www.a.b)",
    "wwww.a", "http://@a#b", "@http://a", "#http://a", "@user", "@user http", "&lt;3 &amp;lt;", "&ampamp;", "&notit;",
    "&notin;", "&notinx", "&amp", "&", "&&", "&&amp;", "&;", "&#", "&#;", "&#x", "&#x;", "&#xg", "&#38;", "&#38",
    "&#38a", "&#x26;", "&#X26;", "&#0;", "&#128;", "&#129;", "&#x9f", "&#13;", "&#9;a", "&#11;", "&#12;", "&#127;",
    "&#55357;", "&#xD83D;&#xDE00;", "&#x1F600;", "&#1114111;", "&#1114112;", "&#99999999999999999999;", "&#xFFFE;",
    "&#xFDD0;", "&#x0000000000026;", "&#٣;", "&CounterClockwiseContourIntegral;", "&CounterClockwiseContourIntegralx;",
    "&acE;", "&NotEqualTilde;", "&lt3", "&LT3", "&Lt3", "&ltx;", "&times;&divide", "&timesb;", "&timesbx;", "&lte;",
    "&hearts;", "&hearts", "&amp;hearts;", "&é;", "&gt&lt", "&nbsp;a&nbsp;", "&commat;a", "&num;aB", "&#64;a",
    "http:&#47;&#47;x", "&lt;https://a&gt;", "it’s “so” … – — ‘x’", "a\u200db", "a\ufe0fb", "a\ufe0eb", "1\ufe0f",
    "1\ufe0f\u20e3", "1\u20e3", "#\ufe0f\u20e3", "*\u20e3*", "#️⃣a", "a 1 2 # *", "😀", "a😀b", "😀😀", "😀 😀", "👍🏽",
    "👍🏽👍", "🏽", "a🏽b", "👩🏽‍💻", "👩‍💻", "👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦‍👧", "👨‍", "‍👨", "👨‍x", "👨‍❤", "👨‍❤️", "👨‍❤️‍👨", "❤", "❤️", "❤︎", "❤️‍🔥",
    "❤‍🔥", "🔥‍❤️‍🔥", "👁️‍🗨️", "👁‍🗨", "👁️‍🗨️‍🦰‍", "🇩🇪", "🇩", "🇩🇪🇫🇷", "🇩🇩🇪", "🇦🇦", "🇽🇽", "🏴", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁥󠁮󠁧", "🏴󠁧󠁢󠁿", "🏴‍☠️", "🏴‍☠",
    "🏳️‍🌈", "🏳‍🌈", "🏳️‍⚧️", "👨‍🦰", "👨🦰", "🦰", "👨‍🦰‍🦰", "👨‍🦰‍🦰‍", "🦰‍", "‍🦰‍", "😀‍🦰‍😀", "😀🦰‍😀", "❤️‍🦰‍x", "a🦰‍b", "👨‍🦱‍🦲‍🦳",
    "😀‍😀‍😀", "😀‍‍😀", "😀️‍😀", "😀︎‍😀", "™ © ®", "©️ ®️", "ℹ️ Ⓜ️ ㊗️", "👯‍♂️", "🧑‍🤝‍🧑", "🫱🏻‍🫲🏿", "@😀", "#😀", "#a😀",
    "\x1ca\x1d\x1eb\x1f", "\x85a\x85", "\u00a0a\u2028b\u2029", "\u3000a\u3000\u3000b", "\u200ba\u200b", "\ufeffa", "\x00a\x00",
    "a\x7fb\x80c", "a\u0301@b", "@a\u0301b", "#a\u0301B", "@𝓪𝓫", "#𝐀𝐁a", "x𝓪@b", "😀@b", "²@a", "@½ #Ⅷ", "_@a", "-@a",
    "@שלום #مرحبا_بك", "\u202e@a\u202c", "😂😂😂 https://t.co/a @x #FunFun",
]

SPACES = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2003\u200a\u2028\u2029\u202f\u205f\u3000"
ODD = ("\u200b\u200c\u200d\u200d\u200d\u2060\ufeff\ufe0e\ufe0f\ufe0f\u20e3\u0301\u0308\u0655\u093f\u202e\u2066\x00\x01\x7f\x9f"
       "\u00ad\u034f\ue000\ufffd\U000e0067\U000e007f\U0001f3fb\U0001f3ff\U0001f9b0\U0001f9b2\U0001f1e6\U0001f1e9\U0001f1ea")
LETTERS = "abcxyzABCXYZ019_äßÉſIıİΣςσжЖאבمح日本語ひカ한글𝓪𝐀𝟙२٣²½Ⅷªºʰǅ𐐀𐐨"
PUNCTUATION = ".,;:!?'\"()[]/\\&#@_-*+=<>|~^`’‘“”…–—•«»‚„¿¡"
URLS = ["http://", "https://", "HTTP://", "hTTpſ://", "www.", "WWW.", "https://t.co/aB1", "http", "https:", "www"]
NUMBERS = ["&#%d", "&#%d;", "&#x%x", "&#x%X;", "&#X%x;"]
NAMES = sorted(html5)
EMOJI = sorted(emoji.EMOJI_DATA)


def entity(rng):
    kind = rng.random()
    if kind < 0.4:
        return "&" + rng.choice(NAMES)
    if kind < 0.5:
        name = rng.choice(NAMES)
        return "&" + name[:rng.randint(1, len(name))] + rng.choice(["", ";", "x", "&"])
    if kind < 0.6:
        return rng.choice(["&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&amp;amp;", "&#", "&", "&;"])
    number = rng.choice([rng.randrange(300), ord(code_point(rng) or "x"), rng.choice([0xD83D, 0xFFFF, 0x10FFFE, 0x110000])])
    template = rng.choice(NUMBERS)
    return template % number


def joined(rng):
    return "".join(rng.choice(EMOJI) + rng.choice(["", "\u200d", "\u200d", "\ufe0f", "\ufe0e", "\ufe0f\u200d"])
                   for _ in range(rng.randint(1, 4)))


def code_point(rng):
    """Of an old version of Unicode, so that every Python and every JDK knows it alike."""
    char = chr(rng.choice([rng.randrange(0x3000), rng.randrange(0x10000), rng.randrange(0x1D000, 0x1D800), rng.randrange(0x110000)]))
    return "" if unicodedata.ucd_3_2_0.category(char) in ("Cn", "Cs") else char


def word(rng):
    return "".join(rng.choice(LETTERS) for _ in range(rng.randint(1, 6)))


PARTS = [
    word, word, lambda rng: " ", lambda rng: " ", lambda rng: rng.choice(SPACES), lambda rng: rng.choice(ODD),
    lambda rng: rng.choice(PUNCTUATION), lambda rng: "@" + word(rng), lambda rng: "#" + word(rng), entity,
    lambda rng: rng.choice(URLS), lambda rng: rng.choice(EMOJI), joined, code_point,
]


def generated(rng):
    return "".join(rng.choice(PARTS)(rng) for _ in range(rng.randint(1, 14)))


def main(count):
    rng = random.Random(20240229)
    texts = HAND_MADE + [generated(rng) for _ in range(count)]
    for text in texts:
        print(json.dumps({"text": text, "normalized": social(text)}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
