// A text box with suggestions as a combobox (ARIA: list autocomplete, manual selection). They are those of its <datalist>.
"use strict";
{
  const MOST = 8;
  const folded = window.driehoekFolded;
  const names = new WeakMap(); // by box: what can be chosen
  const take = (box, name) => { box.value = name; box.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "taken" })); };
  const { offer, isOpen } = window.driehoekListbox({ id: "keuze", className: "suggestions", label: document.getElementById("woorden").dataset.names, take });

  const start = (box) => {
    const source = document.getElementById(box.getAttribute("list"));
    if (!source) return;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", autocomplete: "off" })) box.setAttribute(name, value);
    box.removeAttribute("list");
    names.set(box, [...source.options].map((option) => option.value));
  };
  const show = (box) => {
    const asked = folded(box.value.trim());
    const found = names.get(box).filter((name) => ` ${folded(name)}`.includes(` ${asked}`)).slice(0, MOST);
    // The first is chosen, so that a few letters and Enter are enough; an empty box chooses nothing by itself.
    offer(box, found.length === 1 && found[0] === box.value ? [] : found, asked ? 0 : -1);
  };
  document.addEventListener("input", (event) => { if (names.has(event.target) && event.detail !== "taken") show(event.target); });
  document.addEventListener("keydown", (event) => {
    if (!names.has(event.target) || event.defaultPrevented || isOpen() || event.altKey || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    show(event.target);
  });
  const startAll = (root) => root.querySelectorAll("input[list]").forEach(start);
  document.addEventListener("htmx:load", (event) => startAll(event.detail.elt));
  document.addEventListener("DOMContentLoaded", () => startAll(document));
}
