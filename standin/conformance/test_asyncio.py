"""The same socket with the SDK's asyncio client on aiohttp."""

import unittest

from slack_sdk.socket_mode.aiohttp import SocketModeClient

from asyncio_client import Asyncio


class Aiohttp(Asyncio, unittest.IsolatedAsyncioTestCase):
    client = SocketModeClient


if __name__ == "__main__":
    unittest.main()
