"""What is expected of the SDK's asyncio clients."""

import asyncio
import faulthandler

from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from control import Somebody, get, plan, wait
from workspace import API_URL, APP_TOKEN, BOT_TOKEN, CAP, shown

# Half-open sockets take their time, as on Slack.
faulthandler.dump_traceback_later(200, exit=True)

WITHIN_MS = 45_000
"""Within which a client has a new socket: half-open ones are noticed by missed pings."""


class Asyncio:
    """What is expected of each client; `client` is its class."""

    async def asyncSetUp(self):
        self.web = AsyncWebClient(token=BOT_TOKEN, base_url=API_URL)
        self.socket = self.client(app_token=APP_TOKEN, web_client=self.web)
        self.errors = []

        async def answer(client, request):
            if request.payload["text"] == "form":
                try:
                    await self.web.views_open(trigger_id=request.payload["trigger_id"], view=shown("From asyncio"))
                except Exception as error:
                    self.errors.append(error)
            said = {"text": f"Heard {request.payload['text']}"}
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id, payload=said))

        self.socket.socket_mode_request_listeners.append(answer)
        await asyncio.wait_for(self.socket.connect(), CAP)
        self.amir = Somebody("Amir")

    async def asyncTearDown(self):
        await self.socket.close()
        await asyncio.to_thread(wait, WITHIN_MS, sockets=0)
        self.assertEqual(self.errors, [])

    async def says(self, text):
        seen = await asyncio.to_thread(self.amir.types, f"/feedback {text}")
        self.assertIsNone(seen["notice"])
        await asyncio.to_thread(self.amir.sees, f"Heard {text}")

    async def test_a_command_is_acked_and_opens_a_form(self):
        await self.says("form")
        seen = await asyncio.to_thread(self.amir.does, {"waits_for_form": "From asyncio"}, "closes")
        self.assertIsNone(seen["notice"])

    async def test_every_end_of_a_socket_is_survived(self):
        for how in ["warning", "refresh_requested", "closed", "dropped", "half_open"]:
            with self.subTest(how):
                opened = get()["opened"]
                plan({"socket": how})
                await asyncio.to_thread(wait, WITHIN_MS, opened=opened + 1)
                await asyncio.to_thread(wait, WITHIN_MS, sockets=1)
                await self.says(how)
