"""The stand-in's control API: people by the words on their screen, weather, waiting. See the README."""

import json
import os
from urllib.error import HTTPError
from urllib.request import Request, urlopen

CONTROL = os.environ["PAGE"] + "control"
LONGEST = 60
"""Seconds that one request may take."""


def post(path, body):
    request = Request(CONTROL + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=LONGEST) as response:
            return json.load(response)
    except HTTPError as error:
        raise AssertionError(f"{error.code} {error.read().decode()}") from error


def get(path=""):
    with urlopen(CONTROL + path, timeout=LONGEST) as response:
        return json.load(response)


def plan(fault):
    return post("/faults", fault)


def wait(within_ms=10_000, **until):
    return post("/wait", {**until, "within_ms": within_ms})


class Somebody:
    """Someone who acts by what stands on their screen."""

    def __init__(self, name):
        self.name = name

    @property
    def id(self):
        return get(f"/people/{self.name}")["id"]

    def does(self, *steps):
        return post(f"/people/{self.name}", list(steps))

    def types(self, text):
        return self.does({"types": {"in": "general", "text": text}})

    def sees(self, text):
        return self.does({"sees": text})
