"""Lets an API reader ask for application/pdf."""

from rest_framework.renderers import BaseRenderer

from itvf.api_json import ExactJSONRenderer


class Pdf(BaseRenderer):
    """The view answers the paper itself; a refusal is JSON whatever was asked for."""

    media_type = "application/pdf"
    format = "pdf"
    render_style = "binary"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        """The refusal."""
        return ExactJSONRenderer().render(data)
