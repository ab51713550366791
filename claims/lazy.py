"""Attributes that are worked out when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Value = TypeVar("Value")


class cached_property(Generic[Value]):  # noqa: N801 - named as the one of functools, whose place it takes
    """A property whose value is kept, without the lock that the one of functools takes until Python 3.12.

    Two threads may work out the same value twice.
    """

    def __init__(self, make: Callable[[Any], Value]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> cached_property[Value]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> Value: ...

    def __get__(self, instance: object | None, owner: type) -> Value | cached_property[Value]:
        if instance is None:
            return self
        # What stands in the instance's own dictionary is found before this is asked again.
        value = instance.__dict__[self._name] = self._make(instance)
        return value
