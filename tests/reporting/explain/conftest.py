"""The fund whose figures are explained."""

import pytest

from tests.reporting.explain import world as worlds


@pytest.fixture(scope="module")
def standing(held):
    return worlds.build()
