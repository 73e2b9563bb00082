"""The staff's admin site: unfold's, with our own tables and our own navigation alone."""

from unfold.sites import UnfoldAdminSite

OURS = frozenset({"itvf", "funds", "investments", "reporting"})


class StaffSite(UnfoldAdminSite):
    """Without Django's list of every table, which each page would sort again: our own sidebar stands for it.

    The search of the sidebar asks Django for its own list, and an app's page still shows that app's tables.
    """

    def register(self, model_or_iterable, admin_class=None, **options):
        """This function will register what an admin of ours shows; other packages' own pages have no reader here."""
        if admin_class is not None and admin_class.__module__.split(".")[0] in OURS:
            super().register(model_or_iterable, admin_class, **options)

    def get_app_list(self, request, app_label=None):
        """This function will list an app's tables where one app is asked for; nothing for all of them."""
        return super().get_app_list(request, app_label) if app_label else []
