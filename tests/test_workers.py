"""Whoever computes: what comes back is in the order of the blocks, and only a few are under way."""

import threading

import pytest

from estimator.computing.workers import AHEAD, Threads, threads


@pytest.mark.parametrize("count", [1, 2, 3])
def test_what_comes_back_is_in_the_order_of_the_blocks(count):
    later = threading.Event()

    def slower_at_first(block):
        if block:
            later.set()
        elif count > 1:
            assert later.wait(300)
        return block**2

    assert [block**2 for block in range(20)] == list(Threads(count).map(slower_at_first, range(20)))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_few_blocks_are_taken_ahead(count):
    taken = []
    blocks = (taken.append(block) or block for block in range(1_000))
    next(Threads(count).map(abs, blocks))
    assert len(taken) <= AHEAD * count


@pytest.mark.parametrize("count", [1, 2])
def test_an_error_comes_back_as_it_is(count):
    with pytest.raises(ValueError, match="'x'"):
        list(Threads(count).map(int, ["1", "x", "2"]))


def test_whoever_stops_listening_leaves_no_thread_behind():
    before = threading.active_count()
    for _ in Threads(2).map(abs, range(1_000)):
        break
    assert before == threading.active_count()


def test_there_are_as_many_threads_as_processors_may_be_used():
    assert 1 <= threads() == Threads().count
