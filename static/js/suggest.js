// A text box with suggestions as a combobox (ARIA: list autocomplete, manual selection): arrows choose, Enter takes, Escape leaves.
// The suggestions are those of its <datalist>, which the browser offers without this script. Capitals and accents make no difference.
"use strict";
{
  const MOST = 8;
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  let number = 0;

  const start = (input) => {
    const source = document.getElementById(input.getAttribute("list"));
    if (!source) return;
    const list = Object.assign(document.createElement("ul"), { id: `keuze-${++number}`, hidden: true, className: "suggestions" });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels[0]?.firstChild.textContent.trim() ?? "");
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off" })) input.setAttribute(name, value);
    input.removeAttribute("list");
    input.after(list);
    input.parentElement.classList.add("field--suggests");
    const all = [...source.options].map((option) => option.value);
    let at = -1;
    const mark = (to) => {
      at = to;
      [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
      if (at < 0) { input.removeAttribute("aria-activedescendant"); return; }
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    };
    const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); mark(-1); };
    const rank = (name, asked) => (name.startsWith(asked) ? 0 : name.split(/\s+/).some((word) => word.startsWith(asked)) ? 1 : name.includes(asked) ? 2 : 3);
    const show = () => {
      const asked = folded(input.value.trim());
      const found = all.map((name) => [rank(folded(name), asked), name]).filter(([place]) => place < 3).sort((one, other) => one[0] - other[0]).slice(0, MOST);
      list.replaceChildren(...found.map(([, name], place) => {
        const option = Object.assign(document.createElement("li"), { id: `${list.id}-${place}`, textContent: name });
        option.setAttribute("role", "option");
        return option;
      }));
      list.hidden = !found.length || (found.length === 1 && found[0][1] === input.value);
      input.setAttribute("aria-expanded", String(!list.hidden));
      mark(list.hidden || !asked ? -1 : 0); // the first is chosen, so that a few letters and Enter are enough
    };
    const take = (option) => { input.value = option.textContent; close(); input.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "taken" })); };
    input.addEventListener("input", (event) => { if (event.detail !== "taken") show(); });
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (list.hidden) show();
        const many = list.children.length;
        if (many && !list.hidden) mark(at < 0 ? (step > 0 ? 0 : many - 1) : (at + step + many) % many);
      } else if (event.key === "Enter" && at >= 0 && !event.ctrlKey && !event.metaKey) { event.preventDefault(); take(list.children[at]); }
      else if (event.key === "Tab" && at >= 0) take(list.children[at]);
      else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the box
    list.addEventListener("click", (event) => { const option = event.target.closest("li"); if (option) take(option); });
    input.addEventListener("blur", close);
  };
  const startAll = (root) => root.querySelectorAll("input[list]").forEach(start);
  document.addEventListener("htmx:load", (event) => startAll(event.detail.elt));
  document.addEventListener("DOMContentLoaded", () => startAll(document));
}
