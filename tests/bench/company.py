"""Who else asks while a route is measured: those who sign in, somebody who imports, one account that asks too often."""
import contextlib
import http.client
import json
import pathlib
import random
import subprocess
import threading
import urllib.parse

import wrk
from routes import MOOD, Request, Route

SIGN_IN_CONNECTIONS = 32  # far more than there are threads that hash
SIGN_IN_ACCOUNTS = 32
HOG_CONNECTIONS = 64
IMPORT_MEGABYTES = 200
PASSWORD = "engines and engines"
FOREVER_S = 24 * 3600
HOG = Route("hog", "one account", (Request("POST", "/mood", MOOD),))


@contextlib.contextmanager
def sign_ins(service):
    """Saturates the threads that hash passwords, with passwords that are right."""
    if service not in with_accounts:
        for number in range(SIGN_IN_ACCOUNTS):
            post(service, "/auth/signup", {"username": f"signs.in.{number}", "password": PASSWORD})
        with_accounts.add(service)
    script = pathlib.Path(__file__).with_name("sign_in.lua")
    with running("wrk", "-t1", f"-c{SIGN_IN_CONNECTIONS}", f"-d{FOREVER_S}s", "-s", str(script), service.url,
                 "--", str(SIGN_IN_ACCOUNTS), PASSWORD):
        yield


@contextlib.contextmanager
def imports(service):
    """One account after the other brings along a journal of IMPORT_MEGABYTES."""
    path = service.folder / "journal.json"
    if not path.exists():
        write_journal(path)
    importer = Importer(service, path)
    importer.start()
    try:
        yield
    finally:
        importer.stop()


@contextlib.contextmanager
def hog(service):
    """HOG_CONNECTIONS connections of one account record moods as fast as it goes."""
    with running(*wrk.command(service.url, HOG, wrk.Load(HOG_CONNECTIONS, 1, 1), FOREVER_S)):
        yield


with_accounts = set()  # services that have those who sign in
COMPANIES = {"sign-ins": sign_ins, "import": imports, "hog": hog}


# ---- how ------------------------------------------------------------------------------------------------------------

@contextlib.contextmanager
def running(*command):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield
        if process.poll() is not None:
            raise wrk.Refused(f"{command[0]} ended while it was to keep the service busy")
    finally:
        process.kill()
        process.wait()


def post(service, path, body):
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(service.url).netloc, timeout=wrk.TIMEOUT_S)
    headers = {"Content-Type": "application/json", "X-Forwarded-For": f"10.{random.randrange(256)}.{random.randrange(256)}.1"}
    connection.request("POST", path, json.dumps(body), headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    if answer.status != 201:
        raise wrk.Refused(f"POST {path}: {answer.status} {text[:500]}")
    return json.loads(text)


class Importer(threading.Thread):
    number = 0  # of the accounts so far

    def __init__(self, service, path):
        super().__init__()
        self.service, self.path = service, path
        self.process = None
        self.is_stopped = False
        self.lock = threading.Lock()

    def run(self):
        while self.begin():
            self.process.wait()

    def begin(self):
        Importer.number += 1
        account = post(self.service, "/auth/signup", {"username": f"imports.{Importer.number}", "password": PASSWORD})
        with self.lock:
            if self.is_stopped:
                return False
            self.process = subprocess.Popen(
                ["curl", "--silent", "--output", "/dev/null", "--request", "POST", "--upload-file", str(self.path),
                 "--header", f"Authorization: Bearer {account['bearer_token']}", "--header", "Expect:",
                 "--header", "Content-Type: application/json", self.service.url + "/mood/import"])
            return True

    def stop(self):
        """An import that has not come to its end is broken off."""
        with self.lock:
            self.is_stopped = True
            if self.process:
                self.process.kill()
        self.join()


def write_journal(path):
    note = "Walked home along the river; the light was low and the water quiet. Nothing happened, and that was good. "
    with path.open("w") as file:
        file.write('{"moods":[')
        row = 0
        while file.tell() < IMPORT_MEGABYTES * 1_000_000:
            entries = [entry(row + n, note) for n in range(1000)]
            file.write("," * (row > 0) + ",".join(entries))
            row += len(entries)
        file.write("]}")


def entry(row, note):
    hours = row // 20
    day = f"{2000 + hours // 24 // 336 % 26}-{1 + hours // 24 // 28 % 12:02}-{1 + hours // 24 % 28:02}"
    return json.dumps({"uid": f"{row:08x}-0000-4000-8000-{row * 7919:012x}", "mood": "good", "rating": 4,
                       "note": f"{row} {note}", "tags": ["walk", "sun"], "recorded_at": f"{day}T{hours % 24:02}:00:00Z",
                       "day": day}, separators=(",", ":"))
