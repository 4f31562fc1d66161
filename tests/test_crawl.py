"""The walk asks each page once, and follows a link from where it stands."""

from django.http import HttpResponse, HttpResponseRedirect

from tests.crawl import crawl


class Pages:
    """A site of a few pages, and what was asked of it."""

    def __init__(self, pages: dict[str, HttpResponse]):
        self.pages, self.asked = pages, []

    def get(self, address: str) -> HttpResponse:
        self.asked.append(address)
        return self.pages.get(address) or HttpResponse(status=404)


def links(*addresses: str) -> HttpResponse:
    return HttpResponse("".join(f'<a href="{address}">x</a>' for address in addresses))


def test_a_link_begins_at_the_page_that_an_address_leads_to():
    pages = Pages({"/a/b/c/": HttpResponseRedirect("/d/?e=1"), "/d/?e=1": links("f/"), "/d/f/": links()})
    assert set(crawl(pages, ["/a/b/c/"])) == {"/d/?e=1", "/d/f/"}
    assert pages.asked == ["/a/b/c/", "/d/?e=1", "/d/f/"]


def test_what_more_than_one_address_leads_to_is_asked_once():
    pages = Pages(
        {"/a/": HttpResponseRedirect("/c/"), "/b/": HttpResponseRedirect("../c/"), "/c/": links("/a/", "/c/#d", "/static/e")}
    )
    assert set(crawl(pages, ["/a/", "/b/"])) == {"/c/"}
    assert sorted(pages.asked) == ["/a/", "/b/", "/c/"]


def test_an_address_that_only_says_where_one_returns_to_is_no_other_page():
    ways = [f"/x/schrijven/actie/1/tekst/?deel={part}" for part in ("a", "b")]
    ways += [f"/account/login/?next={part}" for part in ("/a/", "/b/")]
    pages = Pages({"/": links(*ways, "/x/schrijven/?deel=a", "/x/schrijven/?deel=b")})
    crawl(pages, ["/"])
    asked = {"/account/login/", "/x/schrijven/actie/1/tekst/", "/x/schrijven/?deel=a", "/x/schrijven/?deel=b"}
    assert sorted(pages.asked) == ["/", *sorted(asked)]


def test_what_is_left_out_is_not_followed_but_led_to():
    pages = Pages({"/": links("/a/", "/b/"), "/b/": HttpResponseRedirect("/a/"), "/a/": links()})
    assert set(crawl(pages, ["/"], leave_out="/a/")) == {"/", "/a/"}
    pages = Pages({"/": links("/a/"), "/a/": links()})
    assert set(crawl(pages, ["/"], leave_out="/a/")) == {"/"}


def test_each_kind_of_question_is_asked_once_and_every_page_that_asks_nothing():
    rows = ("/x/1/", "/x/2/")
    asked = ("/x/1/?deel=doel-1-menu", "/x/2/?deel=doel-2-tekst", "/x/1/?deel=actie-3-tekst", "/x/1/?deel=doel-1-menu&jaar=2024")
    words = ("/x/1/?toon=open", "/x/1/?toon=mijn")
    pages = Pages({"/": links(*rows, *asked, *words)})
    crawl(pages, ["/", "/x/3/?jaar=2024", "/x/3/?jaar=2025"], each_kind_once=True)
    once = {"/x/1/?deel=doel-1-menu", "/x/1/?deel=actie-3-tekst", "/x/1/?deel=doel-1-menu&jaar=2024"}
    assert sorted(pages.asked) == sorted(["/", *rows, *once, *words, "/x/3/?jaar=2024", "/x/3/?jaar=2025"])
