"""The same socket with the SDK's asyncio clients."""

import asyncio
import unittest

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from workspace import API_URL, APP_TOKEN, BOT_TOKEN, CAP, Person, WebClient, shown


class Asyncio(unittest.IsolatedAsyncioTestCase):
    async def test_a_command_is_acked_and_opens_a_form(self):
        amir = await asyncio.to_thread(Person, WebClient(token=BOT_TOKEN, base_url=API_URL), "Amir")
        web = AsyncWebClient(token=BOT_TOKEN, base_url=API_URL)
        client = SocketModeClient(app_token=APP_TOKEN, web_client=web)
        hellos, errors = asyncio.Queue(), []

        async def hear(_client, message, _raw):
            if message.get("type") == "hello":
                await hellos.put(message)

        async def answer(client, request):
            try:
                await web.views_open(trigger_id=request.payload["trigger_id"], view=shown("From asyncio"))
            except Exception as error:
                errors.append(error)
            await client.send_socket_mode_response(
                SocketModeResponse(envelope_id=request.envelope_id, payload={"text": "Here is a form."})
            )

        client.message_listeners.append(hear)
        client.socket_mode_request_listeners.append(answer)
        await client.connect()
        try:
            await asyncio.wait_for(hellos.get(), CAP)
            await asyncio.to_thread(amir.types, "general", "/feedback")
        finally:
            await client.close()
        self.assertEqual(errors, [])
        self.assertEqual(amir.last("general")["text"], "Here is a form.")
        self.assertEqual(amir.form["title"], "From asyncio")


if __name__ == "__main__":
    unittest.main()
