"""What the scripts of this folder have in common: a desk of their own, the command line beside it, and what an export of it holds."""

import csv
import io
import subprocess
import zipfile
from pathlib import Path

from desk import Failed

PASSPHRASE = "harbor lights over birch water"


def same(what, found, wanted):
    if found != wanted:
        raise Failed(f"{what}: found {found!r}, wanted {wanted!r}.")


class Script:
    """One desk, from its first start on."""

    def __init__(self, name, program, sample, display, report):
        self.program, self.sample, self.display, self.step = program, sample, display, report
        self.folder = Path(display.folder, name)
        self.folder.mkdir()
        self.data, self.out = self.folder / "desk", self.folder / "out.zip"
        self.secret = self.folder / "passphrase"
        self.secret.write_text(PASSPHRASE + "\n")
        self.desk = None

    def command(self, *arguments):
        """Runs the command line on the desk's records, and gives what it says."""
        command = [self.program, *map(str, arguments), "--data", self.data, "--passphrase-file", self.secret]
        done = subprocess.run(command, env=self.display.environ, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode:
            raise Failed(f"wayhome {arguments[0]} ended with code {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def rows(self, name):
        """The rows of a file of the last export."""
        with zipfile.ZipFile(self.out) as z:
            return list(csv.DictReader(io.StringIO(z.read(f"{name}.csv").decode("utf-8-sig"), newline="")))
