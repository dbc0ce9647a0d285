"""The two forms of a source: Japanese (after SIST 02, with the brackets of Japanese print) and English.

Japanese: 著者「題名」『媒体』（発行者）、年、頁. English: author, ‘title’, *container*, publisher, date, pages (after
Chicago's notes, with British quotation marks and dates). Which form a source takes is the business of `citations`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from briefbuilder import locators
from briefbuilder.dates import PartialDate, in_words
from briefbuilder.tree import Element, element

Item = Mapping[str, Any]  # of CSL-JSON; whatever it holds, nothing here raises

# Types set as a work that stands alone (『』, italics); all others are parts or pages (「」, quotation marks).
_WORKS = frozenset({"book", "report", "thesis", "dataset", "pamphlet", "periodical", "map", "standard"})
_LAWS = frozenset({"legislation", "treaty", "bill", "regulation", "legal_case"})  # named without any marks


def japanese(item: Item, who: str) -> list[Element | str]:
    """Return 著者「題名」『媒体』第n巻第m号（発行者）、年、頁."""
    kind, number = _kind(item), _text(item, "number")
    is_paper = kind == "article-newspaper"
    lead = who + quoted(_text(item, "title"), item, "ja")
    if container := _text(item, "container-title"):
        editors = people(item, "editor") if item.get("author") else []
        lead += (edited(editors, "ja") if editors else "") + f"『{container}』"
    lead += _counted("第{}巻", _text(item, "volume"))
    lead += _counted("第{}号", _text(item, "issue") or (number if kind not in _LAWS else ""))
    lead += _counted("第{}版", _text(item, "edition")) if not is_paper else ""
    if translators := people(item, "translator"):
        lead += f"、{names(translators, 'ja')}訳"
    law = number if kind in _LAWS else ""
    aside = "、".join(filter(None, [law, _text(item, "genre"), _event(item), _published(item, "：")]))
    when = dates(item.get("issued"), "ja") if "年" not in law else ""
    if when and is_paper:
        when += _text(item, "edition")  # 朝刊
    return ["、".join(filter(None, [lead + (f"（{aside}）" if aside else ""), when, _pages(item, "ja")]))]


def _counted(form: str, value: str) -> str:
    return form.format(value) if value.isdigit() else value


def english(item: Item, who: str) -> list[Element | str]:
    """Return author, ‘title’, *container*, volume, number, place: publisher, date, pages."""
    kind, title = _kind(item), _text(item, "title")
    parts: list[Element | str] = [f"{who}, "] if who else []
    parts.append(element("em", title, lang="en") if kind in _WORKS else quoted(title, item, "en"))
    if translators := people(item, "translator"):
        parts.append(f", trans. {names(translators, 'en')}")
    if container := _text(item, "container-title"):
        editors = people(item, "editor") if item.get("author") else []
        inside = ", in " if kind in ("chapter", "paper-conference") else ", "
        parts += [inside + (f"{edited(editors, 'en')}, " if editors else ""), element("em", container, lang="en")]
    return [*parts, "".join(f", {words}" for words in _particulars(item) if words)]


def _particulars(item: Item) -> list[str]:
    """Return what stands behind an English title, in order."""
    volume, issue, edition = (_text(item, key) for key in ("volume", "issue", "edition"))
    return [
        f"vol. {volume}" if volume else "",
        f"no. {issue}" if issue else "",
        " ".join(filter(None, [_text(item, "genre"), _text(item, "number")])),
        _event(item),
        _text(item, "event-place"),
        f"{ordinal(int(edition))} edn" if edition.isdecimal() else edition,
        _published(item, ": ") if item.get("publisher") != item.get("container-title") else "",
        dates(item.get("issued"), "en"),
        _pages(item, "en"),
    ]


def _kind(item: Item) -> str:
    return _text(item, "type")


def _text(item: Item, key: str) -> str:
    return str(item.get(key) or "")


def _event(item: Item) -> str:
    return _text(item, "event-title") or _text(item, "event")


def _published(item: Item, sign: str) -> str:
    publisher = _text(item, "publisher")
    return sign.join(filter(None, [_text(item, "publisher-place"), publisher])) if publisher else ""


def _pages(item: Item, form: str) -> str:
    pages = _text(item, "page")
    return locators.in_words(locators.parse(f"p. {pages}"), form) or pages if pages else ""


def ordinal(number: int) -> str:
    """Return an English ordinal: 2nd, 11th."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def lead(item: Item, form: str) -> str:
    """Return who answers for a source: its authors, else its editors, else its publisher; nobody for a law."""
    if authors := people(item, "author"):
        return names(authors, form)
    if editors := people(item, "editor"):
        return edited(editors, form)
    return str(item.get("publisher") or "") if leads_as_publisher(item) else ""


def leads_as_publisher(item: Item) -> bool:
    """Say whether the publisher is named first, and so not again behind the title."""
    publisher, authors = item.get("publisher"), people(item, "author")
    if not publisher or _kind(item) in _LAWS:
        return False
    return not (authors or people(item, "editor")) or any(person.get("literal") == publisher for person in authors)


def names(people: Sequence[Mapping[str, str]], form: str) -> str:
    """Return names as printed: all of up to three, else the first and “et al.” (in Japanese three and ほか)."""
    words = [_name(person, form) for person in people]
    if form == "ja":
        return "・".join(words[:3]) + ("ほか" if len(words) > 3 else "")
    if len(words) > 3:
        return f"{words[0]} et al."
    return words[0] if len(words) == 1 else " and ".join([", ".join(words[:-1]), words[-1]])


def edited(people: Sequence[Mapping[str, str]], form: str) -> str:
    """Return editors by their names and their role."""
    if form == "ja":
        return f"{names(people, form)}編"
    return f"{names(people, form)} ({'eds' if len(people) > 1 else 'ed.'})"


def people(item: Item, role: str) -> list[Mapping[str, str]]:
    """Return the people of a role (author, editor, translator) in the order of the export."""
    return list(item.get(role) or ())


_FOREIGN = re.compile("[A-Za-zァ-ヺ]")  # a name that Japanese writes in the order of its owner: マルク・ルッテ


def _name(person: Mapping[str, str], form: str) -> str:
    if "literal" in person:
        return person["literal"]
    family, given = person.get("family", ""), person.get("given", "")
    if form == "ja" and family and given and not _FOREIGN.search(family + given):
        return f"{family}{given}"
    if form == "ja" and not (family + given).isascii():
        return "・".join(filter(None, [given, family]))
    # CSL has two places for particles (van, de); in running text both stand before the family name.
    particles = (person.get("dropping-particle", ""), person.get("non-dropping-particle", ""))
    return " ".join(part for part in (given, *particles, family) if part)


def dates(value: Any, form: str) -> str:
    """Return a CSL date in words, or both ends of a span: 2023–2024, 2023年～2024年."""
    first, last = date_of(value, 0), date_of(value, 1)
    words = [in_words(when, language=form) for when in (first, last) if when]
    return ("～" if form == "ja" else "–" if all(map(str.isdecimal, words)) else " to ").join(words)


def date_of(value: Any, which: int) -> PartialDate | None:
    """Return a CSL date (date-parts, or raw in ISO form), or None. A fault in a foreign export is no reason to stop."""
    if not isinstance(value, Mapping):
        return None
    try:
        parts = value.get("date-parts")
        if parts and parts[0]:
            year, *rest = (int(part) for part in parts[which][:3])
            return PartialDate.parse("-".join([f"{year:04}", *(f"{part:02}" for part in rest)]))
        return PartialDate.parse(str(value.get("raw") or value.get("literal") or "")) if which == 0 else None
    except (ValueError, TypeError, LookupError):
        return None


def quoted(title: str, item: Item, form: str) -> str:
    """Return a title between the marks of its kind: works 『』, parts 「」; in the English form all ‘’; laws none."""
    if _kind(item) in _LAWS:
        return title
    if form == "ja" and _kind(item) in _WORKS:
        return f"『{title}』"
    return f"「{_inner(title, form)}」" if form == "ja" else f"‘{_inner(title, form)}’"


def _inner(title: str, form: str) -> str:
    """Return a title as it stands inside 「」 or ‘’: its own marks become 『』 or “”. An apostrophe (’s) is none."""
    if form == "ja":
        return title.replace("「", "『").replace("」", "』")
    return re.sub(r"(?<!\w)‘(.+?)’(?!\w)", r"“\1”", title)
