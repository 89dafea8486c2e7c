"""What the lexicon model sees of a text that the profile `social` has prepared. Java's `Features` gives the same list.

Words are runs of ASCII and Latin-1 letters and digits, with apostrophes inside. Everything beyond separates words: the
model is English, and the two implementations need not agree on the letters of the rest of Unicode.

`python -m doctest features.py` runs the examples.
"""
import re

LETTERS = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff"
WORD = f"[{LETTERS}0-9]"
TOKEN = re.compile(
    rf"(?P<mention>@{WORD}+)"
    rf"|(?P<heart></?3+(?!{WORD}))"
    rf"|(?P<face>(?<!{WORD})[:;=]'?[-^]?(?:(?P<mouth>[)(\]\[/\\|*])(?P=mouth)*|(?P<letter>[DdPpOo])(?!{WORD})))"
    rf"|(?P<word>{WORD}+(?:'{WORD}+)*)"
    r"|(?P<shout>[!?]+)"
    r"|(?P<dots>\.+)"
    r"|(?P<mark>[,;:()])"
    r"|(?P<quote>\")"
    r"|(?P<hash>#)"
)
ELONGATED = re.compile(rf"([{LETTERS}])\1{{2,}}")

NEGATORS = {
    "not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "cannot", "without", "hardly", "barely",
    "aint", "arent", "cant", "couldnt", "didnt", "doesnt", "dont", "hadnt", "hasnt", "havent", "isnt", "shouldnt",
    "wasnt", "werent", "wont", "wouldnt",
}
NEGATED_WORDS = 4


def features(text):
    """The features of a prepared text, each once, in no order that matters.

    >>> sorted(features("@user I do NOT like this, soooo BAD!! :-)) http"))
    ['!!', '#caps', '#link', '#long', '#mention', ':)', 'bad', 'do', 'do not', 'i', 'i do', 'like', 'like this', \
'not', 'not like', 'soo', 'soo bad', 'this', '~like', '~this']
    >>> sorted(features("isn't it?"))
    ['?', "isn't", "isn't it", 'it', '~it']
    """
    found = {}
    previous = None
    negated = 0
    for match in TOKEN.finditer(text):
        kind = match.lastgroup
        token = match.group(kind)
        if kind == "word":
            if token == "http":
                found["#link"] = True
                previous = None
                continue
            if any("0" <= c <= "9" for c in token):
                found["#number"] = True
                previous = None
                continue
            if len(token) > 2 and token.isascii() and token.isalpha() and token.isupper():
                found["#caps"] = True
            word = "".join(c.lower() for c in token)
            folded = ELONGATED.sub(r"\1\1", word)
            if folded != word:
                found["#long"] = True
            word = folded
            found[word] = True
            if previous is not None:
                found[previous + " " + word] = True
            previous = word
            if word == "but":
                negated = 0
            elif negated > 0:
                negated -= 1
                found["~" + word] = True
            if word in NEGATORS or word.endswith("n't"):
                negated = NEGATED_WORDS
        elif kind == "mention":
            found["#mention"] = True
            previous = None
        elif kind == "heart":
            found["</3" if token[1] == "/" else "<3"] = True
            previous = None
        elif kind == "face":
            mouth = token[-1].lower().translate(str.maketrans("][", ")("))
            found[(";" if token[0] == ";" else ":") + ("'" if token[1] == "'" else "") + mouth] = True
            previous = None
        else:
            if kind == "shout":
                found[shout(token)] = True
            elif kind == "dots" and len(token) > 1:
                found["..."] = True
            elif kind == "quote":
                found["#quote"] = True
            elif kind == "hash":
                found["#tag"] = True
            if kind != "hash" and kind != "quote":
                negated = 0
            previous = None
    return list(found)


def shout(run):
    if len(run) == 1:
        return run
    if "!" in run and "?" in run:
        return "!?"
    return run[0] * 2
