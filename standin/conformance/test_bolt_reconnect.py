"""Bolt for Python when its socket ends in every way, when nothing happens for a while, and beside a second program."""

import os
import time
import unittest
from collections import Counter
from threading import Lock

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from control import Somebody, get, plan, wait

WITHIN_MS = 45_000
"""Within which the client has a new socket. It notices a half-open one by four missed pings, and one that ended without
a Close, on plain TCP, by five pings that could not be sent."""
PING = 3
"""Seconds between pings; ten unless one says otherwise."""
SILENCE = 40
"""Seconds without a word; a socket without pings would be dropped before."""

amir = Somebody("Amir")


def program(name, heard):
    """An app of its own on the same tokens, which notes what it handled."""
    app = App(client=WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"] + "/"))

    @app.command("/feedback")
    def note(ack, command):
        heard(name, command["text"])
        ack(f"Heard {command['text']}")

    handler = SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"], ping_interval=PING)
    handler.connect()
    return handler


class Sockets(unittest.TestCase):
    def setUp(self):
        self.handled, lock = [], Lock()

        def heard(name, text):
            with lock:
                self.handled.append((name, text))

        self.programs = [program("one", heard)]
        self.heard = heard
        wait(sockets=1)

    def tearDown(self):
        for handler in self.programs:
            handler.close()
        # A client may leave without a word; the next test begins with none.
        wait(WITHIN_MS, sockets=0)

    def says(self, text):
        self.assertIsNone(amir.types(f"/feedback {text}")["notice"])
        amir.sees(f"Heard {text}")

    def test_every_end_of_a_socket_is_survived(self):
        for how in ["warning", "refresh_requested", "link_disabled", "too_many_websockets", "closed", "dropped", "half_open"]:
            with self.subTest(how):
                opened = get()["opened"]
                plan({"socket": how})
                wait(WITHIN_MS, opened=opened + 1)
                # Slack keeps a half-open one for a while, and sends into it.
                wait(WITHIN_MS, sockets=1)
                self.says(how)
        self.assertEqual(len(self.handled), len(set(self.handled)), "each once")

    def test_silence_is_no_end(self):
        opened = get()["opened"]
        time.sleep(SILENCE)
        self.assertEqual((get()["sockets"], get()["opened"]), (1, opened), "the same socket")
        self.says("still here")

    def test_two_programs_share_the_work(self):
        self.programs.append(program("two", self.heard))
        wait(sockets=2)
        for count in range(24):
            self.says(f"number {count}")
        self.assertEqual(len({text for _, text in self.handled}), len(self.handled), "each once")
        self.assertEqual(set(Counter(name for name, _ in self.handled)), {"one", "two"}, "both had some")


if __name__ == "__main__":
    unittest.main()
