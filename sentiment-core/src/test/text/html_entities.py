"""Writes the table of HTML5 character references that HtmlEntities reads, from Python's own copy of the standard.

    python html_entities.py > ../../main/resources/dev/sentiment4j/text/html-entities.tsv

Columns: name without ampersand and semicolon, code points in hex, and a hyphen where the standard also accepts the
name without its semicolon.
"""
from html.entities import html5

for name in sorted(key[:-1] for key in html5 if key.endswith(";")):
    points = " ".join(f"{ord(char):X}" for char in html5[name + ";"])
    bare = name in html5
    assert not bare or html5[name] == html5[name + ";"], name
    print(f"{name}\t{points}" + ("\t-" if bare else ""))
