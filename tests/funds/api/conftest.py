"""The programme that every test of the partnership's API starts from."""

import pytest

from tests.funds.api import world as worlds


@pytest.fixture(scope="module")
def standing(held):
    return worlds.build()
