"""The build as a person meets it: what is printed, what stays, what is said, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from conftest import REPOSITORY, Project, copy_of

from briefbuilder import cli, workers
from briefbuilder.doctor import examine
from briefbuilder.house import House
from briefbuilder.outcome import Outcome, Result
from briefbuilder.pipeline import Watcher, build
from briefbuilder.plan import Wish

ALL = {
    "sledges.readers.en",
    "sledges.readers.ja",
    "umbrellas.readers.en",
    "umbrellas.readers.ja",
    "umbrellas.staff.en",
}
RAIN = "content/modules/weather/rain"
SNOW = "content/modules/weather/snow"


def states(outcome: Outcome) -> dict[str, str]:
    return {str(result.target): result.state for result in outcome.results}


def printed(outcome: Outcome) -> set[str]:
    return {name for name, state in states(outcome).items() if state == "printed"}


def pdfs(project: Project) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted(project.dist.rglob("*.pdf"))}


def manifest(project: Project) -> dict[str, object]:
    made: dict[str, object] = json.loads((project.dist / "manifest.json").read_text("utf-8"))
    return made


def break_snow(project: Project) -> None:
    project.edit(f"{SNOW}/ja.md", "雪は山に降る。", "雪は{fact:snowy-days}降る。")


@pytest.fixture(scope="session")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, subprocess.CompletedProcess[str]]:
    """The minimal project, printed once from the command line. Only to look at."""
    project = copy_of("minimal", tmp_path_factory.mktemp("first build"))
    return project, project.run()


@pytest.fixture
def built(first_build: tuple[Project, object], tmp_path: Path) -> Project:
    """A copy of the printed minimal project, which has nothing left to do."""
    root = tmp_path / "built"
    shutil.copytree(first_build[0].root, root)
    project = Project(root)
    assert set(states(project.build()).values()) == {"fresh"}
    return project


# What is printed


def test_a_first_build_prints_every_edition_and_says_so(
    first_build: tuple[Project, subprocess.CompletedProcess[str]],
) -> None:
    project, run = first_build
    assert run.returncode == 0
    assert run.stderr == ""
    *lines, last = run.stdout.splitlines()
    assert {line.split()[1] for line in lines if line.startswith("printed  ")} == ALL
    assert len(lines) == len(ALL)
    assert last == "5 printed"
    for data in pdfs(project).values():
        assert data.startswith(b"%PDF-")
    assert pdfs(project).keys() == ALL


def test_a_build_leaves_a_record_of_what_is_published_and_from_what(first_build: tuple[Project, object]) -> None:
    project, _ = first_build
    record = manifest(project)
    assert record["is_whole"] is True
    editions = record["editions"]
    assert isinstance(editions, dict)
    assert editions.keys() == ALL
    entry = editions["umbrellas.readers.ja"]
    assert entry["path"] == "umbrellas/umbrellas.readers.ja.pdf"
    assert entry["modules"] == {"rain": 1}
    assert entry["facts"] == {"rainy-days": {"modules": ["brief", "rain"], "pages": [1]}}
    assert entry["sources"] == {
        "almanac-2024": {"modules": ["rain"], "pages": [1]},
        "nenpo-2025": {"modules": ["rain"], "pages": [1]},
    }
    assert (entry["pages"], entry["notes"]) == (1, 2)


def test_a_build_leaves_nothing_but_pdfs_the_record_and_the_lock(first_build: tuple[Project, object]) -> None:
    project, _ = first_build
    left = {str(path.relative_to(project.dist)) for path in project.dist.rglob("*") if path.is_file()}
    assert {name for name in left if not name.endswith(".pdf")} == {".lock", "manifest.json"}


def test_a_published_pdf_may_be_read_by_everybody(first_build: tuple[Project, object]) -> None:
    project, _ = first_build
    mask = os.umask(0)
    os.umask(mask)
    assert project.pdf("sledges", "readers", "en").stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_second_build_does_nothing_and_says_so(built: Project) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.dist.rglob("*")}
    run = built.run()
    assert (run.stdout, run.stderr, run.returncode) == ("nothing to do: 5 editions are fresh\n", "", 0)
    assert {path: path.stat().st_mtime_ns for path in built.dist.rglob("*")} == before


def test_a_module_changed_in_its_metadata_reprints_both_languages_of_the_briefs_that_use_it(built: Project) -> None:
    built.edit(f"{RAIN}/module.yaml", "  ja: 雨\n  en: Rain\n", "  ja: 降雨\n  en: Rainfall\n")
    assert printed(built.build()) == {name for name in ALL if name.startswith("umbrellas")}


def test_a_module_changed_in_its_japanese_text_reprints_japanese_editions_only(built: Project) -> None:
    built.edit(f"{RAIN}/ja.md", "霧雨も雨に数える", "霧雨も数える")
    assert printed(built.build()) == {"umbrellas.readers.ja"}


def test_a_changed_fact_reprints_every_edition_that_prints_it_and_no_other(built: Project) -> None:
    built.edit("content/facts/weather.yaml", "value: 121", "value: 122")
    assert printed(built.build()) == {name for name in ALL if name.startswith("umbrellas")}
    assert b"122" not in pdfs(built)["sledges.readers.en"]


def test_a_change_that_no_page_shows_prints_nothing(built: Project) -> None:
    built.write(f"{RAIN}/en.md", (built.root / RAIN / "en.md").read_bytes())
    built.edit(f"{SNOW}/module.yaml", "reviewed: 2026-11-20", "reviewed: 2026-11-21")
    assert set(states(built.build()).values()) == {"fresh"}


def test_a_changed_style_sheet_of_the_project_reprints_all(built: Project) -> None:
    style = (REPOSITORY / "templates" / "themes" / "standard.css").read_bytes()
    built.write("templates/themes/standard.css", style + b"\n/* ours */\n")
    assert printed(built.build()) == ALL


@pytest.mark.parametrize(
    "damage",
    [Path.unlink, lambda path: path.write_bytes(b"%PDF-"), lambda path: path.write_bytes(path.read_bytes() + b"\n")],
    ids=["deleted", "cut off", "appended to"],
)
def test_a_published_pdf_that_is_not_as_it_was_is_printed_again(
    damage: Callable[[Path], object], built: Project
) -> None:
    path = built.pdf("sledges", "readers", "en")
    good = path.read_bytes()
    damage(path)
    assert printed(built.build()) == {"sledges.readers.en"}
    assert path.read_bytes() == good


def test_an_edition_that_nobody_orders_any_more_is_withdrawn(built: Project) -> None:
    built.edit("briefs/umbrellas.yaml", "audiences: [readers, staff]", "audiences: [readers]")
    run = built.run()
    assert run.stdout.splitlines() == ["withdrawn  umbrellas.staff.en", "0 printed, 4 fresh"]
    assert pdfs(built).keys() == ALL - {"umbrellas.staff.en"}
    assert "umbrellas.staff.en" not in json.dumps(manifest(built))
    assert built.run().stdout == "nothing to do: 4 editions are fresh\n"


def test_a_build_of_one_brief_withdraws_nothing_and_a_damaged_brief_keeps_its_editions(built: Project) -> None:
    built.edit("briefs/umbrellas.yaml", "audiences: [readers, staff]", "audiences: [readers]")
    assert built.build("sledges").withdrawn == ()
    built.edit("briefs/umbrellas.yaml", "number: 1", "nummer: 1")
    assert built.build().withdrawn == ()
    assert pdfs(built).keys() == ALL


def test_only_what_was_asked_for_is_printed(minimal: Project) -> None:
    assert states(minimal.build("umbrellas", audiences=("readers",), languages=("ja",))) == {
        "umbrellas.readers.ja": "printed"
    }


# One bad brief


def test_a_bad_module_stops_its_own_editions_and_no_other(built: Project) -> None:
    kept = pdfs(built)
    break_snow(built)
    built.edit(f"{RAIN}/en.md", "Drizzle counts as rain.", "Drizzle counts.")
    outcome = built.build()
    assert states(outcome)["sledges.readers.ja"] == "failed"
    assert printed(outcome) == {"umbrellas.readers.en", "umbrellas.staff.en"}
    assert pdfs(built)["sledges.readers.ja"] == kept["sledges.readers.ja"]
    assert [result.kept for result in outcome.results if str(result.target) == "sledges.readers.ja"] == [True]


def test_a_brief_that_cannot_be_read_keeps_its_editions_and_says_so(built: Project) -> None:
    kept = pdfs(built)
    built.edit("briefs/sledges.yaml", "number: 2", "nummer: 2")
    built.edit(f"{RAIN}/ja.md", "霧雨も雨に数える", "霧雨も数える")
    run = built.run()
    assert run.returncode == 1
    assert "printed  umbrellas.readers.ja  " in run.stdout
    for language in ("en", "ja"):
        assert f"failed   sledges.readers.{language}  the former PDF is still there" in run.stdout
    assert 'briefs/sledges.yaml:13:1: error: unknown key "nummer"' in run.stdout
    assert run.stdout.splitlines()[-1].startswith("1 printed, 2 fresh, 2 failed")
    assert {name: data for name, data in pdfs(built).items() if name.startswith("sledges")} == {
        name: data for name, data in kept.items() if name.startswith("sledges")
    }


def test_a_brief_that_was_never_good_has_no_pdf_and_says_so(minimal: Project) -> None:
    break_snow(minimal)
    run = minimal.run("sledges", "--lang", "ja")
    assert run.returncode == 1
    assert run.stdout.splitlines() == [
        "failed   sledges.readers.ja  no PDF",
        f'{SNOW}/ja.md:1:3: error: unknown fact "snowy-days"',
        '    hint: did you mean "rainy-days"?',
        "0 printed, 1 failed, 1 error",
    ]
    assert pdfs(minimal) == {}


def test_a_mended_brief_is_fresh_again_without_printing(built: Project) -> None:
    break_snow(built)
    built.build()
    built.write(f"{SNOW}/ja.md", "雪は山に降る。\n")
    assert set(states(built.build()).values()) == {"fresh"}
    assert built.run().stdout == "nothing to do: 5 editions are fresh\n"


# A wrong command


@pytest.mark.parametrize(
    "words, message, hint",
    [
        (["umbrela"], 'build.py: error: unknown brief "umbrela"', 'did you mean "umbrellas"?'),
        (["--audience", "raeders"], 'build.py: error: unknown audience "raeders"', 'did you mean "readers"?'),
        (["--lang", "jp"], 'build.py: error: unknown language "jp"', "the languages are ja and en"),
        (["chekc"], 'build.py: error: unknown brief "chekc"', 'did you mean "check"?'),
        (["build", "--audence=x"], 'build.py: error: unknown option "--audence"', 'did you mean "--audience"?'),
        (["list", "--langs", "ja"], 'build.py: error: unknown option "--langs"', 'did you mean "--lang"?'),
        (["plan", "sledge"], 'build.py: error: unknown brief "sledge"', 'did you mean "sledges"?'),
        (["list", "sledge"], 'build.py: error: unknown brief "sledge"', 'did you mean "sledges"?'),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_name_that_nobody_defined_is_a_wrong_command_and_gets_the_nearest_one(
    words: list[str], message: str, hint: str, minimal: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*words, "--project", str(minimal.root)]) == 2
    assert capsys.readouterr().out.splitlines()[:2] == [message, f"    hint: {hint}"]


def test_a_brief_is_not_made_for_every_audience_in_every_language(
    minimal: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["sledges", "--audience", "staff", "--project", str(minimal.root)]) == 2
    assert capsys.readouterr().out.splitlines()[:2] == [
        "build.py: error: no brief is made for this audience in this language",
        '    hint: "python3 build.py list" shows what there is',
    ]


@pytest.mark.parametrize("command", ["build", "list", "check", "plan", "new module x"])
def test_a_folder_without_a_project_is_a_wrong_command(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*command.split(), "--project", str(tmp_path)]) == 2
    assert "error: no project: it has neither briefs/ nor content/" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("jobs", ["0", "many", "-1"])
def test_a_number_of_workers_is_at_least_one(jobs: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["build", f"--jobs={jobs}"])
    assert ended.value.code == 2
    assert f'argument --jobs: "{jobs}" is not a number of at least 1' in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["--json", "list"], ["--json", "list", "--lang", "ja"], ["--lang", "ja", "list", "--json"]],
    ids=" ".join,
)
def test_options_may_stand_before_the_command(
    words: list[str], minimal: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--project", str(minimal.root), *words]) == 0
    assert json.loads(capsys.readouterr().out)[0]["brief"] == "sledges"


def test_the_command_that_names_nothing_does_not_touch_what_is_published(built: Project) -> None:
    before = (built.dist / "manifest.json").read_bytes()
    assert built.run("umbrela").returncode == 2
    assert (built.dist / "manifest.json").read_bytes() == before


# The same bytes


def test_the_same_inputs_give_the_same_bytes_wherever_whenever_and_by_whomever(
    first_build: tuple[Project, object], tmp_path: Path
) -> None:
    elsewhere = copy_of("minimal", tmp_path / "別の場所 & <deep>" / "er")
    foreign = {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "ja_JP.UTF-8", "PYTHONHASHSEED": "4711"}
    others = {"HOME": str(tmp_path), "USER": "nobody", "SOURCE_DATE_EPOCH": "86400", "XDG_DATA_HOME": "/nowhere"}
    run = elsewhere.run("--jobs", "1", env={**foreign, **others})
    assert run.returncode == 0, run.stdout + run.stderr
    assert pdfs(elsewhere) == pdfs(first_build[0])


# What is said: to programs, logs, terminals


def test_json_is_one_object_with_a_result_for_every_edition(built: Project) -> None:
    run = built.run("--json")
    said = json.loads(run.stdout)
    assert (said["ok"], run.returncode, run.stderr) == (True, 0, "")
    assert [edition["state"] for edition in said["editions"]] == ["fresh"] * 5

    break_snow(built)
    built.edit(f"{RAIN}/ja.md", "霧雨も雨に数える", "霧雨も数える")
    run = built.run("--json")
    said = json.loads(run.stdout)
    assert (said["ok"], run.returncode, run.stderr) == (False, 1, "")
    by_name = {f"{one['brief']}.{one['audience']}.{one['language']}": one for one in said["editions"]}
    assert by_name.keys() == ALL
    bad, good = by_name["sledges.readers.ja"], by_name["umbrellas.readers.ja"]
    assert (bad["state"], bad["kept"], bad["path"]) == ("failed", True, "sledges/sledges.readers.ja.pdf")
    assert bad["findings"] == [
        {
            "severity": "error",
            "file": f"{SNOW}/ja.md",
            "line": 1,
            "column": 3,
            "message": 'unknown fact "snowy-days"',
            "hint": 'did you mean "rainy-days"?',
        }
    ]
    assert (good["state"], good["pages"], good["findings"]) == ("printed", 1, [])


def test_json_of_a_wrong_command_and_of_an_unreadable_brief_is_one_object_too(built: Project) -> None:
    said = json.loads(built.run("umbrela", "--json").stdout)
    assert (said["ok"], said["editions"]) == (False, [])
    assert said["findings"][0]["message"] == 'unknown brief "umbrela"'
    built.edit("briefs/sledges.yaml", "number: 2", "nummer: 2")
    said = json.loads(built.run("--json").stdout)
    assert {(one["brief"], one["state"], one["kept"]) for one in said["editions"]} >= {("sledges", "failed", True)}
    assert len(said["editions"]) == 5


@pytest.mark.parametrize("command", ["list", "plan", "check", "doctor"])
def test_every_command_that_tells_something_tells_it_as_json_too(
    command: str, minimal: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([command, "--json", "--project", str(minimal.root)]) == 0
    assert isinstance(json.loads(capsys.readouterr().out), list)


def test_github_gets_annotations_that_no_text_of_an_author_can_break_out_of(minimal: Project) -> None:
    minimal.edit(f"{SNOW}/ja.md", "雪は山に降る。", "雪は{fact:100%d}降る。")
    minimal.write("briefs/odd, 100%:x.yaml", "title: x\n")
    run = minimal.run("check", env={"GITHUB_ACTIONS": "true"})
    commands = [line for line in run.stdout.splitlines() if line.startswith("::")]
    assert any(line.startswith("::error file=briefs/odd%2C 100%25%3Ax.yaml") for line in commands)
    assert any(line.startswith(f"::error file={SNOW}/ja.md,line=1,col=3::") and "100%25d" in line for line in commands)
    assert all(re.match(r"::(error|warning) file=[^:,]+(,line=\d+)?(,col=\d+)?::", line) for line in commands)
    assert "    hint: " not in run.stdout, "hints belong inside the annotation"


def test_a_log_gets_plain_lines(built: Project) -> None:
    built.edit(f"{RAIN}/ja.md", "霧雨も雨に数える", "霧雨も数える")
    run = built.run("umbrellas")
    assert re.fullmatch(
        r"printed  umbrellas\.readers\.ja  1 page, \d+ texts and 2 notes found again, \d+\.\d s\n1 printed, 2 fresh\n",
        run.stdout,
    )
    assert run.stderr == ""


def at_a_terminal(project: Project, *words: str, env: dict[str, str] | None = None) -> tuple[int, str]:
    """Run a command whose three streams are a terminal of 80 columns; return its status and all that it drew."""
    ours, theirs = pty.openpty()
    environment = project.environment({"TERM": "xterm", "COLUMNS": "80", **(env or {})})
    with subprocess.Popen(project.command(*words), stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as run:
        os.close(theirs)
        parts = []
        while part := _read(ours):
            parts.append(part)
        os.close(ours)
    return run.returncode, b"".join(parts).decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # EIO: the other side has closed
        return b""


def test_a_terminal_sees_which_edition_is_printed_and_is_left_clean(built: Project) -> None:
    built.edit(f"{RAIN}/ja.md", "霧雨も雨に数える", "霧雨も数える")
    status, drawn = at_a_terminal(built)
    assert status == 0
    assert "\r\033[Kprinting 1 of 1: umbrellas.readers.ja" in drawn
    assert drawn.rindex("\r\033[K") > drawn.rindex("printing 1 of 1"), "the progress is wiped in the end"
    assert drawn.endswith("1 printed, 4 fresh\r\n")


def test_a_terminal_that_asks_for_quiet_gets_plain_lines(built: Project) -> None:
    built.edit(f"{RAIN}/ja.md", "霧雨も雨に数える", "霧雨も数える")
    for wish in ({"CI": "true"}, {"TERM": "dumb"}):
        built.pdf("umbrellas", "readers", "ja").unlink()
        _, drawn = at_a_terminal(built, env=wish)
        assert "\033" not in drawn
        assert "printed  umbrellas.readers.ja" in drawn


def test_the_progress_never_is_wider_than_the_terminal(built: Project) -> None:
    built.edit(f"{RAIN}/ja.md", "霧雨も雨に数える", "霧雨も数える")
    _, drawn = at_a_terminal(built, env={"COLUMNS": "20", "LANG": "ja_JP.UTF-8"})
    progress = next(text for text in re.findall(r"\r\033\[K([^\r\n]+)", drawn) if not text.startswith("印刷済"))
    assert 10 < sum(2 if ord(letter) > 0x2E7F else 1 for letter in progress) < 20, progress


def test_a_japanese_terminal_is_spoken_to_in_japanese(built: Project) -> None:
    run = built.run("umbrela", env={"LANG": "ja_JP.UTF-8"})
    assert run.returncode == 2
    assert "エラー" in run.stdout
    assert "umbrellas" in run.stdout
    assert "unknown brief" not in run.stdout
    assert "nothing to do" not in built.run(env={"LC_ALL": "ja_JP.UTF-8", "LANG": "en_GB.UTF-8"}).stdout
    assert "nothing to do" in built.run(env={"LC_ALL": "C.UTF-8", "LANG": "ja_JP.UTF-8"}).stdout


def test_a_reader_who_stops_reading_ends_the_list_quietly(minimal: Project) -> None:
    command = f"'{sys.executable}' -P -m briefbuilder list --project '{minimal.root}' | true"
    run = subprocess.run(command, shell=True, capture_output=True, text=True, env=minimal.environment(), check=False)
    assert run.stderr == ""


# list, plan, check


def test_list_shows_every_edition_its_pages_its_state_and_where_it_is(
    built: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    built.pdf("sledges", "readers", "en").unlink()
    built.edit(f"{RAIN}/ja.md", "霧雨も雨に数える", "霧雨も数える")
    built.edit(f"{SNOW}/ja.md", "雪は山に降る。", "雪は{fact:snowy-days}降る。")
    assert cli.main(["list", "--project", str(built.root)]) == 0
    head, *rows = [re.split(r" {2,}", line) for line in capsys.readouterr().out.splitlines()]
    assert head == ["brief", "audience", "language", "pages", "state", "pdf"]
    by_name = {".".join(row[:3]): row[3:] for row in rows}
    assert by_name.keys() == ALL
    assert by_name["umbrellas.readers.en"] == ["1", "fresh", "dist/umbrellas/umbrellas.readers.en.pdf"]
    assert by_name["umbrellas.readers.ja"] == ["1", "changed since", "dist/umbrellas/umbrellas.readers.ja.pdf"]
    assert by_name["sledges.readers.ja"] == ["1", "with errors", "dist/sledges/sledges.readers.ja.pdf"]


def test_list_shows_an_edition_whose_pdf_is_gone_as_not_printed(
    built: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    built.pdf("sledges", "readers", "en").unlink()
    cli.main(["list", "sledges", "--lang", "en", "--json", "--project", str(built.root)])
    assert json.loads(capsys.readouterr().out) == [
        {
            "brief": "sledges",
            "audience": "readers",
            "language": "en",
            "pages": "",
            "state": "not printed",
            "pdf": "",
        }
    ]


def test_list_names_the_briefs_that_cannot_be_read(minimal: Project, capsys: pytest.CaptureFixture[str]) -> None:
    minimal.edit("briefs/sledges.yaml", "number: 2", "nummer: 2")
    assert cli.main(["list", "--project", str(minimal.root)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "with errors: sledges"


def test_plan_of_a_brief_that_cannot_be_read_says_why_and_fails(
    minimal: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    minimal.edit("briefs/sledges.yaml", "number: 2", "nummer: 2")
    assert cli.main(["plan", "sledges", "--project", str(minimal.root)]) == 1
    assert 'briefs/sledges.yaml:13:1: error: unknown key "nummer"' in capsys.readouterr().out
    assert cli.main(["plan", "umbrellas", "--project", str(minimal.root)]) == 0
    assert "nummer" not in capsys.readouterr().out


def test_check_counts_what_there_is_and_what_is_wrong(minimal: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--project", str(minimal.root)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "without handling of their own: 0 modules, 1 facts, 2 sources; they count as public",
        "2 briefs, 2 modules, 1 facts, 2 sources: 0 errors, 0 warnings",
    ]
    break_snow(minimal)
    assert cli.main(["check", "--project", str(minimal.root)]) == 1
    assert capsys.readouterr().out.splitlines()[-1].endswith(": 1 errors, 0 warnings")


def test_warnings_are_counted_when_there_is_nothing_to_do(built: Project) -> None:
    built.edit(f"{SNOW}/module.yaml", "  readers: useful\n", "")
    first = built.run()
    assert first.returncode == 0
    assert 'nobody has decided how much the module matters to "readers"' in first.stdout
    assert first.stdout.endswith(", 1 warning\n")
    second = built.run()
    assert second.stdout == 'nothing to do: 5 editions are fresh, 1 warning ("build.py check" shows it)\n'
    assert second.returncode == 0
    assert "nobody has decided" in built.run("check").stdout


# doctor


def test_doctor_reports_versions_the_engine_the_fonts_by_hash_and_the_limits(
    minimal: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["doctor", "--project", str(minimal.root)]) == 0
    said = capsys.readouterr().out
    for name in ("Python", "weasyprint", "pydantic", "Pango", "libharfbuzz-subset.so.0", "picture", "worker"):
        assert re.search(rf"^ok  {re.escape(name)} +\S", said, re.MULTILINE), name
    fonts = json.loads((REPOSITORY / "templates" / "fonts" / "fonts.json").read_text("utf-8"))["fonts"]
    for font in fonts:
        assert f"sha256 {font['sha256'][:16]}…" in said
    assert "BAD" not in said


@pytest.fixture
def damaged_house(tmp_path: Path) -> House:
    """A house of which one font was cut off."""
    folder = tmp_path / "house" / "templates"
    shutil.copytree(REPOSITORY / "templates", folder)
    font = folder / "fonts" / "BriefSans-Regular.ttf"
    font.write_bytes(font.read_bytes()[:-1])
    return House(tmp_path, folder.parent)


def test_doctor_fails_with_a_remedy_when_a_font_is_damaged(
    damaged_house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = [line for line in examine(damaged_house) if not line.is_good]
    assert [(line.name, line.remedy) for line in bad] == [
        ("Brief Sans 400 normal", "git checkout templates/fonts/BriefSans-Regular.ttf")
    ]
    monkeypatch.setattr("briefbuilder.house.House", lambda _project: damaged_house)
    assert cli.main(["doctor"]) == 2
    said = capsys.readouterr().out
    assert "BAD Brief Sans 400 normal" in said
    assert "    git checkout templates/fonts/BriefSans-Regular.ttf" in said


def test_nothing_is_printed_with_a_damaged_font(
    damaged_house: House, minimal: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("briefbuilder.pipeline.House", lambda project: House(project, damaged_house.root))
    assert cli.main(["--project", str(minimal.root)]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "build.py: error: the press does not start: templates/fonts/BriefSans-Regular.ttf is missing or damaged",
        '    hint: "python3 build.py doctor" says what is missing and how to install it',
    ]
    assert pdfs(minimal) == {}


# new


def test_new_writes_a_module_and_a_brief_that_are_valid_at_once(
    minimal: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--project", str(minimal.root)]
    assert cli.main(["new", "module", "hail", "--topic", "weather", *where]) == 0
    folder = "content/modules/weather/hail"
    assert sorted(capsys.readouterr().out.split()) == [f"{folder}/{name}" for name in ("en.md", "ja.md", "module.yaml")]
    assert cli.main(["new", "brief", "sunshades", *where]) == 0
    assert capsys.readouterr().out == "briefs/sunshades.yaml\n"
    assert minimal.messages() == []
    assert states(minimal.build("sunshades", languages=("en",))) == {
        "sunshades.readers.en": "printed",
        "sunshades.staff.en": "printed",
    }


@pytest.mark.parametrize("name", ["module rain", "brief sledges"])
def test_new_refuses_what_exists_and_leaves_it_as_it_is(
    name: str, minimal: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in minimal.root.rglob("*") if path.is_file()}
    kind, known = name.split()
    assert cli.main(["new", kind, known, "--project", str(minimal.root)]) == 2
    assert capsys.readouterr().err.startswith(f'build.py: error: the {kind} "{known}" exists already\n    hint: ')
    assert {path: path.read_bytes() for path in minimal.root.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["Rain", "雨", "../../rain", "a b", "-x", "a" * 65, ""])
def test_new_refuses_what_is_no_id(name: str, minimal: Project, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["new", "module", "--", name], ["new", "module", f"--topic={name or '/'}", "hail"]):
        assert cli.main([*words[:2], "--project", str(minimal.root), *words[2:]]) == 2
        said = capsys.readouterr().err
        assert "is not an id\n    hint: lower-case letters a–z, digits and hyphens, at most 64" in said
    assert not list(minimal.root.rglob("hail"))


# The press


@pytest.mark.parametrize("fault", ["no fonts", "no engine"])
def test_a_press_that_does_not_start_is_this_computers_fault_and_gets_a_hint(
    fault: str, minimal: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if fault == "no fonts":  # WeasyPrint 70 then dies of a segmentation fault
        monkeypatch.setattr(House, "fonts_conf", lambda _self, _cache: "<fontconfig></fontconfig>")
        reason = ""
    else:
        monkeypatch.setattr(workers, "_START", "raise OSError('cannot load library libpango-1.0.so.0')")
        reason = "OSError: cannot load library libpango-1.0.so.0"
    assert cli.main(["--project", str(minimal.root)]) == 2
    said, hint = capsys.readouterr().err.splitlines()
    assert said.startswith(f"build.py: error: the press does not start: {reason}")
    assert hint == '    hint: "python3 build.py doctor" says what is missing and how to install it'
    assert pdfs(minimal) == {}


def test_every_published_pdf_is_whole(first_build: tuple[Project, object]) -> None:
    for path in first_build[0].dist.rglob("*.pdf"):
        with pikepdf.open(path) as opened:
            assert len(opened.pages) == 1


def test_a_build_of_one_brief_is_not_wrong_because_another_is(minimal: Project) -> None:
    minimal.edit("briefs/sledges.yaml", "number: 2", "number: two")
    minimal.write("content/modules/weather/snow/en.md", b"\x82\xa0")
    assert minimal.run("umbrellas").returncode == 0
    assert minimal.run("sledges").returncode == 1
    assert minimal.run().returncode == 1


def test_what_was_published_before_an_interruption_is_not_printed_again(minimal: Project) -> None:
    published: list[Result] = []

    def stop_at_the_second(result: Result) -> None:
        published.append(result)
        if len(published) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(minimal.root, minimal.dist, Wish(), jobs=1, watcher=Watcher(on_result=stop_at_the_second))
    again = minimal.build()
    assert [result.target for result in again.results if result.state == "fresh"] == [published[0].target]
    assert again.is_good
