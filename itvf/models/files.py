"""Files handed in: evidence, paper notices, undertakings. The row is append-only, the bytes are hashed."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class File(models.Model):
    """A file as it came in. Its bytes lie under FILES_FOLDER, never under the web root (itvf.files)."""

    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("content type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size (bytes)"))
    sha256 = models.CharField("SHA-256", max_length=64)
    path = models.CharField(_("stored under"), max_length=80, unique=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("handed in by")
    )
    uploaded_at = models.DateTimeField(_("handed in at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-id"]
        indexes = [models.Index(fields=["sha256"], name="file_by_sha256")]
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="file_not_empty"),
            models.CheckConstraint(condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="file_sha256_is_a_hash"),
        ]

    def __str__(self):
        return self.name
