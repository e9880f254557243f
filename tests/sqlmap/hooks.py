"""What sqlmap needs to be told about Daymark, as its --preprocess and --postprocess.

Requests that succeed use things up: a name is taken, an entry is deleted, a session has ended. Words
like FRESH_NAME in a request stand for a new one after each success, so that the requests after it are
not refused for something else than the payload. What is between OPAQUE_BEGIN and OPAQUE_END is encoded
as cursors are, with the payload in it. What differs in each answer anyway is taken out of it, because
sqlmap compares answers. They are counted by status, into the file SCAN_ANSWERS.

SCAN_URL is the service; SCAN_SESSION, SCAN_USERNAME and SCAN_PASSWORD say whose the requests are.
"""
import atexit
import base64
import collections
import http.client
import inspect
import json
import os
import re
import urllib.parse
import uuid

# Debian 12's sqlmap looks at hooks with a function that its Python no longer has.
inspect.getargspec = inspect.getfullargspec

answers = collections.Counter()
stock = {}
used = set()
connection = http.client.HTTPConnection(urllib.parse.urlsplit(os.environ["SCAN_URL"]).netloc)


def ask(method, path, body=None, session=None):
    headers = {"Content-Type": "application/json"}
    if session is not None:
        headers["Authorization"] = "Bearer " + session
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    response = connection.getresponse()
    text = response.read()
    if response.status >= 300:
        raise RuntimeError(f"{method} {path}: {response.status} {text}")
    return json.loads(text)


def sign_up():
    account = {"username": make_name(), "password": os.environ["SCAN_PASSWORD"]}
    return ask("POST", "/auth/signup", account)["bearer_token"]


def sign_in():
    account = {"username": os.environ["SCAN_USERNAME"], "password": os.environ["SCAN_PASSWORD"]}
    return ask("POST", "/auth/signin", account)["bearer_token"]


def list_session():
    return ask("GET", "/sessions", session=sign_in())["sessions"][0]["id"]


def record():
    return ask("POST", "/mood", {"rating": 4}, os.environ["SCAN_SESSION"])["entry"]["id"]


def add_achievement():
    texts = {"en": "Kind", "ru": "Доброе"}
    draft = {"code": make_name(), "points": 5, "name": texts, "description": texts}
    return ask("POST", "/achievements", draft, os.environ["SCAN_SESSION"])["code"]


def award():
    path = f'/users/{os.environ["SCAN_USERNAME"]}/achievements'
    return ask("POST", path, {"code": add_achievement()}, os.environ["SCAN_SESSION"])["code"]


def add_task():
    return ask("POST", "/task", {"title": "Water the plants"}, os.environ["SCAN_SESSION"])["task"]["id"]


def make_name():
    return "n" + uuid.uuid4().hex


makers = {
    "FRESH_NAME": make_name,
    "FRESH_UID": lambda: str(uuid.uuid4()),
    "FRESH_ENTRY": record,
    "FRESH_SESSION": sign_in,
    "FRESH_ACCOUNT": sign_up,
    "FRESH_LISTED": list_session,
    "FRESH_CODE": add_achievement,
    "FRESH_AWARD": award,
    "FRESH_TASK": add_task,
}


volatile = [
    (re.compile(r'"(request_id|id|username|bearer_token)":"[^"]*"'), r'"\1":""'),
    (re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "a-uid"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z"), "an-instant"),
]


def supply(match):
    word = match.group()
    if word not in stock:
        stock[word] = makers[word]()
    used.add(word)
    return stock[word]


def encode(match):
    text = urllib.parse.unquote(match.group(1)).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def fill(text):
    text = re.sub(r"OPAQUE_BEGIN(.*?)OPAQUE_END", encode, text, flags=re.DOTALL)
    return re.sub("|".join(makers), supply, text)


def fill_bytes(value):
    return fill(value.decode("latin-1")).encode("latin-1")


def preprocess(req):
    used.clear()
    req.full_url = fill(req.full_url)
    if req.data:
        req.data = fill_bytes(req.data)
    for name, value in req.headers.items():
        req.headers[name] = fill_bytes(value) if isinstance(value, bytes) else fill(value)


def postprocess(page, headers=None, code=None):
    answers[code] += 1
    if code is not None and code < 300:
        for word in used:
            stock.pop(word)
        used.clear()
    for pattern, word in volatile:
        page = page and pattern.sub(word, page)
    return page, headers, code


@atexit.register
def write_answers():
    with open(os.environ["SCAN_ANSWERS"], "w", encoding="ascii") as file:
        for code, count in answers.items():
            print(code or 0, count, file=file)
