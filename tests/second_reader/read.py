#!/usr/bin/env python3
"""A second reader of Wayhome's records, written from resources/docs/STORE.md alone.

    read.py FOLDER RECOVERY_KEY        prints every commit of the journal as a line of JSON

It opens the key file with the recovery key, proves the whole chain of the journal, and changes nothing. Only Python's own library is
needed. It is slow on purpose: every step can be read beside the page that it follows. It ends with 1 and a sentence where something
is not as the page says.
"""

import hashlib
import hmac
import json
import struct
import sys
from pathlib import Path

MARK = bytes.fromhex("F5574866")


class NotAsWritten(Exception):
    """The bytes are not as STORE.md says."""


def require(holds, words):
    if not holds:
        raise NotAsWritten(words)


# Sealing: XChaCha20-Poly1305 (RFC 8439, and its extension to nonces of 24 bytes).

def rotate(value, by):
    return ((value << by) & 0xFFFFFFFF) | (value >> (32 - by))


def quarter(s, a, b, c, d):
    s[a] = (s[a] + s[b]) & 0xFFFFFFFF
    s[d] = rotate(s[d] ^ s[a], 16)
    s[c] = (s[c] + s[d]) & 0xFFFFFFFF
    s[b] = rotate(s[b] ^ s[c], 12)
    s[a] = (s[a] + s[b]) & 0xFFFFFFFF
    s[d] = rotate(s[d] ^ s[a], 8)
    s[c] = (s[c] + s[d]) & 0xFFFFFFFF
    s[b] = rotate(s[b] ^ s[c], 7)


def rounds(state):
    mixed = list(state)
    for _ in range(10):
        for at in range(4):
            quarter(mixed, at, at + 4, at + 8, at + 12)
        for at in range(4):
            quarter(mixed, at, 4 + (at + 1) % 4, 8 + (at + 2) % 4, 12 + (at + 3) % 4)
    return mixed


def state(key, tail):
    return [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574, *struct.unpack("<8I", key), *struct.unpack("<4I", tail)]


def stream(key, nonce, length):
    """Blocks of the key stream, from block 0 on."""
    out = bytearray()
    for block in range(length // 64 + 1):
        first = state(key, struct.pack("<I", block) + nonce)
        out += struct.pack("<16I", *[(a + b) & 0xFFFFFFFF for a, b in zip(first, rounds(first))])
    return bytes(out)


def poly1305(key, text):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for at in range(0, len(text), 16):
        total = (total + int.from_bytes(text[at:at + 16] + b"\x01", "little")) * r % ((1 << 130) - 5)
    return ((total + int.from_bytes(key[16:32], "little")) & ((1 << 128) - 1)).to_bytes(16, "little")


def open_with(key, nonce, label, sealed):
    """The plain text, or None where a bit of it, of the label or of the key differs."""
    mixed = rounds(state(key, nonce[:16]))
    key, nonce = struct.pack("<8I", *mixed[:4], *mixed[12:]), bytes(4) + nonce[16:]
    text, tag = sealed[:-16], sealed[-16:]
    blocks = stream(key, nonce, 64 + len(text))
    padded = b"".join(part + bytes(-len(part) % 16) for part in (label, text))
    expected = poly1305(blocks[:32], padded + struct.pack("<QQ", len(label), len(text)))
    if not hmac.compare_digest(tag, expected):
        return None
    return bytes(a ^ b for a, b in zip(text, blocks[64:]))


def unseal(key, label, sealed):
    return open_with(key, sealed[:24], label, sealed[24:])


def derive(key, purpose):
    return hmac.new(key, purpose, hashlib.sha256).digest()


def sha256(text):
    return hashlib.sha256(text).digest()


# The key file.

def recovery_key(text):
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    bits = 0
    typed = [c for c in text.upper() if c not in "- "]
    require(len(typed) == 40 and all(c in digits for c in typed), "A recovery key has 40 digits.")
    for digit in typed:
        bits = bits << 5 | digits.index(digit)
    whole = bits.to_bytes(25, "big")
    require(sha256(b"wayhome recovery checksum" + whole[:24])[0] == whole[24], "The checksum of the recovery key differs.")
    return whole[:24]


def data_key(vault, recovery):
    require(vault[:8] == b"WAYHOMEV" and struct.unpack("<H", vault[8:10])[0] == 1 and len(vault) == 230, "This is no key file of version 1.")
    require(sha256(vault[:198]) == vault[198:], "The key file is damaged.")
    store = vault[10:26]
    wrapping = hmac.new(recovery, b"wayhome recovery " + store, hashlib.sha256).digest()
    key = unseal(wrapping, b"recovery" + store, vault[126:198])
    require(key, "The recovery key does not open these records.")
    return store, key


# Values.

class Value:
    """Reads bincode 2 in its standard configuration."""

    def __init__(self, plain):
        require(plain[:1] == b"\x01", "This value is of another version.")
        self.bytes, self.at = plain, 1

    def take(self, length):
        part = self.bytes[self.at:self.at + length]
        require(len(part) == length, "A value is too short.")
        self.at += length
        return part

    def byte(self):
        return self.take(1)[0]

    def number(self):
        first = self.byte()
        length = {0xFB: 2, 0xFC: 4, 0xFD: 8}.get(first)
        require(first <= 250 or length, "This is no number.")
        return first if length is None else int.from_bytes(self.take(length), "little")

    def text(self):
        return self.take(self.number()).decode()

    def option(self, read):
        return read() if self.byte() else None

    def list(self, read):
        return [read() for _ in range(self.number())]


def change(value):
    kind = value.number()
    if kind == 0:
        cell = lambda: [value.number(), value.text(), value.text()]
        return {"file": value.byte(), "key": value.text(), "owner": value.option(value.text), "cells": value.list(cell)}
    if kind == 1:
        return {"draft": value.text(), "after": value.option(value.text)}
    require(kind == 2, "A change of an unknown kind.")
    return {"setting": value.text(), "after": value.text()}


def commit(plain):
    value = Value(plain)
    names = ("at", "name", "user", "what", "reason")
    read = {name: value.text() for name in names}
    read["changes"] = value.list(lambda: change(value))
    require(value.at == len(plain), "A value is too long.")
    return read


# The journal.

def frames(segment, number, store, key):
    head = segment[:42]
    require(head[:8] == b"WAYHOMEJ" and struct.unpack("<H", head[8:10])[0] == 1, "This is no segment of version 1.")
    require(head[10:26] == store and struct.unpack("<I", head[26:30])[0] == number, "This segment belongs elsewhere.")
    require(sha256(head[:38])[:4] == head[38:], "The head of a segment is damaged.")
    at = 42
    while at < len(segment):
        head = segment[at:at + 80]
        require(head[:4] == MARK and sha256(head[:76])[:4] == head[76:], f"No frame at byte {at} of segment {number}.")
        length, sequence, key_id = struct.unpack("<IQI", head[4:20])
        require(key_id == 0, "A frame under a key that this reader does not know.")
        sealed = segment[at + 80:at + 80 + length]
        plain = open_with(key, head[52:76], store + struct.pack("<I", number) + head, sealed)
        require(plain is not None, f"The frame at byte {at} of segment {number} does not open.")
        yield sequence, head[20:52], sha256(head + sealed), plain[0], plain[1:]
        at += 80 + length


def commits(folder, store, key):
    key = derive(key, b"wayhome journal")
    before, last, parts = bytes(32), 0, []
    for number, path in enumerate(sorted((folder / "journal").glob("*.log")), 1):
        require(path.name == f"{number:08}.log", f"Segment {number} is missing.")
        for sequence, named, own, part, plain in frames(path.read_bytes(), number, store, key):
            require(named == before and sequence == last + 1, f"The chain is broken at commit {sequence}.")
            require((part in (0, 1)) == (not parts), f"A part of commit {sequence} is missing.")
            before = own
            parts.append(commit(plain))
            if part in (0, 3):
                whole = {**parts[0], "changes": [change for piece in parts for change in piece["changes"]]}
                yield {"sequence": sequence, "hash": own.hex(), **whole}
                last, parts = sequence, []


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    try:
        store, key = data_key((folder / "vault").read_bytes(), recovery_key(sys.argv[2]))
        for each in commits(folder, store, key):
            print(json.dumps(each, ensure_ascii=False))
    except (NotAsWritten, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
