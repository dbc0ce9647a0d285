"""A source in words: the note at the foot of the page and the entry in the list of sources.

An entry keeps the form of its own language inside either edition (`source_forms`). Labels, places cited and translated
titles are in the edition's language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from briefbuilder import locators, source_forms
from briefbuilder.dates import PartialDate, in_words
from briefbuilder.library import Reference
from briefbuilder.locators import Locator
from briefbuilder.terms import in_brackets
from briefbuilder.tree import Content, Element, element

Say = Callable[[str], str]  # the interface words of the edition's language


def language_of(reference: Reference) -> str:
    """Return the language in whose form a source is set: ja or en (for every other)."""
    return "ja" if str(reference.item.get("language", "")).lower().startswith("ja") else "en"


def note(reference: Reference, *, language: str, locator: str = "", anonymous: bool = False) -> Content:
    """Return a source as a note: who, what, where, when, its title translated, and the place cited.

    `locator` is what the author wrote behind the key; `anonymous`: the text has named who.
    """
    return _set(reference, language=language, cited=locators.parse(locator), anonymous=anonymous)


def entry(reference: Reference, *, language: str, say: Say) -> Content:
    """Return a source as an entry of the list: the note's matter with its address, access date and archived copy."""
    parts = _set(reference, language=language, cited=locators.parse(""), anonymous=False)
    tail: list[Element | str] = []
    address = _address(reference.item)
    if address:
        tail += [" ", _link(address)]
    accessed = source_forms.date_of(reference.item.get("accessed"), 0)
    if accessed and address:
        tail.append(in_brackets(say("accessed {}").format(in_words(accessed, language=language)), language))
    if reference.archived:
        tail += _archived(reference, language, say)
    return (*parts, *tail)


def _address(item: Mapping[str, Any]) -> str:
    address = str(item.get("URL") or "")
    if address.startswith(("https://", "http://")):
        return address
    doi = str(item.get("DOI") or "").removeprefix("https://doi.org/")
    return f"https://doi.org/{doi}" if doi.startswith("10.") else ""


def _link(address: str) -> Element:
    return element("a", address, href=address, class_="address")


def _archived(reference: Reference, language: str, say: Say) -> list[Element | str]:
    copy = reference.archived
    words = say("archived: {address}")
    if reference.archived_on:
        date = in_words(reference.archived_on, language=language)
        words = say("archived {date}: {address}").replace("{date}", date)
    before, _, after = words.partition("{address}")
    opening, closing = in_brackets("|", language).split("|")
    link = _link(copy) if copy.startswith(("https://", "http://")) else copy
    return [f"{opening}{before}", link, f"{after}{closing}"]


def again(reference: Reference, *, language: str, locator: str = "", first: int) -> Content:
    """Return the short form for a source that an earlier note has given in full: 前掲注（3） / note 3 above.

    The source is called by its short name, who answers for it, its newspaper, or its title in the edition's language.
    """
    who, where = _stands_for(reference, language), locators.parse(locator)
    place, suffix = locators.in_words(where, language), _suffix(where, language)
    if language == "ja":
        return (f"{who}・前掲注（{first}）{'、' + place if place else ''}{suffix}。",)
    return (f"{who}, note {first} above{', ' + place if place else ''}{suffix}.",)


def short_name(reference: Reference, language: str) -> str:
    """Return what a source is called where it has no note: its short name, or who published it and when."""
    if reference.short:
        return reference.short[language]
    who, when = _stands_for(reference, language), issued(reference)
    if when is None:
        return who
    return who + in_brackets(f"{when.year}年" if language == "ja" else str(when.year), language)


def _stands_for(reference: Reference, language: str) -> str:
    if reference.short:
        return reference.short[language]
    own, item = language_of(reference), reference.item
    if who := source_forms.lead(item, own) or str(item.get("container-title") or ""):
        return who
    if own != language and (translated := reference.title.get(language)):
        return source_forms.quoted(translated, item, language)
    return source_forms.quoted(str(item.get("title-short") or item.get("title", "")), item, own)


def sort_key(reference: Reference, language: str) -> tuple[int, str, str, str]:
    """Return the order of a source in the list: the edition's own language first, then who answers for it, then title.

    Japanese names sort by their reading (`yomi` of the overlay, or "author-yomi" in Zotero's field Extra, which its
    export calls note), English titles without their article.
    """
    item = reference.item
    names = " ".join(
        person.get("literal") or f"{person.get('family', '')} {person.get('given', '')}"
        for person in source_forms.people(item, "author") or source_forms.people(item, "editor")
    )
    title = re.sub(r"(?i)^(?:the|an?) ", "", str(item.get("title", "")))
    who = _reading(reference) or str(names or source_forms.lead(item, "en") or title)
    return (language_of(reference) != language, _sorted_as(who), _sorted_as(title), reference.id)


def issued(reference: Reference) -> PartialDate | None:
    """Return when a source appeared, as precisely as its entry says; None where it does not or cannot be read."""
    return source_forms.date_of(reference.item.get("issued"), 0)


def _reading(reference: Reference) -> str:
    typed = re.search(r"(?m)^author-yomi:[ \t]*(\S.*)$", str(reference.item.get("note") or ""))
    return reference.yomi or str(reference.item.get("author-yomi") or (typed[1] if typed else ""))


_SMALL_KANA = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
_VOWELS = {"A": "あ", "I": "い", "U": "う", "E": "え", "O": "お"}


def _sorted_as(words: str) -> str:
    """Return words as they are sorted: without case and width, kana in the order of the gojūon.

    After JIS X 4061: katakana, voiced and small kana count as the plain kana, ー as the vowel before it.
    """
    sorted_words = ""
    for letter in unicodedata.normalize("NFKD", words).casefold():
        if "ァ" <= letter <= "ヶ":
            letter = chr(ord(letter) - 0x60)
        elif letter == "ー":
            name = unicodedata.name(sorted_words[-1:] or "-", "-")
            letter = _VOWELS.get(name[-1], "") if "HIRAGANA" in name else letter
        if not unicodedata.combining(letter or " "):
            sorted_words += letter.translate(_SMALL_KANA)
    return sorted_words


def _set(reference: Reference, *, language: str, cited: Locator, anonymous: bool) -> Content:
    own, item = language_of(reference), dict(reference.item)
    place = locators.in_words(cited, language)
    if place:  # it stands for the pages of the whole
        item.pop("page", None)
    who = "" if anonymous else source_forms.lead(item, own)
    if source_forms.leads_as_publisher(item):
        item.pop("publisher", None)
    parts = source_forms.japanese(item, who) if own == "ja" else source_forms.english(item, who)
    ends_in = own
    if own != language and (translated := reference.title.get(language)):
        parts.append(in_brackets(translated, language))
        ends_in = language
    if place:
        parts.append(f"、{place}" if ends_in == "ja" else f", {place}")
    return (*parts, _suffix(cited, ends_in), "。" if ends_in == "ja" else ".")


def _suffix(cited: Locator, form: str) -> str:
    """Return the author's words behind the place. They end as the note does, once."""
    words = cited.suffix.rstrip("。.")
    return "、" + words.removeprefix(", ") if form == "ja" and words.startswith(", ") else words
