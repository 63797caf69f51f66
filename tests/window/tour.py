"""Every screen in one desk, by the keyboard alone: from the first start to the lock. Used by `run` beside it.

A step says what it leads to: the window's title, bytes in the journal, what the command line then says of the records.
"""

import csv
from pathlib import Path

from desk import Desk, until
from script import PASSPHRASE, Script, same

WORKER = "Mai Green"
NEW = "Xiomara"  # First name of who is added,
FINISHED = "Xiomarah"  # and as it is typed to its end after a lock.
# The prior living situation in the Universal Data Assessment, inside its frame; the CoC of the program stands above it.
ANSWER = (506, 497, 420, 26)
# The panel at the right, below its title and below what is said in passing: the guide, or the help page.
ASIDE = (1016, 240, 270, 540)
# The rows of the referrals on Home.
NAMES = (240, 240, 300, 260)


def dark(display):
    """True where the middle of the window is dark."""
    return sum(display.crop(660, 400, 1, 300)[0::4]) < 300 * 128


def red(display):
    """True where a line of the window's middle is mostly reddish: the banner of a failure."""
    lines = (display.crop(520, y, 280, 1) for y in range(150, 800, 8))
    return any(sum(r > b + 8 and r > g + 8 for b, g, r in zip(l[0::4], l[1::4], l[2::4])) > 200 for l in lines)


class Tour(Script):
    """One desk, from its first start on."""

    prefix = "every screen"

    def __init__(self, program, sample, display, report):
        super().__init__("tour", program, sample, display, report)

    def run(self):
        steps = [
            self.first_start, self.home_without_data, self.exchange, self.settings, self.clients, self.add_client, self.profile,
            self.enrollments, self.new_event, self.home, self.event, self.history, self.notes, self.intake, self.help_in_place, self.guide,
            self.privacy, self.look, self.help, self.lock, self.recovery, self.records,
        ]  # fmt: skip
        for step in steps:
            with self.step(step.__doc__):
                step(self.desk)

    def first_start(self, _):
        """the first start makes a desk, shows the recovery key once, and asks two of its groups back"""
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
        # Past “I have it on paper”, to the file that is to be printed.
        page = self.folder / "key.txt"
        desk.keys("Tab", "ctrl+a")
        desk.type(str(page))
        desk.keys("Return")
        until("the page to print", page.is_file)
        groups = [group for line in page.read_text().splitlines()[-2:] for group in line.split(" - ")]
        page.unlink()
        total = sum("-".join(groups).encode())
        desk.keys("shift+Tab", "Return")
        for asked in sorted([total % 8, (total + 3) % 8]):
            desk.type(groups[asked].lower())
            # From the second on to “Confirm”.
            desk.keys("Tab")
        desk.keys("Return")
        desk.title("Home · Wayhome")

    def home_without_data(self, desk):
        """Home without data leads to Exchange"""
        desk.keys("Return")
        desk.title("Exchange · Wayhome")

    def exchange(self, desk):
        """Exchange imports by a typed path, and exports"""
        desk.type(str(self.sample))
        desk.keys("Return")
        desk.settle()
        desk.saved("Return")
        # The sample told what the HMIS has, so only work is proposed, and there is none.
        desk.keys("ctrl+shift+o")
        desk.type("everything")
        desk.keys(*["Tab"] * 4)
        self.export(desk)
        same("Exported events", len(self.rows("Event")), 14)

    def export(self, desk):
        self.out.unlink(missing_ok=True)
        desk.keys("ctrl+a")
        desk.type(str(self.out))
        desk.keys("Return")
        desk.settle()
        # What the sample has of errors holds nothing up. Where what was written here has some, the reason stands behind the list of them, and
        # behind the way without their households.
        if not self.out.is_file():
            desk.keys("Tab", "Tab")
            desk.type("A tour of the window")
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
        desk.type("Marisol Herrera")
        # The hits come after “Add New Client”.
        desk.keys("Tab", "Return")
        desk.title("Add client · Wayhome")
        # The name is taken over from the search. What is said about it comes when it is saved.
        desk.keys("ctrl+s")
        desk.title("Add client · Wayhome")
        # The question has the keyboard; the record that is here already comes after it, then “None of these”.
        desk.keys("Tab", "Tab")
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
        # Back from “Edit” over “History”, “Case Notes” and “CE Event”.
        desk.keys("shift+Tab", "shift+Tab", "shift+Tab", "shift+Tab", "Return")
        desk.title("Enrollments · Wayhome")

    def new_event(self, desk):
        """a Priority List Manager writes a CE Event"""
        self.find(desk, "pa houa")
        desk.keys("ctrl+e")
        desk.title("CE Event · Wayhome")
        # From the list back to “Add New CE Event”.
        desk.keys("shift+Tab", "Return")
        # The form begins with Event; the date is proposed, the place follows.
        desk.type("14")
        desk.keys("Tab", "Tab")
        desk.type("hope")
        desk.saved("ctrl+shift+s")

    def home(self, desk):
        """Home lists the new referral too, and Enter opens one"""
        desk.keys("ctrl+h")
        desk.title("Home · Wayhome")
        desk.keys("Down", "Return")
        desk.title("CE Event · Wayhome")

    def event(self, desk):
        """a CE Event is resolved as provider rejected, and its list stays in sight"""
        self.find(desk, "xeng")
        desk.keys("ctrl+e")
        desk.title("CE Event · Wayhome")
        # The form begins in Referral Result.
        desk.keys("Return")
        desk.type("3")
        desk.saved("ctrl+s")
        desk.keys("Escape")

    def history(self, desk):
        """a save is undone from the History of the client, with a reason, and the cell is as it was"""
        self.find(desk, "abdi hod")
        # From “Edit” into the form, and on to the middle name.
        desk.keys("Return", "Tab", "ctrl+a")
        desk.type("Wrongly")
        desk.saved("ctrl+s")
        # Back from “Edit”: History is the last of the menu.
        desk.keys("shift+Tab", "Return")
        desk.title("History · Wayhome")
        desk.keys("u")
        desk.settle()
        desk.type("the wrong client")
        desk.saved("ctrl+s")

    def notes(self, desk):
        """a case note of two lines is written"""
        self.find(desk, "abdi hod")
        desk.keys("ctrl+shift+n")
        desk.title("Case Notes · Wayhome")
        desk.keys("ctrl+shift+n")
        desk.type("Called the landlord.")
        desk.keys("Return")
        desk.type("He calls back on Monday.")
        desk.saved("ctrl+s")
        desk.title("Case Notes · Wayhome")

    def intake(self, desk):
        """an intake is left at a later step, and taken up again there"""
        self.find(desk, "grace")
        desk.keys("ctrl+n")
        desk.title("Intake · Wayhome")
        # No referral says of which program, and no page after that one is reached without.
        desk.keys("ctrl+Return")
        desk.type("h")
        desk.keys("Tab", "ctrl+Return", "ctrl+Return", "ctrl+shift+Return")
        desk.type("116")
        desk.keys("Tab")
        here = self.display.ink(*ANSWER)
        desk.keys("ctrl+h")
        desk.title("Home · Wayhome")
        # What was begun stands below the referrals.
        desk.keys("End", "Return")
        desk.title("Intake · Wayhome")
        until("the answer with which the intake was left", lambda: self.display.ink(*ANSWER) == here)

    def help_in_place(self, desk):
        """F1 opens the help of the field beside the page, and Esc puts it away and gives the keyboard back"""
        guide, answer = self.display.ink(*ASIDE), self.display.ink(*ANSWER)
        desk.keys("F1")
        desk.title("Intake · Wayhome")
        until("the help page", lambda: self.display.ink(*ASIDE) != guide)
        desk.keys("Escape")
        desk.title("Intake · Wayhome")
        until("the guide in place of the help page", lambda: self.display.ink(*ASIDE) == guide)
        # The keyboard is where it was: in the field after the answer.
        desk.keys("shift+Tab", "Delete")
        until("the answer to be taken away", lambda: self.display.ink(*ANSWER) != answer)
        desk.type("116")
        until("the answer", lambda: self.display.ink(*ANSWER) == answer)

    def guide(self, desk):
        """Ctrl+G puts the guide away and shows it again"""
        guide = self.display.ink(*ASIDE)
        desk.saved("ctrl+g")
        until("the guide to go", lambda: self.display.ink(*ASIDE) != guide)
        desk.saved("ctrl+g")
        until("the guide", lambda: self.display.ink(*ASIDE) == guide)

    def privacy(self, desk):
        """F9 hides who people are, and shows it again"""
        desk.keys("ctrl+h")
        desk.title("Home · Wayhome")
        named = self.display.ink(*NAMES)
        desk.saved("F9")
        until("hidden names", lambda: self.display.ink(*NAMES) != named)
        desk.saved("F9")
        until("the names", lambda: self.display.ink(*NAMES) == named)

    def look(self, desk):
        """Settings: the desk in the dark and with larger text, and back"""
        desk.keys("ctrl+comma", *["Tab"] * 4)
        desk.type("d")
        desk.keys(*["Tab"] * 7)
        desk.saved("Return")
        until("a dark window", lambda: dark(self.display))
        desk.saved("ctrl+equal")
        desk.saved("ctrl+minus")
        desk.keys("ctrl+comma", *["Tab"] * 4)
        desk.type("l")
        desk.keys(*["Tab"] * 7)
        desk.saved("Return")
        until("a light window", lambda: not dark(self.display))

    def help(self, desk):
        """Shift+F1 shows the Help screen"""
        desk.keys("shift+F1")
        desk.title("Help · Wayhome")

    def lock(self, desk):
        """the desk is locked in a half-typed form, refuses a wrong passphrase, and opens where it was, the cursor too"""
        self.find(desk, NEW)
        desk.keys("Return", "End", "Left", "Left")
        desk.type("r")
        desk.keys("ctrl+l")
        desk.title("Wayhome")
        desk.type("not the passphrase")
        desk.keys("Return")
        until("the refusal", lambda: red(self.display))
        desk.title("Wayhome")
        desk.keys("ctrl+a")
        desk.type(PASSPHRASE)
        desk.keys("Return")
        desk.title("Client · Wayhome")
        desk.settle()
        # Takes away the letter before the cursor, which stands in the middle of the name.
        desk.keys("BackSpace", "End")
        desk.type(FINISHED[len(NEW) :])
        desk.saved("ctrl+s")

    def recovery(self, desk):
        """a byte of the journal is damaged on the disk, and a backup takes its place by the keyboard alone"""
        journal = Path(self.data, "journal", "00000001.log")
        copies = [Path(self.data, "backups", name) for name in "ab"]
        # Past nine other controls to Backups, whose page begins at “Back up now”.
        desk.keys("ctrl+comma", *["Tab"] * 10, "Return", "Return")
        whole = lambda copy: Path(copy, "proof").is_file() and Path(copy, "journal", journal.name).stat().st_size == journal.stat().st_size
        until("a backup of everything", lambda: any(whole(copy) for copy in copies if copy.is_dir()))
        desk.settle()
        desk.quit()
        damaged = bytearray(journal.read_bytes())
        damaged[-20] ^= 1
        journal.write_bytes(damaged)
        self.desk = desk = Desk(self.display, [self.program, "--data", str(self.data)], self.data)
        desk.title("Wayhome")
        desk.type(PASSPHRASE)
        desk.keys("Return")
        desk.title("Recovery · Wayhome")
        # The backup that reaches further than what can be read here has the keyboard.
        desk.keys("Return")
        desk.title("Home · Wayhome")
        kept = self.folder / "desk.set-aside-1" / "journal" / journal.name
        same("The damaged journal is kept", kept.read_bytes() == bytes(damaged), True)

    def records(self, desk):
        """the records hold what was done on the screens, and no more"""
        desk.quit()
        self.command("verify")
        self.command("export", self.out, "--anyway", "the tour")
        clients, events = self.rows("Client"), {row["EventID"]: row for row in self.rows("Event")}
        same("Clients", len(clients), 15)
        undone = [c for c in clients if c["PersonalID"] == "26CL0002"]
        same("The middle name that was undone", [c["MiddleName"] for c in undone], [""])
        trail = self.folder / "trail.csv"
        self.command("audit", trail)
        with trail.open(newline="") as file:
            lines = [line for line in csv.DictReader(file) if line["Column"] == "MiddleName" and "Wrongly" in (line["Before"], line["After"])]
        same("The trail of it", [(line["What"], line["Reason"]) for line in lines], [("Client information", ""), (f"Undo of save {lines[0]['Save']}", "the wrong client")])
        same("Who was added", [(c["FirstName"], c["LastName"]) for c in clients if c["FirstName"].startswith(NEW)], [(FINISHED, "Herrera")])
        new = [row for id, row in events.items() if not id.startswith("EV26")]
        same("New events", [(e["PersonalID"], e["Event"], e["LocationCrisisOrPHHousing"]) for e in new], [("26CL0005", "14", "P02")])
        same("The result of EV260002", events["EV260002"]["ReferralResult"], "3")
