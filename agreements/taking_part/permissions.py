"""Who asks a party to take part, answers and withdraws.

A function gives the empty string when the person may, and else the sentence that says why not.
"""

from django.utils.translation import gettext as _

from agreements.models import Agreement, Participation
from agreements.writers import composes
from parties.models import Invitation, Party, User


def why_not_ask(user: User, agreement: Agreement) -> str:
    """Asking is for who brings the parties together; once another party said yes, all parties together decide."""
    if user.is_superuser or composes(agreement.pk, user):
        return ""
    return _("Who takes part, and how, is changed by all parties together. Ask the administrator of Driehoek until then.")


def why_not_answer(user: User, row: Participation) -> str:
    if Party.objects.coordinated_by(user).filter(pk=row.party_id).exists():
        return ""
    return _("Only a coordinator of %(party)s answers this.") % {"party": row.party}


def why_not_withdraw(user: User, row: Participation) -> str:
    if row.asked_by_id == user.pk:
        return ""
    return _("Only who asked it takes this request back.")


def why_not_invite_first(row: Participation, user: User) -> str:
    """Who asked invites the first coordinator, of a party that nobody speaks for and that has no part in anything yet.

    Else one could send oneself, under another address, into the agreements of others in the name of a party.
    """
    if why := why_not_withdraw(user, row):
        return why
    return why_no_first_coordinator(row.party, user)


def why_no_first_coordinator(party: Party, user: User) -> str:
    """The sentence that says why this person does not invite the first coordinator of the party; empty when she may.

    An administrator does so for every party without one.
    """
    if user.is_superuser and not party.memberships.coordinating().exists():
        return ""
    if party.memberships.exists():
        return _("%(party)s has people in Driehoek. The administrator of Driehoek makes one of them coordinator.") % {
            "party": party
        }
    tied = party.participations.accepted().exists() or party.umbrella_rows.exists() or party.member_rows.exists()
    others = Invitation.objects.waiting().filter(party=party).exclude(invited_by=user)
    if tied or party.kind == Party.Kind.UMBRELLA or others.exists():
        return _("The administrator of Driehoek gives %(party)s its first coordinator.") % {"party": party}
    return ""
