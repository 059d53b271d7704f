"""Bolt for Python over Socket Mode: commands, forms, clicks, options, shortcuts, Home, respond()."""

import os
import unittest
from queue import SimpleQueue

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from control import Somebody

CAP = 10
"""Seconds that a test waits for anything."""

web = WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"] + "/")
app = App(client=web)
amir, bea = Somebody("Amir"), Somebody("Bea")
errors, heard, answers = [], SimpleQueue(), SimpleQueue()


def plain(text):
    return {"type": "plain_text", "text": text}


def section(text):
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(label, action_id):
    return {"type": "button", "action_id": action_id, "text": plain(label), "value": "17"}


def words(label):
    return {
        "type": "input", "block_id": label.lower(), "label": plain(label),
        "element": {"type": "plain_text_input", "action_id": "v"},
    }


def form(title, *blocks):
    return {"type": "modal", "callback_id": "give", "title": plain(title), "submit": plain("Send"), "blocks": blocks}


@app.error
def note(error):
    errors.append(error)


@app.command("/peerloop")
def answer(ack, command):
    ack(text=f"You said {command['text']}", response_type="in_channel" if command["text"] == "all" else "ephemeral")


@app.command("/feedback")
def give(ack, client, command):
    ack()
    who = {"type": "external_select", "action_id": "who", "min_query_length": 1, "placeholder": plain("Type a name")}
    ask = {"type": "input", "block_id": "to", "label": plain("To"), "element": who}
    client.views_open(trigger_id=command["trigger_id"], view=form("Give", ask, words("Start")))


@app.options("who")
def offer(ack, payload):
    ack(options=[{"text": plain(payload["value"] + "na"), "value": "anna"}])


@app.view("give")
def submit(ack, view):
    heard.put(view["state"]["values"])
    ack(**answers.get_nowait())


@app.shortcut({"type": "shortcut", "callback_id": "give_feedback"})
def start(ack, client, shortcut):
    ack()
    client.views_open(trigger_id=shortcut["trigger_id"], view=form("From a shortcut", section("Here")))


@app.shortcut({"type": "message_action", "callback_id": "give_feedback_message"})
def on_message(ack, respond, shortcut):
    ack()
    respond(f"About “{shortcut['message']['text']}”")


@app.action("vote")
def vote(ack, action, respond):
    ack()
    respond(replace_original=True, text=f"Voted {action['value']}", blocks=[section(f"Voted {action['value']}")])


@app.event("app_home_opened")
def home(client, event):
    known = "Back again" if event.get("view") else "First time"
    client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section(known)]})


class Bolt(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.handler = SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"])
        cls.handler.connect()

    @classmethod
    def tearDownClass(cls):
        cls.handler.close()

    def tearDown(self):
        self.assertEqual(errors, [])

    def test_a_command_is_answered_to_one_or_to_all(self):
        amir.types("/peerloop hello & goodbye")
        amir.sees("You said hello & goodbye")
        self.assertNotIn("goodbye", bea.does()["text"])
        amir.types("/peerloop all")
        bea.sees("You said all")

    def test_a_form_is_refused_changed_stacked_and_cleared(self):
        for reply in [
            {"response_action": "errors", "errors": {"start": "A little more, please."}},
            {"response_action": "update", "view": form("Changed", words("Start"))},
            {"response_action": "push", "view": form("Second", section("On top"))},
            {},
            {"response_action": "clear"},
        ]:
            answers.put(reply)
        amir.types("/feedback")
        search, pick = {"searches": {"field": "To", "query": "An"}}, {"picks": {"field": "To", "option": "Anna"}}
        fill = {"fills": {"field": "Start", "text": "Ask first"}}
        seen = amir.does({"waits_for_form": "Give"}, search, pick, fill, "submits")
        self.assertIn("A little more, please.", seen["text"])
        for title in ["Changed", "Second", "Changed", None]:
            self.assertEqual(amir.does("submits")["form"], title)
        first = heard.get(timeout=CAP)
        self.assertEqual(first["to"]["who"]["selected_option"]["value"], "anna")
        self.assertEqual(first["start"]["v"]["value"], "Ask first")

    def test_a_button_replaces_its_message(self):
        blocks = [section("Vote now"), {"type": "actions", "elements": [button("Vote", "vote")]}]
        web.chat_postMessage(channel=amir.id, text="Vote", blocks=blocks)
        amir.does({"clicks": "Vote"}, {"sees": "Voted 17"}, {"sees_no_more": "Vote now"})

    def test_shortcuts_are_heard(self):
        amir.does({"runs": "Give feedback"}, {"waits_for_form": "From a shortcut"}, "closes")
        bea.types("Worth a note")
        amir.does({"runs_on": {"shortcut": "Give feedback", "text": "Worth a note"}}, {"sees": "About “Worth a note”"})

    def test_home_is_published(self):
        bea.does("opens_home", {"sees": "First time"}, "opens_home", {"sees": "Back again"})

    def test_people_are_paged(self):
        names = [user["name"] for page in web.users_list(limit=2) for user in page["members"]]
        self.assertEqual(len(set(names)), len(names))
        self.assertIn("amir", names)


if __name__ == "__main__":
    unittest.main()
