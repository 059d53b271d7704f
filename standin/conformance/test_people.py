"""Who works here: one person, everyone page by page, and who the app itself is."""

import unittest

from workspace import WorkspaceTest


class People(WorkspaceTest):
    def test_who_am_i(self):
        me = self.web.auth_test()
        self.assertEqual((me["team"], me["user_id"][0], me["bot_id"][0]), ("Northwind Sales", "U", "B"))
        self.assertTrue(me["url"].startswith("https://") and me["team_id"].startswith("T"))
        self.assertIn("chat:write", me.headers["x-oauth-scopes"])

    def test_one_person(self):
        user = self.web.users_info(user=self.amir.id)["user"]
        self.assertEqual((user["id"], user["name"], user["tz"], user["is_bot"]), (self.amir.id, "amir", "Europe/Berlin", False))
        self.assertIn(user["tz_offset"], (3600, 7200))
        self.assertNotIn("locale", user)
        self.assertNotIn("email", user["profile"])
        self.assertIn("locale", self.web.users_info(user=self.amir.id, include_locale=True)["user"])

    def test_everyone_page_by_page(self):
        pages = [page["members"] for page in self.web.users_list(limit=4)]
        self.assertGreaterEqual(len(pages), 3)
        self.assertTrue(all(len(page) <= 4 for page in pages))
        people = {user["profile"]["real_name"]: user for page in pages for user in page}
        self.assertEqual(len({user["id"] for page in pages for user in page}), sum(map(len, pages)))
        self.assertTrue(people["Rex"]["is_bot"])
        self.assertTrue(people["Elin"]["is_admin"])
        self.assertTrue(people["Gus"]["is_restricted"] or people["Gus"]["is_ultra_restricted"])
        gone = [user for page in pages for user in page if user["deleted"]]
        self.assertEqual([user["name"] for user in gone], ["zoe"])
        self.assertNotIn("tz", gone[0])

    def test_who_is_not_there(self):
        with self.refused("user_not_found"):
            self.web.users_info(user="U0NOBODY")
        with self.refused("invalid_cursor"):
            self.web.users_list(cursor="nowhere")


if __name__ == "__main__":
    unittest.main()
