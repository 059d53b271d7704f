"""Slash commands: the payload, the answer in the ack, and what people see when no ack comes."""

import unittest

from slack_sdk.models.blocks import SectionBlock

from workspace import SILENCE, WorkspaceTest, shown


class Commands(WorkspaceTest):
    def test_the_payload_has_what_the_documentation_says(self):
        self.amir.types("general", "/feedback @bea, well done & thanks")
        payload = self.app.next("/feedback").payload
        self.assertEqual(payload["text"], f"<@{self.bea.id}|bea>, well done &amp; thanks")
        self.assertEqual((payload["user_id"], payload["user_name"]), (self.amir.id, "amir"))
        self.assertEqual((payload["channel_id"], payload["channel_name"]), (self.channel("general"), "general"))
        self.assertEqual(payload["is_enterprise_install"], "false")
        for key in ["token", "team_id", "team_domain", "api_app_id", "response_url", "trigger_id"]:
            self.assertTrue(payload[key], key)
        self.assertTrue(all(isinstance(value, str) for value in payload.values()))

    def test_where_the_app_reads_no_messages_nothing_can_be_typed(self):
        self.amir.types("app", "/feedback help")
        self.assertIn("turned off", self.amir.notice)
        self.assertTrue(self.app.requests.empty())

    def test_an_answer_is_seen_by_the_one_who_typed(self):
        self.app.will_answer({"text": "Only for you.", "blocks": [SectionBlock(text="*Only* for you.").to_dict()]})
        self.amir.types("general", "/feedback help")
        self.app.next("/feedback")
        seen = self.amir.last("general")
        self.assertEqual((seen["text"], seen["ephemeral"]), ("Only for you.", True))
        self.assertEqual(seen["blocks"][0]["text"]["text"], "*Only* for you.")
        self.assertNotIn("Only for you.", [message["text"] for message in self.bea.conversation("general")["messages"]])

    def test_an_answer_in_channel_is_seen_by_all(self):
        self.app.will_answer({"text": "For everyone.", "response_type": "in_channel"})
        self.amir.types("general", "/feedback help")
        self.app.next("/feedback")
        self.assertEqual(self.bea.last("general")["text"], "For everyone.")
        self.assertFalse(self.bea.last("general")["ephemeral"])

    def test_a_bare_ack_shows_nothing(self):
        before = self.amir.conversation("general")["messages"]
        self.amir.types("general", "/feedback help")
        self.app.next("/feedback")
        self.assertEqual(self.amir.conversation("general")["messages"], before)
        self.assertIsNone(self.amir.notice)

    def test_without_an_ack_slack_shows_its_own_error_and_the_trigger_is_too_old(self):
        self.app.will_answer(SILENCE)
        self.amir.types("general", "/feedback help")
        self.assertIn("operation_timeout", self.amir.notice)
        trigger = self.app.next("/feedback").payload["trigger_id"]
        with self.refused("expired_trigger_id"):
            self.web.views_open(trigger_id=trigger, view=shown("Too late"))
        self.assertIsNone(self.amir.form)


if __name__ == "__main__":
    unittest.main()
