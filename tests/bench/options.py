"""The options of ./daymark bench, and the settings that follow from them."""
import argparse
import json
import os
import pathlib

from bench_service import program_of
from company import COMPANIES
from routes import ROUTES

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
WARM_UP_S = 6
LONG_ACCOUNTS = 64  # few enough to have long histories, and more than usually ask at a time
TASK_LIMIT = 1000
BESIDE_NUMBERS = ("accounts", "connections", "days")
# All tables in memory, and no checkpoint in a round: after one the first change of each page logs the page.
POSTGRES = {"shared_buffers": "1GB", "max_wal_size": "8GB", "checkpoint_timeout": "1h"}
NO_SETTINGS = ("DAYMARK_STATE", "DAYMARK_BUILD")

DESCRIPTION = """Measures the hot routes through nginx, workers and PostgreSQL, on data like that of a used
service. Rounds are interleaved and the median counts, because the machine's own noise is larger than most
differences. Read ratios within one run; docs/performance.md says what each figure means."""


def read():
    parser = argparse.ArgumentParser(prog="./daymark bench", description=DESCRIPTION)
    add_load(parser.add_argument_group("what is asked"))
    add_data(parser.add_argument_group("of what"))
    add_results(parser.add_argument_group("what becomes of it"))
    chosen = parser.parse_args()
    if chosen.long_days and chosen.accounts < 2 * LONG_ACCOUNTS:
        parser.error(f"--long-days needs --accounts of at least {2 * LONG_ACCOUNTS}")
    return chosen


def add_load(group):
    group.add_argument("--routes", type=routes, default=list(ROUTES), help="of " + ", ".join(ROUTES))
    group.add_argument("--connections", type=positive, default=16, help="how many clients ask at a time (16)")
    group.add_argument("--pause", type=natural, default=0, metavar="MS",
                       help="how long each waits before it asks again, on average (0)")
    group.add_argument("--company", action="append", default=[], choices=COMPANIES,
                       help="measure once more, in turn, while others do this; may be repeated")
    group.add_argument("--rounds", type=positive, default=7, help="how often each route is measured (7)")
    group.add_argument("--seconds", type=positive, default=5, help="length of a round (5)")


def add_data(group):
    group.add_argument("--accounts", type=positive, default=20000, help="(20000)")
    group.add_argument("--days", type=positive, default=75,
                       help="days of history (75: few posts of a run reach a milestone)")
    group.add_argument("--long-days", type=positive, metavar="DAYS",
                       help=f"{LONG_ACCOUNTS} accounts have so many and take turns with {LONG_ACCOUNTS} that have --days")
    group.add_argument("--same-length", action="store_true",
                       help="everybody's longest streak is --days long and ended yesterday")
    group.add_argument("--logged-today", action="store_true",
                       help="everybody has an entry today already, so that no POST is the day's first")
    group.add_argument("--postgres", action="append", default=[], metavar="NAME=VALUE", type=setting,
                       help="a setting, besides " + " ".join(f"{name}={value}" for name, value in POSTGRES.items()))
    group.add_argument("--build", type=pathlib.Path, default=REPOSITORY / "build/release", help=argparse.SUPPRESS)


def add_results(group):
    group.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write all figures into FILE")
    group.add_argument("--against", type=baseline, metavar="FILE", help="compare with what --json wrote")
    group.add_argument("--beside", action="append", default=[], metavar="NAME=VALUE", type=difference,
                       help="take turns with a service where one thing is different, and compare: checkout=FOLDER, "
                       f"same_length=true, or another number of {', '.join(BESIDE_NUMBERS)}; may be repeated")


# ---- values ---------------------------------------------------------------------------------------------------------

def routes(text):
    names = text.split(",")
    for name in names:
        if name not in ROUTES:
            raise argparse.ArgumentTypeError(f"there is no route {name}; there are {', '.join(ROUTES)}")
    return names


def natural(text):
    if not text.isdecimal():
        raise argparse.ArgumentTypeError("must be a number from 0")
    return int(text)


def positive(text):
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError("must be a number from 1")
    return int(text)


def setting(text):
    name, separator, value = text.partition("=")
    if not separator:
        raise argparse.ArgumentTypeError("must be NAME=VALUE")
    return name, value


def baseline(text):
    try:
        return json.loads(pathlib.Path(text).read_text())
    except (OSError, ValueError) as failure:
        raise argparse.ArgumentTypeError(f"cannot be read: {failure}")


def difference(text):
    """(name, value): what is different about a service that is measured beside this one."""
    name, value = setting(text)
    if name in BESIDE_NUMBERS:
        return name, positive(value)
    if name == "checkout" and program_of(value):
        return name, pathlib.Path(value).resolve()
    if (name, value) == ("same_length", "true"):
        return name, True
    raise argparse.ArgumentTypeError(f"{text} is nothing that can be different")


# ---- settings -------------------------------------------------------------------------------------------------------

def settings_of(chosen):
    """Whatever the figures depend on, besides the program and the machine."""
    names = ("routes", "connections", "pause", "company", "rounds", "seconds", "accounts", "days", "long_days", "same_length",
             "logged_today")
    environment = {name: value for name, value in sorted(os.environ.items())
                   if name.startswith("DAYMARK_") and name not in NO_SETTINGS}
    return {name: getattr(chosen, name) for name in names} | {
        "warm_up_s": WARM_UP_S, "postgres": POSTGRES | dict(chosen.postgres), "environment": environment}
