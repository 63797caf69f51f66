"""A real window on a display of its own, driven as a person at the keyboard drives it. Used by `run` beside it and by benches/window.

Nothing here sleeps for a guessed time: a step waits for what it causes (the window's title, pixels, bytes in the journal) and fails
with a sentence and a screenshot when that does not come. The pixels are read from the X server's own frame buffer file.
"""

import mmap
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

TOOLS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "xprop": "x11-utils", "xwininfo": "x11-utils"}
SIZE = (1320, 880)  # Room for the window of 1280 x 800 and its frame.
PATIENCE = 30.0  # Seconds until something that does not come is a failure.
QUIET = 0.15  # Seconds without a new pixel until the window has settled.


class Failed(Exception):
    """What did not come, in a sentence."""


def need_tools():
    missing = [f"{tool} (package {package})" for tool, package in TOOLS.items() if not shutil.which(tool)]
    if missing:
        raise Failed(f"The window test needs {', '.join(missing)}. Install it and run again; nothing was tested.")


def until(what, ready, patience=PATIENCE, pause=0.01):
    """Polls until `ready` gives something, and gives it."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if found := ready():
            return found
        time.sleep(pause)
    raise Failed(f"Waited {patience:.0f} s for {what}, and it did not come.")


def stop(process):
    """Ends a process that this script started."""
    if process and process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Display:
    """An X server without a screen, on the first free number, with a window manager."""

    def __init__(self):
        need_tools()
        self.folder = tempfile.mkdtemp(prefix="wayhome-window-")
        self.xvfb = self.openbox = None
        read, write = os.pipe()
        width, height = SIZE
        self.xvfb = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-fbdir", self.folder, "-nolisten", "tcp", "-noreset"],
            pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise Failed("Xvfb did not start.")
        # A home of its own: nothing of the user's is read or written, and no Wayland session is preferred to this display.
        home = Path(self.folder, "home")
        home.mkdir()
        self.environ = {k: v for k, v in os.environ.items() if not k.startswith(("WAYLAND_", "XDG_"))}
        self.environ |= {"DISPLAY": f":{number}", "HOME": str(home), "LANG": "C.UTF-8"}
        self.pixels = mmap.mmap(os.open(Path(self.folder, "Xvfb_screen0"), os.O_RDONLY), 0, prot=mmap.PROT_READ)
        header = struct.unpack(">25I", self.pixels[:100])
        self.stride, self.start = header[12], header[0] + header[19] * 12
        self.openbox = self.spawn(["openbox"])
        until("the window manager", lambda: "window id" in self.output("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"))

    def spawn(self, command, log=subprocess.DEVNULL):
        return subprocess.Popen(command, env=self.environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log)

    def output(self, *command):
        return subprocess.run(command, env=self.environ, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL).stdout

    def frame(self):
        """A number for what is on the screen now."""
        return zlib.crc32(self.pixels)

    def crop(self, x, y, width, height):
        """The bytes of a part of the screen, 4 for each pixel: blue, green, red, nothing."""
        lines = (self.start + (y + n) * self.stride + x * 4 for n in range(height))
        return b"".join(self.pixels[at : at + width * 4] for at in lines)

    def ink(self, x, y, width, height):
        """Where a part of the screen has dark text. Lines are left out: their softened edges depend on what was redrawn before."""
        dark = bytes(n < 110 for n in range(256))
        return self.crop(x, y, width, height)[0::4].translate(dark)

    def png(self, path, part=None):
        """Saves the screen, or a part of it, as a picture."""
        x, y, width, height = part or (0, 0, *SIZE)
        bgr = self.crop(x, y, width, height)
        rgb = bytearray(width * height * 3)
        rgb[0::3], rgb[1::3], rgb[2::3] = bgr[2::4], bgr[1::4], bgr[0::4]
        raw = b"".join(b"\0" + rgb[n * width * 3 : (n + 1) * width * 3] for n in range(height))
        chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        Path(path).write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))

    def close(self):
        """Ends what it started and removes what it wrote."""
        stop(self.openbox)
        stop(self.xvfb)
        shutil.rmtree(self.folder, ignore_errors=True)


class Desk:
    """A Wayhome window."""

    def __init__(self, display, command, data=None, log=subprocess.DEVNULL):
        self.display, self.data = display, data
        self.process = display.spawn(command, log)

    def title(self, title):
        """Waits for the window's title: the screen is on show. Then for its pixels to settle."""
        on_top = lambda: self.display.output("xdotool", "getactivewindow", "getwindowname").strip()
        until(f"the window “{title}”", lambda: self.alive() and on_top() == title)
        self.settle()

    def alive(self):
        if (code := self.process.poll()) is not None:
            raise Failed(f"Wayhome ended by itself, with code {code}.")
        return True

    def settle(self):
        """Waits until no pixel changes."""
        last, since = self.display.frame(), time.monotonic()

        def quiet():
            nonlocal last, since
            now = self.display.frame()
            if now != last:
                last, since = now, time.monotonic()
            return time.monotonic() - since > QUIET

        until("the window to settle", quiet)

    def keys(self, *keys):
        """Presses keys, one after the other; each is seen to be drawn before the next."""
        for key in keys:
            before = self.display.frame()
            self.xdotool("key", key)
            self.drawn(before)

    def type(self, text):
        before = self.display.frame()
        self.xdotool("type", "--delay", "5", text)
        self.drawn(before)

    def drawn(self, before):
        """Waits for a pixel to change, then for no more to change. A key may also change nothing, so that is no failure."""
        end = time.monotonic() + 0.6
        while self.display.frame() == before and time.monotonic() < end:
            time.sleep(0.005)
        self.settle()
        self.alive()

    def xdotool(self, *command):
        done = subprocess.run(["xdotool", *command], env=self.display.environ, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode:
            raise Failed(f"xdotool {command[0]} failed: {done.stderr.strip()}")

    def saved(self, *keys):
        """Presses keys that save, and waits for the journal to grow."""
        size = self.journal()
        self.keys(*keys)
        until(f"{' '.join(keys)} to reach the journal", lambda: self.journal() > size)
        self.settle()

    def journal(self):
        return sum(f.stat().st_size for f in Path(self.data, "journal").iterdir())

    def stop(self):
        stop(self.process)

    def quit(self):
        """Asks the window to close, as its frame's button does."""
        self.xdotool("key", "alt+F4")
        until("the window to close", lambda: self.process.poll() is not None)
        if self.process.returncode:
            raise Failed(f"Wayhome ended with code {self.process.returncode} when its window was closed.")


def main(body):
    """Runs a script: a failure is one sentence on standard error, and exit code 1."""
    try:
        body()
    except Failed as why:
        print(f"{Path(sys.argv[0]).name}: {why}", file=sys.stderr)
        sys.exit(1)
