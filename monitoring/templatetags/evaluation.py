"""How templates print a point of an evaluation."""

from django import template

from monitoring.exports.evaluation import about_point

register = template.Library()
register.filter(about_point)
