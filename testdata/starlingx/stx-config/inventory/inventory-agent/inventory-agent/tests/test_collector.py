import unittest

import mock

from inventory_agent import collector


class CollectorTest(unittest.TestCase):

    @mock.patch("inventory_agent.collector.os.chmod")
    def test_as_text(self, chmod):
        text = collector.as_text({"board": "X11", "services": []})
        self.assertEquals("board: X11\n", text)

    @mock.patch("inventory_agent.collector.os.system")
    def test_services(self, system):
        with mock.patch("__builtin__.file") as opened:
            opened.return_value.readlines.return_value = ["network on"]
            self.assertEqual(["network on"], collector.services())


if __name__ == "__main__":
    unittest.main()
