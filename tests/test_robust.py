"""What may go wrong around a build, and what it costs: kills, full disks, two builds at once, hostile pages."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import Project, copy_of

from briefbuilder import pipeline, publish, workers
from briefbuilder.house import House
from briefbuilder.outcome import Outcome
from briefbuilder.pages import Html, Pdf
from briefbuilder.workers import Fault, Press, PressFault

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc, and limits hold on Linux alone")

RAIN = "content/modules/weather/rain"
SOON = 5  # seconds


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = copy_of("minimal", tmp_path_factory.mktemp("whole"))
    assert project.build().is_good
    return project


@pytest.fixture
def built(whole: Project, tmp_path: Path) -> Project:
    """A copy of the printed minimal project."""
    shutil.copytree(whole.root, tmp_path / "built")
    return Project(tmp_path / "built")


def pdfs(project: Project) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted(project.dist.rglob("*.pdf"))}


def parts(project: Project) -> list[str]:
    return sorted(path.name for path in project.root.rglob(".*.part"))


def change_rain(project: Project) -> None:
    """Make every edition of umbrellas stale."""
    project.edit("content/facts/weather.yaml", "value: 121", "value: 122")


def assert_that_every_pdf_is_whole(project: Project) -> None:
    for path in project.dist.rglob("*.pdf"):
        with pikepdf.open(path) as opened:
            assert len(opened.pages) == 1


def assert_that_the_next_build_needs_no_hand_work(project: Project) -> None:
    run = project.run()
    assert (run.returncode, run.stderr) == (0, ""), run.stdout
    assert len(pdfs(project)) == 5
    assert parts(project) == []
    assert_that_every_pdf_is_whole(project)
    assert project.run().stdout == "nothing to do: 5 editions are fresh\n"


# Starting a build of which something is not as usual

_USUAL_START = "from briefbuilder import press; press.main(int(sys.argv[2]), tuple(sys.argv[3:]))"


def press_with(code: str) -> str:
    """Return a start of the press that runs some code after its imports, before it serves."""
    imports = (
        "import os, signal, sys, time; sys.path.insert(0, sys.argv[1]); from briefbuilder import printing, workers"
    )
    return f"{imports}\n{code}\n{_USUAL_START}"


def when_printing(brief: str, deed: str) -> str:
    """Return code that makes the worker of one brief do something instead of printing."""
    return (
        "usual = printing.print_pdf\n"
        "def print_pdf(html, *others):\n"
        f"    if {brief!r} in html.text:\n        {deed}\n"
        "    return usual(html, *others)\n"
        "printing.print_pdf = print_pdf"
    )


def begin(project: Project, *words: str, code: str = "", press: str = "") -> subprocess.Popen[str]:
    """Begin a build in a session of its own, after some code in the builder and in the press."""
    start = f"from briefbuilder import workers; workers._START = {press_with(press)!r}" if press else ""
    program = (
        f"import os, signal, sys\n{start}\n{code}\nfrom briefbuilder.cli import main\nsys.exit(main(sys.argv[1:]))"
    )
    return subprocess.Popen(
        [sys.executable, "-P", "-c", program, *words, "--project", str(project.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=project.environment(),
        start_new_session=True,
    )


def end(run: subprocess.Popen[str]) -> tuple[str, str]:
    try:
        return run.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        raise


def press_processes(project: Project) -> list[int]:
    """Return the project's press and all that it has started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"FONTCONFIG_FILE={project.root}/".encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
    return found


def workers_of(project: Project) -> list[int]:
    """Return the processes that print a brief: those that may write no file. (The press starts others: ldconfig.)"""
    found = []
    for process in press_processes(project):
        with contextlib.suppress(OSError):
            if re.search(r"^Max file size +0 ", Path(f"/proc/{process}/limits").read_text(), re.MULTILINE):
                found.append(process)
    return found


def wait_until(met: Callable[[], object], seconds: float = 20) -> None:
    limit = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < limit, "waited too long"
        time.sleep(0.02)


# The builder is killed


def test_a_builder_killed_at_any_moment_leaves_whole_pdfs_or_none(minimal: Project) -> None:
    for _ in range(5):
        run = begin(minimal)
        time.sleep(random.uniform(0.2, 1.2))
        run.kill()
        end(run)
        assert_that_every_pdf_is_whole(minimal)
        (minimal.dist / "manifest.json").unlink(missing_ok=True)
    assert_that_the_next_build_needs_no_hand_work(minimal)


@pytest.mark.parametrize("moment", ["fonts.conf", "umbrellas.readers.en.pdf", "manifest.json"])
def test_a_builder_killed_while_it_writes_leaves_the_former_file_and_a_part_that_is_swept(
    moment: str, built: Project
) -> None:
    change_rain(built)
    former = pdfs(built)
    deed = "signal.raise_signal(signal.SIGKILL)"
    code = f"os.fsync = lambda file: {moment!r} in os.readlink(f'/proc/self/fd/{{file}}') and {deed}"
    run = begin(built, "--jobs", "1", code=code)
    end(run)
    assert run.returncode == -signal.SIGKILL
    assert [name.startswith(f".{moment}.") for name in parts(built)] == [True]
    if moment == "umbrellas.readers.en.pdf":
        assert pdfs(built)["umbrellas.readers.en"] == former["umbrellas.readers.en"]
    assert_that_every_pdf_is_whole(built)
    assert_that_the_next_build_needs_no_hand_work(built)


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_no_process_outlives_a_killed_builder(blow: signal.Signals, minimal: Project) -> None:
    run = begin(minimal, press=when_printing("<", "time.sleep(100)"))
    wait_until(lambda: workers_of(minimal))
    run.send_signal(blow)
    end(run)
    assert run.returncode == -blow
    wait_until(lambda: not press_processes(minimal))  # the kernel tears them down; a busy machine takes its time
    assert_that_the_next_build_needs_no_hand_work(minimal)


def test_a_damaged_record_is_made_anew(built: Project) -> None:
    for damage in (b"", b"{", b"[]", b'{"editions": []}', b'{"editions": {"x": {}}, "is_whole": true}'):
        built.write("dist/manifest.json", damage)
        assert publish.read_manifest(built.dist) == {}, damage
    assert_that_the_next_build_needs_no_hand_work(built)


def test_a_record_cannot_have_files_removed_that_no_build_published(built: Project, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.touch()
    former = (built.dist / "manifest.json").read_text("utf-8")
    gone = '"gone.readers.en": {"path": "../../precious"}, "sledges.readers.en"'
    built.write("dist/manifest.json", former.replace('"sledges.readers.en"', gone))
    assert built.build().withdrawn == ()
    assert precious.exists()


# A worker is killed, or goes over its limits


def built_by(project: Project, press: str, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    monkeypatch.setattr(workers, "_START", press_with(press))
    return project.build()


def assert_that_only_sledges_failed(outcome: Outcome, message: str) -> None:
    assert {str(result.target): result.state for result in outcome.results} == {
        "sledges.readers.en": "failed",
        "sledges.readers.ja": "printed",
        "umbrellas.readers.en": "printed",
        "umbrellas.readers.ja": "printed",
        "umbrellas.staff.en": "printed",
    }
    assert [str(item).splitlines()[0] for item in outcome.all_findings()] == [
        f"sledges/sledges.readers.en.pdf: error: {message}"
    ]
    assert not outcome.is_broken


def test_a_worker_killed_in_mid_print_costs_only_its_edition(minimal: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def kill_it() -> None:
        wait_until(lambda: len(pdfs(minimal)) == 4)  # the others go on meanwhile
        (worker,) = workers_of(minimal)
        os.kill(worker, signal.SIGKILL)

    killer = threading.Thread(target=kill_it)
    killer.start()
    outcome = built_by(minimal, when_printing("<title>Sledges", "time.sleep(100)"), monkeypatch)
    killer.join()
    assert_that_only_sledges_failed(outcome, "the printing process died or ran out of time or memory")


def test_a_worker_that_crashes_costs_only_its_edition(minimal: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = built_by(minimal, when_printing("<title>Sledges", "os.abort()"), monkeypatch)
    assert_that_only_sledges_failed(outcome, "the printing process died or ran out of time or memory")


def test_a_worker_over_its_processor_time_is_an_error_of_its_edition(
    minimal: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = "\n        while True: pass"
    outcome = built_by(minimal, "workers.CPU_SECONDS = 1\n" + when_printing("<title>Sledges", endless), monkeypatch)
    assert_that_only_sledges_failed(outcome, "the printing process died or ran out of time or memory")


def test_a_worker_over_its_memory_is_an_error_of_its_edition(minimal: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    greedy = "workers.MEMORY = 1 << 30\n" + when_printing("<title>Sledges", "bytearray(1 << 30)")
    outcome = built_by(minimal, greedy, monkeypatch)
    assert_that_only_sledges_failed(outcome, "printing needed too much memory and was stopped")


def test_a_worker_over_its_time_is_killed_and_an_error_of_its_edition(
    minimal: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "WALL_SECONDS", 2)
    monkeypatch.setattr(pipeline, "WALL_SECONDS", 2)
    start = time.monotonic()
    outcome = built_by(minimal, when_printing("<title>Sledges", "time.sleep(100)"), monkeypatch)
    assert_that_only_sledges_failed(outcome, "printing took longer than 2 seconds and was stopped")
    assert time.monotonic() - start < 10


def test_a_page_nested_too_deeply_is_an_error_of_its_edition(minimal: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = when_printing("<title>Sledges", "html = type(html)('<div>' * 5000, (), (), 'en')")
    assert_that_only_sledges_failed(built_by(minimal, deep, monkeypatch), "the page is nested too deeply")


def test_a_press_that_dies_between_two_briefs_is_told_as_such(
    minimal: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = "<title>傘"  # the longest edition, which is printed first: others wait
    deadly = when_printing(first, "os.kill(os.getppid(), signal.SIGKILL); time.sleep(1)")
    with pytest.raises(PressFault):
        built_by(minimal, deadly, monkeypatch)
    monkeypatch.undo()
    assert_that_every_pdf_is_whole(minimal)
    assert_that_the_next_build_needs_no_hand_work(minimal)


def test_a_press_that_complains_at_length_prints_all_the_same(
    minimal: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = "os.write(2, b'Pango-WARNING\\n' * 100_000)"
    assert built_by(minimal, f"{noise}\n{when_printing('Sledges', noise)}", monkeypatch).is_good


# Two builds at once


def test_two_builds_at_once_take_turns_and_both_end_well(minimal: Project) -> None:
    both = [begin(minimal), begin(minimal)]
    said = [end(run) for run in both]
    assert [run.returncode for run in both] == [0, 0]
    assert sorted(errors for _, errors in said) == ["", "another build is running here; waiting for it\n"]
    assert sorted(output.splitlines()[-1] for output, _ in said) == ["5 printed", "nothing to do: 5 editions are fresh"]
    assert_that_the_next_build_needs_no_hand_work(minimal)


def test_a_build_that_waits_can_be_stopped_and_goes_on_when_the_other_ends(minimal: Project) -> None:
    minimal.dist.mkdir()
    with (minimal.dist / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stopped, patient = begin(minimal), begin(minimal, "sledges")
        for run in (stopped, patient):
            assert run.stderr is not None
            assert run.stderr.readline() == "another build is running here; waiting for it\n"
        stopped.send_signal(signal.SIGINT)
        end(stopped)
        assert stopped.returncode == 130
        assert patient.poll() is None
    assert end(patient)[0].endswith("2 printed\n")
    assert patient.returncode == 0


# Ctrl-C


@pytest.mark.parametrize("to", ["the builder alone", "the whole process group"])
@pytest.mark.parametrize("moment", ["while printing", "while the press warms up"])
def test_ctrl_c_ends_at_once_and_leaves_what_is_published(to: str, moment: str, built: Project) -> None:
    former = pdfs(built)
    change_rain(built)
    sleep = "time.sleep(100)"
    slow = when_printing("<", sleep) if moment == "while printing" else f"printing.warm = lambda _: {sleep}"
    run = begin(built, press=slow)
    wait_until(lambda: workers_of(built) if moment == "while printing" else press_processes(built))
    time.sleep(0.2)
    start = time.monotonic()
    (os.kill if to == "the builder alone" else os.killpg)(run.pid, signal.SIGINT)
    _, errors = end(run)
    assert time.monotonic() - start < SOON
    assert run.returncode == 130
    assert errors == "\nstopped; what was published stays as it was\n"
    wait_until(lambda: not press_processes(built), SOON)
    assert pdfs(built) == former
    assert parts(built) == []
    assert_that_the_next_build_needs_no_hand_work(built)


# A disk that is full, a folder that may not be written


def no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_file_that_cannot_be_finished_keeps_the_former_one(
    step: str, built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_rain(built)
    former = pdfs(built)
    usual = publish.write_whole

    def write_whole(path: Path, data: bytes) -> None:
        with monkeypatch.context() as full:
            if path.suffix == ".pdf":
                full.setattr(os, step, no_room)
            usual(path, data)

    monkeypatch.setattr(publish, "write_whole", write_whole)
    outcome = built.build()
    monkeypatch.undo()
    assert outcome.is_broken
    assert [str(item) for item in outcome.all_findings()] == [
        f"dist/umbrellas/umbrellas.{name}.pdf: error: the file cannot be written: No space left on device\n"
        "    hint: make room or mend the permissions; what was published stays as it was"
        for name in ("readers.en", "readers.ja", "staff.en")
    ]
    assert [result.kept for result in outcome.results if result.state == "failed"] == [True] * 3
    assert pdfs(built) == former
    assert parts(built) == []
    assert_that_the_next_build_needs_no_hand_work(built)


@pytest.fixture
def small_disk(built: Project) -> Iterator[Project]:
    """The printed project, whose dist/ is a disk of its own with no room left."""
    kept = built.root / "kept"
    built.dist.rename(kept)
    built.dist.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k,mode=755", "tmpfs", str(built.dist)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk, and not in every container")
    try:
        shutil.copytree(kept, built.dist, dirs_exist_ok=True)
        with contextlib.suppress(OSError), (built.dist / "ballast").open("wb", buffering=0) as ballast:
            while ballast.write(bytes(4096)):
                pass
        yield built
    finally:
        subprocess.run(["umount", "--lazy", str(built.dist)], check=True)


def test_a_full_disk_keeps_every_former_pdf_and_says_so(small_disk: Project) -> None:
    change_rain(small_disk)
    former = pdfs(small_disk)
    run = small_disk.run()
    assert run.returncode == 2
    assert "failed   umbrellas.readers.ja  the former PDF is still there" in run.stdout
    assert "umbrellas.readers.ja.pdf: error: the file cannot be written: No space left on device" in run.stdout
    assert "hint: make room or mend the permissions; what was published stays as it was" in run.stdout
    assert pdfs(small_disk) == former
    assert parts(small_disk) == []
    (small_disk.dist / "ballast").unlink()
    assert_that_the_next_build_needs_no_hand_work(small_disk)


def run_without_privilege(project: Project) -> subprocess.CompletedProcess[str]:
    """Build as somebody whom permissions bind: root is bound by them only without CAP_DAC_OVERRIDE."""
    bound = []
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root may write anywhere, and setpriv is not here")
        bound = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]
    command = [*bound, *project.command()]
    return subprocess.run(command, capture_output=True, text=True, env=project.environment(), check=False)


def test_a_dist_folder_that_may_not_be_written_is_named_with_a_remedy(minimal: Project) -> None:
    minimal.dist.mkdir(mode=0o555)
    run = run_without_privilege(minimal)
    assert run.returncode == 2
    assert run.stderr == (
        f"{minimal.dist}/.lock: error: Permission denied\n"
        "    hint: make room or mend the permissions, then start again; nothing needs tidying\n"
    )


def test_a_briefs_folder_that_may_not_be_written_costs_only_that_brief(built: Project) -> None:
    change_rain(built)
    built.edit("content/modules/weather/snow/ja.md", "雪は山に降る。", "雪は山に降り積もる。")
    former = pdfs(built)
    (built.dist / "sledges").chmod(0o555)
    run = run_without_privilege(built)
    assert run.returncode == 2
    assert "dist/sledges/sledges.readers.ja.pdf: error: the file cannot be written: Permission denied" in run.stdout
    assert run.stdout.splitlines()[-1] == "3 printed, 1 fresh, 1 failed, 1 error"
    now = pdfs(built)
    assert {name for name in now if now[name] != former[name]} == {
        f"umbrellas.{name}" for name in ("readers.en", "readers.ja", "staff.en")
    }


# Hostile pages, past every check: what the press itself lets through

SECRET = "Geheim4711"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """An empty project, for the press alone."""
    return Project(tmp_path_factory.mktemp("press"))


@pytest.fixture(scope="module")
def press(room: Project) -> Iterator[Press]:
    with _press(room.root) as running:
        yield running


def _press(folder: Path) -> Press:
    house = House(folder)
    publish.write_whole(folder / "fonts.conf", house.fonts_conf(folder / "cache").encode())
    return Press(fonts_conf=folder / "fonts.conf", families=house.families)


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the secret as text, style sheet and picture."""
    folder = tmp_path_factory.mktemp("secrets")
    (folder / "secret.txt").write_text(SECRET)
    (folder / "secret.css").write_text(f'p::before {{ content: "{SECRET}" }}')
    (folder / "secret.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><text y="20">{SECRET}</text></svg>')
    shutil.copy(Path(__file__).parent / "projects/school-meals/content/modules/money/prices/food-prices/chart.png",
                folder / "secret.png")  # fmt: skip
    return folder


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def page(body: str, **assets: str) -> tuple[Html, dict[str, bytes]]:
    styles = tuple(name for name in assets if name.endswith("css"))
    pictures = tuple(name for name in assets if not name.endswith("css"))
    html = f'<html lang="en"><title>Page</title><body><p>Before</p>{body}<p>After</p></body></html>'
    return Html(html, styles, pictures, "en"), {name: text.encode() for name, text in assets.items()}


def everything_in(pdf: Pdf) -> bytes:
    """Return all that a PDF holds, unpacked: its words, its streams, its objects."""
    with pypdfium2.PdfDocument(pdf.data) as opened:
        words = "".join(one.get_textpage().get_text_bounded() for one in opened)
    with pikepdf.open(BytesIO(pdf.data)) as unpacked:
        assert not unpacked.attachments
        objects = [found.read_bytes() if isinstance(found, pikepdf.Stream) else b"" for found in unpacked.objects]
        texts = [repr(found).encode() for found in unpacked.objects]
    return b"\n".join([words.encode(), pdf.data, *objects, *texts])


def pictures_in(pdf: Pdf) -> int:
    with pikepdf.open(BytesIO(pdf.data)) as opened:
        streams = [found for found in opened.objects if isinstance(found, pikepdf.Stream)]
        return sum(found.get("/Subtype") == "/Image" for found in streams)


_DATA = "data:image/svg+xml;base64,"
HOSTILE = {
    "picture": '<img src="file://{folder}/secret.png">',
    "picture by path": '<img src="{folder}/secret.png">',
    "picture by relative path": '<img src="../../../../../../../..{folder}/secret.png">',
    "drawing": '<img src="file://{folder}/secret.svg">',
    "object": '<object data="file://{folder}/secret.svg" type="image/svg+xml"></object>',
    "embed": '<embed src="file://{folder}/secret.svg" type="image/svg+xml">',
    "base": '<base href="file://{folder}/"><img src="secret.png">',
    "password file": '<img src="file:///etc/passwd">',
    "attachment link": '<link rel="attachment" href="file:///proc/self/environ">',
    "attachment of the secret": '<link rel="attachment" href="file://{folder}/secret.txt">',
    "attachment anchor": '<a rel="attachment" href="file:///proc/self/environ">x</a>',
    "linked style": '<link rel="stylesheet" href="file://{folder}/secret.css">',
    "imported style": '<style>@import url("file://{folder}/secret.css");</style>',
    "background": '<p style="background: url(file://{folder}/secret.png)">x</p>',
    "content": '<style>p::before {{ content: url("file://{folder}/secret.svg") }}</style>',
    "escaped url": '<p style="background: \\75rl(file://{folder}/secret.png)">x</p>',
    "font": '<style>@font-face {{ font-family: F; src: url("file://{folder}/secret.txt") }}</style>',
    "drawing in the page": '<svg><image href="file://{folder}/secret.png" width="9" height="9"/></svg>',
    "data drawing that names a file": '<img src="{data}">',
    "picture from the net": '<img src="http://127.0.0.1:{port}/x.png">',
    "style from the net": '<link rel="stylesheet" href="http://127.0.0.1:{port}/x.css">',
    "import from the net": "<style>@import url(http://127.0.0.1:{port}/x.css);</style>",
    "ftp": '<img src="ftp://127.0.0.1:{port}/x.png">',
    "attachment from the net": '<link rel="attachment" href="http://127.0.0.1:{port}/x">',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_gets_nothing_that_it_was_not_handed_and_the_attempt_is_told(
    name: str, press: Press, secrets: Path, listener: socket.socket
) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="file://{secrets}/secret.png"/></svg>'
    data = _DATA + b64encode(drawing.encode()).decode()
    body = HOSTILE[name].format(folder=secrets, port=listener.getsockname()[1], data=data)
    pdf = press.print_pdf(*page(body))
    assert any(message.startswith("refused: ") for message in pdf.messages), pdf.messages
    assert_that_nothing_came_through(pdf, listener)


@pytest.mark.parametrize(
    "style",
    [
        '@import url("file://{folder}/secret.css");',
        'p {{ background: url("file://{folder}/secret.png") }}',
        'p::before {{ content: url("http://127.0.0.1:{port}/x.svg") }}',
        '@font-face {{ font-family: F; src: url("file://{folder}/secret.txt") }} p {{ font-family: F }}',
    ],
)
def test_a_style_sheet_gets_nothing_that_it_was_not_handed(
    style: str, press: Press, secrets: Path, listener: socket.socket
) -> None:
    sheet = style.format(folder=secrets, port=listener.getsockname()[1])
    pdf = press.print_pdf(*page("<p>x</p>", **{"styles/a.css": sheet}))
    assert any(message.startswith("refused: ") for message in pdf.messages), pdf.messages
    assert_that_nothing_came_through(pdf, listener)


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="file://{folder}/secret.png" width="9" height="9"/>',
        '<image href="http://127.0.0.1:{port}/x.png" width="9" height="9"/>',
        '<use href="file://{folder}/secret.svg#x"/>',
        '<style>@import url("file://{folder}/secret.css");</style>',
    ],
)
def test_a_drawing_gets_nothing_that_it_was_not_handed(
    inside: str, press: Press, secrets: Path, listener: socket.socket
) -> None:
    drawing = inside.format(folder=secrets, port=listener.getsockname()[1])
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="5" height="5"/>{drawing}</svg>'
    pdf = press.print_pdf(*page('<img src="asset:a.svg" alt="a">', **{"a.svg": svg}))
    if "image" in inside:
        assert any(message.startswith("refused: ") for message in pdf.messages), pdf.messages
    assert_that_nothing_came_through(pdf, listener)


def assert_that_nothing_came_through(pdf: Pdf, listener: socket.socket) -> None:
    inside = everything_in(pdf)
    assert b"After" in inside
    assert SECRET.encode() not in inside
    assert b"root:x:0" not in inside
    assert b"FONTCONFIG_FILE" not in inside
    assert pictures_in(pdf) == 0
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_the_search_for_what_came_through_finds_what_did(press: Press, secrets: Path) -> None:
    html, _ = page(f'<p>{SECRET}</p><img src="asset:a.png" alt="a">')
    picture = (secrets / "secret.png").read_bytes()
    pdf = press.print_pdf(Html(html.text, (), ("a.png",), "en"), {"a.png": picture})
    assert SECRET.encode() in everything_in(pdf)
    assert pictures_in(pdf) == 1
    assert pdf.messages == ()


def test_a_hostile_module_fails_its_edition(minimal: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should a file ever be named in a finished page, the edition is not published."""
    named = "html = type(html)(html.text.replace('</h1>', '</h1><img src=file:///etc/passwd>'), html.styles, (), 'en')"
    outcome = built_by(minimal, when_printing("<title>Sledges", named), monkeypatch)
    assert [result.state for result in outcome.results if str(result.target) == "sledges.readers.en"] == ["failed"]
    assert any("refused: file:///etc/passwd" in str(item) for item in outcome.all_findings())


DEEDS = {
    "opens a file of the project": "open({project!r} + '/briefs/sledges.yaml').read()",
    "opens a file with the system's own call": "os.open({project!r} + '/briefs/sledges.yaml', os.O_RDONLY)",
    "opens the program's surroundings": "open('/proc/self/environ').read()",
    "writes beside the program": "os.open(sys.prefix + '/pyvenv.cfg', os.O_WRONLY)",
    "makes a file": "open({project!r} + '/made', 'w')",
    "opens a socket": "__import__('socket').create_connection(('127.0.0.1', {port}))",
    "looks up a name": "__import__('socket').getaddrinfo('localhost', 80)",
    "starts a program": "__import__('subprocess').run(['true'])",
    "starts a shell": "os.system('true')",
    "becomes another program": "os.execv('/bin/true', ['true'])",
    "forks": "os.fork()",
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_worker_cannot_leave_its_room_even_if_it_runs_foreign_code(
    deed: str, minimal: Project, listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = DEEDS[deed].format(project=str(minimal.root), port=listener.getsockname()[1])
    monkeypatch.setattr(workers, "_START", press_with(f"printing.warm = lambda _: None\n{when_printing('Page', code)}"))
    with _press(minimal.root) as press, pytest.raises(Fault, match="PermissionError: closed: ") as fault:
        press.print_pdf(*page("<p>x</p>"))
    assert "PermissionError" in fault.value.trace
    assert not (minimal.root / "made").exists()
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_a_worker_knows_nothing_of_the_callers_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI_TOKEN", SECRET)
    monkeypatch.setenv("HOME", f"/home/{SECRET}")
    code = "printing.warm = lambda _: None\n" + when_printing("Page", "raise ValueError(dict(os.environ))")
    monkeypatch.setattr(workers, "_START", press_with(code))
    with _press(tmp_path) as press, pytest.raises(Fault) as fault:
        press.print_pdf(*page("<p>x</p>"))
    assert "FONTCONFIG_FILE" in fault.value.reason
    assert SECRET not in fault.value.reason


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td colspan=1000000>x</td></tr></table>",
        "<style>p {"
        + "".join(f"--v{n}: var(--v{n + 1}) var(--v{n + 1});" for n in range(40))
        + "--v40: x; width: var(--v0) }</style>",
    ],
    ids=["a million columns", "variables that double"],
)
def test_a_layout_that_does_not_end_is_killed(
    body: str, press: Press, room: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "WALL_SECONDS", 1.5)
    start = time.monotonic()
    with pytest.raises(Fault, match="time"):
        press.print_pdf(*page(body))
    assert time.monotonic() - start < SOON
    wait_until(lambda: not workers_of(room), 1)
    assert press.print_pdf(*page("<p>x</p>")).messages == (), "the press goes on"
