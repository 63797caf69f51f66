"""Makes of a clean set what other writers make of it, always the same way: what real files have, and a reader must take without a loss."""

import csv
import io
import random
import zipfile

from plain import HUD, files, hud_files, records


def soil(path, out, seed):
    """Writes a soiled copy of a set."""
    chance, found = random.Random(seed), files(path)
    known = {name: file for file, name in hud_files(found).items()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in found.items():
            # In a folder of the zip, the case of the name at will.
            place = "export of today/" + chance.choice([name, name.upper(), name.lower()])
            archive.writestr(place, soiled(chance, known[name], data) if known.get(name, "Export") != "Export" else data)
        archive.writestr("export of today/Custom_Agency.csv", "Key,Value\r\n1,kept as it is\r\n")
        archive.writestr("__MACOSX/._Client.csv", b"\0\5\26\7")


def soiled(chance, file, data):
    (_, header), *rows = records(data)
    rows = [cells for _, cells in rows]
    days = {column["name"] for column in HUD[file]["columns"] if column["type"] == "D"}
    typed = {column["name"] for column in HUD[file]["columns"] if column["type"][0] != "S"}
    for cells in rows:
        for at, name in enumerate(header[: len(cells)]):
            if cells[at]:
                cells[at] = soiled_cell(chance, name in days, cells[at])
            elif name in typed and chance.random() < 0.1:
                cells[at] = "NULL"
    # Columns of the agency's own, and all of them in another order.
    header.append("AgencyColumn")
    rows = [cells + [f"own {number}"] for number, cells in enumerate(rows)]
    order = list(range(len(header)))
    chance.shuffle(order)
    header, *rows = ([cells[at] for at in order] for cells in [header, *rows])
    rows += [list(cells) for cells in rows if chance.random() < 0.1]
    text, ends = io.StringIO(), chance.choice(["\r\n", "\n", "\r"])
    writer = csv.writer(text, quoting=chance.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]), lineterminator=ends)
    writer.writerow([chance.choice([name, name.lower(), f" {name} "]) for name in header])
    for cells in rows:
        if chance.random() < 0.05:
            text.write(ends)
        # A comma too many at the end of a line is no cell.
        writer.writerow([*cells, ""] if chance.random() < 0.1 else cells)
    return encoded(chance, text.getvalue())


def soiled_cell(chance, is_day, cell):
    if is_day and cell.count("-") == 2 and chance.random() < 0.3:
        year, month, day = cell.split("-")
        return chance.choice([f"{int(month)}/{int(day)}/{year}", f"{month}/{day}/{year}", f"{cell} 00:00:00", f"{cell}T00:00:00.000"])
    return f"{chance.choice(['', ' '])}{cell}{chance.choice(['', ' ', chr(160)])}" if chance.random() < 0.05 else cell


def encoded(chance, text):
    """The bytes of a text, in one of the encodings that real files have."""
    of = chance.choice(["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    try:
        return text.encode(of)
    except UnicodeEncodeError:
        return text.encode("utf-8")
