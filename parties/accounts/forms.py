"""What a person changes of the own account beside what allauth's forms do."""

from django import forms

from parties.models import User


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}
