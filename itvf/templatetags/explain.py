"""A figure that opens to its derivation, in templates: `{% explained text figure fund_code of=… on=… %}`."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from itvf import explained

register = template.Library()


@register.simple_tag(name="explained")
def explained_link(text, figure: str, fund_code: str, of="", on=None, known_at=None):
    """The figure as a link with a discreet mark."""
    address = explained.address(fund_code, figure, of=of, on=on, known_at=known_at)
    return _link(text, address)


@register.simple_tag(name="explained_of_programme")
def programme_link(text, figure: str, of="", on=None):
    """A figure of the whole programme as such a link."""
    return _link(text, explained.of_programme(figure, of=of, on=on))


def _link(text, address: str):
    return format_html('<a class="explained" href="{}" title="{}">{}</a>', address, _("How this came about"), text)
