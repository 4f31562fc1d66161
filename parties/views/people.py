"""The people of a party, kept by its coordinator."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parties.models import Invitation, Membership, Party
from parties.models.party import COORDINATED_PARTIES
from parties.people import workflow
from parties.people.forms import ChangeRoleForm, InvitationForm
from parties.views.outcome import run_and_notify, submit_form


def coordinated(user, pk: int) -> Party:
    """The party, for its coordinator: 404 for people who may not see it, 403 for all others."""
    party = get_object_or_404(Party.objects.visible_to(user), pk=pk)
    if not Party.objects.coordinated_by(user).filter(pk=pk).exists():
        raise PermissionDenied(_("Only a coordinator of %(party)s keeps its people.") % {"party": party})
    return party


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, pk: int):
    """Invite someone to the own party."""
    party = coordinated(request.user, pk)
    form = InvitationForm(request.POST or None)
    if sent := submit_form(form, workflow.invite, at="email", party=party, by=request.user):
        messages.success(request, _("The invitation to %(email)s has been sent.") % {"email": sent.email})
        return redirect(party)
    return render(request, "parties/invite.html", {"party": party, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def role(request, pk: int, membership_id: int):
    """Give someone of the own party another role."""
    party = coordinated(request.user, pk)
    row = get_object_or_404(Membership.objects.select_related("user", "party"), pk=membership_id, party=party)
    now = {"role": row.role, "may_sign": row.may_sign or row.is_signing_asked}
    form = ChangeRoleForm(request.POST or None, row=row, initial=now)
    if changed := submit_form(form, workflow.change_role, membership=row, by=request.user):
        messages.success(request, _("Saved: %(row)s") % {"row": row.user})
        if changed.is_signing_asked:
            messages.info(request, _("%(row)s may sign as soon as a second person confirms it.") % {"row": row.user})
        return redirect(party)
    return render(request, "parties/role.html", {"party": party, "row": row, "form": form})


@require_POST
def back(request, pk: int, membership_id: int):
    """Undo that someone left the own party."""
    party = coordinated(request.user, pk)
    get_object_or_404(Membership.history.filter(history_type="-", party=party).values("id").distinct(), id=membership_id)
    if row := run_and_notify(request, workflow.take_back, party=party, membership_id=membership_id):
        messages.success(request, _("Is back: %(row)s") % {"row": row})
    return redirect(party)


@require_POST
def resend(request, pk: int):
    """Send an invitation again, with a new link."""
    invitation = _invitation_for(request.user, pk)
    sentence = _("Sent again: %(row)s") % {"row": invitation}
    run_and_notify(request, workflow.resend_invitation, sentence, invitation=invitation)
    return redirect(invitation.party)


@require_POST
def withdraw(request, pk: int):
    """Make the link of an invitation useless."""
    invitation = _invitation_for(request.user, pk)
    sentence = _("Withdrawn: %(row)s") % {"row": invitation}
    run_and_notify(request, workflow.withdraw_invitation, sentence, invitation=invitation)
    return redirect(invitation.party)


def _invitation_for(user, pk: int) -> Invitation:
    """The invitation, for the coordinator of its party; nobody else knows that it exists."""
    own = Invitation.objects.filter(party__in=COORDINATED_PARTIES.keys(user.pk))
    return get_object_or_404(own.select_related("party"), pk=pk)
