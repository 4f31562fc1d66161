"""The set of papers of a meeting: our pages tagged, those of others as they came, to each reader what that one sees."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from pypdf import PdfReader, PdfWriter

from agreements.consent import adoption
from agreements.exports.pdf.writing import html_to_pdf
from agreements.models import Agreement, Proposal
from monitoring.exports import papers as exports
from monitoring.exports.papers import collect_papers, papers_html, papers_pdf
from monitoring.models import Meeting
from tests.factories import ActionFactory, GoalFactory, ItemFactory, MeetingFactory, PaperFactory
from tests.pdf_check import check
from tests.pdf_text import pages_of

pytestmark = pytest.mark.django_db


def a_pdf(*words: str) -> bytes:
    """A stranger's PDF with a page for each of these words."""
    writer = PdfWriter()
    for word in words:
        page = f'<!doctype html><html lang="nl"><title>{word}</title><p>{word}</p></html>'
        writer.append(io.BytesIO(html_to_pdf(page)))
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.fixture(scope="module")
def strange() -> bytes:
    return a_pdf("Vreemde bladzijde een", "Vreemde bladzijde twee")


@pytest.fixture
def meeting(cast):
    row = MeetingFactory(agreement=cast.agreement, starts_at="14:00", place="Gemeentehuis")
    for position, title in enumerate(("Opening", "De wijkvisie", "Rondvraag"), start=1):
        ItemFactory(meeting=row, title=title, position=position, note="Wat het overleg **moet** weten.")
    return Meeting.objects.select_related("agreement").get(pk=row.pk)


def add(meeting, cast, name: str, content: bytes, **fields):
    item = meeting.items.get(title=fields.pop("to", "De wijkvisie"))
    return PaperFactory(item=item, by=cast.officer, file=ContentFile(content, name=name), title=name.partition(".")[0], **fields)


def made_for(meeting, person) -> bytes:
    return papers_pdf(collect_papers(meeting, person))


def outline_of(pdf: bytes) -> list[tuple[int, int, str]]:
    """Depth, page and words of each bookmark."""
    reader = PdfReader(io.BytesIO(pdf))

    def below(rows, depth=0):
        for row in rows:
            if isinstance(row, list):
                yield from below(row, depth + 1)
            else:
                yield depth, reader.get_destination_page_number(row) + 1, str(row.title)

    return list(below(reader.outline))


def attachments_of(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {name: found.get_file().read_bytes() for name, found in opened.attachments.items()}


def test_without_papers_it_is_our_agenda_alone_and_the_check_finds_nothing(cast, meeting):
    pdf = made_for(meeting, cast.tenant)
    assert check(pdf) == []
    (page,) = pages_of(pdf)
    for part in ("Agenda: Bestuurlijk overleg", "14:00", "1. Opening", "2. De wijkvisie", "Wat het overleg moet weten."):
        assert part in page


def test_a_pdf_comes_in_as_it_was_behind_a_page_of_ours_that_names_it(cast, meeting, strange):
    add(meeting, cast, "Notitie.pdf", strange)
    pages = pages_of(made_for(meeting, cast.tenant))
    place = next(number for number, page in enumerate(pages) if "Bestand Notitie.pdf" in page)
    assert "De volgende 2 bladzijden zijn dit bestand zoals het kwam. Driehoek heeft het niet gemaakt." in pages[place]
    assert [page.strip() for page in pages[place + 1 : place + 3]] == ["Vreemde bladzijde een", "Vreemde bladzijde twee"]
    assert "3. Rondvraag" in pages[place + 3]


def test_bookmarks_lead_to_each_item_and_to_its_papers_below_it(cast, meeting, strange):
    add(meeting, cast, "Eerste.pdf", strange)
    add(meeting, cast, "Tweede.pdf", strange)
    add(meeting, cast, "Derde.pdf", strange, to="Rondvraag")
    pdf = made_for(meeting, cast.tenant)
    pages = pages_of(pdf)
    found = [(depth, words) for depth, page, words in outline_of(pdf)][1:]
    assert found == [
        (0, "1. Opening"),
        (0, "2. De wijkvisie"),
        (1, "Stuk: Eerste"),
        (1, "Stuk: Tweede"),
        (0, "3. Rondvraag"),
        (1, "Stuk: Derde"),
    ]
    assert all(words in pages[page - 1] for _depth, page, words in outline_of(pdf))


def test_our_pages_stay_tagged_and_the_document_claims_nothing_for_the_others(cast, meeting, strange):
    add(meeting, cast, "Notitie.pdf", strange)
    with pikepdf.open(io.BytesIO(made_for(meeting, cast.tenant))) as opened:
        assert opened.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in opened.Root
        metadata = opened.Root.Metadata.read_bytes()
        assert b"pdfuaid:part" not in metadata
        assert b"pdfaid:part" not in metadata
        assert b"<dc:title>" in metadata


def test_another_kind_of_file_goes_along_as_an_attachment_byte_for_byte(cast, meeting):
    paper = add(meeting, cast, "cijfers.csv", b"jaar;aantal\n2024;24\n")
    pdf = made_for(meeting, cast.tenant)
    assert attachments_of(pdf) == {f"{paper.pk}-cijfers.csv": b"jaar;aantal\n2024;24\n"}
    assert any(f"als bijlage {paper.pk}-cijfers.csv, zoals het kwam" in page for page in pages_of(pdf))


def test_two_files_of_one_name_both_go_along(cast, meeting):
    add(meeting, cast, "notitie.txt", b"Een")
    add(meeting, cast, "notitie.txt", b"Twee")
    assert sorted(attachments_of(made_for(meeting, cast.tenant)).values()) == [b"Een", b"Twee"]


def test_a_paper_of_one_party_is_in_no_set_of_another(cast, meeting, strange):
    paper = add(meeting, cast, "Geheim.pdf", strange, party=cast.tenants)
    add(meeting, cast, "Open.txt", b"Voor iedereen")
    for person, sees in (("tenant", True), ("officer", False), ("association_officer", False), ("admin", False)):
        user = getattr(cast, person)
        pdf = made_for(meeting, user)
        text = " ".join(pages_of(pdf))
        assert ("Vreemde bladzijde een" in text) is sees, person
        assert ("Geheim" in papers_html(collect_papers(meeting, user))) is sees, person
        assert (paper.sha256 in text) is sees, person


def test_what_was_made_for_one_is_given_only_to_who_sees_the_same(cast, meeting, strange, monkeypatch):
    """The stored document is found by what stands in it, also by the content of each file."""
    add(meeting, cast, "Geheim.pdf", strange, party=cast.tenants)
    own, others = made_for(meeting, cast.tenant), made_for(meeting, cast.officer)
    monkeypatch.setattr(exports, "html_to_pdf", lambda html: pytest.fail("it was made already"))
    assert made_for(meeting, cast.tenant) == own
    assert made_for(meeting, cast.association_officer) == others != own


def test_a_file_that_does_not_fit_is_named_and_left_out(cast, meeting, strange, monkeypatch):
    add(meeting, cast, "Klein.txt", b"klein")
    add(meeting, cast, "Groot.pdf", strange)
    monkeypatch.setattr(exports, "MOST_BYTES", 100)
    pdf = made_for(meeting, cast.tenant)
    assert list(attachments_of(pdf).values()) == [b"klein"]
    assert any("Groot.pdf" in page and "staat niet in de stukken" in page for page in pages_of(pdf))
    assert "Vreemde bladzijde" not in " ".join(pages_of(pdf))


def test_a_pdf_of_too_many_pages_goes_along_as_an_attachment(cast, meeting, strange, monkeypatch):
    add(meeting, cast, "Dik.pdf", strange)
    monkeypatch.setattr(exports, "MOST_PAGES", 1)
    assert list(attachments_of(made_for(meeting, cast.tenant)).values()) == [strange]


def test_a_pdf_that_cannot_be_read_goes_along_as_it_is(cast, meeting):
    broken = b"%PDF-1.7\nkapot\n%%EOF"
    paper = add(meeting, cast, "kapot.txt", b"tekst")
    type(paper).objects.filter(pk=paper.pk).update(file_name="kapot.pdf")
    with paper.file.storage.open(paper.file.name, "wb") as stored:
        stored.write(broken)
    assert list(attachments_of(made_for(meeting, cast.tenant)).values()) == [broken]


def test_a_file_that_is_gone_is_named_and_left_out(cast, meeting):
    paper = add(meeting, cast, "weg.txt", b"tekst")
    paper.file.storage.delete(paper.file.name)
    assert any("weg.txt" in page and "staat niet in de stukken" in page for page in pages_of(made_for(meeting, cast.tenant)))


def test_what_was_left_out_is_not_in_it(cast, meeting):
    meeting.items.filter(title="Rondvraag").update(left_out_on="2024-10-01", left_out_reason="Geen tijd.")
    text = " ".join(pages_of(made_for(meeting, cast.tenant)))
    assert "Rondvraag" not in text


def test_the_minutes_that_this_meeting_adopts_stand_in_the_set_once_they_were_sent(cast, meeting):
    earlier = MeetingFactory(agreement=cast.agreement, held_on=meeting.held_on - timedelta(days=90), title="Voorjaar")
    ItemFactory(meeting=earlier, title="De kavel", discussed="Zij is verkocht.")
    meeting.items.filter(title="Opening").update(source="fixed", origin="fixed-first:minutes")
    assert "Zij is verkocht." not in papers_html(collect_papers(meeting, cast.tenant))
    Meeting.objects.filter(pk=earlier.pk).update(minutes_sent_at=timezone.now())
    assert "Zij is verkocht." in papers_html(collect_papers(meeting, cast.tenant))
    made = made_for(meeting, cast.tenant)
    assert not any("De kavel" in words for _depth, _page, words in outline_of(made)), "the bookmarks are those of the agenda"
    assert check(made) == []
    Meeting.objects.filter(pk=earlier.pk).update(kind="bilateral")
    assert "Zij is verkocht." not in papers_html(collect_papers(meeting, cast.tenant))


@pytest.mark.parametrize("layout", ["table", "document"])
def test_a_text_that_waits_for_adoption_is_in_the_set_until_it_was_answered(scene, layout):
    Agreement.objects.filter(pk=scene.agreement.pk).update(layout=layout)
    goal = GoalFactory(theme=scene.cast.theme, number="181", text="Wij bouwen honderd huizen.", position=9)
    draft = scene.agenda(2025)
    ActionFactory(goal=goal, agenda=draft, text="De eerste dertig huizen staan er.", position=1)
    proposal = adoption.propose(text=draft, by=scene.coordinator, deadline=timezone.localdate() + timedelta(days=14))
    row = MeetingFactory(agreement=scene.agreement)
    ItemFactory(meeting=row, title="Agenda 2025", proposal=proposal, note="")
    meeting = Meeting.objects.select_related("agreement").get(pk=row.pk)
    pdf = made_for(meeting, scene.cast.tenant)
    assert check(pdf) == []
    assert "De eerste dertig huizen staan er." in " ".join(" ".join(pages_of(pdf)).split())
    assert [words for _depth, _page, words in outline_of(pdf)] == ["Agenda: Bestuurlijk overleg", "1. Agenda 2025"]
    Proposal.objects.filter(pk=proposal.pk).update(state="returned", ended_at=timezone.now())
    assert "dertig huizen" not in papers_html(collect_papers(meeting, scene.cast.tenant))
