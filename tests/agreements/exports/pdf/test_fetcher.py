"""Whatever someone types, making a PDF opens no connection and reads no file but our own static ones."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pikepdf
import pytest

from agreements.exports.pdf.agenda import agenda_pdf
from agreements.exports.pdf.fetcher import static_fetcher, static_path
from agreements.exports.pdf.writing import html_to_pdf
from tests.factories import ProjectFactory
from tests.pdf_text import text_of


@pytest.fixture
def listener():
    """The address of a server on this machine, and the list of what was asked of it."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def hostile_html(address):
    return f"""
        <script>alert(1)</script>
        <link rel="attachment" href="file:///etc/hostname">
        <link rel="stylesheet" href="{address}/stylesheet">
        <style>@import url({address}/import); p {{ background: url({address}/background) }}
          @font-face {{ font-family: x; src: url(file:///etc/passwd), url({address}/font) }}</style>
        <img src="{address}/image" alt=""><img src="file:///etc/passwd" alt=""><img src="relative.png" alt="">
        <a rel="attachment" href="file:///etc/passwd">bijlage</a>
        <object data="{address}/object"></object><embed src="{address}/embed">
        <svg xmlns="http://www.w3.org/2000/svg"><image href="{address}/svg"/><use href="{address}/use.svg#a"/></svg>
    """


def assert_nothing_embedded(document):
    with pikepdf.open(BytesIO(document)) as pdf:
        assert len(pdf.attachments) == 0
        assert not any(item.get("/Type") == "/Filespec" for item in pdf.objects if isinstance(item, pikepdf.Dictionary))
        assert not any(page.get_images() for page in pdf.pages)
        found = b"".join(item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream))
    assert b"root:" not in found


@pytest.mark.filterwarnings("ignore")
def test_hostile_html_gets_nothing(listener):
    address, asked = listener
    html = f'<!doctype html><html lang="nl"><title>t</title><body><h1>t</h1>{hostile_html(address)}</body></html>'
    assert_nothing_embedded(html_to_pdf(html))
    assert asked == []


@pytest.mark.parametrize("layout", ["table", "document"])
def test_hostile_text_is_printed_as_text_wherever_it_stands(listener, agenda, add_goal, layout):
    address, asked = listener
    hostile = hostile_html(address) + f"\n\n![x]({address}/markdown) [pad](file:///etc/passwd) [js](javascript:alert(1))"
    agenda.agreement.layout, agenda.agreement.introduction = layout, hostile
    agenda.agreement.goal_label = agenda.agreement.theme_label = agenda.agreement.action_label = "<img src=x>"
    agenda.agreement.save()
    agenda.title, agenda.introduction_title, agenda.introduction = f'"><img src={address}/title>', "<b>", hostile
    agenda.save()
    goal = add_goal(hostile, hostile, theme=f"<img src={address}/theme>", number="<i>")
    project = ProjectFactory(agreement=agenda.agreement, name=f"<img src={address}/project>")
    goal.actions.update(project=project, lead_text=f"<img src={address}/lead>")
    document = agenda_pdf(agenda, with_signatures=True)
    assert asked == []
    assert_nothing_embedded(document)
    assert "<script>alert(1)</script>" in text_of(document)
    with pikepdf.open(BytesIO(document)) as pdf:
        links = [str(link.A.URI) for page in pdf.pages for link in page.get("/Annots", []) if "/A" in link]
    assert all(link.startswith(("http://127.0.0.1", "https:", "mailto:")) for link in links)


def test_a_link_in_the_text_stays_a_link_and_is_not_followed(listener, agenda, add_goal):
    address, asked = listener
    add_goal(f"Zie [de visie]({address}/visie).")
    with pikepdf.open(BytesIO(agenda_pdf(agenda))) as pdf:
        assert [str(link.A.URI) for link in pdf.pages[0].Annots] == [f"{address}/visie"]
    assert asked == []


@pytest.mark.parametrize("url", ["static:../config/settings.py", "static:/../manage.py", "static:css/../../manage.py"])
def test_a_path_out_of_the_static_files_is_refused(url):
    with pytest.raises(ValueError, match="Outside the static files"):
        static_path(url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "https://example.org/", "file:///etc/passwd", "ftp://example.org/", "data:text/plain,x"]
)
def test_every_other_address_is_refused(url):
    with pytest.raises(ValueError, match="disallowed protocol"):
        static_fetcher()(url)


def test_our_own_style_sheet_is_served_and_all_that_it_names():
    response = static_fetcher()("static:css/pdf.css")
    assert response.content_type == "text/css"
    fonts = re.findall(r'url\("(.+?)"\)', response.read().decode())
    assert len(fonts) == 6
    assert all(static_path(url).is_file() for url in fonts)
