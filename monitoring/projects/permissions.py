"""Who writes a plan, who says how far it is, and for which party."""

from django.db.models import Q, QuerySet

from agreements.models import Project, parties_in
from parties.models import Party, User


def may_plan(user: User, project: Project) -> bool:
    """Whether the person writes the project and its steps: who writes the text of the agreement. A superuser has the admin."""
    return not user.is_superuser and Project.objects.editable_by(user).filter(pk=project.pk).exists()


def parties_counting(project: Project, user: User) -> QuerySet[Party]:
    """The parties for which the person may say how far the project is.

    Whoever reports for a party that leads an action of the project. A coordinator of a signatory may do so on behalf of those
    parties, and for her own party.
    """
    participants = parties_in(project.agreement_id)
    leading = participants.filter(leads__action__project=project.pk).values("pk")
    if not user.is_superuser and Project.objects.coordinated_by(user).filter(pk=project.pk).exists():
        own = participants.filter(pk__in=Party.objects.coordinated_by(user).values("pk")).values("pk")
        return Party.objects.filter(Q(pk__in=leading) | Q(pk__in=own))
    return Party.objects.filter(pk__in=leading).filter(pk__in=Party.objects.reported_by(user).values("pk"))
