"""What every test here stands on: the official client on one side, people with a browser on the other.

The stand-in prints the four variables these tests read. By hand, without a proxy in the environment:

    cargo run -p standin -- --manifest manifest.yml        # in one terminal; then, in standin/conformance:
    SLACK_API_URL=… SLACK_APP_TOKEN=… SLACK_BOT_TOKEN=… PAGE=… python -m unittest -v test_messages
"""

import faulthandler
import json
import os
import unittest
from contextlib import contextmanager
from functools import cache
from queue import Empty, SimpleQueue
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import SectionBlock
from slack_sdk.models.views import View
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse

API_URL = os.environ["SLACK_API_URL"] + "/"
APP_TOKEN = os.environ["SLACK_APP_TOKEN"]
BOT_TOKEN = os.environ["SLACK_BOT_TOKEN"]
PAGE = os.environ["PAGE"]

CAP = 10
"""Seconds that a test waits for anything."""

SILENCE = object()
"""An answer: no ack at all."""

# A test that hangs says where, and ends.
faulthandler.dump_traceback_later(90, exit=True)


def shown(title, text="Nothing to fill in."):
    """A form that only shows something."""
    return View(type="modal", title=title, close="Done", blocks=[SectionBlock(text=text)])


class App:
    """An app on the official client. It keeps what it is sent, and acks with what it was told to, else bare."""

    def __init__(self, client=SocketModeClient):
        self.web = WebClient(token=BOT_TOKEN, base_url=API_URL, timeout=CAP)
        self.hellos = SimpleQueue()
        self.requests = SimpleQueue()
        self.answers = SimpleQueue()
        self.socket = client(app_token=APP_TOKEN, web_client=self.web)
        self.socket.message_listeners.append(self._keep_hello)
        self.socket.socket_mode_request_listeners.append(self._answer)
        self.socket.connect()
        self.hello = self.next_hello()

    def _keep_hello(self, _client, message, _raw):
        if message.get("type") == "hello":
            self.hellos.put(message)

    def _answer(self, client, request):
        try:
            answer = self.answers.get_nowait()
        except Empty:
            answer = None
        self.requests.put(request)
        if answer is not SILENCE:
            client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id, payload=answer))

    def will_answer(self, *answers):
        """The next acks, in order: payloads, `None` for a bare one, or `SILENCE`."""
        for answer in answers:
            self.answers.put(answer)

    def next_hello(self):
        return self.hellos.get(timeout=CAP)

    def next(self, kind):
        """The next envelope; it must be of this kind: `view_submission`, `/feedback`, `app_home_opened`."""
        request = self.requests.get(timeout=CAP)
        payload = request.payload
        names = {"slash_commands": payload.get("command"), "events_api": payload.get("event", {}).get("type")}
        got = names.get(request.type, payload.get("type"))
        assert got == kind, f"expected {kind}, got {got}"
        return request

    def trigger(self, person):
        """A fresh trigger of this person's."""
        person.types("general", "/peerloop")
        return self.next("/peerloop").payload["trigger_id"]


class Person:
    """Someone at the stand-in's page: sees their screen and acts by what stands on it."""

    def __init__(self, web, name):
        people = [user for page in web.users_list(limit=200) for user in page["members"]]
        found = [user for user in people if user["profile"]["real_name"] == name]
        assert len(found) == 1, f"{name} is {len(found)} people"
        self.name = name
        self.id = found[0]["id"]

    @property
    def screen(self):
        with urlopen(f"{PAGE}as/{self.id}/screen", timeout=CAP) as response:
            return json.load(response)

    def acts(self, **act):
        body = json.dumps(act).encode()
        request = Request(f"{PAGE}as/{self.id}/act", body, {"Content-Type": "application/json"})
        try:
            urlopen(request, timeout=CAP).close()
        except HTTPError as error:
            raise AssertionError(f"{self.name} cannot do that: {error.read().decode()}") from error

    # ---- What they see ----

    def conversation(self, name):
        """A channel by its name, or the conversation with the app: `app`."""
        for place in self.screen["conversations"]:
            if name in (place["name"], place["kind"]):
                return place
        raise AssertionError(f"{self.name} is not in {name}")

    def last(self, name):
        """The last message of a conversation."""
        return self.conversation(name)["messages"][-1]

    @property
    def form(self):
        forms = self.screen["forms"]
        return forms[-1] if forms else None

    @property
    def notice(self):
        """The error that Slack itself shows."""
        return self.screen["notice"]

    def field(self, label):
        """The state of a field of the topmost form, by its label."""
        block = self._input(label)
        return self.form["state"][block["block_id"]][block["element"]["action_id"]]

    def problem(self, label):
        """The sentence under a field of the topmost form."""
        return self.form["errors"].get(self._input(label)["block_id"])

    def _input(self, label):
        for block in self.form["blocks"]:
            if block["type"] == "input" and block["label"]["text"] == label:
                return block
        raise AssertionError(f"{self.name} sees no field {label}")

    def _surfaces(self):
        """Where something could be pressed: the topmost form, else the Home tab and every message, newest first."""
        screen = self.screen
        if screen["forms"]:
            form = screen["forms"][-1]
            yield {"kind": "form", "view": form["id"]}, form["blocks"]
            return
        if screen["home"]:
            yield {"kind": "home"}, screen["home"]["blocks"]
        for place in screen["conversations"]:
            for message in reversed(place["messages"]):
                yield {"kind": "message", "channel": place["id"], "ts": message["ts"]}, message["blocks"]

    def _elements(self):
        for surface, blocks in self._surfaces():
            for block in blocks:
                for element in [*block.get("elements", []), block.get("accessory", {}), block.get("element", {})]:
                    yield surface, block["block_id"], element

    # ---- What they do ----

    def types(self, channel, text):
        self.acts(do="type", channel=self.conversation(channel)["id"], text=text)

    def submits(self, **fields):
        """Fills fields of the topmost form by their labels, and sends it."""
        values = {}
        for label, text in fields.items():
            block = self._input(label)
            element = block["element"]
            options = [option for option in element.get("options", []) if option["text"]["text"] == text]
            value = {"selected_option": options[0]} if options else {"value": text}
            values[block["block_id"]] = {element["action_id"]: {"type": element["type"], **value}}
        self.acts(do="submit", view=self.form["id"], values=values)

    def clicks(self, label):
        for surface, block_id, element in self._elements():
            if element.get("type") == "button" and element["text"]["text"] == label:
                return self.acts(do="click", on=surface, block_id=block_id, action_id=element["action_id"])
        raise AssertionError(f"{self.name} sees no button {label}")

    def picks(self, label):
        """An option of a menu or a list, by its words."""
        for surface, block_id, element in self._elements():
            for option in element.get("options", []):
                if option["text"]["text"] == label:
                    return self.acts(
                        do="click", on=surface, block_id=block_id, action_id=element["action_id"],
                        picked={"selected_option": option},
                    )
        raise AssertionError(f"{self.name} sees no option {label}")

    def closes(self, whole_stack=False):
        self.acts(do="close", view=self.form["id"], whole_stack=whole_stack)

    def opens_home(self):
        self.acts(do="open_home")

    def _shortcut(self, name, on_message):
        for shortcut in self.screen["shortcuts"]:
            if shortcut["name"] == name and shortcut["on_message"] == on_message:
                return shortcut["callback_id"]
        raise AssertionError(f"{self.name} is offered no {name}")

    def runs(self, name):
        self.acts(do="shortcut", callback_id=self._shortcut(name, False))

    def runs_on(self, name, channel, text):
        place = self.conversation(channel)
        found = [message for message in place["messages"] if message["text"] == text]
        assert found, f"{self.name} sees no “{text}” in {channel}"
        self.acts(
            do="message_shortcut", callback_id=self._shortcut(name, True), channel=place["id"], ts=found[-1]["ts"],
        )


@cache
def the_app():
    """One app for all tests of a file. It ends with them: closing it would take the SDK seconds."""
    return App()


class WorkspaceTest(unittest.TestCase):
    """The app and two people."""

    @classmethod
    def setUpClass(cls):
        cls.app = the_app()
        cls.web = cls.app.web
        cls.amir = Person(cls.web, "Amir")
        cls.bea = Person(cls.web, "Bea")

    def channel(self, name):
        """A channel's id."""
        return self.amir.conversation(name)["id"]

    @contextmanager
    def refused(self, code):
        """What stands inside is refused with this code, in a reply of status 200."""
        with self.assertRaises(SlackApiError) as caught:
            yield caught
        response = caught.exception.response
        self.assertEqual((response["ok"], response["error"], response.status_code), (False, code, 200))
