"""HMIS CSV as Python's csv module reads it, with nothing of the program: the other side of the comparison.

It is as forgiving as a reader of real files must be (R-IMP-1 to R-IMP-3): any order and case of columns, files in a folder of the zip, UTF-8
with or without a mark, UTF-16, Windows-1252; and it judges nothing.
"""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
# HUD's files and their columns, and the file of HUD's template in which answers about referrals travel, from the one table.
LAID_DOWN = json.loads((ROOT / "resources/hud/csv-files.json").read_text())
HUD = {
    **LAID_DOWN["files"],
    "CustomReferral": {"primary_key": "CustomQuestionID", "columns": LAID_DOWN["appendix_c_custom_template"]["columns"]},
}
# What is blank around a cell, in any alphabet.
BLANKS = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
# Windows-1252 leaves these open; they stand for themselves.
OPEN = {0x81, 0x8D, 0x8F, 0x90, 0x9D}

csv.field_size_limit(1 << 30)


class Row(NamedTuple):
    """A row: where it begins, its cells in HUD's columns, its cells in others by their own name, and how many cells it has; blank ones beyond
    the columns, which a comma at the end of a line makes, are none."""

    line: int
    cells: dict
    beside: dict
    width: int


class Table(NamedTuple):
    """A file: how many columns it has up to the last that has a name, and its rows."""

    width: int
    rows: list


def files(path):
    """The bytes of each file that lies beside the uppermost Export.csv of a folder or a zip, by its name."""
    path, found = Path(path), {}
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file() and not file.is_symlink():
                found[file.relative_to(path).as_posix()] = file.read_bytes()
    else:
        with zipfile.ZipFile(path) as archive:
            for item in archive.infolist():
                if not item.is_dir():
                    found.setdefault(item.filename.replace("\\", "/"), archive.read(item))
    homes = sorted((name for name in found if name.rpartition("/")[2].lower() == "export.csv"), key=lambda name: name.count("/"))
    home = homes[0].rpartition("/")[0] if homes else ""
    return {name.rpartition("/")[2].strip(): data for name, data in found.items() if name.rpartition("/")[0] == home}


def hud_files(found):
    """The names under which HUD's files stand there, by HUD's name."""
    known = {name.lower() + ".csv": name for name in HUD}
    here = {}
    for name in found:
        if name.lower() in known:
            here.setdefault(known[name.lower()], name)
    return here


def table(file, data):
    """A file of HUD's."""
    header, *rows = records(data) or [(1, [])]
    columns, taken = [], set()
    for name in header[1]:
        name = name.strip(BLANKS + "\ufeff")
        column = column_of(file, name)
        columns.append((name, None if column in taken else column))
        taken.add(column)
    while columns and not columns[-1][0]:
        columns.pop()
    return Table(len(columns), [row_of(columns, line, cells) for line, cells in rows])


def row_of(columns, line, cells):
    known, beside = {}, {}
    for (name, column), cell in zip(columns, cells):
        if column is None:
            beside.setdefault(name, cell)
        else:
            known[column] = cell
    beyond = any(cell.strip(BLANKS) for cell in cells[len(columns) :])
    return Row(line, known, beside, len(cells) if beyond else min(len(cells), len(columns)))


def column_of(file, name):
    """HUD's name of a column, whatever its case; names that earlier specifications had count, too."""
    columns = HUD[file]["columns"]
    own = next((c["name"] for c in columns if c["name"].lower() == name.lower()), None)
    return own or next((c["name"] for c in columns if name.lower() in [alias.lower() for alias in c.get("read_aliases", [])]), None)


def records(data):
    """The physical line on which each record begins, and its cells. Blank lines are none, nor are rows of NULs alone."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16").encode()
    reader = csv.reader(io.StringIO(data.removeprefix(b"\xef\xbb\xbf").decode("latin-1"), newline=""))
    found, ended = [], 0
    for cells in reader:
        begins, ended = ended + 1, reader.line_num
        nothing = any(cells) and all(set(cell) <= {"\0"} for cell in cells)
        if cells and not nothing:
            found.append((begins, [text(cell) for cell in cells]))
    return found


def text(cell):
    """A cell that was read byte by byte: UTF-8 where it is that, Windows-1252 where it is not."""
    data = cell.encode("latin-1")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return "".join(chr(byte) if byte in OPEN else bytes([byte]).decode("cp1252") for byte in data)
