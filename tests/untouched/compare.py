"""Every cell of what came in beside what went out. A difference is none where the import said of that very cell that it would change, and what
went out means the same; a row that is missing is none where the import said that it was not taken over.

Nothing here prints what stands in a cell: file, line and column alone, so that the result may be shown to anybody.
"""

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation

from plain import BLANKS, HUD, files, hud_files, table

# The forms of a date that real files have, before what may be its time.
DATES = ["%Y-%m-%d", "%m/%d/%Y", "%d-%b-%Y", "%d-%b-%y"]


class Said:
    """What an import said, by where it said it."""

    def __init__(self, report):
        self.by_row, self.by_file = {}, {}
        for line in report["lines"]:
            where = self.by_row.setdefault((line["file"], line["line"]), []) if line["line"] else self.by_file.setdefault(line["file"], [])
            where.append(line)
        # Beyond a thousand of a kind they are counted, not listed.
        self.more = {(more["file"], more["rule"], more["outcome"], more["column"]) for more in report["more"]}

    def of_file(self, file):
        return self.by_file.get(file, [])

    def of_row(self, file, line):
        return self.by_row.get((file, line), [])

    def refuses_file(self, file):
        return any(line["outcome"] == "Refused" and line["rule"] in ("R-IMP-1", "R-IMP-2") for line in self.of_file(file))

    def row_is_gone(self, file, line):
        """True where the row was not taken over, or another says the same."""
        for said in self.of_row(file, line):
            if said["rule"] == "R-IMP-4" or (said["rule"] == "R-IMP-5" and said["outcome"] == "Refused"):
                return True
            if said["rule"] == "R-IMP-3" and said["outcome"] == "Refused" and "cannot be read" in said["words"]:
                return True
        return False

    def may_be_gone(self, file):
        """True where more rows than are listed were not taken over, and nobody knows which."""
        return any((file, rule, "Refused") == more[:3] for rule in ("R-IMP-4", "R-IMP-5") for more in self.more)

    def changes(self, file, line, column):
        """True where a cell, or a column that has cells like it, was said to change."""
        said = [s for s in self.of_row(file, line) + self.of_file(file) if s["column"] == column]
        return any(s["outcome"] == "Changed" for s in said) or any(m[0] == file and m[2:] == ("Changed", column) for m in self.more)

    def refuses_column(self, file, column):
        return any(line["column"] == column and line["outcome"] == "Refused" for line in self.of_file(file))


def means_the_same(before, after, kind):
    """True for two forms of one value of HUD's type: with blanks around it, nothing as databases show it, another writing of a number or of a
    date."""
    before = before.strip(BLANKS)
    if before == after:
        return True
    if after == "":
        return before.upper() == "NULL" or (kind in ("D", "T") and before.startswith("0000-00-00"))
    if kind in ("D", "T"):
        return is_same_day(before, after)
    try:
        return Decimal(before) == Decimal(after)
    except InvalidOperation:
        return False


def is_same_day(before, after):
    """True where both are dates, and one day. Of which century a year of two digits is, its export says (R-IMP-3), and no date alone."""
    (form, one), (_, other) = day(before), day(after)
    if one is None or other is None:
        return False
    century = 100 if form.endswith("%y") else 10000
    return (one.year % century, one.month, one.day) == (other.year % century, other.month, other.day)


def day(text):
    """The form and the day of a date; none where it is none."""
    for form in DATES:
        try:
            return form, datetime.strptime(re.split("[ T]", text)[0], form).date()
        except ValueError:
            continue
    return None, None


def compare(path, written, report):
    """How many cells were compared, and each difference that nothing explains."""
    said, came, went = Said(report), files(path), files(written)
    here, there = hud_files(came), hud_files(went)
    cells, differences = 0, []
    for file, name in here.items():
        # Our own row of Export.csv says who writes now.
        if file == "Export" or said.refuses_file(f"{file}.csv"):
            continue
        before = table(file, came[name])
        if file not in there:
            differences += [f"{file}.csv did not come back"] if before.rows else []
            continue
        count, found = compare_rows(file, before, table(file, went[there[file]]), said)
        cells, differences = cells + count, differences + found
    for name, data in came.items():
        if name not in here.values() and went.get(name) != data and not said.refuses_file(name):
            differences.append(f"{name}, which is not HUD's, did not come back as it was")
    return cells, differences


def compare_rows(file, before, after, said):
    key, name, cells, differences = HUD[file]["primary_key"], f"{file}.csv", 0, []
    went = {}
    for row in after.rows:
        went.setdefault(row.cells[key], []).append(row)
    came = {row.cells.get(key, "").strip(BLANKS) for row in before.rows}
    for row in before.rows:
        if said.row_is_gone(name, row.line):
            continue
        found = went.get(row.cells.get(key, "").strip(BLANKS), [])
        if not found and said.may_be_gone(name):
            continue
        if len(found) != 1:
            differences.append(f"{name}, line {row.line}: the row came back {len(found)} times")
            continue
        cells += len(row.cells) + len(row.beside)
        differences += [f"{name}, line {row.line}, {column}" for column in differing(name, row, found[0], said)]
        if row.width != before.width and not said.of_row(name, row.line) and (name, "R-IMP-3") not in {m[:2] for m in said.more}:
            differences.append(f"{name}, line {row.line}: nothing was said of its {row.width} cells under {before.width} columns")
    # A user whom rows name and nobody sent is made up, with an id alone.
    extra = {k for k, rows in went.items() if k not in came and not (file == "User" and not rows[0].cells["UserFirstName"])}
    differences += [f"{name}: {len(extra)} rows went out that never came"] if extra else []
    return cells, differences


def differing(name, before, after, said):
    """The columns in which a row came back otherwise, unsaid."""
    kinds = {column["name"]: column["type"] for column in HUD[name.removesuffix(".csv")]["columns"]}
    for column, cell in before.cells.items():
        other = after.cells.get(column)
        if column == "ExportID" or cell == other:
            continue
        if other is None or not (said.changes(name, before.line, column) and means_the_same(cell, other, kinds[column])):
            yield column
    for column, cell in before.beside.items():
        cell = cell.strip(BLANKS)
        # Without a name of its own nobody can tell which column it is; that is said of the file.
        if cell and column and after.beside.get(column) != cell and not said.refuses_column(name, column):
            yield column
