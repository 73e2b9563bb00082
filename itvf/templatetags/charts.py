"""Charts in templates: `{% bar_chart chart %}` and `{% line_chart chart %}` draw an `itvf.charts.Chart`."""

from django import template

from itvf import charts

register = template.Library()
register.simple_tag(charts.bars, name="bar_chart")
register.simple_tag(charts.lines, name="line_chart")
