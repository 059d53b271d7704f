"""The same socket with the SDK's client for the library websocket-client."""

import unittest

from slack_sdk.socket_mode.websocket_client import SocketModeClient

from control import get, plan, wait
from workspace import App, Person

WITHIN_MS = 45_000
"""Within which the client has a new socket."""


class Websockets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.app = App(SocketModeClient)
        cls.amir = Person(cls.app.web, "Amir")

    def says(self, text):
        self.app.will_answer({"text": f"Heard {text}."})
        self.amir.types("general", f"/feedback {text}")
        self.app.next("/feedback")
        self.assertEqual(self.amir.last("general")["text"], f"Heard {text}.")

    def test_a_command_is_answered(self):
        self.says("help")

    def test_every_end_of_a_socket_is_survived(self):
        for how in ["warning", "refresh_requested", "closed", "dropped"]:
            with self.subTest(how):
                opened = get()["opened"]
                plan({"socket": how})
                wait(WITHIN_MS, opened=opened + 1)
                wait(WITHIN_MS, sockets=1)
                self.says(how)


if __name__ == "__main__":
    unittest.main()
