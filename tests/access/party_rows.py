"""A party, its people, its invitations and its comments: everyone of an agreement sees a party, its own people keep it."""

from agreements.models import Comment
from parties.models import Invitation, Membership

from .row import NOT_THIS_WAY, READ, Row, at
from .site import Site

# The coordinator is of the party that these pages are about; the others see the party and may not change it.
KEEP = "in 404 403 403 200 403 403 403"
KEEP_POST = "in 404 403 403 302 403 403 403"
ONLY_KEEPER_POST = "in 404 404 404 302 404 404 404"
WRITE = "in 404 422 422 422 422 422 403"  # nothing was written, so a mistake
OWN_PEOPLE = "in 404 200 200 200 200 404 404"
OWN_PEOPLE_POST = "in 404 302 302 302 302 404 404"


def member(page: str = ""):
    return lambda site: f"{site.party}mensen/{site.rows[Membership].pk}/{page}"


def comment(page: str = ""):
    """Of the comment for the housing association only."""
    return lambda site: f"/opmerkingen/{site.rows[Comment].pk}/{page}"


def invitation(site: Site) -> str:
    return f"/uitnodigingen/{site.rows[Invitation].pk}/"


def signing(page: str = ""):
    return lambda site: f"{site.party}mensen/{site.signing.pk}/tekenrecht/{page}"


def request(page: str):
    return lambda site: f"/verzoeken/{site.asked.pk}/{page}/"


# Who asked is the outsider; the housing association is asked; the municipality of Waterhoek has nothing to do with it.
ANSWER = "in 403 403 403 200 403 404 403"
ANSWER_POST = "in 403 403 403 302 403 404 403"
# A coordinator of a municipality or association, and a superuser, who hands over. An empty list of parties is not right.
BEGINS = "in 200 403 403 200 403 403 200"
BEGINS_POST = "in 422 403 403 422 403 403 422"
HANDED_OVER = "in 403 403 403 403 403 403 200"
HAS_ONE = "in 404 403 302 302 403 302 403"
ASKER = "in 200 403 403 403 403 404 403"
ASKER_POST = "in 302 403 403 403 403 404 403"
# A coordinator of the party sees it, and records it where she coordinates the other one too.
MERGES = "in 404 403 403 200 403 403 200"
# A colleague of the coordinator asked it; who may sign there confirms it as well.
SECOND = "in 404 403 403 200 200 403 403"
SECOND_POST = "in 404 403 403 302 302 403 403"

PARTIES = {
    "ask_party": Row(
        lambda site: f"{site.cast.other_agreement.get_absolute_url()}partijen/vragen/",
        "in 200 404 404 404 404 404 200",
        "in 200 404 404 404 404 404 200",
    ),
    "new_agreement": Row(at("/afspraken/nieuw/"), BEGINS, NOT_THIS_WAY),
    "new_agreement_handed_over": Row(at("/afspraken/nieuw/overgedragen/"), HANDED_OVER, NOT_THIS_WAY),
    "new_agreement_step": Row(at("/afspraken/nieuw/partijen/"), BEGINS, BEGINS_POST),
    "new_agreement_throw_away": Row(at("/afspraken/nieuw/weggooien/"), NOT_THIS_WAY, BEGINS.replace("200", "302")),
    "new_agreement_take_up": Row(
        lambda site: f"/afspraken/nieuw/verder/{site.handed_over.pk}/", NOT_THIS_WAY, "in 404 403 403 302 403 403 404"
    ),
    "first_agenda": Row(lambda site: f"{site.agreement}eerste-jaar/", HAS_ONE, HAS_ONE),
    "request_accept": Row(request("ja"), ANSWER, ANSWER_POST),
    "request_decline": Row(request("nee"), ANSWER, ANSWER_POST),
    "request_withdraw": Row(request("intrekken"), NOT_THIS_WAY, ASKER_POST),
    "first_coordinator": Row(request("coordinator"), ASKER, ASKER),
    "signing": Row(signing(), SECOND, SECOND_POST),
    "signing_refuse": Row(signing("weigeren/"), NOT_THIS_WAY, SECOND_POST),
    "parties": Row(at("/partijen/"), "in 302 302 302 302 302 302 200", NOT_THIS_WAY),
    "party": Row(lambda site: site.party, READ, NOT_THIS_WAY),
    "contacts": Row(lambda site: f"{site.party}contactpersonen/", NOT_THIS_WAY, KEEP_POST),
    "merge_party": Row(lambda site: f"{site.party}opgaan/", MERGES, MERGES),
    "hand_over": Row(lambda site: f"{site.party}overdragen/", KEEP, KEEP_POST),
    "house_style": Row(lambda site: f"{site.party}huisstijl/", KEEP, KEEP),
    "invite": Row(lambda site: f"{site.party}uitnodigen/", KEEP, KEEP),
    "role": Row(member(), KEEP, KEEP),
    "leave": Row(member("vertrek/"), KEEP, KEEP_POST),
    "member_back": Row(lambda site: f"{site.party}mensen/{site.gone[Membership]}/terug/", NOT_THIS_WAY, KEEP_POST),
    "invitation": Row(at("/account/uitnodiging/onbekend/"), "404 " * 7 + "404", "404 " * 7 + "404"),
    "invitation_resend": Row(lambda site: f"{invitation(site)}opnieuw/", NOT_THIS_WAY, ONLY_KEEPER_POST),
    "invitation_withdraw": Row(lambda site: f"{invitation(site)}intrekken/", NOT_THIS_WAY, ONLY_KEEPER_POST),
}

COMMENTS = {
    "comment_on_chapter": Row(lambda site: f"{site.agenda}opmerkingen/schrijven/", NOT_THIS_WAY, WRITE),
    "comment_on_action": Row(lambda site: f"/acties/{site.cast.action.pk}/opmerkingen/", NOT_THIS_WAY, WRITE),
    "comment_on_goal": Row(lambda site: f"/doelen/{site.cast.goal.pk}/opmerkingen/", NOT_THIS_WAY, WRITE),
    "comment": Row(comment(), OWN_PEOPLE, OWN_PEOPLE),
    "comment_answer": Row(comment("antwoorden/"), OWN_PEOPLE, "in 404 422 422 422 422 404 404"),
    "comment_resolve": Row(comment("afhandelen/"), NOT_THIS_WAY, OWN_PEOPLE_POST),
    "comment_reopen": Row(comment("heropenen/"), NOT_THIS_WAY, OWN_PEOPLE_POST),
    "comment_seen": Row(comment("gezien/"), NOT_THIS_WAY, "in 404 404 302 404 404 404 404"),  # the editor is named in it
    "comment_delete": Row(comment("verwijderen/"), NOT_THIS_WAY, OWN_PEOPLE_POST),
    "comment_undo": Row(lambda site: f"/opmerkingen/{site.gone[Comment]}/terug/", NOT_THIS_WAY, OWN_PEOPLE_POST),
}
