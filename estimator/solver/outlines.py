"""Outlines of plans, kept within a process by the pattern of what is known: values cost no planning."""

from functools import lru_cache

import numpy as np

from estimator.datum import Variable
from estimator.model import Model
from estimator.solver.building import Builder, Outline
from estimator.solver.network import Network
from estimator.solver.rows import Rows

Parts = tuple[tuple[str, tuple[str, ...]], ...]
"""Systems with those that each is made of, parts before wholes."""

ALONE: Parts = (("", ()),)

_FEW = 12
"""Systems of which outlines are kept: those of more take much memory, and seldom come again."""


def outline(
    model: Model,
    parts: Parts,
    conventions: frozenset[str],
    zeros: frozenset[Variable],
    data: tuple[Variable, ...],
    alike: tuple[int, ...] = (),
    seed: int = 0,
) -> Outline:
    """The plan of some systems for data of some variables; `alike` tells which of these are the same."""
    made = _alone if parts == ALONE else _several if len(parts) <= _FEW else _planned
    return made(model, parts, conventions, zeros, data, alike, seed)


def network(
    model: Model, parts: Parts, conventions: frozenset[str], zeros: frozenset[Variable], seed: int = 0
) -> Network:
    """The network of some systems."""
    made = _small_network if len(parts) <= _FEW else _network
    return made(model, parts, conventions, zeros, seed)


def _network(model: Model, parts: Parts, conventions: frozenset[str], zeros: frozenset[Variable], seed: int) -> Network:
    return Network(model, dict(parts), conventions, zeros, seed)


def _planned(
    model: Model,
    parts: Parts,
    conventions: frozenset[str],
    zeros: frozenset[Variable],
    data: tuple[Variable, ...],
    alike: tuple[int, ...],
    seed: int,
) -> Outline:
    laid = network(model, parts, conventions, zeros, seed)
    return Builder(laid, _rows(laid), alike).build(data)


def _rows(laid: Network) -> Rows:
    return Rows(laid.variables, laid.index, laid.freedom.copy(), np.zeros(laid.freedom.shape), [], laid.freedom != 0)


_small_network = lru_cache(maxsize=64)(_network)
_alone = lru_cache(maxsize=1024)(_planned)
_several = lru_cache(maxsize=32)(_planned)


def kept() -> int:
    """How many outlines are kept."""
    return _alone.cache_info().currsize + _several.cache_info().currsize


def forget() -> None:
    """Keep no outlines, so that the next plans are made afresh."""
    for cache in (_small_network, _alone, _several):
        cache.cache_clear()
