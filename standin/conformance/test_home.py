"""The Home tab: the event of every visit, publishing, pressing, and the hash that keeps two writers apart."""

import unittest

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, SectionBlock
from slack_sdk.models.views import View

from workspace import Person, WorkspaceTest, shown


def home(text):
    return View(type="home", blocks=[
        SectionBlock(block_id="text", text=text),
        ActionsBlock(block_id="do", elements=[ButtonElement(action_id="give", text="Give feedback", value="")]),
    ])


class Home(WorkspaceTest):
    def test_a_visit_is_told_and_what_is_published_is_seen(self):
        self.amir.opens_home()
        request = self.app.next("app_home_opened")
        self.assertEqual((request.type, request.retry_attempt), ("events_api", 0))
        payload = request.payload
        self.assertEqual(payload["type"], "event_callback")
        self.assertTrue(payload["event_id"].startswith("Ev"))
        self.assertTrue(payload["authorizations"][0]["is_bot"])
        event = payload["event"]
        self.assertEqual((event["user"], event["tab"], event["channel"][0]), (self.amir.id, "home", "D"))
        self.assertNotIn("view", event)

        view = self.web.views_publish(user_id=self.amir.id, view=home("Nothing waits for you."))["view"]
        self.assertEqual((view["type"], view["submit"], view["close"]), ("home", None, None))
        # Nobody gave it one: this is what recorded payloads have.
        self.assertEqual(view["title"]["text"], "View Title")
        self.assertEqual(self.amir.screen["home"]["blocks"][0]["text"]["text"], "Nothing waits for you.")
        self.assertIsNone(Person(self.web, "Chidi").screen["home"])

        self.amir.opens_home()
        event = self.app.next("app_home_opened").payload["event"]
        self.assertEqual((event["view"]["id"], event["view"]["hash"]), (view["id"], view["hash"]))

        self.amir.clicks("Give feedback")
        payload = self.app.next("block_actions").payload
        self.assertEqual(payload["container"], {"type": "view", "view_id": view["id"]})
        self.assertEqual(payload["view"]["type"], "home")
        self.web.views_open(trigger_id=payload["trigger_id"], view=shown("Give feedback"))
        self.assertEqual(self.amir.form["title"], "Give feedback")

    def test_a_stale_hash_is_refused(self):
        first = self.web.views_publish(user_id=self.bea.id, view=home("First"))["view"]
        second = self.web.views_publish(user_id=self.bea.id, view=home("Second"), hash=first["hash"])["view"]
        self.assertEqual(second["id"], first["id"])
        with self.refused("hash_conflict"):
            self.web.views_publish(user_id=self.bea.id, view=home("Third"), hash=first["hash"])
        self.assertEqual(self.bea.screen["home"]["blocks"][0]["text"]["text"], "Second")

    def test_a_form_is_no_home(self):
        with self.refused("invalid_arguments"):
            self.web.views_publish(user_id=self.bea.id, view=shown("No"))


if __name__ == "__main__":
    unittest.main()
