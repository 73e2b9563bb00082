"""Breaches on record in templates, in words: codes of stages, sectors and instruments as readers know them."""

from django import template

from investments.portal.outcomes import found_in_words

register = template.Library()
register.filter("found_in_words", found_in_words)
