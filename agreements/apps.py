from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = _("Agreements")

    def ready(self):
        from agreements.advice.waiting import why_it_waits
        from agreements.changes.effect import CHANGES, KINDS, renew_stale
        from agreements.consent.adoption import ADOPTION
        from agreements.consent.effects import when_agreed, when_text_changed
        from agreements.consent.keeping import refuse_deleting_what_counts
        from agreements.consent.signers import tell_when_member_left, tell_when_right_ended, tell_when_switched_off
        from agreements.consent.waiting import when_it_waits
        from agreements.consent.write_rules import refuse_deleting, refuse_renaming
        from agreements.models import Proposal
        from agreements.models.agreement_draft import prepared_in_words
        from agreements.owners import owners
        from agreements.taking_part.workflow import answer_as_first, in_words
        from agreements.touched import keep_few_notes
        from parties.cleaning import clean_every_night
        from parties.history.write_rules import register
        from parties.models import Membership, User
        from parties.people.first_coordinator import when_first_coordinator_comes, when_something_is_prepared

        register(owners)
        register(refuse_deleting)
        register(refuse_renaming)
        register(refuse_deleting_what_counts, says_who=False)
        when_agreed([Proposal.Kind.ADOPT], ADOPTION)
        when_agreed(KINDS, CHANGES)
        when_text_changed(renew_stale)
        when_it_waits(why_it_waits)
        clean_every_night(keep_few_notes)
        when_first_coordinator_comes(waiting=in_words, welcome=answer_as_first)
        when_something_is_prepared(prepared_in_words)
        post_save.connect(tell_when_right_ended, sender=Membership)
        post_delete.connect(tell_when_member_left, sender=Membership)
        post_save.connect(tell_when_switched_off, sender=User)
        post_migrate.connect(keep_earlier_adoptions, sender=self)


def keep_earlier_adoptions(**kwargs) -> None:
    """Every year that was adopted before versions were kept gets its version 1, once the tables are there."""
    from agreements.versions.recording import record_missing

    if kwargs.get("plan"):  # nothing was migrated: nothing is missing
        record_missing()
