// The agenda is written where it is read: a text opens its form in its place, Escape closes it, Ctrl+Enter saves. What is typed is kept
// in this browser until it was saved, with the version on which it was typed.
"use strict";
{
  const { PREFIX, write, keys, keptAt, keepAt, fieldsOf, snapshot, putIn, forgetOld, focusOn } = window.driehoekKept;
  const MOST = 3; // forms that open by themselves with what was typed before
  const HIDDEN = ["gezien", "als", "eenmaal"];
  const OPENED = "form.part-form, .part-look"; // or what one only looks at
  const page = () => document.getElementById("schrijven");
  const words = document.getElementById("woorden").dataset;
  const starts = new WeakMap(); // by form: what was in it before one typed
  const closed = new Map(); // by the id of a place: what stood there before its form
  let focusLater = null; // the row where the focus goes once the page shows what was done
  let saying;
  document.documentElement.classList.add("is-live");

  const say = (sentence) => { // emptied first: the same words would not be read again
    const place = document.getElementById("gezegd");
    place.textContent = "";
    clearTimeout(saying);
    saying = setTimeout(() => { place.textContent = sentence; }, 50);
  };
  const firstField = (form) => form.querySelector("textarea, select, input:not([type=hidden]), button, a");
  const isAct = (form) => "act" in form.dataset;
  const buttonOf = (textContent, act) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "bar__button", textContent });
    button.addEventListener("click", act);
    return button;
  };

  // -- What is typed is kept

  const START = `${PREFIX}${document.body.dataset.person}:schrijven:`;
  const keyOf = (form) => START + new URL(form.action).pathname;
  const seenIn = (form) => form.elements.gezien?.value ?? "";
  const typedIn = (form) => JSON.stringify(Object.entries(snapshot(form)).filter(([name]) => !HIDDEN.includes(name)));
  const isTyped = (form) => (form.action ? "typed" in form.dataset || typedIn(form) !== starts.get(form)
    : [...form.querySelectorAll("textarea")].some((area) => area.value));
  const forget = (key) => write(localStorage, key, null);
  const keep = (form) => keepAt(keyOf(form), isTyped(form) ? snapshot(form) : null, { seen: seenIn(form) });
  const statusOf = (form) => form.querySelector(".part-form__status");
  const put = (form, old) => { // the version too, so that the server sees what a colleague changed since
    for (const field of fieldsOf(form)) {
      const was = old.kept[field.name];
      if (was && field.name !== "als") putIn(field, was);
    }
    keep(form);
    statusOf(form).replaceChildren(words.restored, " ", buttonOf(words.beginAgain, () => close(form, "anew")));
    focusOn(firstField(form));
  };
  const restore = (form) => {
    const old = keptAt(keyOf(form));
    if ("typed" in form.dataset) keep(form); // refused just now, and it stands there as it was typed
    else if (old && old.seen === seenIn(form)) put(form, old);
    else if (old) statusOf(form).replaceChildren(words.offer, " ", buttonOf(words.putBack, () => put(form, old)));
  };
  const keptHere = () => {
    const start = START + page().dataset.address;
    return keys(start).map((key) => [key, key.slice(start.length, -1).replaceAll("/", "-")]);
  };
  const find = (name) => document.querySelector(`#schrijven a[href*="?deel=${CSS.escape(name)}#"]`);
  const linkTo = (name) => find(name) ?? find(name.replace(/-\D+$/, "-menu")); // what stands in a menu has that as its link
  const markKept = () => { // at each place where something waits stands so, in words
    for (const mark of document.querySelectorAll(".part__kept")) mark.remove();
    for (const [, name] of keptHere()) linkTo(name)?.append(Object.assign(document.createElement("span"), { className: "part__kept", textContent: `(${words.unsaved})` }));
  };

  const load = (address, source, target, swap) => window.htmx.ajax("GET", address, { source, target, swap });
  const open = (link, name = new URL(link.href).searchParams.get("deel")) => {
    const part = link.closest(".part"), menu = link.closest(".row-menu") ?? link.closest(".part-look")?.previousElementSibling;
    for (const form of document.querySelectorAll(OPENED)) if (!isTyped(form)) close(form, "quiet");
    const address = page().dataset.address + name.replace(/^(\w+)-(\d+)-/, "$1/$2/") + "/"; // "actie-12-tekst"
    const there = document.querySelector(`#deel-${CSS.escape(name)}:not(.part)`);
    if (there) focusOn(firstField(there));
    else if (part) load(address, link, part, "outerHTML");
    else load(address, menu, menu, "afterend");
  };
  // how: "drop" forgets what was typed, "anew" also opens the form again, "quiet" leaves the focus where it is.
  const close = (form, how = "") => {
    const name = form.id.replace(/^deel-|^meer$/, "");
    const before = closed.get(form.id);
    const after = () => {
      const link = name ? linkTo(name) : null;
      if (how === "anew" && link) open(link, name);
      else if (how !== "quiet") focusOn(link);
      markKept();
    };
    if (how === "drop" || how === "anew") forget(keyOf(form));
    if (before && how !== "drop") { form.replaceWith(before); closed.delete(form.id); after(); }
    else if (isAct(form)) { form.remove(); after(); }
    else load(`${new URL(form.action).pathname}?tonen`, form, form, "outerHTML").then(after);
  };
  const start = (form) => {
    if (form.action) starts.set(form, typedIn(form));
    focusOn(form.querySelector(".summary") ?? (form.matches("form, .part-look--menu") ? firstField(form) : form));
    const field = document.activeElement;
    if (field.matches("textarea")) field.setSelectionRange(field.value.length, field.value.length);
    if (form.action) restore(form);
  };
  window.driehoekSaving.watch({
    selector: "form.part-form",
    status: statusOf,
    words: () => ({ ...words, signInTarget: "_blank" }),
    resend: (form) => form.requestSubmit(), // its token lets nothing be done twice
    tell: (trouble) => say(words[trouble === "offline" ? "offlineAct" : trouble]),
    stays: true,
  });

  document.addEventListener("click", (event) => {
    const closer = event.target.closest("[data-close]");
    const link = event.target.closest("a");
    const part = event.target.closest("#schrijven .part");
    const isText = part && !event.target.closest("a, button, input, label, summary") && !String(getSelection());
    const opener = isText ? part.querySelector(".part__edit") : link?.matches("#schrijven a[href*='?deel=']") ? link : null;
    if (event.ctrlKey || event.metaKey || event.shiftKey || !(closer || opener)) return;
    event.preventDefault();
    if (closer) close(closer.closest(OPENED), closer.dataset.close); else open(opener);
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.(OPENED);
    const isSave = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (!form || event.defaultPrevented || !(isSave ? form.action : event.key === "Escape" && (form.action || !isTyped(form)))) return;
    event.preventDefault();
    if (isSave) form.requestSubmit(form.querySelector(".utrecht-button--primary-action")); else close(form);
  });
  document.addEventListener("input", ({ target: { form } }) => { if (starts.has(form)) keep(form); });

  document.addEventListener("htmx:beforeSwap", ({ detail: { target, xhr, shouldSwap, elt } }) => {
    if (shouldSwap && target.matches(".part")) closed.set(target.id, target);
    if (xhr.status === 409 && !shouldSwap) say(xhr.responseText); // a sentence
  });
  document.addEventListener("driehoek:done", ({ target: form, detail: { said, at } }) => {
    say(said);
    if (form.matches("form.part-form")) {
      forget(keyOf(form));
      closed.delete(form.id);
      if (isAct(form)) { form.remove(); focusLater = at; }
    } else if (form.id === "ongedaan") focusLater = "ongedaan";
    document.dispatchEvent(new CustomEvent("driehoek:written", { detail: { at } }));
  });
  document.addEventListener("htmx:load", ({ detail: { elt } }) => {
    if (elt.matches(OPENED)) start(elt);
    else if (elt.matches(".part")) { focusOn(elt.querySelector(".part__edit")); markKept(); }
  });
  document.addEventListener("driehoek:fresh", () => {
    markKept();
    const row = focusLater !== null && document.activeElement === document.body && (document.getElementById(focusLater) ?? page()); // unless one went on already
    focusLater = null;
    if (!row) return;
    focusOn(row.querySelector("button, .part:not(.part--empty) > .part__edit"));
    row.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("DOMContentLoaded", () => {
    forgetOld();
    document.querySelectorAll(OPENED).forEach(start); // opened by the address
    if (!document.querySelector("form.part-form")) for (const [key, name] of keptHere().slice(0, MOST)) { const link = linkTo(name); if (link) open(link, name); else showGone(key); }
    markKept();
  });
  const showGone = (key) => { // what was typed in a row that went while the browser was closed
    const texts = Object.entries(keptAt(key).kept).filter(([name]) => !HIDDEN.includes(name)).map(([, { value }]) => value);
    const box = Object.assign(document.createElement("div"), { className: "notice kept-text" });
    box.append(words.gone, `\n${texts.filter((text) => text && text !== true).join("\n")}\n`, buttonOf(words.beginAgain, () => { forget(key); box.remove(); }));
    page().before(box);
  };

  window.driehoekWriting = { OPENED, page, words, say, isTyped, closed };
}
