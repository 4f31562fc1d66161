"""The words of the report in its templates."""

from django import template

from monitoring.exports import words

register = template.Library()

for filter_function in (
    words.asked_of,
    words.beside,
    words.dropped_on,
    words.explanation,
    words.in_short,
    words.is_short,
    words.name_of_change,
    words.name_of_row,
    words.provenance,
    words.tags_of,
    words.was_and_now,
    words.since,
):
    register.filter(filter_function.__name__, filter_function)
