"""A service of our own (tests/service, release preset), loaded and warm, and its database."""
import os
import pathlib
import subprocess
import time
import urllib.error
import urllib.request

import meters

HERE = pathlib.Path(__file__).resolve().parent
DEADLINE_S = 60


class Database:
    def __init__(self, host):
        self.environment = dict(os.environ, PGHOST=host, PGPORT="5432", PGUSER="postgres", PGDATABASE="daymark",
                                PGOPTIONS="--client-min-messages=warning")

    def run(self, *arguments):
        command = ["psql", "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1", *arguments]
        return subprocess.run(command, env=self.environment, check=True, text=True, stdout=subprocess.PIPE).stdout

    def ask(self, statement):
        """The rows of the answer, as texts."""
        return [line.split("|") for line in self.run(f"--command={statement}").splitlines()]

    def value(self, statement):
        return self.ask(statement)[0][0]

    def start_time(self):
        """When the server was started, as a text; none while it does not answer."""
        command = ["psql", "--no-psqlrc", "--tuples-only", "--command=select pg_postmaster_start_time()"]
        return subprocess.run(command, env=self.environment, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL).stdout.strip()


class Service:
    def __init__(self, checkout, build, folder):
        self.checkout, self.build, self.folder = checkout, build, folder
        self.is_started = False

    def start(self, postgres_settings):
        self.folder.mkdir()
        self.is_started = True
        self.control("start")
        lines = (self.folder / "service.env").read_text().splitlines()
        environment = dict(line.split("=", 1) for line in lines)
        self.url = environment["DAYMARK_TEST_URL"]
        self.state = pathlib.Path(environment["DAYMARK_TEST_STATE"])
        self.roots = {int(environment["DAYMARK_TEST_LAUNCHER"])}
        self.database = Database(environment["PGHOST"])
        self.set_up_postgres(postgres_settings)

    def stop(self):
        if self.is_started:
            self.control("stop")

    def control(self, verb):
        self.build.mkdir(parents=True, exist_ok=True)
        program = str(self.checkout / "tests/service")
        subprocess.run([program, verb, str(self.build), "release", str(self.folder)], check=True)

    def set_up_postgres(self, settings):
        text = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
        (self.state / "postgres.d/zz-bench.conf").write_text(text)
        started = self.database.start_time()
        subprocess.run(["s6-svc", "-r", str(self.state / "services/postgres")], check=True)
        wait_until(lambda: self.database.start_time() not in ("", started), "PostgreSQL is not restarted")
        wait_until(self.is_ready, "the service is not ready")
        for extension in meters.EXTENSIONS:
            self.database.run(f"--command=create extension if not exists {extension}")

    def is_ready(self):
        try:
            return urllib.request.urlopen(self.url + "/readyz", timeout=5).status == 200
        except (urllib.error.URLError, OSError):
            return False

    def load(self, variables):
        settings = [f"--set={name}={value}" for name, value in variables.items()]
        self.database.run("--output=/dev/null", *settings, f"--file={HERE / 'load.sql'}")

    def prewarm(self):
        """Every table and index into shared buffers, so that no round pays for the first touch."""
        self.database.run("--command=select sum(pg_prewarm(oid)) from pg_class "
                          "where relkind in ('r', 'i', 't') and relpersistence = 'p'")

    def fits_in_memory(self):
        return self.database.value("select pg_database_size(current_database()) "
                                   "< pg_size_bytes(current_setting('shared_buffers'))") == "t"

    def uses_huge_pages(self):
        postmaster = (self.state / "postgres/postmaster.pid").read_text().splitlines()[0]
        return "/anon_hugepage" in pathlib.Path(f"/proc/{postmaster}/maps").read_text()

    def huge_pages_wanted(self):
        return int(self.database.value("show shared_memory_size_in_huge_pages"))

    def wrong_counts(self):
        """What is counted wrong: the names of the statements by which the jobs compare counts that find something."""
        statements = sorted((self.checkout / "sql/queries/jobs").glob("compare_*.sql"))
        return [path.stem for path in statements if self.database.run(f"--file={path}").strip() != "0"]


def wait_until(condition, failure):
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"bench: {failure} after {DEADLINE_S} s")
        time.sleep(0.1)
