"""Forms, built with the SDK's own models: opened, refused, updated, pushed, cleared and closed."""

import unittest

from slack_sdk.models.blocks import (
    ActionsBlock, ButtonElement, InputBlock, Option, OverflowMenuElement, PlainTextInputElement, SectionBlock,
    StaticSelectElement, UserSelectElement,
)
from slack_sdk.models.views import View

from workspace import WorkspaceTest


def form(title="Note", **more):
    """A form with a field of each kind that a note needs."""
    return View(
        type="modal", callback_id="note", private_metadata="kept", title=title, submit="Send", close="Cancel",
        blocks=[
            InputBlock(block_id="who", label="To", optional=True, element=UserSelectElement(action_id="v")),
            InputBlock(block_id="skill", label="Skill", element=StaticSelectElement(
                action_id="v", options=[Option(text="Demo", value="demo"), Option(text="Discovery", value="discovery")],
            )),
            InputBlock(block_id="words", label="Start", optional=True, element=PlainTextInputElement(action_id="v", multiline=True)),
        ],
        **more,
    )


def pressable(title):
    """A form with nothing to fill in and two ways to press."""
    return View(type="modal", title=title, close="Done", blocks=[
        SectionBlock(block_id="text", text="Kept."),
        ActionsBlock(block_id="do", elements=[
            ButtonElement(action_id="edit", text="Edit", value="17"),
            OverflowMenuElement(action_id="more", options=[Option(text="Delete", value="delete"), Option(text="Copy", value="copy")]),
        ]),
    ])


class Forms(WorkspaceTest):
    def open(self, view=None):
        response = self.web.views_open(trigger_id=self.app.trigger(self.amir), view=view or form())
        return response["view"]

    def test_a_form_opens_and_its_object_is_whole(self):
        view = self.open()
        self.assertEqual((view["type"], view["callback_id"], view["private_metadata"]), ("modal", "note", "kept"))
        self.assertEqual((view["root_view_id"], view["previous_view_id"]), (view["id"], None))
        self.assertTrue(view["hash"] and view["team_id"] and view["app_id"] and view["bot_id"])
        self.assertEqual(view["title"], {"type": "plain_text", "text": "Note", "emoji": True})
        self.assertEqual(self.amir.form["title"], "Note")

    def test_a_required_field_is_asked_for_before_the_app_hears(self):
        self.open()
        self.amir.submits(Start="Words")
        self.assertTrue(self.amir.problem("Skill"))
        self.assertTrue(self.app.requests.empty())

    def test_errors_then_update_then_nothing_is_lost(self):
        view = self.open()
        self.app.will_answer({"response_action": "errors", "errors": {"words": "Say a little more."}})
        self.amir.submits(Skill="Demo", Start="Words that stay")
        request = self.app.next("view_submission")
        self.assertEqual((request.type, request.accepts_response_payload), ("interactive", True))
        payload = request.payload
        self.assertEqual((payload["view"]["id"], payload["response_urls"]), (view["id"], []))
        self.assertEqual((payload["user"]["id"], payload["user"]["name"]), (self.amir.id, "amir"))
        self.assertEqual(payload["view"]["state"]["values"], {
            "who": {"v": {"type": "users_select", "selected_user": None}},
            "skill": {"v": {"type": "static_select", "selected_option": {
                "text": {"type": "plain_text", "text": "Demo", "emoji": True}, "value": "demo",
            }}},
            "words": {"v": {"type": "plain_text_input", "value": "Words that stay"}},
        })
        self.assertEqual(self.amir.problem("Start"), "Say a little more.")
        self.assertEqual(self.amir.field("Start")["value"], "Words that stay")

        self.app.will_answer({"response_action": "update", "view": pressable("Sent").to_dict()})
        self.amir.submits(Start="Words that stay, and more")
        request = self.app.next("view_submission")
        self.assertEqual(request.payload["view"]["state"]["values"]["words"]["v"]["value"], "Words that stay, and more")
        self.assertEqual((self.amir.form["title"], self.amir.form["id"]), ("Sent", view["id"]))
        self.amir.closes()
        self.assertIsNone(self.amir.form)

    def test_a_bare_ack_closes_the_form(self):
        self.open()
        self.amir.submits(Skill="Demo")
        self.app.next("view_submission")
        self.assertIsNone(self.amir.form)

    def test_an_error_for_no_input_of_the_form_is_an_error_to_the_person(self):
        self.open()
        self.app.will_answer({"response_action": "errors", "errors": {"nowhere": "?"}})
        self.amir.submits(Skill="Demo")
        self.app.next("view_submission")
        self.assertEqual(self.amir.form["title"], "Note")
        self.assertTrue(self.amir.notice)

    def test_push_stacks_and_clear_empties(self):
        self.open()
        self.app.will_answer({"response_action": "push", "view": form("Second").to_dict()})
        self.amir.submits(Skill="Demo")
        self.app.next("view_submission")
        self.assertEqual([view["title"] for view in self.amir.screen["forms"]], ["Note", "Second"])
        self.app.will_answer({"response_action": "clear"})
        self.amir.submits(Skill="Discovery")
        payload = self.app.next("view_submission").payload
        self.assertNotEqual(payload["view"]["root_view_id"], payload["view"]["id"])
        self.assertEqual(self.amir.screen["forms"], [])

    def test_a_click_in_a_form_carries_the_view_and_a_trigger_that_pushes(self):
        view = self.open(pressable("Sent"))
        self.amir.clicks("Edit")
        payload = self.app.next("block_actions").payload
        self.assertEqual(payload["container"], {"type": "view", "view_id": view["id"]})
        self.assertTrue({"channel", "message", "response_url"}.isdisjoint(payload))
        action = payload["actions"][0]
        self.assertEqual((action["type"], action["action_id"], action["block_id"], action["value"]), ("button", "edit", "do", "17"))
        self.assertEqual(action["text"], {"type": "plain_text", "text": "Edit", "emoji": True})
        pushed = self.web.views_push(trigger_id=payload["trigger_id"], view=form("Edit"))["view"]
        self.assertEqual((pushed["previous_view_id"], pushed["root_view_id"]), (view["id"], view["id"]))
        self.amir.closes()
        self.assertEqual(self.amir.form["title"], "Sent")

    def test_an_overflow_click_carries_its_option(self):
        self.open(pressable("Sent"))
        self.amir.picks("Copy")
        action = self.app.next("block_actions").payload["actions"][0]
        self.assertEqual((action["type"], action["action_id"], action["selected_option"]["value"]), ("overflow", "more", "copy"))

    def test_update_keeps_what_was_typed_and_wants_a_fresh_hash(self):
        view = self.open()
        self.app.will_answer({"response_action": "errors", "errors": {"words": "More, please."}})
        self.amir.submits(Skill="Demo", Start="Typed")
        self.app.next("view_submission")
        updated = self.web.views_update(view_id=view["id"], hash=view["hash"], view=form("Updated"))["view"]
        self.assertNotEqual(updated["hash"], view["hash"])
        self.assertEqual((self.amir.form["title"], self.amir.field("Start")["value"]), ("Updated", "Typed"))
        with self.refused("hash_conflict"):
            self.web.views_update(view_id=view["id"], hash=view["hash"], view=form("Stale"))
        self.assertEqual(self.amir.form["title"], "Updated")

    def test_a_form_is_found_by_its_external_id(self):
        self.open(form(external_id="note:17"))
        self.web.views_update(external_id="note:17", view=form("Found", external_id="note:17"))
        self.assertEqual(self.amir.form["title"], "Found")
        trigger = self.app.trigger(self.bea)
        with self.refused("duplicate_external_id"):
            self.web.views_open(trigger_id=trigger, view=form(external_id="note:17"))

    def test_closing_is_told_only_on_request(self):
        self.open(form(notify_on_close=True))
        self.amir.closes()
        payload = self.app.next("view_closed").payload
        self.assertFalse(payload["is_cleared"])
        self.open(form(notify_on_close=True))
        self.amir.closes(whole_stack=True)
        self.assertTrue(self.app.next("view_closed").payload["is_cleared"])
        self.open(form())
        self.amir.closes()
        self.assertTrue(self.app.requests.empty())

    def test_three_forms_stack_and_no_more(self):
        self.open(pressable("One"))
        for title in ["Two", "Three"]:
            self.amir.clicks("Edit")
            self.web.views_push(trigger_id=self.app.next("block_actions").payload["trigger_id"], view=pressable(title))
        self.amir.clicks("Edit")
        trigger = self.app.next("block_actions").payload["trigger_id"]
        with self.refused("push_limit_reached"):
            self.web.views_push(trigger_id=trigger, view=pressable("Four"))

    def test_triggers_are_good_once(self):
        trigger = self.app.trigger(self.amir)
        self.web.views_open(trigger_id=trigger, view=form())
        with self.refused("exchanged_trigger_id"):
            self.web.views_open(trigger_id=trigger, view=form())
        with self.refused("invalid_trigger_id"):
            self.web.views_open(trigger_id="1.2.nobody", view=form())

    def test_a_wrong_form_is_refused_with_pointers(self):
        trigger = self.app.trigger(self.amir)
        wrong = {"type": "modal", "title": {"type": "plain_text", "text": "A title that is far too long"}, "blocks": [{"type": "sections"}]}
        with self.refused("invalid_arguments") as refusal:
            self.web.views_open(trigger_id=trigger, view=wrong)
        messages = " ".join(refusal.exception.response["response_metadata"]["messages"])
        self.assertIn("[json-pointer:/view/title", messages)
        self.assertIn("[json-pointer:/view/blocks/0/type]", messages)
        # A refused form costs no trigger.
        self.web.views_open(trigger_id=trigger, view=form("Second try"))


if __name__ == "__main__":
    unittest.main()
