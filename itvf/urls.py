"""Every address of the site, or where to find it."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from itvf import health

# One sign-in for everybody: the admin site has no form of its own to attack.
admin.site.login = secure_admin_login(admin.site.login)

api = [
    path("schema", SpectacularAPIView.as_view(), name="schema"),
    path(
        "docs",
        SpectacularSwaggerSplitView.as_view(url_name="schema", template_name="itvf/api_docs.html"),
        name="docs",
    ),
    path("", include("funds.api.urls")),
    path("", include("investments.api.urls")),
    path("", include("reporting.api.urls")),
]

urlpatterns = [
    path("", include("reporting.portal.urls")),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include(api)),
    path("health", health.health, name="health"),
    path("metrics", health.metrics, name="metrics"),
]
