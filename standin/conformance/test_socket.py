"""Socket Mode with both of the SDK's threaded clients that a bot may use: hello, acks, and an event that nobody acked."""

import unittest

from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.builtin import SocketModeClient as Builtin
from slack_sdk.socket_mode.websocket_client import SocketModeClient as WebsocketClient

from workspace import API_URL, APP_TOKEN, App, Person, SILENCE, WebClient, WorkspaceTest


class Hello(unittest.TestCase):
    def check(self, client):
        app = App(client)
        self.addCleanup(app.close)
        self.assertGreaterEqual(app.hello["num_connections"], 1)
        self.assertTrue(app.hello["connection_info"]["app_id"].startswith("A"))
        self.assertTrue(app.hello["debug_info"]["host"])
        self.assertGreater(app.hello["debug_info"]["approximate_connection_time"], 0)
        amir = Person(app.web, "Amir")
        app.will_answer({"text": "Heard you."})
        amir.types("general", "/feedback help")
        request = app.next("/feedback")
        self.assertEqual((request.type, request.accepts_response_payload), ("slash_commands", True))
        self.assertEqual((request.retry_attempt, request.retry_reason), (None, None))
        self.assertEqual(amir.last("general")["text"], "Heard you.")

    def test_with_the_builtin_client(self):
        self.check(Builtin)

    def test_with_websocket_client(self):
        self.check(WebsocketClient)


class Addresses(unittest.TestCase):
    def test_each_connection_gets_an_address_of_its_own(self):
        web = WebClient(base_url=API_URL)
        first, second = (web.apps_connections_open(app_token=APP_TOKEN)["url"] for _ in range(2))
        self.assertTrue(first.startswith("ws://127.0.0.1:"))
        self.assertNotEqual(first, second)

    def test_a_bot_token_opens_none(self):
        web = WebClient(base_url=API_URL)
        with self.assertRaises(SlackApiError) as caught:
            web.apps_connections_open(app_token="xapp-1-nobody")
        self.assertEqual(caught.exception.response["error"], "invalid_auth")


class Events(WorkspaceTest):
    def test_an_event_that_was_not_acked_comes_again(self):
        self.app.will_answer(SILENCE)
        self.amir.opens_home()
        first, again = self.app.next("app_home_opened"), self.app.next("app_home_opened")
        self.assertFalse(first.accepts_response_payload)
        self.assertEqual((first.retry_attempt, first.retry_reason), (0, ""))
        self.assertEqual((again.retry_attempt, again.retry_reason), (1, "timeout"))
        self.assertEqual(first.payload["event_id"], again.payload["event_id"])


if __name__ == "__main__":
    unittest.main()
