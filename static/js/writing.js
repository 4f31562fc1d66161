// The agenda is written where it is read: a text opens its form in its place, Escape closes it, Ctrl+Enter saves.
// What is typed is kept in this browser until it was saved, with the version on which it was typed. Without this script each form has a page.
"use strict";
{
  const { PREFIX, read, write, parsed, fieldsOf, snapshot, forgetOld } = window.driehoekKept;
  const { watch } = window.driehoekSaving;
  const SHOWN = 10000; // milliseconds that what was said stays in sight
  const MOST = 3; // forms that open by themselves with what was typed before
  const page = () => document.getElementById("schrijven");
  const words = document.getElementById("woorden").dataset;
  const person = document.body.dataset.person;
  const starts = new WeakMap(); // by form: what was in it before one typed
  const closed = new Map(); // by the id of a place: what stood there before its form
  let focusLater = null; // where the focus goes once the page shows what was done
  document.documentElement.classList.add("is-live");

  let saying;
  const say = (sentence) => { // emptied first: the same words would not be read again
    const place = document.getElementById("gezegd");
    clearTimeout(saying);
    place.textContent = "";
    saying = setTimeout(() => {
      place.textContent = sentence;
      saying = setTimeout(() => { place.textContent = ""; }, SHOWN);
    }, 50);
  };
  const focusOn = (element) => {
    if (!element) return;
    if (!element.matches("a, button, input, textarea, select, summary")) element.tabIndex = -1;
    element.focus();
  };
  const firstField = (form) => form.querySelector("textarea, select, input:not([type=hidden])");
  const addressOf = (name) => page().dataset.address + name.replace(/^(\w+)-(\d+)-/, "$1/$2/") + "/"; // "actie-12-tekst"

  // -- What is typed is kept

  const keyOf = (form) => `${PREFIX}${person}:schrijven:${new URL(form.action).pathname}`;
  const seenIn = (form) => form.elements.gezien?.value ?? "";
  const typedIn = (form) => JSON.stringify(Object.entries(snapshot(form)).filter(([name]) => !["gezien", "als"].includes(name)));
  const isTyped = (form) => "typed" in form.dataset || typedIn(form) !== starts.get(form);
  const forget = (form) => write(localStorage, keyOf(form), null);
  const keep = (form) => {
    const kept = { at: Date.now(), seen: seenIn(form), kept: snapshot(form) };
    write(localStorage, keyOf(form), isTyped(form) ? JSON.stringify(kept) : null);
  };
  const statusOf = (form) => form.querySelector(".part-form__status");
  const tell = (form, sentence, label, act) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "bar__button", textContent: label });
    button.addEventListener("click", act);
    statusOf(form).replaceChildren(sentence, " ", button);
  };
  const put = (form, old) => {
    for (const field of fieldsOf(form)) {
      const was = old.kept[field.name];
      if (!was || field.name === "als") continue;
      if (field.type === "radio") field.checked = was.value === field.value;
      else if (field.type === "checkbox") field.checked = was.value;
      else field.value = was.value; // the version too, so that the server sees what a colleague changed since
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    tell(form, words.restored, words.beginAgain, () => { forget(form); close(form, "anew"); });
  };
  const restore = (form) => {
    const old = parsed(read(localStorage, keyOf(form)));
    if ("typed" in form.dataset) keep(form); // refused just now, and it stands there as it was typed
    else if (old && old.seen === seenIn(form)) put(form, old);
    else if (old) tell(form, words.offer, words.putBack, () => { put(form, old); focusOn(firstField(form)); });
  };
  const keptHere = () => {
    const start = `${PREFIX}${person}:schrijven:${page().dataset.address}`;
    return Object.keys(localStorage).filter((key) => key.startsWith(start)).map((key) => [key, key.slice(start.length, -1).replaceAll("/", "-")]);
  };
  // At each place where something waits stands so, in words.
  const markKept = () => {
    document.querySelectorAll(".part__kept").forEach((mark) => mark.remove());
    for (const [, name] of keptHere()) {
      const link = document.querySelector(`#deel-${CSS.escape(name)} > .part__edit`) ?? document.querySelector(`a[href*="?deel=${CSS.escape(name)}#"]`);
      link?.append(Object.assign(document.createElement("span"), { className: "part__kept", textContent: `(${words.unsaved})` }));
    }
  };

  // -- Opening and closing

  const load = (address, source, target, swap) => window.htmx.ajax("GET", address, { source, target, swap });
  const closeUntouched = () => { for (const form of document.querySelectorAll("form.part-form")) if (!isTyped(form)) close(form, "quiet"); };
  const open = (part) => { closeUntouched(); load(part.dataset.part, part.querySelector(".part__edit"), part, "outerHTML"); };
  const openAct = (link) => {
    closeUntouched();
    const name = new URL(link.href).searchParams.get("deel");
    const there = document.getElementById(`deel-${name}`);
    if (there) focusOn(firstField(there) ?? there.querySelector("button"));
    else load(addressOf(name), link, link.closest(".row-menu"), "afterend");
  };
  const linkTo = (name) => document.querySelector(`a[href*="?deel=${CSS.escape(name)}#"]`);
  const openNamed = (name) => {
    const part = document.getElementById(`deel-${name}`);
    if (part?.matches(".part")) open(part);
    else if (linkTo(name)) openAct(linkTo(name));
    return part ?? linkTo(name);
  };
  // how: "drop" forgets what was typed, "anew" opens the form again as it stands, "quiet" leaves the focus where it is.
  const close = (form, how = "") => {
    if (how === "drop") forget(form);
    const [id, before] = [form.id, closed.get(form.id)];
    const menu = form.previousElementSibling;
    const after = () => {
      const part = document.getElementById(id);
      if (how === "anew" && part) open(part);
      else if (how !== "quiet") focusOn(part?.querySelector(".part__edit"));
      markKept();
    };
    if ("act" in form.dataset) {
      form.remove();
      if (how === "anew") openNamed(form.dataset.place);
      else if (how !== "quiet") focusOn(menu?.querySelector?.("summary"));
      form.dispatchEvent(new CustomEvent("driehoek:closed"));
      markKept();
    } else if (before && how !== "drop") { form.replaceWith(before); closed.delete(id); after(); }
    else load(`${new URL(form.action).pathname}?tonen`, form, form, "outerHTML").then(after);
  };
  const start = (form) => {
    starts.set(form, typedIn(form));
    restore(form);
    const summary = form.querySelector(".summary");
    focusOn(summary ?? firstField(form) ?? form.querySelector("button"));
    const field = document.activeElement;
    if (field.matches("textarea")) field.setSelectionRange(field.value.length, field.value.length);
  };

  watch({
    selector: "form.part-form",
    status: statusOf,
    words: (form) => ("act" in form.dataset ? { ...words, offline: words.offlineAct, signInTarget: "_blank" } : { ...words, signInTarget: "_blank" }),
    mayRepeat: (form) => !("act" in form.dataset), // a row that was added must not come twice
    resend: (form) => form.requestSubmit(),
    tell: (trouble) => say(words[trouble === "offline" ? "offlineAct" : trouble]),
    stays: true,
  });

  // -- What people do

  document.addEventListener("click", (event) => {
    const closer = event.target.closest("[data-close]");
    if (closer?.form || closer?.closest("form.part-form")) { event.preventDefault(); close(closer.closest("form"), closer.dataset.close); return; }
    if (event.target.closest("[data-close]") || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("a");
    const part = event.target.closest("#schrijven .part");
    const isText = part && !link && !event.target.closest("button, input, label, summary") && !String(getSelection());
    if (isText || link?.matches("#schrijven .part__edit")) { event.preventDefault(); open(part); }
    else if (link?.matches("#schrijven .row-menu a[href*='?deel=']")) { event.preventDefault(); link.closest("details").open = false; openAct(link); }
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form.part-form");
    if (!form || event.defaultPrevented) return;
    if (event.key === "Escape") { event.preventDefault(); close(form); }
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".utrecht-button--primary-action"));
    }
  });
  document.addEventListener("input", (event) => { const form = event.target.form; if (form?.matches("form.part-form") && starts.has(form)) keep(form); });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "ongedaan") return;
    event.preventDefault();
    window.htmx.ajax("POST", event.target.action, { source: event.target, swap: "none" });
  });

  // -- What comes of it

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, xhr, shouldSwap, elt } = event.detail;
    if (shouldSwap && target.matches?.(".part")) closed.set(target.id, target);
    if (xhr.status === 409 && !shouldSwap) say(xhr.responseText); // a sentence: the text stands still, or the row is gone
    else if (xhr.status === 409 && elt.matches("form.part-form")) elt.dataset.typed = "";
  });
  document.addEventListener("driehoek:done", (event) => {
    const { said, at } = event.detail;
    const form = event.target;
    say(said);
    if (form.matches("form.part-form")) {
      forget(form);
      closed.delete(form.id);
      if ("act" in form.dataset) { form.remove(); form.dispatchEvent(new CustomEvent("driehoek:closed")); focusLater = at; }
    } else if (form.id === "ongedaan") focusLater = "ongedaan";
    document.dispatchEvent(new CustomEvent("driehoek:written", { detail: { at } }));
  });
  document.addEventListener("htmx:load", (event) => {
    const loaded = event.detail.elt;
    if (loaded.matches("form.part-form")) start(loaded);
    else if (loaded.matches(".part")) { focusOn(loaded.querySelector(".part__edit")); markKept(); }
  });
  document.addEventListener("driehoek:fresh", () => {
    markKept();
    const at = focusLater;
    focusLater = null;
    if (document.activeElement !== document.body) return; // one went on already
    if (at === "ongedaan") focusOn(document.querySelector("#ongedaan button") ?? document.querySelector("#schrijven h1"));
    else if (at !== null) {
      const row = document.getElementById(at) ?? page();
      focusOn(row.querySelector(".part:not(.part--empty) > .part__edit") ?? row);
      row.scrollIntoView({ block: "nearest" });
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    forgetOld();
    const forms = document.querySelectorAll("form.part-form"); // opened by the address
    forms.forEach(start);
    if (!forms.length) for (const [key, name] of keptHere().slice(0, MOST)) if (!openNamed(name)) showGone(key);
    markKept();
  });
  // What was typed in a row that went while the browser was closed.
  const showGone = (key) => {
    const kept = parsed(read(localStorage, key)).kept;
    const texts = Object.entries(kept).filter(([name, { value }]) => !["gezien", "als"].includes(name) && typeof value === "string" && value).map(([, { value }]) => value);
    const box = Object.assign(document.createElement("div"), { className: "notice" });
    const text = Object.assign(document.createElement("p"), { className: "kept-text", textContent: texts.join("\n") });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "bar__button", textContent: words.beginAgain });
    button.addEventListener("click", () => { write(localStorage, key, null); box.remove(); focusOn(document.querySelector("#schrijven h1")); });
    box.append(Object.assign(document.createElement("p"), { textContent: words.gone }), text, button);
    page().before(box);
  };

  window.driehoekWriting = { page, words, say, isTyped, closed, focusOn };
}
