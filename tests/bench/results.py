"""What the rounds say: medians, spreads, ratios, and the tables. Pure functions over plain values.

A version is {"name", "commit", "routes": {route: {"title", "writes", "rounds": [{figure: number}], "medians",
"hot_share": {table: number}}}}."""
import json
import statistics

FORMAT = 1
# What has to be equal in a run and its baseline, or a ratio says nothing. Rounds and routes may differ.
MUST_BE_EQUAL = ("accounts", "days", "long_days", "same_length", "logged_today", "connections", "pause", "seconds", "warm_up_s",
                 "postgres", "environment")
MACHINE_MUST_BE_EQUAL = ("cores", "huge_pages")
COMPARED = {"requests_per_s": "requests/s", "p50_ms": "p50", "p99_ms": "p99", "cpu_us_postgres": "postgres",
            "cpu_us_worker": "worker", "cpu_us_nginx": "nginx", "cpu_us": "CPU in all", "statements": "statements",
            "wal_bytes": "WAL bytes", "wal_records": "WAL records"}
OF_WRITES_ONLY = ("wal_bytes", "wal_records")  # what is in the log while others read is not theirs
# Of two times four rounds that measure the same, one in 35 pairs is apart by chance; of two times two, one in three.
ROUNDS_MIN = 4
MOVED_MIN = 0.01


class OtherSettings(Exception):
    """The two runs cannot be compared."""


# ---- figures --------------------------------------------------------------------------------------------------------

def medians(rounds):
    return {name: statistics.median(figures[name] for figures in rounds) for name in rounds[0]}


def spread(rounds, name):
    """The least and the greatest of a figure."""
    values = [figures[name] for figures in rounds]
    return min(values), max(values)


def has_moved(rounds, base_rounds, name):
    """Moved by more than the rounds' own spread: each round of the one is beyond every round of the other."""
    if min(len(rounds), len(base_rounds)) < ROUNDS_MIN:
        return False
    least, greatest = spread(rounds, name)
    base_least, base_greatest = spread(base_rounds, name)
    return least > base_greatest or greatest < base_least


def ratio(value, base):
    """None where there is nothing to divide by."""
    return value / base if base else None


def ratios(route, base_route):
    """(ratio of the medians, whether it has moved) by figure that means something."""
    told = {}
    for name in COMPARED:
        if name not in route["medians"] or name in OF_WRITES_ONLY and not route["writes"]:
            continue
        value = ratio(route["medians"][name], base_route["medians"][name])
        is_large = value is not None and abs(value - 1) >= MOVED_MIN
        told[name] = value, is_large and has_moved(route["rounds"], base_route["rounds"], name)
    return told


def hot_share(rounds, table):
    """Of all rounds together; None where nothing of the table was updated."""
    updates = sum(figures[f"updates_{table}"] for figures in rounds)
    return ratio(sum(figures[f"hot_{table}"] for figures in rounds), updates)


# ---- two runs -------------------------------------------------------------------------------------------------------

def check_settings(settings, baseline):
    if baseline.get("format") != FORMAT:
        raise OtherSettings(f"the baseline has format {baseline.get('format')}, and this program reads {FORMAT}")
    refuse(differ(settings, baseline["settings"], MUST_BE_EQUAL))


def check_machine(machine, baseline):
    refuse(differ(machine, baseline["machine"], MACHINE_MUST_BE_EQUAL))


def refuse(differences):
    if differences:
        raise OtherSettings("the baseline cannot be compared with this: " + "; ".join(differences))


def differ(now, then, names):
    return [f"{name} is {json.dumps(now.get(name))}, the baseline's {json.dumps(then.get(name))}"
            for name in names if now.get(name) != then.get(name)]


# ---- tables ---------------------------------------------------------------------------------------------------------

def number(value):
    """Three digits that say something, never more."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def cost_table(version):
    head = ["route", "requests/s", "min - max", "p50 ms", "p99 ms", "CPU us: postgres", "worker", "nginx", "other",
            "in all"]
    rows = []
    for route in version["routes"].values():
        medians_of = route["medians"]
        least, greatest = spread(route["rounds"], "requests_per_s")
        names = ("p50_ms", "p99_ms", "cpu_us_postgres", "cpu_us_worker", "cpu_us_nginx", "cpu_us_other", "cpu_us")
        rows.append([route["title"], number(medians_of["requests_per_s"]), f"{number(least)} - {number(greatest)}",
                     *(number(medians_of[name]) for name in names)])
    return table(head, rows)


def database_table(version):
    head = ["route", "statements", "WAL bytes", "and full pages", "WAL records", "HOT: accounts", "runs", "histogram",
            "day's first", "awards"]
    routes = [route for route in version["routes"].values() if "statements" in route["medians"]]
    return table(head, [database_row(route) for route in routes])


def database_row(route):
    names = ("statements", "wal_bytes", "wal_full_page_bytes", "wal_records")
    told = [route["title"], *(number(route["medians"][name]) for name in names)]
    if not route["writes"]:
        return told + [""] * 5
    awards = sum(figures["awards"] for figures in route["rounds"])
    told += [number(share) for share in route["hot_share"].values()]
    return told + [number(route["medians"]["first_of_day"]), str(awards)]


def ratio_table(version, base):
    """Of the routes that both have; * marks what has moved."""
    rows = []
    for name, route in version["routes"].items():
        if name in base["routes"]:
            by_figure = ratios(route, base["routes"][name])
            rows.append([route["title"], *(mark(by_figure.get(figure)) for figure in COMPARED)])
    return table(["route", *COMPARED.values()], rows)


def mark(ratio_and_moved):
    if ratio_and_moved is None or ratio_and_moved[0] is None:
        return ""
    value, moved = ratio_and_moved
    return f"{value:.2f}{' *' if moved else ''}"


def comparison(version, base):
    missing = sorted((version["routes"].keys() ^ base["routes"].keys()) - {"empty"})
    lines = [f"{version['name']} ({version['commit']}) as multiples of {base['name']} ({base['commit']}); * has moved "
             "by more than the rounds' own spread:", "", ratio_table(version, base)]
    if any(len(route["rounds"]) < ROUNDS_MIN for one in (version, base) for route in one["routes"].values()):
        lines.append(f"Fewer than {ROUNDS_MIN} rounds do not show what has moved.\n")
    if missing:
        lines.append(f"Only in one of the two: {', '.join(missing)}\n")
    return "\n".join(lines)


def report(document, baseline):
    settings, machine = document["settings"], document["machine"]
    shape = ", all streaks of the same length" if settings["same_length"] else ""
    pages = "in use" if machine["huge_pages"] else "not in use"
    lines = [f"\n{settings['accounts']:,} accounts x {settings['days']} days{shape}, {settings['connections']} "
             f"connections, median of {settings['rounds']} rounds of {settings['seconds']} s",
             f"{machine['cores']} cores ({machine['processor']}), huge pages {pages}, "
             f"PostgreSQL {machine['postgres']}, {document['measured_at']}\n"]
    for version in document["versions"]:
        lines += [f"## {version['name']}: {version['commit']}\n", cost_table(version),
                  "For a request; HOT shares and awards are of all rounds:\n", database_table(version)]
    current, *others = document["versions"]
    if baseline:
        others.append(baseline["versions"][0] | {"name": "the baseline"})
    return "\n".join(lines + [comparison(current, base) for base in others])
