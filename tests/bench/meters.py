"""What a round cost, beside the time: CPU from /proc, statements, log and rows from PostgreSQL."""
import collections
import os
import pathlib

PROCESSES = {"postgres": "postgres", "nginx": "nginx", "daymark-worker": "worker", "empty_responder": "worker"}
KINDS = ("postgres", "worker", "nginx", "other")  # other: the log, the jobs, s6
HOT_TABLES = ("accounts", "runs", "streak_histogram")

# Sessions tell pg_stat_user_tables at most once a second, so a part of a round's updates is counted in the
# next round. That is why they are taken for shares only; everything else here is exact at once.
COUNTERS = """
select (select coalesce(sum(calls), 0) from pg_stat_statements s join pg_roles r on r.oid = s.userid
         where r.rolname = 'daymark_worker') as statements,
       pg_current_wal_flush_lsn() - '0/0' as wal_end,
       (select count(*) from awards) as awards,
       (select coalesce(sum(mood_entries), 0) from accounts) as entries,
       (select coalesce(sum(used), 0) from task_quotas) as tasks,
       (select count(*) from accounts a join runs r on r.account_id = a.account_id
         where r.activity = 'mood' and r.last_day >= (now() at time zone a.time_zone)::date) as today
"""
UPDATES = """
select relname, n_tup_upd, n_tup_hot_upd from pg_stat_user_tables
 where relname in ('accounts', 'runs', 'streak_histogram')
"""
WAL = """
select coalesce(sum(count), 0), coalesce(sum(record_size), 0), coalesce(sum(fpi_size), 0)
  from pg_get_wal_stats('0/0'::pg_lsn + {0}, '0/0'::pg_lsn + {1})
"""
EXTENSIONS = ("pg_stat_statements", "pg_walinspect", "pg_prewarm")


def cpu_seconds(roots):
    """CPU seconds so far of each kind of process, among those that descend from `roots`."""
    parents, spent = {}, {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            process, parent, name, seconds = read_stat(path.read_text())
        except OSError:
            continue  # has ended meanwhile
        parents[process] = parent
        spent[process] = (PROCESSES.get(name, "other"), seconds)
    sums = collections.Counter()
    for process, (kind, seconds) in spent.items():
        if descends(process, parents, roots):
            sums[kind] += seconds
    return sums


def read_stat(text):
    """Process, parent, name and CPU seconds from the line of /proc/PID/stat; a name may have anything in it."""
    name = text[text.index("(") + 1:text.rindex(")")]
    fields = text[text.rindex(")") + 2:].split()
    ticks = int(fields[11]) + int(fields[12])
    return int(text.split(" ", 1)[0]), int(fields[1]), name, ticks / os.sysconf("SC_CLK_TCK")


def descends(process, parents, roots):
    while process and process not in roots:
        process = parents.get(process, 0)
    return process in roots


def read_counters(database):
    """What PostgreSQL has counted so far, as numbers by name."""
    names = ("statements", "wal_end", "awards", "entries", "tasks", "today")
    counters = dict(zip(names, (int(value) for value in database.ask(COUNTERS)[0]), strict=True))
    for table, updates, hot in database.ask(UPDATES):
        counters[f"updates_{table}"], counters[f"hot_{table}"] = int(updates), int(hot)
    return counters


def read_wal(database, before, after):
    """What was written to the log between two counters; a record's bytes are told without the full pages in it."""
    row = (0, 0, 0)
    if before["wal_end"] != after["wal_end"]:
        row = (int(value) for value in database.ask(WAL.format(before["wal_end"], after["wal_end"]))[0])
    return dict(zip(("wal_records", "wal_bytes", "wal_full_page_bytes"), row, strict=True))
