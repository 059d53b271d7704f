"""Socket Mode with the SDK's own client: hello, acks, addresses, and an event that nobody acked."""

import unittest

from slack_sdk.errors import SlackApiError

from workspace import API_URL, APP_TOKEN, SILENCE, WebClient, WorkspaceTest


class Hello(WorkspaceTest):
    def test_hello_says_what_the_documentation_says(self):
        hello = self.app.hello
        self.assertEqual(hello["num_connections"], 1)
        self.assertTrue(hello["connection_info"]["app_id"].startswith("A"))
        self.assertTrue(hello["debug_info"]["host"])
        self.assertGreater(hello["debug_info"]["approximate_connection_time"], 0)

    def test_a_command_is_no_event(self):
        self.amir.types("general", "/feedback help")
        request = self.app.next("/feedback")
        self.assertEqual((request.type, request.accepts_response_payload), ("slash_commands", True))
        self.assertEqual((request.retry_attempt, request.retry_reason), (None, None))


class Addresses(unittest.TestCase):
    def test_each_connection_gets_an_address_of_its_own(self):
        web = WebClient(base_url=API_URL)
        first, second = (web.apps_connections_open(app_token=APP_TOKEN)["url"] for _ in range(2))
        self.assertTrue(first.startswith("ws://127.0.0.1:"))
        self.assertNotEqual(first, second)

    def test_a_token_of_nobodys_opens_none(self):
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
