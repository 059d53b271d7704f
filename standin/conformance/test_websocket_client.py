"""The same socket with the SDK's client for the library websocket-client."""

import unittest

from slack_sdk.socket_mode.websocket_client import SocketModeClient

from workspace import App, Person


class Websockets(unittest.TestCase):
    def test_a_command_is_answered(self):
        app = App(SocketModeClient)
        amir = Person(app.web, "Amir")
        app.will_answer({"text": "Heard you."})
        amir.types("general", "/feedback help")
        app.next("/feedback")
        self.assertEqual(amir.last("general")["text"], "Heard you.")


if __name__ == "__main__":
    unittest.main()
