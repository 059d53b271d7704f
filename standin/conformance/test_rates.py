"""Too many calls: 429 with `Retry-After`, which the SDK's own handler obeys."""

import unittest

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from workspace import API_URL, BOT_TOKEN, WebClient, WorkspaceTest

MANY = 30
"""More messages at once than any burst that Slack lets pass in one channel."""


class Rates(WorkspaceTest):
    def test_without_a_handler_it_is_an_error_and_with_one_it_is_a_wait(self):
        channel = self.channel("general")
        with self.assertRaises(SlackApiError) as caught:
            for count in range(MANY):
                self.web.chat_postMessage(channel=channel, text=f"Message {count}")
        response = caught.exception.response
        self.assertEqual((response.status_code, response["error"]), (429, "ratelimited"))
        self.assertGreaterEqual(int(response.headers["Retry-After"]), 1)
        # The limit is one channel's: another takes messages.
        self.web.chat_postMessage(channel=self.bea.id, text="Elsewhere")

        patient = WebClient(token=BOT_TOKEN, base_url=API_URL)
        patient.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=2))
        patient.chat_postMessage(channel=channel, text="In the end")
        self.assertEqual(self.bea.last("general")["text"], "In the end")


if __name__ == "__main__":
    unittest.main()
