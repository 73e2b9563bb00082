"""Reports in the staff's admin site, one file a noun, and its front page."""

from reporting.admin import management, quarterly

__all__ = ["management", "quarterly"]
