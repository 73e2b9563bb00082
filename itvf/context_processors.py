"""What every template may use."""

from django.conf import settings


def site(request) -> dict:
    """This function will say whether this is a demo, which languages there are, and where a page leads back to."""
    return {
        "is_demo": settings.DEMO,
        "languages": settings.LANGUAGES,
        "second_factor_required": settings.SECOND_FACTOR_REQUIRED,
        "this_page": request.get_full_path(),
    }
