"""About what the file is: goals, actions and a period; and which rows hang on those."""

import datetime
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Action, ActionLink, Advice, Agreement, Assent, Change, Goal, Indicator, Proposal
from monitoring.disputes.subjects import Subjects, in_writing
from monitoring.history.forms import DAYS
from monitoring.models import Decision, DisputeNotice, Item, Meeting, NoticeEnd, NoticeReceipt
from parties.forms import DayInput, SiteForm

TWO_YEARS = 2


class FileForm(SiteForm, forms.Form):
    """What stands in the address of the file: so that it can be sent on, and gives the same file to everyone."""

    marks_optional = False

    doel = forms.TypedMultipleChoiceField(label=_("Goals"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple)
    actie = forms.TypedMultipleChoiceField(
        label=_("Actions"),
        coerce=int,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("All actions of a chosen goal come along; choose actions here where the rest of their goal is not meant."),
    )
    van = forms.DateField(label=_("From"), widget=DayInput, validators=DAYS)
    tot = forms.DateField(label=_("Through"), widget=DayInput, validators=DAYS)

    def __init__(self, data: QueryDict | None = None, *, agreement: Agreement):
        super().__init__(data)
        self.agreement = agreement
        self.subjects = Subjects(agreement)
        self.fields["doel"].choices = self.subjects.goal_choices
        self.fields["actie"].choices = self.subjects.action_choices
        today = timezone.localdate()
        self.initial |= {"van": date(today.year - TWO_YEARS + 1, 1, 1), "tot": today}

    def clean(self) -> dict:
        data = super().clean()
        if not (data.get("doel") or data.get("actie")) and not {"doel", "actie"} & set(self.errors):
            self.add_error("doel", _("Choose at least one goal or action."))
        if data.get("van") and data.get("tot") and data["van"] > data["tot"]:
            self.add_error("tot", _("This day comes before the first one."))
        return data

    @property
    def choice(self) -> "FileChoice":
        data = self.cleaned_data
        return FileChoice(
            agreement=self.agreement,
            subjects=self.subjects,
            goals=tuple(sorted(data["doel"])),
            actions=tuple(sorted(data["actie"])),
            first=data["van"],
            last=data["tot"],
        )


@dataclass(frozen=True)
class FileChoice:
    """Nobody's in particular: whoever asks gets the same. What hangs on it is looked up once."""

    agreement: Agreement
    subjects: Subjects
    goals: tuple[int, ...]
    actions: tuple[int, ...]
    first: date
    last: date

    @property
    def query(self) -> str:
        found = QueryDict(mutable=True)
        found.setlist("doel", list(map(str, self.goals)))
        found.setlist("actie", list(map(str, self.actions)))
        found["van"], found["tot"] = self.first.isoformat(), self.last.isoformat()
        return found.urlencode()

    @cached_property
    def names(self) -> list[str]:
        return self.subjects.names_of(self.goals, self.actions)

    @cached_property
    def moments(self) -> tuple[datetime.datetime, datetime.datetime]:
        """From the first through before the second: whole days in the time of the Netherlands."""
        midnights = (self.first, self.last + datetime.timedelta(days=1))
        first, last = (timezone.make_aware(datetime.datetime.combine(day, datetime.time.min)) for day in midnights)
        return first, last

    @cached_property
    def all_actions(self) -> frozenset[int]:
        """Those of the chosen goals; the chosen ones with those of other years from which they come or into which they went."""
        found = set(self.actions)
        own = {"earlier__agenda__agreement": self.agreement, "later__agenda__agreement": self.agreement}
        links = list(ActionLink.objects.filter(**own).values_list("earlier", "later"))
        while True:
            more = {other for pair in links if found & set(pair) for other in pair} - found
            if not more:
                break
            found |= more
        of_goals = Action.objects.filter(goal__in=self.goals, agenda__agreement=self.agreement).values_list("pk", flat=True)
        written = Action.objects.filter(agenda__in=self.agendas_in_writing).values_list("pk", flat=True)
        return frozenset({*found, *of_goals} - set(written))

    @cached_property
    def agendas_in_writing(self) -> dict[int, int]:
        """The years that are still written, by their key: what stands in them, and what is said about it, is a draft."""
        return dict(in_writing(self.agreement).values_list("pk", "year"))

    @cached_property
    def text_goals(self) -> frozenset[int]:
        """The chosen goals, and those below which the chosen actions stand: an action says little without its goal."""
        above = Goal.objects.filter(actions__in=self.all_actions).values_list("pk", flat=True)
        return frozenset({*self.goals, *above})

    @cached_property
    def indicators(self) -> frozenset[int]:
        return frozenset(Indicator.objects.filter(goal__in=self.goals).values_list("pk", flat=True))

    @cached_property
    def proposals(self) -> list[int]:
        """Those that were put to the parties: to adopt a text, to change who takes part, or to change what was chosen."""
        about = Q(goal__in=self.goals) | Q(action__in=self.all_actions) | Q(indicator__in=self.indicators)
        changing = Change.objects.filter(about, proposal__agreement=self.agreement).values("proposal")
        whole = Q(kind__in=(Proposal.Kind.ADOPT, Proposal.Kind.REVOKE, Proposal.Kind.PARTICIPATION))
        rows = Proposal.objects.filter(whole | Q(pk__in=changing), agreement=self.agreement).exclude(content_sha256="")
        return sorted(rows.values_list("pk", flat=True))

    @cached_property
    def assents(self) -> list[int]:
        return sorted(Assent.objects.filter(needed__proposal__in=self.proposals).values_list("pk", flat=True))

    @cached_property
    def advices(self) -> list[int]:
        about = Q(goal__in=self.goals) | Q(action__in=self.all_actions) | Q(proposal__in=self.proposals)
        return sorted(Advice.objects.filter(about, agreement=self.agreement).values_list("pk", flat=True))

    @cached_property
    def meetings(self) -> list[int]:
        """Those that all parties read, and that talked or decided about what was chosen."""
        about = Q(goal__in=self.goals) | Q(action__in=self.all_actions) | Q(proposal__in=self.proposals)
        talked = Item.objects.filter(about).values("meeting")
        decided = Decision.objects.filter(about).values("meeting")
        rows = Meeting.objects.shared().filter(Q(pk__in=talked) | Q(pk__in=decided), agreement=self.agreement)
        return sorted(rows.order_by().values_list("pk", flat=True))

    @cached_property
    def notices(self) -> dict[str, list[int]]:
        """The written notices on it, with the keys of their receipts and ends, by table."""
        about = Q(subjects__goal__in=self.text_goals) | Q(subjects__action__in=self.all_actions)
        own = set(DisputeNotice.objects.filter(about, agreement=self.agreement).values_list("pk", flat=True))
        found = {DisputeNotice._meta.label: sorted(own)}
        for model in (NoticeReceipt, NoticeEnd):
            found[model._meta.label] = sorted(model.objects.filter(notice__in=own).values_list("pk", flat=True))
        return found
