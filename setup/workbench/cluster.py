# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The embedded PostgreSQL server: made once, started whenever it is needed."""

import os
import secrets
import shutil
import stat
from dataclasses import dataclass, field
from pathlib import Path

from . import account, disk, ports, postgres_programs, process, server_settings, stamp
from .problem import Problem

SUPERUSER = "odoo"
FIRST_PORT = 25432
LOG = "server.log"
# Where a cluster is kept whose owner cannot reach the checkout, and whose it is.
ELSEWHERE = Path("/var/tmp")
PREFIX = "odoo-logistics-"
CHECKOUT = "checkout"
CLIENTS = """
    SELECT count(*) FROM pg_stat_activity
     WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True)
class Server:
    """How to reach a PostgreSQL server; `None` leaves a value to libpq."""

    host: str
    port: str = None
    user: str = None
    password: str = field(default=None, repr=False)

    def environment(self):
        """Return the variables with which libpq reaches this server."""
        values = {
            "PGHOST": self.host,
            "PGPORT": self.port,
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
        }
        return {name: value for name, value in values.items() if value}


def provide(places, environment, progress):
    """Return a running server: the one ``PGHOST`` names, else our own."""
    if environment.get("PGHOST"):
        return Server(
            environment["PGHOST"],
            environment.get("PGPORT"),
            environment.get("PGUSER"),
            environment.get("PGPASSWORD"),
        )
    remove_abandoned(places, progress)
    return Cluster(places, account.database_account(), progress).provide()


def stop(places, progress):
    """Stop our own server, if it runs and nobody else uses it."""
    Cluster(places, account.database_account(), progress).stop()


def home(places, owner):
    """Return the folder of the cluster: under ``.odoo/`` where ``owner`` gets there."""
    if owner.reaches(places.state):
        return places.state / "postgresql"
    return ELSEWHERE / f"{PREFIX}{stamp.digest(str(places.root))}"


def remove_abandoned(places, progress):
    """Stop and remove the clusters kept elsewhere for checkouts that are gone."""
    owner = account.database_account()
    for mark in ELSEWHERE.glob(f"{PREFIX}*/{CHECKOUT}"):
        trusted = mark.parent.lstat().st_uid == owner.uid
        if trusted and not Path(mark.read_text()).exists():
            Cluster(places, owner, progress, mark.parent).discard()


class Cluster:
    """A cluster of our own, owned by the unprivileged ``owner``."""

    def __init__(self, places, owner, progress, folder=None):
        self._places = places
        self._owner = owner
        self._progress = progress
        self._home = folder or home(places, owner)
        self._data = self._home / "data"
        self._secret = places.state / "postgresql.password"

    def provide(self):
        """Return the `Server`, made and started where it is not running yet."""
        port = self.running_port()
        if port is not None and not self._secret.is_file():
            self._halt()
            port = None
        if port is None:
            self._prepare()
            port = self._start()
        return self._server(port)

    def running_port(self):
        """Return the port this cluster answers on, or None when it is down."""
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
            port = int(lines[3])
        except PermissionError:
            self._refuse_other_owner()
        except (OSError, ValueError, IndexError):
            return None
        return port if self._answers(lines[0]) and self._is_ready(port) else None

    def _refuse_other_owner(self):
        raise Problem(
            f"{self._home} was made by another user.",
            "run the command as that user, or clone the repository anew",
        )

    def _answers(self, pid):
        try:
            os.kill(int(pid), 0)
        except (OSError, ValueError):
            return False
        return True

    def _is_ready(self, port):
        """Tell whether a server, perhaps just starting, answers on ``port``."""
        ready = [self._programs() / "pg_isready", "-h", ports.HOST, "-p", str(port)]
        return process.call([*ready, "-t", "30"]).returncode == 0

    def _programs(self):
        programs = postgres_programs.find(self._places)
        if self._owner.reaches(programs):
            return programs
        return postgres_programs.copy(programs, self._home)

    def stop(self):
        """Stop the server, unless a program is still connected to it."""
        port = self.running_port()
        if port is not None and not self._is_used(port):
            self._halt()

    def discard(self):
        """Stop the server and remove all it holds."""
        if self.running_port() is not None:
            self._halt()
        shutil.rmtree(self._home, ignore_errors=True)

    def _halt(self):
        self._run("pg_ctl", "stop", "-w", "-m", "fast", "-s", "-D", self._data)

    def _is_used(self, port):
        """Tell whether a client other than ourselves is connected."""
        psql = [self._programs() / "psql", "-X", "-A", "-t", "-c", CLIENTS]
        environment = {**os.environ, **self._server(port).environment()}
        return process.call([*psql, "postgres"], env=environment).stdout.strip() != "0"

    def _server(self, port):
        password = self._secret.read_text().strip()
        return Server(ports.HOST, str(port), SUPERUSER, password)

    def _prepare(self):
        self._make_home()
        if (self._data / "PG_VERSION").is_file() and self._secret.is_file():
            return
        disk.require(self._home, 1000)
        shutil.rmtree(self._data, ignore_errors=True)
        with self._progress.step("Making the database server"):
            self._initialise()
        if self._home.parent == ELSEWHERE:
            (self._home / CHECKOUT).write_text(str(self._places.state))

    def _make_home(self):
        self._home.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = self._home.lstat()
        trusted = (os.geteuid(), self._owner.uid)
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in trusted:
            self._refuse_other_owner()
        self._owner.own(self._home)
        self._home.chmod(0o711)

    def _initialise(self):
        password = self._home / "password"
        self._secret.touch(mode=0o600)
        self._secret.write_text(secrets.token_urlsafe(24) + "\n")
        password.touch(mode=0o600)
        password.write_text(self._secret.read_text())
        self._owner.own(password)
        self._run(
            "initdb",
            *("-D", self._data, "-U", SUPERUSER, "-E", "UTF8", "--locale=C"),
            *("--auth=scram-sha-256", f"--pwfile={password}"),
        )
        password.unlink()
        with open(self._data / "postgresql.conf", "a") as conf:
            conf.write(server_settings.for_this_machine())

    def _start(self):
        port = self._free_port()
        with self._progress.step(f"Starting the database server on port {port}"):
            self._run(
                "pg_ctl",
                *("start", "-w", "-t", "60", "-s", "-D", self._data),
                *("-l", self._home / LOG, "-o", f"-p {port}"),
            )
        return port

    def _free_port(self):
        try:
            return ports.pick(FIRST_PORT)
        except LookupError as error:
            raise Problem(str(error), "stop a program that listens there") from error

    def _run(self, program, *arguments):
        """Run a program of PostgreSQL as the owner, away from our terminal."""
        trace = self._home / "command.log"
        trace.touch()
        self._owner.own(trace)
        command = ["sh", "-c", 'log=$0; exec "$@" >"$log" 2>&1', trace]
        done = process.call(
            [*command, self._programs() / program, *arguments],
            cwd=self._home,
            start_new_session=True,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            **self._owner.options,
        )
        if done.returncode:
            raise Problem(self._last_words(program, trace), self._mend())

    def _last_words(self, program, trace):
        text = trace.read_text(errors="replace")
        log = self._home / LOG
        if log.is_file():
            text += log.read_text(errors="replace")[-2000:]
        return process.failure([program], 1, text)

    def _mend(self):
        return (
            f"look into {self._home / LOG}; a full disk and a folder that user"
            f" {self._owner.name} cannot reach are the usual reasons. A server of"
            " your own can be named with PGHOST, PGPORT, PGUSER and PGPASSWORD"
        )
