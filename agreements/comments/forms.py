"""The forms of a comment."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.comments.readers import CommentReader, why_not_named
from agreements.models import Agenda, Comment, Theme
from agreements.models.comment import MOST
from parties.forms import SiteForm
from parties.history.edit_conflicts import EditConflictMixin
from parties.models import Party
from parties.texts import LongTextField

EMPTY = {"required": _("Write something, or leave the comment out.")}
MENTION_HELP = _("Type @ to name someone who reads along; that person gets a mail.")
ALL, OWN = "all", "own"


def with_mentions(field: forms.Field, *, own_only: bool = False) -> None:
    """A text in which static/js/mention.js offers names after an «@»."""
    field.widget.attrs |= {"rows": 3, "data-mention": "own" if own_only else "all"}
    field.help_text = MENTION_HELP


class SaidForm(SiteForm, forms.Form):
    """The text, and for someone of two parties the party for which it is said; readers are those who can be named in it."""

    party = forms.ModelChoiceField(Party.objects.none(), label=_("On behalf of"), empty_label=_("choose"))
    text = LongTextField(label=_("Comment"), max_length=MOST, error_messages=EMPTY)

    def __init__(self, *args, parties: Iterable[Party], readers: Iterable[CommentReader] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.parties, self.readers = list(parties), tuple(readers)
        with_mentions(self.fields["text"], own_only=self.own_only)
        if len(self.parties) == 1:
            del self.fields["party"]
        else:
            self.fields["party"].queryset = Party.objects.filter(pk__in=[party.pk for party in self.parties])

    @property
    def own_only(self) -> bool:
        return False

    def clean(self) -> dict:
        data = {"party": self.parties[0] if len(self.parties) == 1 else None, **super().clean()}
        if data.get("text") and (why := why_not_named(data["text"], self.readers, own_only=self.own_only, party=data["party"])):
            self.add_error("text", why)
        return data


class AnswerForm(SaidForm):
    """An answer, for whoever reads the comment that it answers."""

    def __init__(self, *args, to: Comment, **kwargs):
        self.to = to
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Answer")

    @property
    def own_only(self) -> bool:
        return self.to.is_own


class CommentForm(SaidForm):
    """A new comment. Who reads it is chosen on purpose each time: nothing is chosen beforehand."""

    audience = forms.ChoiceField(label=_("Who may read this?"), widget=forms.RadioSelect)
    field_order = ["about", "party", "audience", "text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = _("only %(party)s") % {"party": self.parties[0]} if len(self.parties) == 1 else _("only the party that says it")
        self.fields["audience"].choices = [(ALL, _("all parties of these agreements")), (OWN, own)]

    @property
    def own_only(self) -> bool:
        return getattr(self, "cleaned_data", {}).get("audience") == OWN

    def clean(self) -> dict:
        data = super().clean()
        return {"party": data["party"], "text": data.get("text", ""), "own_only": self.own_only}


class ChapterCommentForm(CommentForm):
    """A new comment on the introduction of the year, or on one of its themes: chapters are their keys and headings."""

    about = forms.TypedChoiceField(label=_("About"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args, agenda: Agenda, chapters: Iterable[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.agenda = agenda
        self.fields["about"].choices = [("", agenda.introduction_title or _("the introduction")), *chapters]

    def clean(self) -> dict:
        theme = self.cleaned_data.get("about")
        return {**super().clean(), "subject": Theme.objects.get(pk=theme) if theme else self.agenda}


class RewordForm(EditConflictMixin, SiteForm, forms.ModelForm):
    """The text of a comment that is there."""

    class Meta:
        model = Comment
        fields = ["text"]
        labels = {"text": _("Comment")}
        error_messages = {"text": EMPTY}

    def __init__(self, *args, readers: Iterable[CommentReader], **kwargs):
        super().__init__(*args, **kwargs)
        self.parties, self.readers = [self.instance.party], tuple(readers)
        with_mentions(self.fields["text"], own_only=self.instance.is_own)

    def clean_text(self) -> str:
        text, row = self.cleaned_data["text"], self.instance
        if why := why_not_named(text, self.readers, own_only=row.is_own, party=row.party):
            raise forms.ValidationError(why)
        return text


class CommentFilterForm(SiteForm, forms.Form):
    """Which comments of a year one looks at; the names in the address are Dutch, as the address itself."""

    OPEN, MINE, MENTIONS = "open", "mijn", "genoemd"
    PARAMETERS = {"which": "toon", "theme": "thema"}

    which = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("all")),
            (OPEN, _("open")),
            (MINE, _("of my party")),
            (MENTIONS, _("in which I am named")),
        ],
    )
    theme = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)

    def __init__(self, data, *, theme_label: str, chapters: Iterable[tuple[int, str]]):
        super().__init__(data)
        self.fields["theme"].label = theme_label
        self.fields["theme"].choices = [("", _("all")), *chapters]

    def add_prefix(self, field_name: str) -> str:
        return self.PARAMETERS.get(field_name, field_name)

    @property
    def chosen(self) -> dict:
        """What was chosen, by field; an unknown choice in the address counts as none."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
