"""Workers beyond this machine: those of a Dask scheduler, asked for by its address."""

import asyncio
import logging
import re
import socket
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

from estimator.computing.environment import differing, surroundings
from estimator.computing.workers import AHEAD, Done, Threads, Work, Workers
from estimator.errors import EstimatorError

if TYPE_CHECKING:
    import distributed

_ADDRESS = re.compile(r"(?:tcp|tls)://(?P<host>[^/:@\[\]\s]+|\[[0-9a-fA-F:.]+\]):(?P<port>\d{1,5})")
_MOST_PORTS = 65_535

ANSWER = 4.0
"""Seconds in which an address is found and answers, and again in which a scheduler does."""

_ADVICE = "scheduler, workers and this process each need the same environment"

PATIENCE = 10.0
"""Seconds that are waited for a first worker, and after which those that compute are looked at again."""

_GOODBYE = 2.0
"""Seconds in which a scheduler may confirm that all is over."""


@contextmanager
def workers_at(address: str | None) -> Iterator[Workers]:
    """The workers of the scheduler at an address, while they are needed; threads of this process without one.

    Raises:
        EstimatorError: there is no scheduler, it has no workers, or these have not what this process has.
    """
    if address is None:
        yield Threads()
        return
    with _quiet():
        client = _client(address)
        try:
            yield Cluster(client, address)
        finally:
            with suppress(Exception):  # there is nobody left to say goodbye to
                client.close(_GOODBYE)


class Cluster:
    """The workers of a scheduler. A block whose worker dies is computed again by another; errors of ours come back."""

    def __init__(self, client: "distributed.Client", address: str) -> None:
        """Raises EstimatorError if no worker comes, or if one would compute something else than this process."""
        self._client, self._address = client, address
        self._await_a_worker()
        with self._told():
            try:
                _check(client.run_on_scheduler(surroundings), "the scheduler")
            except ImportError as error:
                _check(error, "the scheduler")
            for name, theirs in client.run(surroundings, on_error="return").items():
                _check(theirs, f"the worker {name}")

    @property
    def count(self) -> int:
        """How many blocks are worked on at the same time."""
        with self._told():
            threads: dict[str, int] = self._client.nthreads()
        return max(sum(threads.values()), 1)

    def map(self, function: Callable[[Work], Done], blocks: Iterable[Work]) -> Iterator[Done]:
        """What the function makes of each block, in the order of the blocks. It is sent once to each worker."""
        from distributed.protocol.pickle import dumps, loads  # an extra that most do without

        window, waiting = AHEAD * self.count, deque[Any]()
        shared = self._client.submit(loads, dumps(function), pure=False)
        try:
            with self._told():
                self._failure(shared)  # which every block meets again
                self._client.replicate(shared)  # else the first blocks all go to the worker that has it
            for block in blocks:
                waiting.append(self._client.submit(_made, shared, block, surroundings(), pure=False))
                if len(waiting) >= window:
                    yield self._result(waiting.popleft())
            while waiting:
                yield self._result(waiting.popleft())
        finally:
            with suppress(Exception):  # the scheduler may be gone
                self._client.cancel([*waiting, shared])

    def _result(self, future: Any) -> Any:
        """What came of a block, however long it takes, as long as there is somebody who could compute it."""
        from distributed import KilledWorker  # an extra that most do without

        with self._told():
            failure = self._failure(future)
            if failure is None:
                return future.result()
        if isinstance(failure, KilledWorker):
            raise EstimatorError("a block of work was given up, since every worker that began it died") from None
        if isinstance(failure, ImportError) and (failure.name or "").partition(".")[0] == "estimator":
            raise EstimatorError(f"a worker that came later does not load estimator ({failure}); {_ADVICE}") from None
        raise failure

    def _failure(self, future: Any) -> Any:
        while True:
            try:
                return future.exception(timeout=PATIENCE)
            except TimeoutError:
                self._await_a_worker()

    def _await_a_worker(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            command = f"dask worker {self._address} --nthreads 1"
            message = f"the scheduler at {self._address} has no workers; start some with: {command}"
            raise EstimatorError(message) from None

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong on the way to the workers and back, as a sentence."""
        try:
            yield
        except (CancelledError, OSError):
            raise EstimatorError(f"the scheduler at {self._address} was lost in mid-run") from None


def _made(function: Callable[[Work], Done], block: Work, expected: dict[str, str]) -> Done:
    """What a function makes of a block, on a worker; it may have come after all others were looked at."""
    if found := differing(surroundings(), expected):
        raise EstimatorError(f"a worker that came later has {found}; results could differ; {_ADVICE}")
    return function(block)


def _check(theirs: Any, who: str) -> None:
    """Refuse a scheduler or a worker that could give other results, or cannot compute at all."""
    if isinstance(theirs, Exception) and not isinstance(theirs, OSError):  # such as that of a worker just lost
        raise EstimatorError(f"{who} does not load estimator ({theirs}); {_ADVICE}")
    if isinstance(theirs, dict) and (found := differing(theirs, surroundings())):
        raise EstimatorError(f"{who} has {found}; results could differ; {_ADVICE}")


def _place(address: str) -> tuple[str, int]:
    """The host and the port of an address."""
    found = _ADDRESS.fullmatch(address)
    if not found or not 1 <= int(found["port"]) <= _MOST_PORTS:
        example = "tcp://HOST:PORT or tls://HOST:PORT, such as tcp://10.0.0.5:8786"
        raise EstimatorError(f"'{address}' is no address of a scheduler; write {example}")
    return found["host"].strip("[]"), int(found["port"])


def _client(address: str) -> "distributed.Client":
    """A connection to the scheduler at an address, once it has said that it is one."""
    host, port = _place(address)
    try:
        from distributed import Client  # an extra that most do without
    except ImportError:
        raise EstimatorError("schedulers are reached by Dask: pip install 'estimator[dask]'") from None
    nobody = f"there is no scheduler at {address}"
    try:
        kind = _in_a_thread(lambda: _kind(host, port, address), 2 * ANSWER)
        if kind == "Scheduler":
            return Client(address, timeout=ANSWER, set_as_default=False, name="estimator")
    except socket.gaierror:
        raise EstimatorError(f"{nobody}: the name {host} does not resolve") from None
    except ConnectionRefusedError:
        raise EstimatorError(f"{nobody}: nothing listens; dask scheduler starts one") from None
    except OSError as error:
        raise EstimatorError(f"{nobody}: {error.strerror or 'no answer'}") from None
    except TypeError:
        raise EstimatorError(f"{address} asks for certificates; name them in Dask's settings {_TLS}") from None
    except Exception:  # what a stranger answers can break the protocol anywhere
        kind = "no part of Dask"
    raise EstimatorError(f"{nobody}: what listens is {kind}")


_TLS = "distributed.comm.tls.ca-file and distributed.comm.tls.client"


def _kind(host: str, port: int, address: str) -> str:
    """What part of Dask listens at an address."""
    from distributed import Security  # an extra that most do without
    from distributed.core import rpc

    async def kind() -> str:
        async with rpc(address, connection_args=Security().get_connection_args("client")) as listener:
            found = await listener.identity()
            return str(found["type"])

    socket.create_connection((host, port), timeout=ANSWER).close()  # at once, where nothing listens
    return asyncio.run(asyncio.wait_for(kind(), ANSWER))


def _in_a_thread(function: Callable[[], Done], patience: float) -> Done:
    """What a function gives, unless it takes too long, as looking up a name can."""
    outcome: Future[Done] = Future()

    def settle() -> None:
        try:
            outcome.set_result(function())
        except BaseException as error:
            outcome.set_exception(error)

    Thread(target=settle, daemon=True).start()
    return outcome.result(timeout=patience)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what Dask says to logs and warns of: what matters of it is told in sentences of ours."""
    with suppress(ImportError):
        import distributed  # noqa: F401  # an extra that most do without; it sets up its logs when it is loaded
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in ("distributed", "tornado")]
    levels = {logging.getLogger(name): logging.getLogger(name).level for name in names}
    for logger in levels:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in levels.items():
            logger.setLevel(level)
