"""A socket that is recycled: the SDK opens the next one, and nothing that people do is lost.

Whoever runs this tells the stand-in, once the socket is open, to send `refresh_requested`.
"""

import unittest

from workspace import WorkspaceTest


class Reconnect(WorkspaceTest):
    def test_the_next_socket_says_hello_and_carries_on(self):
        second = self.app.next_hello()
        self.assertEqual(second["type"], "hello")
        self.amir.types("general", "/feedback help")
        self.app.next("/feedback")
        self.assertIsNone(self.amir.notice)


if __name__ == "__main__":
    unittest.main()
