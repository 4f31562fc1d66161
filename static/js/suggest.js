// A text box with suggestions as a combobox (ARIA: list autocomplete, manual selection). They are those of its <datalist>.
"use strict";
{
  const MOST = 8;
  const folded = window.driehoekFolded;
  const names = new WeakMap(); // by box: what can be chosen
  const isMany = (box) => box.dataset.suggest === "many"; // names with a comma between them
  const askedIn = (box) => (isMany(box) ? /[^,;]*$/.exec(box.value.slice(0, box.selectionStart))[0] : box.value).trim();
  // The names in the box, and at which of them the cursor stands.
  const read = (box) => [box.value.split(/[,;]/).map((name) => name.trim()), box.value.slice(0, box.selectionStart).split(/[,;]/).length - 1];
  const write = (box, all, at) => {
    box.value = all.join(", ");
    const end = all.slice(0, at + 1).join(", ").length;
    box.setSelectionRange(end, end);
    box.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "taken" }));
  };
  const take = (box, name) => {
    const [all, at] = isMany(box) ? read(box) : [[], 0];
    all[at] = name;
    if (isMany(box) && !all[at + 1]) all[at + 1] = ""; // room for the next
    write(box, all, isMany(box) ? at + 1 : at);
  };
  const move = (box, step) => { // the name at the cursor changes places with the one before or after it
    const [all, at] = read(box), to = at + step;
    if (!all[at] || !all[to]) return;
    [all[at], all[to]] = [all[to], all[at]];
    write(box, all, to);
  };
  const { offer, isOpen } = window.driehoekListbox({ id: "keuze", className: "suggestions", label: document.getElementById("woorden").dataset.names, take });

  const start = (box) => {
    const source = document.getElementById(box.getAttribute("list"));
    if (!source) return;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", autocomplete: "off" })) box.setAttribute(name, value);
    box.removeAttribute("list");
    names.set(box, [...source.options].map((option) => option.value));
  };
  const show = (box) => {
    const asked = folded(askedIn(box));
    const found = names.get(box).filter((name) => ` ${folded(name)}`.includes(` ${asked}`)).slice(0, MOST);
    // The first is chosen, so that a few letters and Enter are enough; an empty box chooses nothing by itself.
    offer(box, found.length === 1 && found[0] === askedIn(box) ? [] : found, asked ? 0 : -1);
  };
  document.addEventListener("input", (event) => { if (names.has(event.target) && event.detail !== "taken") show(event.target); });
  document.addEventListener("keydown", (event) => {
    const box = event.target, step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!names.has(box) || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
    if (step && event.altKey && isMany(box)) move(box, step);
    else if (step && !event.altKey && !isOpen()) show(box);
    else if (event.key === "Enter" && isMany(box) && askedIn(box)) take(box, askedIn(box));
    else return;
    event.preventDefault();
  });
  const startAll = (root) => root.querySelectorAll("input[list]").forEach(start);
  document.addEventListener("htmx:load", (event) => startAll(event.detail.elt));
  document.addEventListener("DOMContentLoaded", () => startAll(document));
}
