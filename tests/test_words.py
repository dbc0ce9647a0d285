"""The interface words: each is found, each is in its catalogue, and a Japanese author reads Japanese."""

from __future__ import annotations

import importlib.util
import re
import string
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages import Catalog, Message
from conftest import REPOSITORY, Project


def load() -> ModuleType:
    """Import scripts/update_words.py, which is not part of a package."""
    specification = importlib.util.spec_from_file_location("update_words", REPOSITORY / "scripts" / "update_words.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules["update_words"] = module  # where dataclasses look for it
    specification.loader.exec_module(module)
    return module


update_words = load()


def catalogue(language: str) -> Catalog:
    made: Catalog = update_words.read(language)
    return made


def entries(language: str) -> list[Message]:
    """Return the entries of a catalogue that have a translation."""
    return [message for message in catalogue(language) if message.id and update_words.is_translated(message)]


def translations(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


# The catalogues


def test_the_catalogues_hold_every_key_translated_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    status = update_words.main(["--check"])
    assert (capsys.readouterr().out, status) == ("", 0), "run scripts/update_words.py, and translate what it names"


def test_every_key_has_a_japanese_translation_that_nobody_doubts() -> None:
    found = {update_words.key_of(message): message for message in catalogue("ja") if message.id}
    assert len(found) > 200
    assert [key for key, message in found.items() if message.fuzzy or not update_words.is_translated(message)] == []


def test_the_words_of_the_page_stand_in_both_catalogues() -> None:
    page = {
        language: {message.id for message in catalogue(language) if message.context == "page"}
        for language in ("ja", "en")
    }
    assert page["ja"] == page["en"]
    assert {"In brief", "Figure {}", "Issued %(date)s", "restricted"} <= page["ja"]


def placeholders(text: str) -> list[str]:
    """Return the fields of a text in both ways of writing them, each as often as it stands there."""
    braces = ["{" + field + "}" for _, field, _, _ in string.Formatter().parse(text) if field is not None]
    return sorted(braces + re.findall(r"%\(\w+\)s", text))


def filled(text: str) -> str:
    """Return the text with every field filled, as a program does it."""
    if "%(" in text:
        return text % defaultdict(lambda: "…")
    return string.Formatter().vformat(text, ["…"] * 9, defaultdict(lambda: "…"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_translation_has_the_placeholders_of_its_key_and_can_be_filled(language: str) -> None:
    for message in entries(language):
        key = update_words.key_of(message)
        for text in translations(message):
            assert placeholders(text) == placeholders(key.plural or key.text), key
            assert ("{{" in text) == ("{{" in key.text), key
            assert "…" in filled(text) or not placeholders(text), key


def test_japanese_sentences_have_japanese_punctuation() -> None:
    letters = "々\u3041-\u30ff\u4e00-\u9fff"
    ascii_mark = re.compile(f"[{letters}」』）}}][,.;!?]|[,.;!?][{letters}「『（{{]")
    texts = [text for message in entries("ja") for text in translations(message)]
    assert [text for text in texts if ascii_mark.search(text)] == []


# What a person sees


def test_a_japanese_terminal_reads_findings_in_japanese(minimal: Project) -> None:
    minimal.edit("content/modules/weather/rain/ja.md", "{fact:rainy-days}", "{fact:rainy-day}")
    minimal.edit("briefs/sledges.yaml", "  en: Sledges\n", "")
    minimal.write("content/terms.yaml", "用語".encode("cp932"))
    shown = minimal.run("check", env={"LANG": "ja_JP.UTF-8", "PYTHONUTF8": "1"}).stdout.splitlines()
    assert shown[:-2] == [
        "briefs/sledges.yaml:2:1: エラー: 英語の題名がありません",
        "    ヒント: 「en:」を「ja:」の隣に書いてください",
        "content/modules/weather/rain/ja.md:1:8: エラー: 未知の事実「rainy-day」",
        "    ヒント: 「rainy-days」のことですか",
        "content/terms.yaml:1: エラー: ファイルがUTF-8ではありません（Shift_JISと思われます）",
        "    ヒント: エディターで「UTF-8」として保存してください",
    ]
    assert re.fullmatch(r"ブリーフ\d+点、モジュール\d+点、事実\d+件、出典\d+件：エラー\d+件、警告\d+件", shown[-1])


# The search for keys

PACKAGE = {
    "tray.py": """
        TABLE = ((1, "from a table", "its hint"), (2, "another", None))
        HINTS = {"fact": "define it", "term": "spell it"}

        def error(place, template, *, hint=None, **values):
            return Message(template, values), Message(hint, values) if hint else None

        class Findings:
            def error(self, place, template, *, hint=None, **values):
                self.items.append(error(place, template, hint=hint, **values))

            def unknown(self, place, kind, name):
                self.error(place, f'unknown {kind} "{{name}}"', hint=HINTS.get(kind), name=name)
        """,
    "stage.py": """
        LINK = ("unpacked",)

        def stage(findings, is_bad, reason, words):
            findings.error(place, "either" if is_bad else "or", hint="a hint", name="no key")
            findings.error(place, *LINK)
            findings.unknown(place, "fact", "no key either")
            known(findings, "term")
            for _, template, hint in TABLE:
                findings.error(place, template, hint=hint)
            template, hint = {"time": ("too slow", "hurry")}.get(reason, ("failed", None))
            findings.error(place, template, hint=hint)
            return count(words, "{n} error", "{n} errors", 1) + count(words, "{n} note", "{n} notes", 1)

        TABLE = ((1, "from a table", "its hint"), (2, "another", None))

        def known(findings, kind):
            findings.unknown(place, kind, "x")

        def count(words, one, many, number):
            return words.ngettext(one, many, number) + words.pgettext("page", "on paper")
        """,
}
FOUND = {
    *("either", "or", "a hint", "unpacked", 'unknown fact "{name}"', 'unknown term "{name}"', "define it", "spell it"),
    *("from a table", "its hint", "another", "too slow", "hurry", "failed"),
}


def write_package(folder: Path, files: dict[str, str]) -> None:
    folder.mkdir()
    for name, text in files.items():
        lines = [line[8:] for line in text.split("\n")]
        (folder / name).write_text("\n".join(lines), encoding="utf-8")


def test_keys_are_found_through_wrappers_tables_conditions_and_parameters(tmp_path: Path) -> None:
    write_package(tmp_path / "package", PACKAGE)
    key = update_words.Key
    assert set(update_words._Search(tmp_path / "package").keys()) == {
        *(key("", text) for text in FOUND),
        key("", "{n} error", "{n} errors"),
        key("", "{n} note", "{n} notes"),
        key("page", "on paper"),
    }


def test_words_that_cannot_be_followed_are_not_passed_over(tmp_path: Path) -> None:
    write_package(tmp_path / "package", {"odd.py": "        words.gettext(strange.words)"})
    with pytest.raises(LookupError, match=r"odd\.py:1: cannot tell which words this is"):
        set(update_words._Search(tmp_path / "package").keys())


def test_a_merge_keeps_translations_drops_what_nobody_uses_and_leaves_the_new_empty(tmp_path: Path) -> None:
    former = Catalog(locale="ja")
    former.add("kept", "残す")
    former.add("gone", "消す")
    former.add("kept", "頁の語", context="page")
    key = update_words.Key
    wanted = {key("", "kept"), key("", "new"), key("page", "kept")}
    assert update_words.faults_of(former, wanted, "missing", "unused") == [
        "ja: missing: 'new'",
        "ja: unused: 'gone' = '消す'",
    ]
    text = update_words.merged(former, wanted)
    assert re.findall(r'^msg(?:id|str) "(.+)"$', text, re.MULTILINE) == ["kept", "頁の語", "kept", "残す", "new"]
    assert not re.search("-Date|#:", text)
    (tmp_path / "ja.po").write_text(text, encoding="utf-8")
    with (tmp_path / "ja.po").open("rb") as file:
        again = update_words.read_po(file, locale="ja")
    assert update_words.merged(again, wanted) == text
