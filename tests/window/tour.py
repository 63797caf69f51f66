"""Every screen in one desk, by the keyboard alone: from the first start to the lock. Used by `run` beside it.

A step says what it leads to: the window's title, bytes in the journal, what the command line then says of the records.
"""

import csv
import io
import json
import subprocess
import zipfile
from pathlib import Path

from desk import Desk, Failed, until

WORKER, PASSPHRASE = "Mai Green", "harbor lights over birch water"
NEW = "Xiomara"  # First name of who is added.


def same(what, found, wanted):
    if found != wanted:
        raise Failed(f"{what}: found {found!r}, wanted {wanted!r}.")


def dark(display):
    """True where the middle of the window is dark."""
    return sum(display.crop(660, 400, 1, 300)[0::4]) < 300 * 128


class Tour:
    """One desk, from its first start on."""

    prefix = "every screen"

    def __init__(self, program, sample, display, report):
        self.program, self.sample, self.display, self.step = program, sample, display, report
        self.folder = Path(display.folder, "tour")
        self.folder.mkdir()
        self.data, self.out = self.folder / "desk", self.folder / "out.zip"
        self.secret = self.folder / "passphrase"
        self.secret.write_text(PASSPHRASE + "\n")
        self.desk = None

    def command(self, *arguments):
        command = [self.program, *map(str, arguments), "--data", self.data, "--passphrase-file", self.secret]
        done = subprocess.run(command, env=self.display.environ, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode:
            raise Failed(f"wayhome {arguments[0]} ended with code {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def run(self):
        steps = [
            self.first_start, self.home_without_data, self.exchange, self.settings, self.clients, self.add_client, self.profile,
            self.enrollments, self.new_event, self.events, self.event, self.intake, self.look, self.help, self.lock, self.records,
        ]  # fmt: skip
        for step in steps:
            with self.step(step.__doc__):
                step(self.desk)

    def first_start(self, _):
        """the first start makes a desk, and shows the recovery key once"""
        self.desk = desk = Desk(self.display, [self.program, "--data", str(self.data)], self.data)
        desk.title("Wayhome")
        for field in (WORKER, PASSPHRASE, PASSPHRASE):
            desk.type(field)
            desk.keys("Tab")
        # Past “Show what I type”, on Create.
        desk.keys("Tab")
        before = self.display.frame()
        desk.keys("Return")
        until("the records", lambda: Path(self.data, "journal").is_dir())
        until("the recovery key", lambda: self.display.frame() != before)
        desk.settle()
        desk.keys("Return")
        desk.title("Home · Wayhome")

    def home_without_data(self, desk):
        """Home without data leads to Exchange"""
        desk.keys("Return")
        desk.title("Exchange · Wayhome")

    def exchange(self, desk):
        """Exchange imports by a typed path, and exports"""
        desk.type(str(self.sample))
        desk.saved("Return")
        desk.keys("Tab", "Tab", "Tab")
        self.export(desk)
        same("Exported events", len(self.rows("Event")), 14)

    def export(self, desk):
        self.out.unlink(missing_ok=True)
        desk.keys("ctrl+a")
        desk.type(str(self.out))
        desk.keys("Return")
        until("the exported zip", self.out.is_file)
        desk.settle()

    def settings(self, desk):
        """Settings: a workgroup that creates CE Events, and an organization"""
        desk.keys("ctrl+comma")
        desk.type("p")
        desk.keys("Tab")
        desk.type("hope h")
        desk.keys("Tab", "Tab")
        desk.saved("Return")

    def clients(self, desk):
        """Clients finds somebody by a part of the name, and Enter opens the record"""
        self.find(desk, "abdi hod")

    def find(self, desk, who):
        desk.keys("ctrl+k")
        desk.title("Clients · Wayhome")
        desk.type(who)
        desk.keys("Return")
        desk.title("Client · Wayhome")

    def add_client(self, desk):
        """Add client: a possible match stops the save until it is looked at"""
        desk.keys("ctrl+k")
        desk.title("Clients · Wayhome")
        desk.type("marisol herrera")
        desk.keys("Tab", "Return")
        desk.title("Add client · Wayhome")
        # First and last name are taken over; the middle name, the quality of the name, then the rest is left as it is proposed.
        size = desk.journal()
        desk.keys("ctrl+s")
        same("Saved in spite of a match", desk.journal(), size)
        # “None of these” has the keyboard.
        desk.saved("Return")
        desk.title("Client · Wayhome")

    def profile(self, desk):
        """the profile is corrected and saved"""
        desk.keys("Return")
        desk.keys("ctrl+a")
        desk.type(NEW)
        desk.saved("ctrl+s")

    def enrollments(self, desk):
        """Enrollments from the record's menu"""
        self.find(desk, "xeng")
        # Back from “Edit” over “CE Event”.
        desk.keys("shift+Tab", "shift+Tab", "Return")
        desk.title("Enrollments · Wayhome")

    def new_event(self, desk):
        """a Priority List Manager writes a CE Event"""
        self.find(desk, "nimo" if False else "pa houa")
        before = self.referrals()
        desk.keys("ctrl+e")
        desk.title("CE Event · Wayhome")
        desk.keys("shift+Tab", "Return")
        # Into Event, which the form begins with; date and place follow.
        desk.type("14")
        desk.keys("Tab", "Tab")
        desk.type("hope")
        desk.saved("ctrl+shift+s")
        new = [r for r in self.referrals(running=True) if r not in before]
        same("New referrals", [(r["personal_id"], r["event"], r["project_id"]) for r in new], [("26CL0005", 14, "P02")])

    def referrals(self, running=False):
        return json.loads(self.command("referrals", "--json"))

    def rows(self, name):
        with zipfile.ZipFile(self.out) as z:
            return list(csv.DictReader(io.StringIO(z.read(f"{name}.csv").decode("utf-8-sig"), newline="")))
