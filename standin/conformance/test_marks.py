"""Attachments, other names, emoji, pins and user groups, with the SDK's own models."""

import unittest

from slack_sdk.models.attachments import Attachment, AttachmentField, BlockAttachment
from slack_sdk.models.blocks import ActionsBlock, ButtonElement, SectionBlock

from control import Somebody
from workspace import WorkspaceTest

amir, bea = Somebody("Amir"), Somebody("Bea")


class Attachments(WorkspaceTest):
    def test_fields_of_old(self):
        old = Attachment(
            text="Signed by *Dana*", title="Northwind renews", title_link="https://crm.example/1", color="#36A64F",
            fields=[AttachmentField(title="Value", value="9,000", short=True)], footer="CRM", ts=1790000000,
            markdown_in=["text"],
        )
        reply = self.web.chat_postMessage(channel=self.channel("general"), text="A deal", attachments=[old])
        self.app.next("message")
        kept = reply["message"]["attachments"][0]
        self.assertEqual((kept["id"], kept["fallback"], kept["fields"][0]["value"]), (1, "Signed by *Dana*", "9,000"))
        bea.sees("Value: 9,000")

    def test_blocks_whose_button_is_pressed(self):
        press = ActionsBlock(block_id="do", elements=[ButtonElement(action_id="back", text="Roll back", value="42")])
        attached = [BlockAttachment(blocks=[SectionBlock(text="Fine?")]), BlockAttachment(color="danger", blocks=[press])]
        posted = self.web.chat_postMessage(channel=self.channel("general"), text="Deployed", attachments=attached)
        self.app.next("message")
        bea.does({"clicks": "Roll back"})
        payload = self.app.next("block_actions").payload
        self.assertEqual(payload["container"], {
            "type": "message_attachment", "message_ts": posted["ts"], "attachment_id": 2,
            "channel_id": posted["channel"], "is_ephemeral": False, "is_app_unfurl": False,
        })
        self.assertEqual((payload["actions"][0]["action_id"], payload["actions"][0]["value"]), ("back", "42"))

    def test_blocks_beside_a_title_are_refused(self):
        mixed = {"title": "No", "blocks": [{"type": "divider"}]}
        with self.refused("invalid_attachments") as caught:
            self.web.chat_postMessage(channel=self.channel("general"), text="x", attachments=[mixed])
        messages = caught.exception.response["response_metadata"]["messages"]
        self.assertEqual(messages, ["[ERROR] invalid_keys [json-pointer:/attachments/0]"])

    def test_another_name(self):
        reply = self.web.chat_postMessage(
            channel=self.channel("general"), text="Build 42", username="Deploys", icon_emoji=":rocket:",
        )
        self.assertEqual((reply["message"]["username"], reply["message"]["subtype"]), ("Deploys", "bot_message"))
        bea.sees("Deploys: Build 42")
        own = self.app.next("message").payload["event"]
        self.assertEqual((own["subtype"], own["icons"]["emoji"], "user" in own), ("bot_message", ":rocket:", False))


class Marks(WorkspaceTest):
    def said(self, text):
        """A message of Amir's: its place and time."""
        amir.types(text)
        event = self.app.next("message").payload["event"]
        return {"channel": event["channel"], "timestamp": event["ts"]}

    def test_emoji(self):
        at = self.said("a fine demo")
        self.web.reactions_add(name="tada", **at)
        own = self.app.next("reaction_added").payload["event"]
        self.assertEqual((own["item"]["ts"], own["item_user"]), (at["timestamp"], amir.id))
        bea.does({"reacts": {"to": "a fine demo", "emoji": "tada"}})
        self.assertEqual(self.app.next("reaction_added").payload["event"]["user"], bea.id)
        got = self.web.reactions_get(**at)["message"]
        self.assertEqual([(each["name"], each["count"]) for each in got["reactions"]], [("tada", 2)])
        with self.refused("already_reacted"):
            self.web.reactions_add(name="tada", **at)
        self.web.reactions_remove(name="tada", **at)
        self.assertEqual(self.app.next("reaction_removed").payload["event"]["reaction"], "tada")
        with self.refused("no_reaction"):
            self.web.reactions_remove(name="tada", **at)
        mine = [item for page in self.web.reactions_list(user=bea.id, limit=1) for item in page["items"]]
        self.assertEqual([item["message"]["ts"] for item in mine], [at["timestamp"]])

    def test_pins(self):
        at = self.said("our rules")
        self.web.pins_add(**at)
        self.assertEqual(self.app.next("pin_added").payload["event"]["pin_count"], "1")
        bea.sees("(pinned)")
        listed = self.web.pins_list(channel=at["channel"])["items"]
        self.assertEqual([item["message"]["text"] for item in listed], ["our rules"])
        with self.refused("already_pinned"):
            self.web.pins_add(**at)
        bea.does({"unpins": "our rules"})
        self.assertFalse(self.app.next("pin_removed").payload["event"]["has_pins"])
        with self.refused("no_pin"):
            self.web.pins_remove(**at)

    def test_groups(self):
        reps = self.web.usergroups_list(include_users=True)["usergroups"][0]
        self.assertEqual((reps["handle"], amir.id in reps["users"]), ("reps", True))
        made = self.web.usergroups_create(name="On call")["usergroup"]
        self.app.next("subteam_created")
        filled = self.web.usergroups_users_update(usergroup=made["id"], users=[amir.id, bea.id])["usergroup"]
        self.assertEqual(filled["users"], [amir.id, bea.id])
        self.app.next("subteam_updated")
        self.assertEqual(self.app.next("subteam_members_changed").payload["event"]["added_users"], [amir.id, bea.id])
        self.assertEqual(self.web.usergroups_users_list(usergroup=made["id"])["users"], [amir.id, bea.id])
        with self.refused("name_already_exists"):
            self.web.usergroups_create(name="On call")


if __name__ == "__main__":
    unittest.main()
