"""A source in words: the note at the foot of the page and the entry in the list of sources.

An entry keeps the form of its own language inside either edition: Japanese sources 著者「題名」『媒体』 (after SIST 02,
with the brackets of Japanese print), others author, 'title', *container* (after Chicago's notes, British quotation
marks and dates). Labels and locators are in the edition's language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from briefbuilder.dates import PartialDate, in_words
from briefbuilder.library import Reference
from briefbuilder.tree import Content, Element, element

# Types set as a work that stands alone (『』, italics); all others are parts or pages (「」, quotation marks).
_WORKS = frozenset({"book", "report", "thesis", "legislation", "treaty", "dataset"})
_PAGES = re.compile(r"^(?:pp?\.\s*)?(\d+(?:\s*[-–~～,、]\s*\d+)*)\s*頁?$")


def language_of(reference: Reference) -> str:
    """Return the language in whose form a source is set: ja or en (for every other)."""
    return "ja" if str(reference.item.get("language", "")).lower().startswith("ja") else "en"


def note(reference: Reference, *, language: str, locator: str, anonymous: bool = False) -> Content:
    """Return a source as a note: who, what, where, when, its title translated, and the place cited.

    `anonymous`: the text has named who.
    """
    return _set(reference, language=language, locator=locator, anonymous=anonymous)


def entry(reference: Reference, *, language: str, accessed_label: str, archived_label: str) -> Content:
    """Return a source as an entry of the list: the note's matter with its address and access date.

    The labels have one brace for what they label: "accessed {}", "archived: {}".
    """
    parts = list(_set(reference, language=language, locator="", anonymous=False))
    address = str(reference.item.get("URL", ""))
    tail: list[Element | str] = []
    if address.startswith(("https://", "http://")):
        tail += [" ", element("a", address, href=address, class_="address")]
    accessed = _date(reference.item.get("accessed"))
    if accessed and address:
        tail.append(_bracket(accessed_label.format(in_words(accessed, language=language)), language))
    if reference.archived:
        tail.append(_bracket(archived_label.format(reference.archived), language))
    return (*parts, *tail)


def again(reference: Reference, *, language: str, locator: str, first: int) -> Content:
    """Return the short form for a source that an earlier note has given in full: 前掲注（3） / note 3 above.

    The source is called by its short name, its authors, its publisher, or its title in the edition's language.
    """
    who = _stands_for(reference, language)
    place = _locator(locator, language)
    if language == "ja":
        return (f"{who}・前掲注（{first}）{'、' + place if place else ''}。",)
    return (f"{who}, note {first} above{', ' + place if place else ''}.",)


def _stands_for(reference: Reference, language: str) -> str:
    if reference.short:
        return reference.short[language]
    own, item = language_of(reference), reference.item
    if who := _authors(item, own) or str(item.get("publisher") or item.get("container-title") or ""):
        return who
    if own != language and (translated := reference.title.get(language)):
        return _quoted(translated, item, language)
    return _quoted(str(item.get("title-short") or item.get("title", "")), item, own)


def sort_key(reference: Reference, language: str) -> tuple[int, str, str]:
    """Return the order of a source in the list: the edition's own language first, then by author or title."""
    item = reference.item
    people = " ".join(
        person.get("literal") or f"{person.get('family', '')} {person.get('given', '')}" for person in _people(item)
    )
    who = str(item.get("author-yomi") or people or item.get("title", ""))
    return (language_of(reference) != language, who.casefold(), reference.id)


def issued(reference: Reference) -> PartialDate | None:
    """Return when a source appeared, as precisely as its entry says; None where it does not or cannot be read."""
    return _date(reference.item.get("issued"))


def _set(reference: Reference, *, language: str, locator: str, anonymous: bool) -> Content:
    own = language_of(reference)
    # A place cited stands for the pages of the whole; and who is named in the text is not named again.
    left_out = {"page"} if locator else set()
    left_out |= {"author", "editor"} if anonymous else set()
    item = {key: value for key, value in reference.item.items() if key not in left_out}
    parts = _japanese(item) if own == "ja" else _english(item)
    ends_in = own
    if own != language and (translated := reference.title.get(language)):
        parts.append(_bracket(translated, language))
        ends_in = language
    if place := _locator(locator, language):
        parts.append(f"、{place}" if ends_in == "ja" else f", {place}")
    parts.append("。" if ends_in == "ja" else ".")
    return tuple(parts)


def _japanese(item: Mapping[str, Any]) -> list[Element | str]:
    authors = _authors(item, "ja")
    lead = authors + _quoted(str(item.get("title", "")), item, "ja")
    if container := item.get("container-title"):
        lead += f"『{container}』"
    if volume := item.get("volume"):
        lead += f"第{volume}巻"
    if number := item.get("issue") or item.get("number"):
        lead += f"第{number}号" if str(number).isdigit() else f"{number}"
    publisher = str(item.get("publisher") or "")
    if publisher and publisher not in authors:
        lead += f"（{publisher}）"
    parts = [lead]
    if when := _date(item.get("issued")):
        parts.append(in_words(when, language="ja"))
    if pages := item.get("page"):
        parts.append(_page_words(str(pages), "ja"))
    return ["、".join(parts)]


def _english(item: Mapping[str, Any]) -> list[Element | str]:
    title = str(item.get("title", ""))
    is_work = item.get("type") in _WORKS
    parts: list[Element | str] = []
    authors = _authors(item, "en")
    if authors:
        parts += [authors, ", "]
    parts += [element("em", title, lang="en")] if is_work else [_quoted(title, item, "en")]
    if container := item.get("container-title"):
        parts += [", ", element("em", str(container), lang="en")]
    for key, form in (("volume", "vol. {}"), ("issue", "no. {}"), ("number", "{}")):
        if item.get(key):
            parts.append(", " + form.format(item[key]))
    publisher = item.get("publisher")
    if publisher and publisher != authors and publisher != container:
        parts.append(f", {publisher}")
    if when := _date(item.get("issued")):
        parts.append(f", {in_words(when, language='en')}")
    if pages := item.get("page"):
        parts.append(f", {_page_words(str(pages), 'en')}")
    return parts


def _authors(item: Mapping[str, Any], form: str) -> str:
    people = [_name(person, form) for person in _people(item)]
    if form == "ja":
        return "・".join(people[:3]) + ("ほか" if len(people) > 3 else "")
    if len(people) > 3:
        return f"{people[0]} et al."
    return people[0] if len(people) == 1 else " and ".join([", ".join(people[:-1]), people[-1]]) if people else ""


def _people(item: Mapping[str, Any]) -> list[Mapping[str, str]]:
    return list(item.get("author") or item.get("editor") or ())


def _name(person: Mapping[str, str], form: str) -> str:
    if "literal" in person:
        return person["literal"]
    family, given = person.get("family", ""), person.get("given", "")
    if form == "ja":
        return f"{family}{given}"
    # CSL has two places for particles (van, de); in running text both stand before the family name.
    particles = (person.get("dropping-particle", ""), person.get("non-dropping-particle", ""))
    return " ".join(part for part in (given, *particles, family) if part)


def _date(value: Any) -> PartialDate | None:
    """Return a CSL date (date-parts, or raw in ISO form), or None. A fault in a foreign export is no reason to stop."""
    if not isinstance(value, Mapping):
        return None
    try:
        parts = value.get("date-parts")
        if parts and parts[0]:
            year, *rest = (int(part) for part in parts[0][:3])
            return PartialDate.parse("-".join([f"{year:04}", *(f"{part:02}" for part in rest)]))
        return PartialDate.parse(str(value.get("raw") or value.get("literal") or ""))
    except (ValueError, TypeError):
        return None


def _quoted(title: str, item: Mapping[str, Any], form: str) -> str:
    """Return a title between the marks of its kind: works 『』, parts 「」; in the English form all ‘’."""
    if form == "ja" and item.get("type") in _WORKS:
        return f"『{title}』"
    return f"「{_inner(title, form)}」" if form == "ja" else f"‘{_inner(title, form)}’"


def _inner(title: str, form: str) -> str:
    """Return a title as it stands inside 「」 or ‘’: its own marks become 『』 or “”. An apostrophe (’s) is none."""
    if form == "ja":
        return title.replace("「", "『").replace("」", "』")
    return re.sub(r"(?<!\w)‘(.+?)’(?!\w)", r"“\1”", title)


def _bracket(words: str, language: str) -> str:
    return f"（{words}）" if language == "ja" else f" ({words})"


def _locator(locator: str, language: str) -> str:
    found = _PAGES.match(locator.strip())
    return _page_words(found[1], language) if found else locator.strip()


def _page_words(pages: str, language: str) -> str:
    spread = re.sub(r"\s*[-–~～]\s*", "–" if language == "en" else "～", pages)
    spread = re.sub(r"\s*[,、]\s*", ", " if language == "en" else "、", spread)
    if language == "ja":
        return f"{spread}頁"
    return f"pp. {spread}" if re.search("[–,]", spread) else f"p. {spread}"
