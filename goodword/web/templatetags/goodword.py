"""The tags and filters every template has: small things drawn the same everywhere."""

from __future__ import annotations

from django import template

from goodword.web.templatetags import _figures, _forms, _lines, _parts, _rows, _times

register = template.Library()

register.simple_tag(_parts.icon)
register.simple_tag(_parts.avatar)
register.simple_tag(_parts.fit)
register.simple_tag(_parts.rest)
register.inclusion_tag("components/steps.html", name="steps")(_parts.steps)
register.inclusion_tag("components/empty.html", name="empty")(_parts.empty)
register.inclusion_tag("components/brandmark.html", name="brandmark")(_parts.brandmark)
register.simple_tag(_forms.field)
register.inclusion_tag("components/error_summary.html", name="error_summary")(_forms.error_summary)
register.simple_tag(_rows.page_of)
register.simple_tag(_rows.pick)
register.simple_tag(_rows.boxes)
register.simple_tag(_lines.line)
register.simple_tag(_times.clock)
register.filter("when", _times.when)
register.filter("day", _times.day)
register.filter("hour", _times.hour)
register.filter("ago", _times.ago)
register.filter("money", _figures.money)
register.filter("money_short", _figures.money_short)
register.filter("plural", _figures.plural)
register.filter("how_many", _figures.how_many)
