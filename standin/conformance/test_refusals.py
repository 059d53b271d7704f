"""What Slack refuses, as the SDK shows it: the same codes, and the same words beside them."""

import unittest

from workspace import API_URL, APP_TOKEN, WebClient, WorkspaceTest


class Tokens(WorkspaceTest):
    def test_a_token_of_nobodys(self):
        with self.refused("invalid_auth"):
            WebClient(token="xoxb-nobody", base_url=API_URL).auth_test()

    def test_no_token(self):
        with self.refused("not_authed"):
            WebClient(base_url=API_URL).auth_test()

    def test_a_token_of_the_wrong_kind(self):
        with self.refused("not_allowed_token_type"):
            WebClient(token=APP_TOKEN, base_url=API_URL).chat_postMessage(channel=self.amir.id, text="Hello")
        with self.refused("not_allowed_token_type"):
            self.web.apps_connections_open(app_token=self.web.token)

    def test_a_scope_that_the_manifest_does_not_have(self):
        with self.refused("missing_scope") as refusal:
            self.web.conversations_members(channel=self.channel("general"))
        response = refusal.exception.response
        self.assertIn("channels:read", response["needed"])
        self.assertIn("chat:write", response["provided"])

    def test_a_history_of_a_kind_that_the_scope_does_not_cover(self):
        with self.refused("missing_scope") as refusal:
            self.web.conversations_history(channel=self.channel("general"))
        self.assertEqual(refusal.exception.response["needed"], "channels:history")


class Methods(WorkspaceTest):
    def test_a_method_that_does_not_exist(self):
        with self.refused("unknown_method"):
            self.web.api_call("chat.postPoem", json={"text": "Roses"})

    def test_an_argument_that_is_missing(self):
        with self.refused("invalid_arguments") as refusal:
            self.web.api_call("chat.update", json={"channel": self.channel("general"), "text": "Which?"})
        messages = refusal.exception.response["response_metadata"]["messages"]
        self.assertEqual(messages, ["[ERROR] missing required field: ts"])


class Messages(WorkspaceTest):
    def test_channels(self):
        with self.refused("channel_not_found"):
            self.web.chat_postMessage(channel="C0NOWHERE", text="Hello")
        with self.refused("not_in_channel"):
            self.web.chat_postMessage(channel=self.channel("random"), text="Hello")
        with self.refused("channel_not_found"):
            self.web.chat_postMessage(channel="U0NOBODY", text="Hello")

    def test_people(self):
        with self.refused("user_not_found"):
            self.web.conversations_open(users="U0NOBODY")
        with self.refused("users_list_not_supplied"):
            self.web.api_call("conversations.open", json={})

    def test_content(self):
        channel = self.channel("general")
        with self.refused("no_text"):
            self.web.api_call("chat.postMessage", json={"channel": channel, "text": ""})
        with self.refused("invalid_blocks") as refusal:
            self.web.chat_postMessage(channel=channel, text="Wrong", blocks=[
                {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}, {"type": "sections"},
            ])
        response = refusal.exception.response
        self.assertEqual(response["response_metadata"]["messages"], [
            "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
            "[ERROR] unsupported type: sections [json-pointer:/blocks/1/type]",
        ])
        self.assertEqual(len(response["errors"]), 2)
        with self.refused("invalid_metadata_format"):
            self.web.chat_postMessage(channel=channel, text="Wrong", metadata={"event_payload": {}})

    def test_changing_what_is_not_there_or_not_ones_own(self):
        channel = self.channel("general")
        with self.refused("message_not_found"):
            self.web.chat_update(channel=channel, ts="1.000000", text="Nothing")
        self.bea.types("general", "Mine")
        theirs = self.bea.last("general")["ts"]
        with self.refused("cant_update_message"):
            self.web.chat_update(channel=channel, ts=theirs, text="Not yours")
        with self.refused("cant_delete_message"):
            self.web.chat_delete(channel=channel, ts=theirs)
        ours = self.web.chat_postMessage(channel=channel, text="Ours")["ts"]
        with self.refused("msg_too_long"):
            self.web.chat_update(channel=channel, ts=ours, text="x" * 4001)
        with self.refused("channel_not_found"):
            self.web.chat_update(channel=self.bea.id, ts=ours, text="By a person's id")


if __name__ == "__main__":
    unittest.main()
