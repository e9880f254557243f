"""A service of our own (tests/test_service, release preset), loaded and warm, and its database."""
import os
import pathlib
import subprocess

import meters

BELIEVED = "127.0.0.0/8"  # what says for whom it asks: people sign in from many networks
HERE = pathlib.Path(__file__).resolve().parent
PROGRAMS = ("tests/test_service", "tests/service")  # what starts a service; the second in older versions


def program_of(checkout):
    """What starts the service of a checkout; None if there is nothing."""
    return next((path for path in (pathlib.Path(checkout, name) for name in PROGRAMS) if path.is_file()), None)


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


class Service:
    def __init__(self, checkout, build, folder):
        self.checkout, self.build, self.folder = checkout, build, folder
        self.is_started = False

    def start(self, postgres_settings):
        """Ready when it returns, with these settings of PostgreSQL."""
        self.folder.mkdir()
        self.is_started = True
        settings = self.folder / "postgres.conf"
        settings.write_text("".join(f"{name} = '{value}'\n" for name, value in postgres_settings.items()))
        self.control("start", DAYMARK_TEST_POSTGRES_CONF=str(settings), DAYMARK_TRUSTED_PROXIES=BELIEVED)
        lines = (self.folder / "service.env").read_text().splitlines()
        environment = dict(line.split("=", 1) for line in lines)
        self.url = environment["DAYMARK_TEST_URL"]
        self.state = pathlib.Path(environment["DAYMARK_TEST_STATE"])
        self.roots = {int(environment["DAYMARK_TEST_LAUNCHER"])}
        self.database = Database(environment["PGHOST"])
        for extension in meters.EXTENSIONS:
            self.database.run(f"--command=create extension if not exists {extension}")

    def has_settings(self, settings):
        """Whether PostgreSQL runs with them: an older checkout has no way to give them."""
        names = ", ".join(f"'{name}'" for name in settings)
        taken = self.database.value("select count(distinct name) from pg_file_settings "
                                    f"where applied and sourcefile like '%/zz-bench.conf' and name in ({names})")
        return int(taken) == len(settings)

    def stop(self):
        if self.is_started:
            self.control("stop")

    def control(self, verb, **variables):
        self.build.mkdir(parents=True, exist_ok=True)
        program = str(program_of(self.checkout))
        subprocess.run([program, verb, str(self.build), "release", str(self.folder)], check=True,
                       env=os.environ | variables)

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
