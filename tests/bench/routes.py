"""What is measured: the one table of routes. A new one is a new line here.

Each request is one of a random account of load.sql. In a body, $mood becomes a number from 1 to 5."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Request:
    method: str
    path: str
    body: str = ""
    share: int = 100  # in percent of the route's requests
    has_key: bool = False  # sends an Idempotency-Key that nobody has sent before


@dataclasses.dataclass(frozen=True)
class Route:
    name: str
    title: str
    requests: tuple[Request, ...]
    stores: str = ""  # the column of meters.py that grows by one with each answer
    is_floor: bool = False  # asks the empty program of floor.py in place of the service


def get(path, share=100):
    return Request("GET", path, share=share)


def post(path, body, share=100, has_key=False):
    return Request("POST", path, body, share, has_key)


MOOD = '{"mood":$mood}'
TASK = '{"title":"Water the plants"}'

ROUTES = {route.name: route for route in (
    Route("empty", "an empty FastCGI answer", (get("/mood"),), is_floor=True),
    Route("post", "POST /mood", (post("/mood", MOOD),), stores="entries"),
    Route("get", "GET /mood", (get("/mood"),)),
    Route("mix", "90 % GET, 10 % POST /mood", (get("/mood", 90), post("/mood", MOOD, 10))),
    Route("post-key", "POST /mood, Idempotency-Key", (post("/mood", MOOD, has_key=True),), stores="entries"),
    Route("days", "GET /mood/days", (get("/mood/days"),)),
    Route("me", "GET /me", (get("/me"),)),
    Route("statistics", "GET /statistics", (get("/statistics"),)),
    Route("task", "GET /task", (get("/task"),)),
    Route("post-task", "POST /task", (post("/task", TASK),), stores="tasks"),
    Route("achievements", "GET /achievements", (get("/achievements"),)),
)}
