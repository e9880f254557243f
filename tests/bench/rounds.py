"""The rounds: who asks for what, in which order, and the figures of each round."""
import time

import meters
import results
import wrk
from company import COMPANIES
from options import LONG_ACCOUNTS, WARM_UP_S
from routes import ROUTES
from versions import say


COMPANY_WARM_UP_S = 2
IDLE_INTERVAL_S = 0.5
IDLE_SHARE = 0.1  # of a core


class Subject:
    """A route of a version, asked by some of its accounts, in company or not; and its rounds so far."""

    def __init__(self, version, target, route, load, group="", company=""):
        self.version, self.target, self.route, self.load, self.company = version, target, route, load, company
        self.key = route.name + (f"@{group}" if group else "") + (f"+{company}" if company else "")
        self.title = route.title + (f", {group} history" if group else "") + (f", with {company}" if company else "")
        self.database = None if route.is_floor else version.service.database
        self.rounds = []

    def warm_up(self):
        wrk.try_once(self.target.url, self.route, self.load.first_account)
        wrk.run(self.target.url, self.route, self.load, WARM_UP_S)

    def measure(self, seconds):
        if not self.company:
            return self.measure_now(seconds)
        with COMPANIES[self.company](self.target):
            wrk.run(self.target.url, self.route, self.load, COMPANY_WARM_UP_S)
            figures = self.measure_now(seconds)
        wait_until_idle(self.target.roots)  # what the company has asked for last is still being done
        return figures

    def measure_now(self, seconds):
        before = meters.read_counters(self.database) if self.database else {}
        cpu_before = meters.cpu_seconds(self.target.roots)
        answers = wrk.run(self.target.url, self.route, self.load, seconds)
        cpu_after = meters.cpu_seconds(self.target.roots)
        figures = time_figures(answers, cpu_before, cpu_after)
        if self.database:
            after = meters.read_counters(self.database)
            self.check_stored(answers, before, after)
            figures |= database_figures(answers, before, after, meters.read_wal(self.database, before, after))
        self.rounds.append(figures)
        return figures

    def check_stored(self, answers, before, after):
        """Each answer stands for a row; only what was cut off at the end may have one without an answer."""
        if not self.route.stores or self.company:
            return
        stored = after[self.route.stores] - before[self.route.stores]
        if not answers.requests <= stored <= answers.requests + self.load.connections:
            raise wrk.Refused(f"{stored} rows were stored for {answers.requests} answers")

    def result(self):
        writes = any(request.method != "GET" for request in self.route.requests)
        hot_share = {table: results.hot_share(self.rounds, table) for table in meters.HOT_TABLES} if writes else {}
        return {"title": self.title, "writes": writes, "rounds": self.rounds,
                "medians": results.medians(self.rounds), "hot_share": hot_share}


def wait_until_idle(roots):
    while True:
        before = sum(meters.cpu_seconds(roots).values())
        time.sleep(IDLE_INTERVAL_S)
        if sum(meters.cpu_seconds(roots).values()) - before < IDLE_SHARE * IDLE_INTERVAL_S:
            return


def time_figures(answers, cpu_before, cpu_after):
    figures = {"requests_per_s": answers.requests / answers.seconds, "p50_ms": answers.p50_ms, "p99_ms": answers.p99_ms}
    cpu_us = {f"cpu_us_{kind}": 1e6 * (cpu_after[kind] - cpu_before[kind]) / answers.requests for kind in meters.KINDS}
    return figures | cpu_us | {"cpu_us": sum(cpu_us.values())}


def database_figures(answers, before, after, wal):
    grown = {name: after[name] - before.get(name, 0) for name in after}
    costs = {"statements": grown["statements"], "first_of_day": grown["today"], **wal}
    return ({name: value / answers.requests for name, value in costs.items()} | {"awards": grown["awards"]}
            | {name: value for name, value in grown.items() if name.startswith(("updates_", "hot_"))})


# ---- who, and in which order ----------------------------------------------------------------------------------------

def choose_groups(settings):
    """Which accounts ask: all, or those with long histories and as many others in turn."""
    connections, pause = settings["connections"], settings["pause"]
    if not settings["long_days"]:
        return {"": wrk.Load(connections, 1, settings["accounts"], pause)}
    return {"long": wrk.Load(connections, 1, LONG_ACCOUNTS, pause),
            "usual": wrk.Load(connections, LONG_ACCOUNTS + 1, 2 * LONG_ACCOUNTS, pause)}


def choose_subjects(measured, bottom, names):
    """Route by route, and of each route version by version: what is compared is measured one after the other."""
    subjects = []
    for route in (ROUTES[name] for name in names):
        if route.is_floor:
            load = wrk.Load(measured[0].settings["connections"], 1, 1)
            subjects.append(Subject(measured[0], bottom, route, load))
        else:
            subjects += [Subject(version, version.service, route, choose_groups(version.settings)[group], group, company)
                         for group in choose_groups(measured[0].settings) for version in measured
                         for company in ["", *version.settings["company"]]]
    return subjects


def measure(subjects, rounds, seconds):
    duration_s = len(subjects) * (WARM_UP_S + rounds * (seconds + 1))
    say(f"measuring; this takes about {duration_s // 60 + 1} minutes")
    for subject in subjects:
        subject.warm_up()
    for number in range(1, rounds + 1):
        # Whoever comes second finds the disk busier: take turns at it.
        for subject in subjects if number % 2 else reversed(subjects):
            figures = subject.measure(seconds)
            say(f"round {number} of {rounds}: {subject.version.name} {subject.key} "
                f"{figures['requests_per_s']:.0f}/s, p99 {figures['p99_ms']:.1f} ms, {figures['cpu_us']:.0f} us")
