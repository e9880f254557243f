"""What is measured in turn: services of this checkout or another one, and the machine below them."""
import os
import pathlib
import platform
import subprocess
import sys

import bench_service
import wrk
from options import LONG_ACCOUNTS, REPOSITORY, TASK_LIMIT


class NotComparable(Exception):
    """The services would not have the same machine, or the same PostgreSQL."""


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


class Version:
    """A service of its own: of this checkout or another one, with these settings or others."""

    def __init__(self, name, checkout, build, settings, folder):
        self.name, self.settings = name, settings
        self.service = bench_service.Service(checkout, build, folder)
        self.commit = describe_commit(checkout)

    def start(self):
        say(f"starting {self.name}: {self.service.checkout}")
        self.service.start(self.settings["postgres"])
        if not self.service.has_settings(self.settings["postgres"]):
            raise NotComparable(f"{self.service.checkout} is too old to be given settings of PostgreSQL")

    def load(self):
        say(f"loading {self.name}")
        self.service.load(load_variables(self.settings))
        self.service.prewarm()
        if not self.service.fits_in_memory():
            say("the database is larger than shared_buffers: rounds will wait for the kernel; "
                "--postgres shared_buffers=… makes room")


def choose(chosen, settings, folder):
    """This checkout, and what --beside says it is compared with."""
    measured = [Version("this", REPOSITORY, chosen.build, settings, folder / "this")]
    for number, (name, value) in enumerate(chosen.beside):
        where, checkout, build = folder / f"beside-{number}", REPOSITORY, chosen.build
        if name == "checkout":
            checkout, build = value, value / "build/release"
        measured.append(Version(f"{name}={value}", checkout, build, settings | {name: value}, where))
    return measured


def describe_commit(checkout):
    command = ["git", "-C", str(checkout), "describe", "--always", "--dirty", "--abbrev=10", "--exclude=*"]
    told = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return told.stdout.strip() or "unknown"


def load_variables(settings):
    variables = {"accounts": settings["accounts"], "days": settings["days"], "task_limit": TASK_LIMIT,
                 "same_length": str(settings["same_length"]).lower(),
                 "logged_today": str(settings["logged_today"]).lower()}
    if settings["long_days"]:
        variables |= {"long_accounts": LONG_ACCOUNTS, "long_days": settings["long_days"]}
    return variables


def check_counts(measured):
    """After all rounds every count is what it counts."""
    for version in measured:
        wrong = version.service.wrong_counts()
        if wrong:
            raise wrk.Refused(f"{version.name}: counts do not agree with what they count: {', '.join(wrong)}")


# ---- the machine ----------------------------------------------------------------------------------------------------

def machine_facts(measured):
    load = os.getloadavg()[0]
    if load > 0.5:
        say(f"the machine is not idle (load average {load:.2f}): figures will be noisy")
    return {"cores": os.cpu_count(), "processor": processor(), "kernel": platform.release(), "load_average": load,
            "memory_mib": os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20,
            "postgres": measured[0].service.database.value("show server_version"),
            "huge_pages": check_huge_pages(measured)}


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def check_huge_pages(measured):
    """Whether they are in use. Of several services all have them or none, else nothing could be compared."""
    used = [version.service.uses_huge_pages() for version in measured]
    if not all(used):
        wanted = sum(version.service.huge_pages_wanted() for version in measured)
        say("huge pages are not in use: on many machines that doubles what PostgreSQL costs, and the noise. To have "
            f"them, as root: sysctl vm.nr_hugepages={wanted} (once more with 0 gives the memory back)")
    if len(set(used)) > 1:
        raise NotComparable("only some of the services have huge pages; --postgres huge_pages=off measures all without")
    return all(used)
