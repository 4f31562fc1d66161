"""The form of a page as a browser without JavaScript sends it: what stands in it, changed where a test fills something in."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """The fields of the form with this action, with what they would send."""

    def __init__(self, action: str):
        super().__init__()
        self.action, self.is_inside = action, False
        self.fields: dict[str, str] = {}
        self.select = self.textarea = None

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self.is_inside = found.get("action") == self.action
        if not self.is_inside:
            return
        name = found.get("name")
        if tag == "input" and name and (found.get("type") not in {"radio", "checkbox"} or "checked" in found):
            self.fields[name] = found.get("value") or ""
        elif tag == "textarea":
            self.textarea, self.fields[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in found or self.select not in self.fields):
            self.fields[self.select] = found.get("value") or ""

    def handle_data(self, data):
        if self.textarea:
            self.fields[self.textarea] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_inside = False
        elif tag == "textarea":
            self.fields[self.textarea] = self.fields[self.textarea].removeprefix("\n")
            self.textarea = None
        elif tag == "select":
            self.select = None


def fields_of(response, action: str) -> dict[str, str]:
    """What the form would send when nothing is touched."""
    reader = _Fields(action)
    reader.feed(response.content.decode())
    assert reader.fields, f"no form with the action {action}"
    return {name: value for name, value in reader.fields.items() if name != "csrfmiddlewaretoken"}
