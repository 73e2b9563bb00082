"""The programme that every test of the investments' API starts from, and uploads to it."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.funds.api import world as worlds


@pytest.fixture(scope="module")
def standing(held):
    return worlds.build()


@pytest.fixture
def investment(world):
    """A completed investment of HK$40m for 1,000 units of the fund, of which HK$20m of cash is left."""
    return worlds.invested(world, units=Decimal(1000))


@pytest.fixture
def day():
    """A day on which something may have happened to it: ten days after its completion."""
    return worlds.begins() + timedelta(days=40)


@pytest.fixture
def upload(world):
    """Posts a multipart body: `upload(job, address, body, name=(file's name, bytes, type))`."""

    def upload(job, address, body, **files):
        parts = {name: SimpleUploadedFile(*about) for name, about in files.items()}
        headers = {"Idempotency-Key": str(uuid4())}
        return world.client(job).post(f"/api/v1/{address}", body | parts, format="multipart", headers=headers)

    return upload


@pytest.fixture
def pdf():
    """A small PDF, as `upload` takes it."""
    return ("paper.pdf", b"%PDF-1.7 demo", "application/pdf")
