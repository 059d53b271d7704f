"""The same socket with the SDK's asyncio client on the library websockets."""

import unittest

from slack_sdk.socket_mode.websockets import SocketModeClient

from asyncio_client import Asyncio


class Websockets(Asyncio, unittest.IsolatedAsyncioTestCase):
    client = SocketModeClient


if __name__ == "__main__":
    unittest.main()
