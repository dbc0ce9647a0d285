"""A complete, valid skeleton of a module or a brief, in both languages, to be filled in. Returns texts, writes none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from briefbuilder.library import Library

_MODULE = """\
# yaml-language-server: $schema={schema}
title:
  ja: （題名）
  en: (Title)
line:                # the whole module in one sentence: its shortest form
  ja: （一文で言えば何か。）
  en: (The whole module in one sentence.)
kind: background     # question keypoint background facts position argument option assessment outlook timeline term
topics: [{topic}]
handling: public     # public < internal < restricted
for:                 # core | useful | optional | skip
{audiences}
needs: []
lead: ja             # the language that is written first
reviewed: {today}
"""
_TEXT = {
    "ja": "（短い形。ここだけで意味が通る、140～220字の段落。数字や日付は {{fact:…}}、出典は [@…] と書く。）\n\n"
    "<!-- more -->\n\n（続き。全体で350～500字。）\n",
    "en": "(The short form: 60–100 words, complete in itself. Figures and dates: {{fact:…}}; sources: [@…].)\n\n"
    "<!-- more -->\n\n(The rest: 160–230 words in all.)\n",
}
_BRIEF = """\
# yaml-language-server: $schema={schema}
title:               # short: running head, list
  ja: （略題）
  en: (Short title)
question:
  ja: （問い）
  en: (The question?)
answer:              # the bottom line, two or three sentences
  ja: （結論を2、3文で。）
  en: (The answer, in two or three sentences.)
as_of: {today}     # the facts are those of this day
issued: {today}
number: {number}
edition: 1
audiences: [{audiences}]
format: brief
key_points:
  - ja: （要点）
    en: (A key point.)
sections:
  - title:
      ja: （節の題名）
      en: (The section’s title)
    modules: [{module}]
watch:
  - ja: （今後見るべき点）
    en: (What to watch.)
"""


def module_files(library: Library, *, topic: str, today: date, schema: str) -> Mapping[str, str]:
    """Return the files of a new module by name. Every audience is named, as optional, so that none is undecided."""
    audiences = "\n".join(f"  {name}: optional" for name in library.audiences) or "  {}"
    metadata = _MODULE.format(schema=schema, topic=topic, audiences=audiences, today=today)
    return {
        "module.yaml": metadata,
        **{
            f"{language}.md": text.replace("{{", "\\{").replace("}}", "}").replace("[@…]", "\\[@…]")
            for language, text in _TEXT.items()
        },
    }


def brief_file(library: Library, *, today: date, schema: str) -> str:
    """Return a new brief with the next free number, for every audience, on the first module there is."""
    number = max((brief.number for brief in library.briefs.values()), default=0) + 1
    return _BRIEF.format(
        schema=schema,
        today=today,
        number=number,
        audiences=", ".join(library.audiences),
        module=next(iter(sorted(library.modules)), ""),
    )
