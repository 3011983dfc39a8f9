#!/usr/bin/env python3
"""Sets GrantDesk up from nothing and runs it, tests it, draws it. Needs Python 3.11 or newer, nothing else.

    python3 installer/dev.py run          set everything up and open the program on the sample office
    python3 installer/dev.py test         set everything up; lint, types, architecture and all tests
    python3 installer/dev.py setup        set everything up for both
    python3 installer/dev.py lint         lint, types and architecture only
    python3 installer/dev.py shots DIR    render every page to PNG, in three languages and two themes
    python3 installer/dev.py bench        measure what CONTRIBUTING.md promises
    python3 installer/dev.py extract      take new texts over into the language catalogues
    python3 installer/dev.py lock         write the lock files anew (needs the tool uv)

What follows a verb is handed on, such as `test tests/unit -k money`.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "grantdesk.json"
LOCKS = {"run": ROOT / "installer" / "requirements.txt", "dev": ROOT / "installer" / "requirements-dev.txt"}
I18N = ROOT / "resources" / "i18n"
LANGUAGES = ("fr", "ar")  # beside English, the language of the source
OLDEST_PYTHON = (3, 11)
IN_MEMORY, ENOUGH = Path("/dev/shm"), 4 << 30  # noqa: S108 - Linux keeps this folder in memory; bytes that tests may take

# What Qt loads from the system, and the Debian package that has it. Wheels bring everything else.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
ARABIC_FONT = ("/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf", "fonts-noto-core")


class SetupError(Exception):
    """Something the user has to do first; the text says what."""


def main(arguments: list[str]) -> int:
    """Runs one verb; returns its exit status."""
    verbs = {"run": run, "test": test, "setup": setup, "lint": lint, "shots": shots, "bench": bench}
    verbs |= {"extract": extract, "lock": lock}
    if not arguments or arguments[0] not in verbs:
        print(__doc__)
        return 0 if arguments[:1] in ([], ["--help"], ["-h"]) else 2
    try:
        return verbs[arguments[0]](arguments[1:])
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"This step failed: {shlex.join(map(str, error.cmd))}", file=sys.stderr)
        return 1


# --- verbs ----------------------------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """Opens the program on the sample office."""
    if not has_screen():
        raise SetupError(
            "There is no screen here. To see the program anyway: python3 installer/dev.py shots DIR\n"
            "Without a window it works all the same: python3 -m desktop --help (in .venv)."
        )
    prepare("run")
    return call([python(), "-m", "desktop", *(arguments or ["--sample"])])


def setup(_arguments: list[str]) -> int:
    """Sets everything up, for running and for testing."""
    prepare("dev")
    print("Ready. Next: python3 installer/dev.py run")
    return 0


def lint(_arguments: list[str]) -> int:
    """Lint, types and architecture."""
    prepare("dev")
    steps = (
        ("lint", [tool("ruff"), "check", "."]),
        ("format", [tool("ruff"), "format", "--check", "--quiet", "."]),
        ("types", [tool("mypy")]),
        ("architecture", [tool("lint-imports")]),
    )
    return max(step(name, command) for name, command in steps)


def test(arguments: list[str]) -> int:
    """Everything that CI asks for; with arguments only those tests."""
    if arguments:
        prepare("dev")
        return call([python(), "-m", "pytest", *arguments], environment=off_screen())
    status = lint([])
    report = VENV / "coverage.json"
    # A worker that has nothing left takes over from the others: the last tests are the longest.
    spread = ["-n", str(os.cpu_count() or 1), "--dist", "worksteal"]
    command = [python(), "-m", "pytest", *spread, "--cov", "--cov-report", f"json:{report}"]
    tests = step("tests", [*command, "--cov-report", "term:skip-covered"], environment=in_memory())
    covered = coverage_gate(report) if tests == 0 else 0
    return max(status, tests, covered)


def shots(arguments: list[str]) -> int:
    """Renders every page and dialog to PNG files."""
    if not arguments:
        raise SetupError("Name the folder for the pictures: python3 installer/dev.py shots DIR")
    prepare("run")
    return call([python(), "-m", "desktop.ui.shots", *arguments], environment=off_screen())


def bench(arguments: list[str]) -> int:
    """Measures speed and memory against named rivals, in one run."""
    prepare("dev")
    return call([python(), "-m", "tests.benchmarks", *arguments], environment=off_screen())


def extract(_arguments: list[str]) -> int:
    """Takes the texts of the program over into the catalogues; what is new stands there without a translation."""
    prepare("dev")
    babel, template = [python(), "-m", "babel.messages.frontend", "-q"], VENV / "grantdesk.pot"
    marks = ["-k", "say:1", "-k", "say_many:1,2", "--add-location=file", "--no-wrap", "--sort-by-file"]
    steps = [[*babel, "extract", *marks, "--project=GrantDesk", "-o", str(template), "desktop"]]
    for code in LANGUAGES:
        target = I18N / code / "LC_MESSAGES" / "grantdesk.po"
        target.parent.mkdir(parents=True, exist_ok=True)
        verb = ["update", "-N", "--ignore-obsolete", "--ignore-pot-creation-date"] if target.exists() else ["init"]
        steps.append([*babel, *verb, "--no-wrap", "-i", str(template), "-o", str(target), "-l", code])
    for command in steps:
        subprocess.run(command, cwd=ROOT, env=clean_environment(), check=True)
    return 0


def lock(_arguments: list[str]) -> int:
    """Writes the lock files anew: pinned, hashed, for all systems, without the address of a registry."""
    # Extras stay in the names: for coverage[toml], pip before 23.3 takes the newest whatever is pinned without [toml].
    options = ["--generate-hashes", "--no-strip-extras", "--no-emit-index-url", "--no-header", "-q"]
    for kind, groups in (("run", ["--group", "build"]), ("dev", ["--group", "dev"])):
        command = ["uv", "pip", "compile", "pyproject.toml", *groups, "--universal", "--python-version", "3.11"]
        subprocess.run(
            [*command, *options, "-o", str(LOCKS[kind])],
            cwd=ROOT,
            check=True,
        )
    return 0


# --- steps ----------------------------------------------------------------------------------------------------------


def step(name: str, command: list[str], *, environment: dict[str, str] | None = None) -> int:
    """Runs one check and says how it went and how long it took."""
    started = time.monotonic()
    status = call(command, environment=environment)
    print(f"{'passed' if status == 0 else 'FAILED'}: {name} ({time.monotonic() - started:.0f} s)", flush=True)
    return status


def call(command: list[str], *, environment: dict[str, str] | None = None) -> int:
    """Runs a command in the project's folder; returns its exit status."""
    return subprocess.run(command, cwd=ROOT, env=environment or clean_environment(), check=False).returncode


def clean_environment() -> dict[str, str]:
    """The environment without what would change how our own Python works."""
    return {key: value for key, value in os.environ.items() if key not in ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME")}


def off_screen() -> dict[str, str]:
    """The environment in which Qt draws into memory."""
    return clean_environment() | {"QT_QPA_PLATFORM": "offscreen"}


def in_memory() -> dict[str, str]:
    """The environment of a whole test run: its files, synced by the thousand, stay in memory where there is room."""
    environment = off_screen()
    with contextlib.suppress(OSError, AttributeError):  # no such folder, or Windows, which cannot say
        place = os.statvfs(IN_MEMORY)
        if place.f_bavail * place.f_frsize > ENOUGH and not place.f_flag & os.ST_NOEXEC:
            environment.setdefault("TMPDIR", str(IN_MEMORY))
    return environment


def has_screen() -> bool:
    """Whether a window can be shown."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def coverage_gate(report: Path) -> int:
    """Fails when fewer lines are tested than promised: all of the rules, 85 % of each other package."""
    whole = ("domain", "reports", "registers", "importers")
    lines: dict[str, list[int]] = {}
    for name, entry in json.loads(report.read_text(encoding="utf-8"))["files"].items():
        parts = Path(name).parts
        package = parts[1] if len(parts) > 2 else "top level"
        total = lines.setdefault(package, [0, 0])
        total[0] += entry["summary"]["covered_lines"]
        total[1] += entry["summary"]["num_statements"]
    status = 0
    for package, (covered, statements) in sorted(lines.items()):
        share, wanted = 100 * covered / max(statements, 1), 100 if package in whole else 85
        if share < wanted:
            print(f"FAILED: only {share:.1f} % of the lines in {package} are tested, {wanted} % are promised")
            status = 1
    return status


# --- setting up -----------------------------------------------------------------------------------------------------


def prepare(kind: str) -> None:
    """Makes sure that everything for `kind` (run or dev) is there; does nothing when nothing changed."""
    if sys.version_info < OLDEST_PYTHON:
        raise SetupError(f"GrantDesk needs Python 3.11 or newer; this is {platform.python_version()}.")
    see_to_system_libraries()
    done = read_stamp()
    wanted = fingerprint(kind)
    if done.get(kind) != wanted and done.get("dev") != fingerprint("dev"):
        make_environment()
        install(kind)
        STAMP.write_text(json.dumps({kind: wanted}), encoding="utf-8")
    compile_translations()
    compile_icons()


def fingerprint(kind: str) -> str:
    """What the installed environment depends on, as a hash."""
    parts = [platform.python_version(), str(ROOT), LOCKS[kind].read_text(encoding="utf-8")]
    parts.append((ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[tool.")[0])
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def read_stamp() -> dict[str, str]:
    """What was installed last."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and Path(python()).exists() else {}


def make_environment() -> None:
    """Makes .venv, first installing what a minimal Debian lacks for it."""
    try:
        import ensurepip  # noqa: F401 - only asked whether it is there
        import venv
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        install_system_packages([f"python{version}-venv"], "Python's module for environments is missing.")
        command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
        subprocess.run(command, check=True)
        return
    print("Making .venv ...", flush=True)
    venv.create(VENV, with_pip=True, clear=True, symlinks=os.name != "nt")


def install(kind: str) -> None:
    """Installs the locked dependencies, hashes checked, and the project itself in place."""
    pip = [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    print("Installing the locked dependencies ...", flush=True)
    subprocess.run([*pip, "--require-hashes", "-r", str(LOCKS[kind])], cwd=ROOT, env=clean_environment(), check=True)
    in_place = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    subprocess.run([*pip, *in_place], cwd=ROOT, env=clean_environment(), check=True)


def compile_translations() -> None:
    """Compiles the language catalogues that changed."""
    for source in sorted(I18N.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            command = [python(), "-m", "babel.messages.frontend", "-q", "compile", "-i", str(source), "-o", str(target)]
            subprocess.run(command, cwd=ROOT, env=clean_environment(), check=True)


def compile_icons() -> None:
    """Takes the drawings of the icons out of the icon package when the list of names changed."""
    names, target = ROOT / "resources" / "icons" / "names.txt", ROOT / "resources" / "icons" / "lucide.json"
    if not target.exists() or target.stat().st_mtime < names.stat().st_mtime:
        subprocess.run([python(), str(ROOT / "installer" / "compile_icons.py")], env=clean_environment(), check=True)


def python() -> str:
    """The Python of .venv."""
    return str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def tool(name: str) -> str:
    """A command of .venv."""
    return str(VENV / (f"Scripts/{name}.exe" if os.name == "nt" else f"bin/{name}"))


def see_to_system_libraries() -> None:
    """On Linux, installs the libraries that Qt needs when they are missing and we may, else says how."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for library, package in QT_LIBRARIES.items() if not loads(library)]
    font, font_package = ARABIC_FONT
    lacks_font = shutil.which("apt-get") is not None and is_root() and not Path(font).exists()
    if missing or lacks_font:
        install_system_packages(
            [*missing, *([font_package] if lacks_font else [])], "Qt needs libraries of the system."
        )


def loads(library: str) -> bool:
    """Whether the system finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def is_root() -> bool:
    """Whether packages can be installed without asking."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install_system_packages(packages: list[str], why: str) -> None:
    """Installs Debian packages when root; otherwise raises SetupError with the one command to run."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        raise SetupError(f"{why} Install what your system calls: {' '.join(packages)}")
    if not is_root():
        raise SetupError(f"{why} Run this, then try again:\n  sudo {shlex.join(command)}")
    print(f"{why} Installing {' '.join(packages)} ...", flush=True)
    environment = clean_environment() | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=environment, stdout=subprocess.DEVNULL, check=True)
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
