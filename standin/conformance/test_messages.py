"""Messages: to channels, to people, for one pair of eyes, changed, removed, looked up and pressed."""

import unittest

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, Option, OverflowMenuElement, SectionBlock
from slack_sdk.models.metadata import Metadata
from slack_sdk.webhook import WebhookClient

from workspace import Person, WorkspaceTest, shown

PRESS = [
    SectionBlock(block_id="text", text="*Bea*, Amir noticed something."),
    ActionsBlock(block_id="do", elements=[
        ButtonElement(action_id="read", text="Read", value="note:17", style="primary"),
        OverflowMenuElement(action_id="more", options=[Option(text="Later", value="later"), Option(text="Never", value="never")]),
    ]),
]


class Posting(WorkspaceTest):
    def test_a_message_in_a_channel(self):
        reply = self.web.chat_postMessage(channel=self.channel("general"), text="Hello, all")
        self.assertEqual((reply["channel"], reply["message"]["text"]), (self.channel("general"), "Hello, all"))
        self.assertEqual(reply["message"]["ts"], reply["ts"])
        self.assertTrue(reply["message"]["bot_id"].startswith("B"))
        seen = self.bea.last("general")
        self.assertEqual((seen["text"], seen["author"]["is_bot"], seen["ephemeral"]), ("Hello, all", True, False))

    def test_a_direct_message_by_the_persons_id(self):
        reply = self.web.chat_postMessage(channel=self.bea.id, text="To you")
        self.assertTrue(reply["channel"].startswith("D"))
        self.assertEqual(self.bea.last("app")["text"], "To you")
        self.assertNotIn("To you", [message["text"] for message in self.amir.conversation("app")["messages"]])

    def test_a_direct_message_by_its_conversation_which_can_be_changed_and_removed(self):
        channel = self.web.conversations_open(users=[self.amir.id])["channel"]["id"]
        posted = self.web.chat_postMessage(channel=channel, text="First")
        changed = self.web.chat_update(channel=channel, ts=posted["ts"], text="Second")
        self.assertEqual((changed["ts"], changed["text"]), (posted["ts"], "Second"))
        seen = self.amir.last("app")
        self.assertEqual((seen["text"], seen["edited"]), ("Second", True))
        self.web.chat_delete(channel=channel, ts=posted["ts"])
        self.assertNotIn(posted["ts"], [message["ts"] for message in self.amir.conversation("app")["messages"]])

    def test_conversations_open_can_return_the_whole_conversation(self):
        reply = self.web.conversations_open(users=self.amir.id, return_im=True)
        self.assertEqual((reply["channel"]["is_im"], reply["channel"]["user"]), (True, self.amir.id))

    def test_an_ephemeral_is_for_one_pair_of_eyes_and_in_nobodys_history(self):
        reply = self.web.chat_postEphemeral(channel=self.channel("general"), user=self.amir.id, text="Only you")
        self.assertTrue(reply["message_ts"])
        self.assertEqual((self.amir.last("general")["text"], self.amir.last("general")["ephemeral"]), ("Only you", True))
        self.assertNotIn("Only you", [message["text"] for message in self.bea.conversation("general")["messages"]])

    def test_history_gives_back_ones_own_metadata_only_when_asked(self):
        chidi = Person(self.web, "Chidi")
        channel = self.web.conversations_open(users=chidi.id)["channel"]["id"]
        nonce = Metadata(event_type="peerloop_outbox", event_payload={"nonce": "4f1c"})
        for text in ["One", "Two", "Three"]:
            self.web.chat_postMessage(channel=channel, text=text, metadata=nonce)
        page = self.web.conversations_history(channel=channel, limit=2, include_all_metadata=True)
        self.assertEqual([message["text"] for message in page["messages"]], ["Three", "Two"])
        self.assertEqual(page["messages"][0]["metadata"], {"event_type": "peerloop_outbox", "event_payload": {"nonce": "4f1c"}})
        self.assertTrue(page["has_more"])
        texts = [message["text"] for each in self.web.conversations_history(channel=channel, limit=2) for message in each["messages"]]
        self.assertEqual(texts, ["Three", "Two", "One"])
        plain = self.web.conversations_history(channel=channel)["messages"][0]
        self.assertNotIn("metadata", plain)
        since = self.web.conversations_history(channel=channel, oldest=page["messages"][1]["ts"])
        self.assertEqual([message["text"] for message in since["messages"]], ["Three"])


class Pressing(WorkspaceTest):
    def post(self):
        dana = Person(self.web, "Dana")
        posted = self.web.chat_postMessage(channel=dana.id, text="Bea, Amir noticed something.", blocks=PRESS)
        return dana, posted

    def test_a_button_and_a_menu(self):
        dana, posted = self.post()
        dana.clicks("Read")
        request = self.app.next("block_actions")
        self.assertEqual((request.type, request.accepts_response_payload), ("interactive", False))
        payload = request.payload
        self.assertEqual(payload["container"], {
            "type": "message", "message_ts": posted["ts"], "channel_id": posted["channel"], "is_ephemeral": False,
        })
        self.assertEqual(payload["channel"], {"id": posted["channel"], "name": "directmessage"})
        self.assertEqual((payload["message"]["ts"], payload["user"]["id"]), (posted["ts"], dana.id))
        self.assertEqual(payload["state"], {"values": {}})
        action = payload["actions"][0]
        self.assertEqual((action["action_id"], action["block_id"], action["value"], action["type"]), ("read", "do", "note:17", "button"))
        self.assertTrue(action["action_ts"])
        dana.picks("Never")
        action = self.app.next("block_actions").payload["actions"][0]
        self.assertEqual((action["type"], action["selected_option"]["value"]), ("overflow", "never"))

    def test_the_response_url_of_a_click(self):
        dana, posted = self.post()
        dana.clicks("Read")
        respond = WebhookClient(self.app.next("block_actions").payload["response_url"])
        reply = respond.send(text="Just for you.")
        self.assertEqual((reply.status_code, reply.body), (200, "ok"))
        self.assertEqual((dana.last("app")["text"], dana.last("app")["ephemeral"]), ("Just for you.", True))
        self.assertEqual(respond.send(text="Read.", replace_original=True).status_code, 200)
        replaced = [message for message in dana.conversation("app")["messages"] if message["ts"] == posted["ts"]]
        self.assertEqual((replaced[0]["text"], replaced[0]["blocks"]), ("Read.", []))
        self.assertEqual(respond.send_dict({"delete_original": "true"}).status_code, 200)
        self.assertNotIn(posted["ts"], [message["ts"] for message in dana.conversation("app")["messages"]])

    def test_the_response_url_of_a_command_is_good_five_times(self):
        self.amir.types("random", "/feedback help")
        respond = WebhookClient(self.app.next("/feedback").payload["response_url"])
        # The bot is not in this channel, and may answer all the same.
        self.assertEqual(respond.send(text="For everyone", response_type="in_channel").status_code, 200)
        self.assertEqual(self.bea.last("random")["text"], "For everyone")
        for count in range(2, 6):
            self.assertEqual(respond.send(text=f"Answer {count}").status_code, 200)
        self.assertEqual(self.amir.last("random")["text"], "Answer 5")
        refused = respond.send(text="Answer 6")
        self.assertEqual((refused.status_code, refused.body), (404, "used_url"))

    def test_a_wrong_response_is_refused(self):
        self.amir.types("general", "/feedback help")
        url = self.app.next("/feedback").payload["response_url"]
        self.assertNotEqual(WebhookClient(url).send_dict({"text": ""}).status_code, 200)
        self.assertEqual(WebhookClient(url + "x").send(text="Nobody").status_code, 404)


class Shortcuts(WorkspaceTest):
    def test_of_a_message(self):
        self.bea.types("general", "The demo went well.")
        self.amir.runs_on("Give feedback", "general", "The demo went well.")
        payload = self.app.next("message_action").payload
        self.assertEqual(payload["callback_id"], "give_feedback_message")
        self.assertEqual((payload["message"]["user"], payload["message"]["text"]), (self.bea.id, "The demo went well."))
        self.assertEqual((payload["channel"]["id"], payload["message_ts"]), (self.channel("general"), payload["message"]["ts"]))
        self.assertTrue(payload["response_url"] and payload["trigger_id"] and payload["action_ts"])

    def test_from_anywhere(self):
        self.amir.runs("Give feedback")
        payload = self.app.next("shortcut").payload
        self.assertEqual((payload["callback_id"], payload["user"]["id"]), ("give_feedback", self.amir.id))
        self.assertTrue({"channel", "response_url"}.isdisjoint(payload))
        self.web.views_open(trigger_id=payload["trigger_id"], view=shown("Give feedback"))
        self.assertEqual(self.amir.form["title"], "Give feedback")


if __name__ == "__main__":
    unittest.main()
