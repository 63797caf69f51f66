"""A client of AT-SPI, as a screen reader is one: it finds things by role and name, and has nothing but what the desk tells. Used by `run`.

No key and no pointer: what it does, it does by the actions that the desk offers. Nothing sleeps for a guessed time.
"""

import os
import shutil
import subprocess

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

from desk import Failed, stop, until  # noqa: E402

LAUNCHERS = ["/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher"]
ROLES = {"push button": "button", "page tab": "tab", "page tab list": "tab list", "panel": "group", "status bar": "status",
         "notification": "alert", "password text": "password", "date editor": "date", "button": "button"}  # fmt: skip


class Bus:
    """The accessibility bus of this session, switched on."""

    def __init__(self, environ, session=None):
        launcher = next((path for path in LAUNCHERS if os.path.exists(path)), None)
        if not launcher or not shutil.which("dbus-run-session"):
            raise Failed("This test needs at-spi2-core and dbus. Install them and run again; nothing was tested.")
        self.process = subprocess.Popen(
            [launcher, "--launch-immediately"], env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.session = session or Gio.bus_get_sync(Gio.BusType.SESSION)
        until("the accessibility bus", lambda: self.call("NameHasOwner", "org.a11y.Bus"))
        self.switch(True)

    def call(self, method, name):
        answer = self.session.call_sync(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method,
            GLib.Variant("(s)", (name,)), None, Gio.DBusCallFlags.NONE, -1, None,
        )  # fmt: skip
        return answer.unpack()[0]

    def switch(self, on):
        """Says that a screen reader is there, or is gone."""
        value = GLib.Variant("(ssv)", ("org.a11y.Status", "IsEnabled", GLib.Variant("b", on)))
        self.session.call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set", value, None, Gio.DBusCallFlags.NONE, -1, None
        )  # fmt: skip

    def connect(self):
        """A connection of its own to the accessibility bus, to send what no library would."""
        address = self.session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, Gio.DBusCallFlags.NONE, -1, None)
        return connected(address.unpack()[0])

    def programs(self):
        """How many programs it knows."""
        root = "/org/a11y/atspi/accessible/root"
        ask = ("org.a11y.atspi.Registry", root, "org.a11y.atspi.Accessible", "GetChildren")
        return quietly(lambda: len(self.connect().call_sync(*ask, None, None, Gio.DBusCallFlags.NONE, -1, None).unpack()[0]), 0)

    def close(self):
        stop(self.process)


def connected(address):
    """A connection to a bus, which may end without this process."""
    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    connection = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
    connection.set_exit_on_close(False)
    return connection


def quietly(ask, otherwise=None):
    """What a thing says; a thing that is gone meanwhile says nothing."""
    try:
        return ask()
    except GLib.Error:
        return otherwise


def called(said, name):
    """Whether that is its name, or begins it where the name ends in `…`."""
    return said == name or (name.endswith("…") and said.startswith(name[:-1]))


class Thing:
    """Something on the screen."""

    def __init__(self, accessible):
        self.it = accessible

    @property
    def role(self):
        name = quietly(self.it.get_role_name, "")
        return ROLES.get(name, name)

    @property
    def name(self):
        return quietly(self.it.get_name, "")

    @property
    def more(self):
        return quietly(self.it.get_description, "")

    def states(self):
        states = quietly(self.it.get_state_set)
        return {state.value_nick for state in states.get_states()} if states else set()

    def children(self):
        found = (quietly(lambda n=n: self.it.get_child_at_index(n)) for n in range(quietly(self.it.get_child_count, 0)))
        return [Thing(child) for child in found if child]

    def all(self):
        """This and everything in it, in the order in which it is read."""
        yield self
        for child in self.children():
            yield from child.all()

    def text(self):
        interface = self.it.get_text_iface()
        return quietly(lambda: Atspi.Text.get_text(interface, 0, Atspi.Text.get_character_count(interface)), "") if interface else None

    def read(self, at, by):
        """The letter or the word at a place, as a screen reader asks for it while the cursor moves."""
        granularity = {"letter": Atspi.TextGranularity.CHAR, "word": Atspi.TextGranularity.WORD}[by]
        return quietly(lambda: Atspi.Text.get_string_at_offset(self.it.get_text_iface(), at, granularity).content)

    def caret(self):
        return quietly(lambda: Atspi.Text.get_caret_offset(self.it.get_text_iface()))

    def put_caret(self, at):
        quietly(lambda: Atspi.Text.set_caret_offset(self.it.get_text_iface(), at))

    def mark(self, begin, end):
        quietly(lambda: Atspi.Text.add_selection(self.it.get_text_iface(), begin, end))

    def marked(self):
        """Where the marked part of its text begins and ends; none where nothing is marked."""
        interface = self.it.get_text_iface()
        if not quietly(lambda: Atspi.Text.get_n_selections(interface), 0):
            return None
        part = Atspi.Text.get_selection(interface, 0)
        return part.start_offset, part.end_offset

    def attribute(self, name):
        """A number among its attributes, such as its place in its set."""
        return int((quietly(self.it.get_attributes) or {}).get(name, 0))

    def press(self):
        action = self.it.get_action_iface()
        if not action or not quietly(lambda: Atspi.Action.do_action(action, 0)):
            raise Failed(f"{self} offers nothing to do.")

    def set(self, text):
        editable = self.it.get_editable_text_iface()
        if not editable or not quietly(lambda: Atspi.EditableText.set_text_contents(editable, text)):
            raise Failed(f"{self} takes no text.")

    def focus(self):
        component = self.it.get_component_iface()
        if not component or not quietly(lambda: Atspi.Component.grab_focus(component)):
            raise Failed(f"{self} takes no keyboard.")

    def __str__(self):
        return f"{self.role} “{self.name}”"


class Reader:
    """A window of the desk, as it is heard."""

    def __init__(self, desk):
        self.desk, self.said, self.events = desk, [], []
        self.listener = Atspi.EventListener.new(self.heard)
        for kind in ["announcement", "state-changed:focused", "text-caret-moved", "text-selection-changed", "text-changed"]:
            self.listener.register(f"object:{kind}")
        self.window = until("the desk on the accessibility bus", self.found)

    def heard(self, event):
        if event.type.startswith("object:announcement"):
            self.said.append(str(event.any_data))
        elif not event.type.startswith("object:state-changed") or event.detail1:
            self.events.append((event.type, Thing(event.source)))

    def listen(self):
        """Takes what came meanwhile."""
        self.desk.alive()
        while GLib.MainContext.default().iteration(False):
            pass

    def told(self, kind, where=lambda thing: True):
        """Waits for an event of this kind, and takes all that came so far."""

        def came():
            self.listen()
            return any(told.startswith(f"object:{kind}") and where(thing) for told, thing in self.events)

        until(f"the event {kind}", came, 15.0, 0.02)
        self.events = []

    def found(self):
        self.desk.alive()
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for n in range(desktop.get_child_count()):
            program = desktop.get_child_at_index(n)
            if program and quietly(program.get_process_id) == self.desk.process.pid and quietly(program.get_child_count, 0):
                return Thing(program.get_child_at_index(0))
        return None

    def all(self):
        """Everything that is told now."""
        self.desk.alive()
        # What this process remembers is of another moment.
        self.window.it.clear_cache()
        return list(self.window.all())

    def place(self):
        """Where one is, as it is said when that changes: it stands at the end."""
        return self.all()[-1].name

    def seek(self, role, name, where=lambda thing: True):
        for thing in self.all():
            if thing.role == role and called(thing.name, name) and where(thing):
                return thing
        return None

    def find(self, role, name, where=lambda thing: True, patience=15.0):
        """Waits for something of this role and name; `…` ends a name of which only the beginning is known."""
        try:
            return until(f"{role} “{name}”", lambda: self.seek(role, name, where), patience, 0.05)
        except Failed as why:
            raise Failed(f"{why} There is:\n{self.outline()}") from None

    def says(self, words):
        """Waits until the desk says something that holds these words, and takes everything that it said so far."""

        def said():
            self.listen()
            return any(words in text for text in self.said)

        try:
            until(f"“{words}” to be said", said, 15.0, 0.05)
        except Failed as why:
            raise Failed(f"{why} Said was: {self.said}") from None
        said, self.said = self.said, []
        return said

    def gone(self, role, name):
        until(f"{role} “{name}” to go", lambda: not self.seek(role, name), pause=0.05)

    def title(self, title):
        until(f"the window “{title}”", lambda: self.desk.alive() and self.all()[0].name == title, pause=0.05)

    def press(self, role, name):
        self.find(role, name, lambda thing: "enabled" in thing.states()).press()

    def focused(self):
        return next((thing for thing in self.all() if "focused" in thing.states()), None)

    def keyboard(self):
        """Role and name of what has the keyboard; none for what went while it was asked."""
        thing = self.focused()
        now = thing and (thing.role, thing.name)
        return now if now and now[0] else None

    def fill(self, role, name, text, shown=None):
        """Sets a text, and waits until the desk shows it."""
        self.find(role, name, lambda thing: "editable" in thing.states()).set(text)
        wanted = text if shown is None else shown
        until(f"{role} “{name}” to hold “{wanted}”", lambda: (self.seek(role, name) or self.window).text() == wanted, pause=0.05)

    def outline(self, thing=None, depth=0):
        """All that is told, one line for each thing."""
        if thing is None:
            self.window.it.clear_cache()
            thing = self.window
        states = thing.states() & {"focused", "checked", "selected", "required", "invalid-entry", "expanded", "modal", "pressed"}
        text = thing.text()
        line = "  " * depth + str(thing) + (f" = “{text}”" if text else "")
        line += (", " + ", ".join(sorted(states)) if states else "") + (f" ({thing.more})" if thing.more else "")
        return "\n".join([line, *(self.outline(child, depth + 1) for child in thing.children())])
