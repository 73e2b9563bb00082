"""Lets an API reader ask for a file by its own kind: PDF or XLSX."""

from rest_framework.renderers import BaseRenderer

from itvf.api_json import ExactJSONRenderer
from itvf.workbooks import XLSX


class Pdf(BaseRenderer):
    """The view answers the paper itself; a refusal is JSON whatever was asked for."""

    media_type = "application/pdf"
    format = "pdf"
    render_style = "binary"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        """The refusal."""
        return ExactJSONRenderer().render(data)


class Xlsx(Pdf):
    """As Pdf, for a spreadsheet."""

    media_type = XLSX
    format = "xlsx"
