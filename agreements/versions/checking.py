"""Whether every version is what was agreed: each hash fits, none is missing, and the live rows of a year say what is in force."""

import hashlib
from collections.abc import Callable, Iterator

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from agreements.agenda.ground import ground_of
from agreements.agenda.stored import content_of, read_content, with_names_of, with_parties_of
from agreements.models import Agreement, Proposal, Version, VersionFile, VersionHead
from agreements.models.adoptable import Adoptable, TextState
from agreements.models.version import NOTHING_BEFORE
from agreements.versions.recording import hash_as_it_stands, text_as_it_stands
from agreements.versions.witnesses import faults_of_history
from parties.canonical import hash_of

CheckRule = Callable[[Agreement], Iterator[str]]
_rules: list[CheckRule] = []
_rules_of_all: list[Callable[[], Iterator[str]]] = []


def when_checked(rule: CheckRule) -> None:
    """Let a higher app say what of its own is not as it was recorded."""
    if rule not in _rules:
        _rules.append(rule)


def faults(agreement: Agreement) -> Iterator[str]:
    """A sentence for each thing that is not as it was recorded; nothing when all is well."""
    yield from _faults_of_chain(agreement)
    yield from _faults_of_texts(agreement)
    yield from _faults_of_files(agreement)
    yield from faults_of_history(agreement)
    for rule in _rules:
        yield from rule(agreement)


def _faults_of_chain(agreement: Agreement) -> Iterator[str]:
    place, previous, whole = 0, NOTHING_BEFORE, set()
    witnesses = dict(Version.history.filter(agreement=agreement, history_type="+").values_list("id", "sha256"))
    for version in Version.objects.filter(agreement=agreement).select_related("agenda", "agreement").order_by("place"):
        words = {"version": version, "year": name_of(version.text)}
        place += 1
        if version.place != place:
            yield _("A version is missing before “%(version)s” of %(year)s.") % words
            place = version.place
        if version.previous != previous:
            yield _("“%(version)s” of %(year)s does not follow the version before it.") % words
        if hash_of(version.content) != version.content_sha256:
            yield _("The content of “%(version)s” of %(year)s was changed.") % words
        if version.expected_sha256 != version.sha256 or witnesses.get(version.pk) != version.sha256:
            yield _("What “%(version)s” of %(year)s rests on, or its number or date, was changed.") % words
        elif (stands_on := ground_of(version).stands_on) and stands_on.sha256 not in whole:
            yield _("“%(version)s” of %(year)s stands on a text of the agreement as a whole that is not there.") % words
        previous = version.sha256
        whole |= {version.sha256} if version.agenda_id is None else set()
    head = VersionHead.objects.filter(agreement=agreement).values_list("place", "sha256").first()
    if (head or (0, NOTHING_BEFORE)) != (place, previous):
        yield _("The last version that is there is not the last that was recorded.")


def when_all_checked(rule: Callable[[], Iterator[str]]) -> None:
    """Let a higher app say what is not as it was written, of all agreements at once."""
    if rule not in _rules_of_all:
        _rules_of_all.append(rule)


def faults_of_all() -> Iterator[str]:
    """What is found beside the faults of each agreement, in a number of queries that does not grow with them."""
    for rule in _rules_of_all:
        yield from rule()


def name_of(text: Adoptable) -> str:
    """Of which text a sentence is: "2024", or "de afspraken als geheel"."""
    return str(text.year or _("the agreement as a whole"))


def _faults_of_texts(agreement: Agreement) -> Iterator[str]:
    others_since = _parties_changed_at(agreement)
    for text in (agreement, *agreement.agendas.select_related("agreement").order_by("year")):
        version = Version.objects.of(text).order_by("-place").first()
        if not text.is_adopted:
            continue
        if version is None:
            yield _("%(year)s is adopted and has no version.") % {"year": name_of(text)}
        elif not _says(text, version, others_since=version.place < others_since):
            words = {"year": name_of(text), "version": version}
            yield _("The text of %(year)s in the tables is not that of “%(version)s”.") % words
    for proposal in agreement.proposals.adopting().open().select_related("agreement", "agenda__agreement"):
        text = proposal.text
        if text.state != TextState.PROPOSED or hash_as_it_stands(text) != proposal.content_sha256:
            yield _("The text of %(year)s is not what was proposed.") % {"year": name_of(text)}


def _parties_changed_at(agreement: Agreement) -> int:
    """The place of the last version with which all agreed to what holds for all years at once; 0 where they never did."""
    decides = Q(proposed_in__changes__about="agreement", proposed_in__changes__becomes__has_key="meeting_decides")
    changed = agreement.versions.filter(Q(proposed_in__kind=Proposal.Kind.PARTICIPATION) | decides)
    return changed.aggregate(last=Max("place"))["last"] or 0


def _says(text: Adoptable, version: Version, *, others_since: bool) -> bool:
    """Whether the tables have the text of the version.

    A party may be called otherwise since; and with others_since it may take part otherwise, which the versions before keep.
    """
    live = text_as_it_stands(text)
    if hash_of(content_of(live)) == version.content_sha256:
        return True
    agreed = read_content(version.content)
    live = with_names_of(live, agreed)
    return hash_of(content_of(with_parties_of(live, agreed) if others_since else live)) == version.content_sha256


def _faults_of_files(agreement: Agreement) -> Iterator[str]:
    for row in VersionFile.objects.filter(version__agreement=agreement).select_related("version"):
        try:
            with row.file.open() as file:
                same = hashlib.file_digest(file.file, "sha256").hexdigest() == row.sha256
        except FileNotFoundError:
            same = False
        if not same:
            yield _("The file “%(name)s” of “%(version)s” is gone or was changed.") % {
                "name": row.file_name,
                "version": row.version,
            }
