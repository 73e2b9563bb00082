"""The staff's admin site: unfold's, whose navigation is ours alone."""

from unfold.sites import UnfoldAdminSite


class StaffSite(UnfoldAdminSite):
    """Without Django's list of every table, which each page would sort again: our own sidebar stands for it.

    The search of the sidebar asks Django for its own list, and an app's page still shows that app's tables.
    """

    def get_app_list(self, request, app_label=None):
        """This function will list an app's tables where one app is asked for; nothing for all of them."""
        return super().get_app_list(request, app_label) if app_label else []
