"""What a screen reader does beside the work: it reads along in a text, goes through a long list, asks too much, and loses its bus. Used by `run`."""

import contextlib
import subprocess
import time

from gi.repository import Gio

from desk import Desk, Failed, stop, until
from reader import Bus, Reader, connected
from script import Script, same


class Trials(Script):
    """Of a desk that is open, in `desk`; `heard` is how it is heard, `bus` where, `log` what it said of itself."""

    def search(self):
        self.heard.press("button", "Find a client…")
        self.heard.title("Clients · Wayhome")
        return self.heard.find("entry", "Find a client")

    def text(self):
        heard = self.heard
        self.search()
        heard.fill("entry", "Find a client", "zoë park 77")
        field = heard.find("entry", "Find a client")
        same("Letters", [field.read(n, "letter") for n in range(5)], ["z", "o", "ë", " ", "p"])
        same("Words", [field.read(n, "word").strip() for n in (0, 5, 9)], ["zoë", "park", "77"])
        field.focus()
        heard.events = []
        field.put_caret(4)
        until("the cursor to be before “park”", lambda: field.caret() == 4 and not field.marked(), pause=0.05)
        heard.told("text-caret-moved")
        self.desk.keys("Right")
        until("the cursor to follow the key", lambda: field.caret() == 5, pause=0.05)
        heard.told("text-caret-moved")
        field.mark(4, 8)
        until("“park” to be marked", lambda: field.marked() == (4, 8), pause=0.05)
        heard.told("text-selection-changed")
        self.desk.type("q")
        until("what was typed to be in its place", lambda: field.text() == "zoë q 77", pause=0.05)
        heard.told("text-changed:insert")

    def long(self):
        heard = self.heard
        heard.press("button", "Settings of Mai Green…")
        heard.press("button", "Programs and organizations")
        heard.find("dialog", "Settings")
        rows = heard.find("list box", "Programs and organizations")
        shown, size = len(rows.children()), rows.children()[0].attribute("setsize")
        if size <= shown:
            raise Failed(f"All {size} programs have room; this must be a longer list.")
        rows.focus()
        until("the list to have the keyboard", lambda: heard.focused() and heard.focused().role == "list item", pause=0.05)
        self.desk.keys("End")
        last = lambda: heard.find("list box", "Programs and organizations").children()[-1]
        until("the last row", lambda: last().attribute("posinset") == size, pause=0.05)
        same("The size of the list at its end", last().attribute("setsize"), size)
        heard.press("button", "Close settings")
        heard.gone("dialog", "Settings")

    def flood(self):
        heard = self.heard
        heard.press("link", "Home")
        heard.title("Home · Wayhome")
        gone = heard.find("list box", "Open referrals").children()[0]
        field = self.search()
        until("the row to be gone", lambda: not heard.seek("list box", "Open referrals"), pause=0.05)
        for ask in (gone.press, gone.focus, gone.text):
            with contextlib.suppress(Failed):
                ask()
        heard.title("Clients · Wayhome")
        field.set("x" * 2**20)
        field.set("marisol")
        until("the short text", lambda: heard.find("entry", "Find a client").text() == "marisol", pause=0.05)
        same("Lines in the log about it", self.logged("was left out: no field holds so much"), 1)
        self.storm(field, 5000)
        same("Lines in the log about too many requests", self.logged("requests of a screen reader wait"), 1)
        until("the keyboard to be where it was asked to be", lambda: "focused" in heard.find("entry", "Find a client").states(), pause=0.05)
        heard.press("link", "Home")
        heard.title("Home · Wayhome")

    def storm(self, thing, times):
        """Asks for the keyboard as often as the bus takes it, and waits for no answer."""
        bus = self.bus.connect()
        begun = time.monotonic()
        for _ in range(times):
            ask = Gio.DBusMessage.new_method_call(thing.it.app.bus_name, thing.it.path, "org.a11y.atspi.Component", "GrabFocus")
            ask.set_flags(Gio.DBusMessageFlags.NO_REPLY_EXPECTED)
            bus.send_message(ask, Gio.DBusSendMessageFlags.NONE)
        bus.flush_sync(None)
        rate = times / (time.monotonic() - begun)
        bus.close_sync(None)
        if rate < 1000:
            raise Failed(f"Only {rate:.0f} requests in a second were sent; this proves nothing.")

    def logged(self, words, log=None):
        """How many lines of a log say this; of this desk's where none is named."""
        log = log or self.log
        log.seek(0)
        return log.read().decode().count(words)

    def alone(self):
        environ = self.display.environ
        self.display.environ = {key: value for key, value in environ.items() if not key.startswith("DBUS_")}
        try:
            with self.another("alone", "screen readers cannot find the window"):
                pass
        finally:
            self.display.environ = environ

    def lost(self):
        daemon = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, encoding="utf-8")
        environ = self.display.environ
        address = daemon.stdout.readline().strip()
        self.display.environ = environ | {"DBUS_SESSION_BUS_ADDRESS": address}
        try:
            with contextlib.closing(Bus(self.display.environ, connected(address))) as bus:
                # The adapter does not say that it is alone now.
                with self.another("lost"):
                    until("the desk on that bus", bus.programs, pause=0.1)
                    stop(daemon)
        finally:
            stop(daemon)
            self.display.environ = environ

    @contextlib.contextmanager
    def another(self, name, words=None):
        """Another desk, which goes on whatever is done to its bus, and says these words in its log, where there are some."""
        with open(self.folder / name, "w+b") as log:
            other = Desk(self.display, [self.program, "demo"], log=log)
            try:
                # The desk below has the same title.
                mine = ["xdotool", "search", "--onlyvisible", "--pid", str(other.process.pid)]
                window = until("its window", lambda: other.alive() and self.display.output(*mine).split())[-1]
                other.xdotool("windowactivate", "--sync", window, "windowfocus", "--sync", window)
                other.title("Home · Wayhome")
                yield
                other.keys("Tab", "Tab", "ctrl+o")
                other.title("Exchange · Wayhome")
                if words:
                    same("Lines in its log", self.logged(words, log), 1)
            finally:
                other.stop()

    def buses(self):
        self.bus.switch(False)
        self.desk.keys("Tab")
        self.bus.switch(True)
        self.heard = Reader(self.desk)
        self.heard.press("link", "Home")
        self.heard.title("Home · Wayhome")
        self.bus.close()
        for _ in range(5):
            self.desk.keys("Tab")
        self.desk.keys("ctrl+o")
        self.desk.title("Exchange · Wayhome")
        self.desk.quit()
