"""The load: one run of wrk, and what it tells. An answer that is an error ends the measurement."""
import dataclasses
import http.client
import pathlib
import random
import re
import subprocess
import urllib.parse

SCRIPT = pathlib.Path(__file__).with_name("wrk.lua")
TIMEOUT_S = 30


class Refused(Exception):
    """The service did not do what was asked of it, so there is nothing to measure."""


@dataclasses.dataclass(frozen=True)
class Load:
    connections: int
    first_account: int
    last_account: int
    pause_ms: int = 0  # before each request, on average


@dataclasses.dataclass(frozen=True)
class Answers:
    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float


def parse(text):
    """What wrk.lua printed as the last line."""
    result = re.search(r"^RESULT (\d+) (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)$", text, re.MULTILINE)
    if not result:
        raise Refused(f"wrk did not tell what it measured:\n{text}")
    requests, duration_us, p50_us, p99_us, refused, broken, late = map(int, result.groups())
    if refused or broken or late or not requests:
        raise Refused(f"of {requests} answers {refused} were 400 or more; {broken} connections broke, "
                      f"and {late} answers took longer than {TIMEOUT_S} s")
    return Answers(requests, duration_us / 1e6, p50_us / 1e3, p99_us / 1e3)


def arguments(route, load, seed):
    """What wrk.lua reads after the --."""
    words = [load.first_account, load.last_account, seed, load.pause_ms]
    for request in route.requests:
        words += [request.share, request.method, request.path, "key" if request.has_key else "none", request.body]
    return [str(word) for word in words]


def command(url, route, load, seconds):
    return ["wrk", "-t1", f"-c{load.connections}", f"-d{seconds}s", f"--timeout={TIMEOUT_S}s", "-s", str(SCRIPT),
            url, "--", *arguments(route, load, random.randrange(10**9))]


def run(url, route, load, seconds):
    return parse(subprocess.run(command(url, route, load, seconds), check=True, text=True, stdout=subprocess.PIPE).stdout)


def try_once(url, route, account):
    """Each kind of request once, because wrk takes a redirect for a success."""
    for request in route.requests:
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=TIMEOUT_S)
        headers = {"Cookie": f"session={account}.{'A' * 43}", "Content-Type": "application/json"}
        connection.request(request.method, request.path, request.body.replace("$mood", "3") or None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        if not 200 <= answer.status < 300:
            raise Refused(f"{request.method} {request.path}: {answer.status} {text[:500]}")
