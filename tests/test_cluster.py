"""Workers beyond this machine: a scheduler and workers in processes of their own, of which some die."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from functools import partial
from operator import mul
from pathlib import Path

import numpy as np
import pytest

import estimator
from estimator import EstimatorError, cli
from estimator.catalog import load_catalog
from estimator.computing import cluster
from estimator.computing.cluster import workers_at
from estimator.computing.environment import FILES, ROUNDING, differing, surroundings
from estimator.model import model
from estimator.scenario import case_of, scenario_from
from estimator.solution.worlds import Observatory
from estimator.solver.kernel import compiled
from estimator.uncertainty import drawing, measurement
from estimator.uncertainty.measurement import measured
from estimator.uncertainty.sampling import REPLICATE, Sampler, check_draws

PACKAGE = Path(estimator.__file__).parent
ENDLESS = 10**11
ROUNDS = 6_000
"""Looks at what other processes do, before a test is given up: five minutes at least."""

UNHURRIED = 300.0
"""Seconds for an answer, where a test is not about answers that are late."""

WITHOUT_THE_PROJECT = """
import sys
class Blind:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "estimator":
            raise ModuleNotFoundError("No module named 'estimator'", name="estimator")
sys.meta_path.insert(0, Blind())
"""
SITE = {"title": "t", "given": {"facility_capacity": "2 GW"}, "use": {"accelerator": "h100-sxm", "reactor": "epr"}}


def at_last(happens):
    """Wait for something that other processes bring about, however busy the machine is."""
    for _ in range(ROUNDS):
        if happens():
            return
        time.sleep(0.05)
    raise AssertionError("it never happened")


class Processes:
    """A scheduler and its workers, each a process with one thread."""

    def __init__(self, folder):
        self.folder, self.started = folder, []
        self.dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", "scheduler.json")
        self.address = self.told("Scheduler at: ")

    def dask(self, *words, packages=None):
        with (self.folder / f"{len(self.started)}.log").open("w") as log:
            command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
            environment = {**os.environ, "PYTHONPATH": str(packages or PACKAGE.parent)}
            process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, env=environment)
        self.started.append(process)
        return process

    def worker(self, packages=None):
        options = ("--nthreads", "1", "--no-nanny", "--local-directory", str(self.folder))
        return self.dask("worker", self.address, *options, packages=packages)

    def told(self, words):
        """What the log of the last process says after some words, as soon as it does."""
        log = self.folder / f"{len(self.started) - 1}.log"
        at_last(lambda: words in log.read_text("utf-8"))
        return log.read_text("utf-8").partition(words)[2].split()[0]

    def end(self):
        for process in self.started:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def processes(tmp_path_factory):
    found = Processes(tmp_path_factory.mktemp("cluster"))
    found.worker()
    found.worker()
    found.told("Registered to: ")
    yield found
    found.end()


@pytest.fixture(scope="module")
def site():
    """The kernel of a site, its sampler, and the bounds of its outputs."""
    world = Observatory(model(), case_of(scenario_from(SITE), load_catalog()), 100, 1).world()
    kernel = compiled(world.plan, world.plan.made_by)
    return kernel, Sampler(data=tuple(kernel.drawn), seed=1), dict.fromkeys(kernel.outputs, (-np.inf, np.inf))


@pytest.fixture
def short_parts(monkeypatch, site):
    """Many draws are many parts, and none is kept."""
    monkeypatch.setattr(measurement, "KEPT", 0)
    monkeypatch.setattr(drawing, "_MOST_VALUES", 16 * REPLICATE * len(site[0].outputs))


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """Nothing is late, however busy the machine is."""
    monkeypatch.setattr(cluster, "ANSWER", UNHURRIED)
    monkeypatch.setattr(cluster, "PATIENCE", UNHURRIED)


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line; give its exit code, its output and its errors."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["estimator", *arguments])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        return (caught.value.code or 0, *capsys.readouterr())

    return run


# What comes back


def test_a_worker_that_is_killed_in_mid_run_costs_no_draw(processes, site, short_parts):
    draws = 480 * REPLICATE + 7
    expected = measured(*site, draws)
    doomed = processes.worker()
    processes.told("Registered to: ")
    told = []

    def kill(done, total):
        told.append(done)
        if len(told) == 2:
            doomed.send_signal(signal.SIGKILL)

    with workers_at(processes.address) as workers:
        assert 3 == workers.count
        found = measured(*site, draws, kill, workers)
        assert -signal.SIGKILL == doomed.wait()
        at_last(lambda: workers.count == 2)
    assert expected == found
    assert (31, draws) == (len(told), told[-1])


def test_the_command_line_prints_the_same_wherever_it_is_computed(processes, run):
    facts = ("estimate", "facility_capacity=2 GW", "accelerator=h100-sxm", "reactor=epr", "--draws", "1e6")
    (_, here, _), (code, there, told) = run(*facts), run(*facts, "--scheduler", processes.address)
    assert (0, here) == (code, there)
    progress = re.compile("reading|findings and report| *[0-9]+ % of 1,000,000 draws|100 %, [0-9]+ s")
    assert [] == [line for line in told.splitlines() if not progress.fullmatch(line)]


def test_a_sweep_prints_the_same_wherever_it_is_computed(processes, run):
    path = str(PACKAGE.parent / "scenarios" / "two-gigawatts.yaml")
    over = ("--over", "accelerators=1e6:2e6:40", "--over", "reactor=epr,ap1000", "--draws", "500", "--format", "csv")
    (_, here, _), (code, there, _) = (
        run("sweep", path, *over, *where) for where in ((), ("--scheduler", processes.address))
    )
    assert (0, here) == (code, there)
    assert "in conflict" in here


def test_what_comes_back_is_in_the_order_of_the_blocks(processes):
    with workers_at(processes.address) as workers:
        assert [2 * block for block in range(30)] == list(workers.map(partial(mul, 2), range(30)))


def test_few_blocks_are_sent_ahead(processes):
    sent = []
    with workers_at(processes.address) as workers:
        next(workers.map(abs, (sent.append(block) or block for block in range(1_000))))
        assert len(sent) <= cluster.AHEAD * workers.count


def test_a_problem_comes_back_as_a_sentence(processes):
    with (
        workers_at(processes.address) as workers,
        pytest.raises(EstimatorError, match="got 0") as told,
    ):
        list(workers.map(check_draws, [10, 0, 20]))
    assert 1 == len(told.value.problems)


@pytest.mark.parametrize(("function", "block", "kind"), [(int, "x", ValueError), (open, "nowhere", FileNotFoundError)])
def test_any_error_comes_back_as_it_is(processes, function, block, kind):
    with workers_at(processes.address) as workers, pytest.raises(kind):
        list(workers.map(function, [block]))


def test_an_interruption_leaves_nothing_under_way(processes, site, short_parts):
    def interrupt(done, total):
        raise KeyboardInterrupt

    with workers_at(processes.address) as workers:
        with pytest.raises(KeyboardInterrupt):
            measured(*site, ENDLESS, interrupt, workers)
        at_last(lambda: workers._client.run_on_scheduler(tasks) == 0)
        assert [1, 2, 3] == list(workers.map(abs, [1, 2, 3]))


def tasks(dask_scheduler):
    """How much a scheduler has to do."""
    return len(dask_scheduler.tasks)


# Who may compute


def test_a_worker_with_other_files_is_refused(processes, tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "estimator")
    with (tmp_path / "estimator" / "catalog" / "assumptions.yaml").open("a") as changed:
        changed.write("# another figure\n")
    stranger = processes.worker(packages=tmp_path)
    where = processes.told("Start worker at: ")
    processes.told("Registered to: ")
    with pytest.raises(EstimatorError, match=f"the worker {where} has {FILES} .* where this process has"):
        workers_at(processes.address).__enter__()
    stranger.kill()
    stranger.wait()


def test_a_worker_that_came_later_is_looked_at_too():
    other = {**surroundings(), ROUNDING: "another"}
    with pytest.raises(EstimatorError, match="came later has the rounding of exp"):
        cluster._made(abs, -1, other)
    assert 1 == cluster._made(abs, -1, surroundings())


@pytest.mark.parametrize("name", surroundings())
def test_everything_that_can_move_a_digit_is_compared(name):
    theirs = {**surroundings(), name: "another"}
    assert f"{name} another where this process has {surroundings()[name]}" == differing(theirs, surroundings())


def test_the_same_surroundings_do_not_differ():
    assert "" == differing({**surroundings()}, surroundings())


def test_a_worker_without_the_project_is_refused(processes, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_THE_PROJECT, "utf-8")
    stranger = processes.worker(packages=tmp_path)
    where = processes.told("Start worker at: ")
    processes.told("Registered to: ")
    with pytest.raises(EstimatorError, match=rf"the worker {where} does not load estimator \(.*the same environment"):
        workers_at(processes.address).__enter__()
    stranger.kill()
    stranger.wait()


def test_a_worker_that_was_just_lost_is_not_looked_at():
    assert cluster._check(ConnectionResetError("gone"), "the worker tcp://w:1") is None


# Schedulers that are not there


@pytest.fixture
def listener():
    """A server that answers every connection with some bytes, or with nothing."""
    server = socket.create_server(("127.0.0.1", 0))
    held = []

    def serve(answer):
        def answering():
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                held.append(connection)
                with suppress(OSError):  # who asked has gone
                    connection.sendall(answer)

        threading.Thread(target=answering, daemon=True).start()
        return f"tcp://127.0.0.1:{server.getsockname()[1]}"

    yield serve
    server.close()
    for connection in held:
        connection.close()


@pytest.fixture
def refused(run):
    """What the command line says of an address."""

    def refused(address):
        code, out, told = run("estimate", "facility_capacity=2 GW", "--scheduler", address)
        assert (2, "", 1) == (code, out, told.count("\n"))
        return told.removesuffix("\n")

    return refused


def test_a_port_where_nothing_listens(refused):
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]
    address = f"tcp://127.0.0.1:{free}"
    assert f"there is no scheduler at {address}: nothing listens; dask scheduler starts one" == refused(address)


def test_a_name_that_does_not_resolve(refused, monkeypatch):
    def unknown(*_):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    address = "tcp://nowhere.invalid:8786"
    assert f"there is no scheduler at {address}: the name nowhere.invalid does not resolve" == refused(address)


@pytest.mark.parametrize("answer", [b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_a_port_where_something_else_listens(listener, answer, refused):
    address = listener(answer)
    assert f"there is no scheduler at {address}: what listens is no part of Dask" == refused(address)


def test_a_port_that_does_not_answer(listener, refused, monkeypatch):
    monkeypatch.setattr(cluster, "ANSWER", 0.2)
    address = listener(b"")
    assert f"there is no scheduler at {address}: no answer" == refused(address)


def test_an_encrypted_connection_needs_certificates(listener, refused):
    address = listener(b"").replace("tcp", "tls")
    assert refused(address).startswith(f"{address} asks for certificates; name them in Dask's settings ")


@pytest.mark.parametrize(
    "address", ["", "8786", "localhost:8786", "http://localhost:8786", "tcp://localhost", "tcp://h:0", "tcp://h:65536",
                "tcp://:8786", "tcp://a b:8786", "tcp://user@h:8786", "tcp://h:8786/path", "inproc://h:1"],
)  # fmt: skip
def test_what_is_no_address(address):
    with pytest.raises(EstimatorError, match="is no address of a scheduler; write tcp://HOST:PORT or tls://HOST:PORT"):
        workers_at(address).__enter__()


@pytest.mark.parametrize(("address", "place"), [("tcp://a-1.b:1", ("a-1.b", 1)), ("tls://[::1]:8786", ("::1", 8786))])
def test_what_is_an_address(address, place):
    assert place == cluster._place(address)


def test_a_scheduler_without_workers(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    alone = Processes(tmp_path)
    try:
        with pytest.raises(EstimatorError, match=f"has no workers; start some with: dask worker {alone.address}"):
            workers_at(alone.address).__enter__()
    finally:
        alone.end()


def test_a_scheduler_that_dies_in_mid_run(tmp_path, site, short_parts):
    mortal = Processes(tmp_path)
    mortal.worker()
    try:
        with (
            pytest.raises(EstimatorError, match=f"the scheduler at {mortal.address} was lost in mid-run"),
            workers_at(mortal.address) as workers,
        ):
            measured(*site, ENDLESS, lambda done, total: mortal.started[0].kill(), workers)
    finally:
        mortal.end()


def test_a_block_that_kills_its_workers_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
    mortal = Processes(tmp_path)
    mortal.worker()
    try:
        with (
            pytest.raises(EstimatorError, match="given up, since every worker that began it died"),
            workers_at(mortal.address) as workers,
        ):
            list(workers.map(os._exit, [1]))
    finally:
        mortal.end()


def test_dask_is_an_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(EstimatorError, match=r"pip install 'estimator\[dask\]'"):
        workers_at("tcp://127.0.0.1:8786").__enter__()


def test_without_an_address_threads_compute():
    with workers_at(None) as workers:
        assert [1, 2] == list(workers.map(abs, [-1, 2]))
