"""Files that come in through the API: a part of a multipart body, checked by its bytes and kept under its hash."""

from django.core.files.uploadedfile import UploadedFile
from rest_framework import serializers

from itvf import files
from itvf.models import File


class Upload(serializers.FileField):
    """A file as a part of the body. An empty one comes through, so that itvf.files refuses it like every other."""

    def __init__(self, **options):
        super().__init__(allow_empty_file=True, max_length=200, **options)


class FileOut(serializers.Serializer):
    """A file that was handed in; the hash is that of its bytes."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()


def kept(upload: UploadedFile | None, *, by) -> File | None:
    """This function will keep an upload, or give nothing where there is none.

    Refuses by name one that is empty, over its limit, or of another type than it says (itvf.files.store).
    """
    if upload is None:
        return None
    return files.store(upload.read(), name=upload.name, content_type=upload.content_type or "", by=by)
