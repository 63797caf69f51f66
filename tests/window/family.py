"""A household of four, two adults and two children, into supportive housing of the CoC, by the keyboard alone: from Home to Finish, with
a lock and a kill in the middle; then an update and the exit. Used by `run` beside it.

What it costs in keystrokes is counted and said.
"""

import csv
import signal
import zipfile

from desk import Desk, Failed, until
from script import PASSPHRASE, Script, same

# No income, no benefits, insured by Medicaid: of a child the last alone.
INSURED = ["1", "Tab", "space"]
MONEY = ["0", "Tab", "0", "Tab", *INSURED]
# Nobody has any of the six disabilities, which are asked as one.
HEALTHY = ["ctrl+b"]
# From the street, homeless since July, the second time.
PRIOR = ["116", "Tab", "3", "Tab", "7/15/2026", "Tab", "2", "Tab", "105", "Tab"]


class Family(Script):
    """One desk with the sample, and one household in it."""

    prefix = "a household of four"

    def __init__(self, program, sample, display, report):
        super().__init__("family", program, sample, display, report)
        self.pressed = 0

    def run(self):
        for step in [self.begin, self.members, self.head, self.locked, self.killed, self.others, self.finish, self.move_in, self.update, self.service, self.note, self.another_head, self.leave, self.yearly, self.records]:
            with self.step(step.__doc__):
                step()

    def press(self, *keys):
        """Presses keys and types words, and counts each stroke. A word is what no key is called."""
        named = {"Tab", "Return", "space", "Escape", "Down"}
        for key in keys:
            if key in named or "+" in key:
                self.desk.keys(key)
                self.pressed += 1
            else:
                self.desk.type(key)
                self.pressed += len(key)

    def open(self):
        self.desk = Desk(self.display, [self.program, "--data", str(self.data)], self.data)
        self.desk.title("Wayhome")
        self.unlock()

    def unlock(self):
        self.desk.type(PASSPHRASE)
        self.desk.keys("Return")

    def begin(self):
        """a desk with the sample, and the organization of the program"""
        self.command("init", "--worker", "Mai Green")
        self.command("import", self.sample)
        self.open()
        self.desk.title("Home · Wayhome")
        self.desk.keys("ctrl+comma", "Tab")
        self.desk.type("hope h")
        self.desk.keys("Tab", "Tab")
        self.desk.saved("Return")
        self.desk.title("Home · Wayhome")

    def members(self):
        """from Home to the intake; two members are ticked, the third is found and added; the program of the referral is proposed"""
        self.press("ctrl+k", "marisol", "Return")
        self.desk.title("Client · Wayhome")
        self.press("ctrl+n")
        self.desk.title("Intake · Wayhome")
        # Past the first of the client's earlier household; the two after it are ticked, and behind them is the search.
        self.press("Tab", "space", "Tab", "space", "Tab")
        # Past the button for somebody new, to who is found.
        self.press("wojcik", "Tab", "Tab", "Return")
        self.press("ctrl+Return")
        # The program is chosen, so it begins at the day on which everybody enters; the last is the spouse.
        self.press("11/10/2026", *["Tab"] * 6, "3")

    def head(self):
        """the head of household: universal data, income, disabilities, health and safety"""
        self.adult()

    def adult(self):
        self.press("ctrl+Return", *PRIOR, "0", "ctrl+Return", *MONEY, "ctrl+Return", *HEALTHY, "ctrl+Return", "0")

    def child(self):
        self.press("ctrl+Return", "0", "ctrl+Return", *INSURED, "ctrl+Return", *HEALTHY)

    def locked(self):
        """the desk is locked in the middle, and the intake goes on where it was"""
        self.press("ctrl+l")
        self.desk.title("Wayhome")
        self.unlock()
        self.desk.title("Intake · Wayhome")

    def killed(self):
        """the program is killed in the middle, and the intake goes on with the next person"""
        self.child()
        self.kill()
        self.press("ctrl+k", "marisol", "Return")
        self.desk.title("Client · Wayhome")
        self.press("ctrl+n")
        self.desk.title("Intake · Wayhome")

    def kill(self):
        """Ends the program as a power cut would, and opens the desk again."""
        self.desk.process.send_signal(signal.SIGKILL)
        self.desk.process.wait()
        self.open()
        self.desk.title("Home · Wayhome")

    def others(self):
        """the second child and the second adult"""
        self.child()
        self.adult()

    def finish(self):
        """Finish writes everything of everybody in one save"""
        self.written()
        print(f"       keystrokes from Home to Finish: {self.pressed + 1}", flush=True)

    def written(self):
        self.press("ctrl+Return")
        self.desk.saved("Return")
        self.desk.title("CE Event · Wayhome")

    def enrollment(self):
        self.desk.keys("ctrl+k")
        self.desk.title("Clients · Wayhome")
        self.desk.type("marisol")
        self.desk.keys("Return")
        self.desk.title("Client · Wayhome")
        self.desk.keys("ctrl+shift+e")
        self.desk.title("Enrollments · Wayhome")

    def card(self, stops):
        """Into the card of the newest enrollment, so many stops behind its first button."""
        self.enrollment()
        self.desk.keys(*["Tab"] * stops, "Return")

    def move_in(self):
        """the head of household moves in"""
        self.card(0)
        self.desk.title("Move-in · Wayhome")
        self.desk.type("11/11/2026")
        self.desk.saved("ctrl+s")

    def update(self):
        """an update of the head alone: a job that began on the 18th"""
        # Past the move-in and the project entry.
        self.card(2)
        self.desk.title("Update Assessment · Wayhome")
        # The day, then who is assessed: the head alone.
        self.desk.keys("ctrl+a")
        self.desk.type("11/12/2026")
        self.desk.keys("Tab", "Tab", "space", "Tab", "space", "Tab", "space", "ctrl+Return")
        self.desk.type("1")
        self.desk.keys("Tab", "space", "Tab")
        self.desk.type("$1,250")
        self.desk.keys("Tab", *["ctrl+Return"] * 3)
        self.desk.saved("Return")
        self.desk.title("Enrollments · Wayhome")

    def service(self):
        """help with moving on, recorded during the stay: killed in the middle, then locked, and taken up again each time"""
        # Past the exit, the last button of the card; nothing is recorded yet, so the first kind has the keyboard.
        self.card(5)
        self.desk.title("During the Stay · Wayhome")
        self.desk.keys("Return", "ctrl+a")
        self.desk.type("11/12/2026")
        # The day is left, then an answer is chosen: each is kept.
        self.desk.saved("Tab")
        self.desk.saved("1")
        self.kill()
        self.card(5)
        self.desk.title("During the Stay · Wayhome")
        self.desk.keys("Return")
        self.desk.title("During the Stay · Wayhome")
        self.desk.keys("ctrl+l")
        self.desk.title("Wayhome")
        self.unlock()
        self.desk.title("During the Stay · Wayhome")
        self.desk.saved("ctrl+s")
        self.desk.title("During the Stay · Wayhome")

    def note(self):
        """a case note of three lines, killed in the middle of a word"""
        self.enrollment()
        self.desk.keys("ctrl+shift+n")
        self.desk.title("Case Notes · Wayhome")
        self.desk.keys("ctrl+shift+n")
        self.desk.type("Talked about the lease.")
        self.desk.keys("Return", "Return")
        size = self.desk.journal()
        self.desk.type("Next: the landlord wants to see the papers, and the fam")
        until("the note to be kept while it is typed", lambda: self.desk.journal() > size)
        self.kill()
        self.enrollment()
        self.desk.keys("ctrl+shift+n")
        self.desk.title("Case Notes · Wayhome")
        # The last words may be gone, the first ones not.
        self.desk.keys("ctrl+shift+n", "ctrl+shift+Left")
        self.desk.type("papers.")
        self.desk.saved("ctrl+s")
        self.desk.title("Case Notes · Wayhome")

    def another_head(self):
        """the spouse becomes the head of household, back to the start"""
        self.card(1)
        self.desk.title("Project Entry · Wayhome")
        # From the start of the head past the move-in to the spouse, who is the second: relationship, start, then what becomes of them.
        self.desk.keys("Tab", "Tab", "Tab", "Tab")
        self.desk.type("b")
        self.desk.keys("Return")
        # The former head's relationship is asked anew; it stands before the start.
        self.desk.keys("shift+Tab")
        self.desk.type("3")
        self.desk.keys("ctrl+s")
        self.desk.saved("Return")
        self.desk.title("Enrollments · Wayhome")

    def yearly(self):
        """a stay that began a year ago gets its annual assessment"""
        self.desk.keys("ctrl+k")
        self.desk.title("Clients · Wayhome")
        self.desk.type("Zora Quillfeather")
        self.desk.keys("Tab", "Return")
        self.desk.title("Add client · Wayhome")
        self.desk.saved("ctrl+s")
        self.desk.title("Client · Wayhome")
        self.desk.keys("ctrl+n")
        self.desk.title("Intake · Wayhome")
        self.desk.keys("ctrl+Return")
        self.desk.type("hope harbor-p")
        self.desk.keys("Tab", "Tab", "ctrl+a")
        self.desk.type("11/10/2025")
        self.press("ctrl+Return", *[key.replace("7/15/2026", "7/15/2025") for key in PRIOR], "0")
        self.press("ctrl+Return", *MONEY, "ctrl+Return", *HEALTHY, "ctrl+Return", "0")
        self.written()
        self.desk.keys("ctrl+shift+e")
        self.desk.title("Enrollments · Wayhome")
        # Past the move-in, the project entry and the update.
        self.desk.keys("Tab", "Tab", "Tab", "Return")
        self.desk.title("Annual Assessment · Wayhome")
        self.desk.keys("ctrl+a")
        self.desk.type("11/10/2026")
        self.press("ctrl+Return", *MONEY, "ctrl+Return")
        self.desk.saved("Return")
        self.desk.title("Enrollments · Wayhome")

    def leave(self):
        """the household leaves together, each to a home of their own"""
        # Who is no longer the head has no move-in on the card.
        self.card(3)
        self.desk.title("Exit · Wayhome")
        self.desk.keys("ctrl+a")
        self.desk.type("11/13/2026")
        # The destination of each is the first page of each.
        for adult in [True, True, False, False]:
            self.desk.keys("ctrl+Return")
            self.desk.type("410")
            self.desk.keys("ctrl+Return")
            self.press(*(MONEY if adult else INSURED), "ctrl+Return", *HEALTHY)
        self.desk.keys("ctrl+Return")
        self.desk.saved("Return")
        self.desk.title("Enrollments · Wayhome")

    def records(self):
        """the export holds a row for each answer, with its stage and its day, and the check has nothing to say of them"""
        self.desk.quit()
        self.command("verify")
        self.command("export", self.out, "--anyway", "What the sample has of errors")
        made = {row["EnrollmentID"]: row for row in self.rows("Enrollment") if not row["EnrollmentID"].startswith("E26")}
        year = [id for id, row in made.items() if row["EntryDate"] == "2025-11-10"]
        new = {id: row for id, row in made.items() if id not in year}
        mine = lambda name: [row for row in self.rows(name) if row["EnrollmentID"] in new]
        stages = lambda name: sorted((row["DataCollectionStage"], row["InformationDate"]) for row in mine(name))
        same("Enrollments", sorted((e["RelationshipToHoH"], e["ProjectID"], e["EntryDate"]) for e in new.values()),
             [("1", "P02", "2026-11-10"), ("2", "P02", "2026-11-10"), ("2", "P02", "2026-11-10"), ("3", "P02", "2026-11-10")])  # fmt: skip
        same("Move-in", [e["MoveInDate"] for e in new.values() if e["RelationshipToHoH"] == "1"], ["2026-11-11"])
        same("Households", len({e["HouseholdID"] for e in new.values()}), 1)
        start, exit = [("1", "2026-11-10")], [("3", "2026-11-13")]
        same("IncomeBenefits", stages("IncomeBenefits"), start * 4 + [("2", "2026-11-12")] + exit * 4)
        same("Disabilities", stages("Disabilities"), start * 24 + exit * 24)
        same("HealthAndDV", stages("HealthAndDV"), start * 2)
        same("Exit", sorted((x["ExitDate"], x["Destination"]) for x in mine("Exit")), [("2026-11-13", "410")] * 4)
        self.command("audit", self.folder / "trail.csv")
        notes = [row["After"] for row in csv.DictReader(open(self.folder / "trail.csv", newline="")) if row["Column"] == "Note"]
        if len(notes) != 1 or not notes[0].startswith("Talked about the lease.\n\nNext: the landlord") or not notes[0].endswith("papers."):
            raise Failed(f"The case note: found {notes!r}.")
        with zipfile.ZipFile(self.out) as z:
            told = [name for name in z.namelist() if b"Talked about the lease" in z.read(name)]
        same("Files of the export with the case note", told, [])
        services = [(row["DateProvided"], row["RecordType"], row["TypeProvided"]) for row in mine("Services")]
        same("Services", services, [("2026-11-12", "300", "1")])
        job = [row for row in mine("IncomeBenefits") if row["DataCollectionStage"] == "2"][0]
        same("The job", (job["Earned"], job["EarnedAmount"], job["TotalMonthlyIncome"], job["SSI"]), ("1", "1250.00", "1250.00", "0"))
        head = [e["PersonalID"] for e in new.values() if e["RelationshipToHoH"] == "1"]
        names = {c["PersonalID"]: c["LastName"] for c in self.rows("Client")}
        same("The head of household", [names[id].lower()[:1] for id in head], ["w"])
        yearly = [r for r in self.rows("IncomeBenefits") if r["EnrollmentID"] in year]
        same("The annual assessment", sorted((r["DataCollectionStage"], r["InformationDate"]) for r in yearly), [("1", "2025-11-10"), ("5", "2026-11-10")])
