"""Which site `admin.site` is."""

from django.contrib.admin.apps import AdminConfig


class StaffAdmin(AdminConfig):
    """Django's admin with the staff's own site."""

    default_site = "itvf.admin_site.StaffSite"
