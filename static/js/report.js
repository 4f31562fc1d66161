// Reporting: what one types is kept in this browser at once, and saved as a draft by htmx.
"use strict";
{
  const { PREFIX, read, write, keys, keptAt, keepAt, fieldsOf, snapshot, putIn, forgetOld, focusOn } = window.driehoekKept;
  const { watch, resend, stop, say } = window.driehoekSaving;
  const WAIT = 1000; // milliseconds of rest before a draft is saved
  const HIDDEN = ["token", "seen", "ronde", "partij", "lijst", "keep_mine"];
  const sent = new WeakMap(); // by form: what was sent last

  const START = `${PREFIX}${document.body.dataset.person}:voortgang:`;
  const keyOfForm = (form) => START + form.dataset.report;
  const statusOf = (form) => form.querySelector(".saved");
  const isHidden = (name) => HIDDEN.includes(name) || name.endsWith("-sent_as");
  const answersOf = (kept) => JSON.stringify(Object.entries(kept).filter(([name]) => !isHidden(name)).sort());
  const forms = () => [...document.querySelectorAll("form[data-report]")];
  const forget = (report) => {
    for (const key of keys(PREFIX)) if (key.endsWith(`:voortgang:${report}`)) write(localStorage, key, null);
  };
  const keep = (form) => keepAt(keyOfForm(form), snapshot(form));
  // Figures are no part of a draft: this browser keeps them until the form is submitted.
  const isFigure = (name) => /^(meting|los)-/.test(name);
  const isTyped = (field) => isFigure(field.name) && field.type !== "hidden"
    && (field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
  const figuresOf = (form) => {
    const is = form.querySelector("[data-figures][data-typed]") || fieldsOf(form).some(isTyped);
    return is ? Object.fromEntries(Object.entries(snapshot(form)).filter(([name]) => isFigure(name))) : null;
  };
  const settle = (form) => keepAt(keyOfForm(form), figuresOf(form));
  const isUnsaved = (form) => read(localStorage, keyOfForm(form)) !== null;
  watch({
    selector: "form[data-report]",
    status: statusOf,
    words: (form) => statusOf(form).dataset,
    isUnsaved,
    resend: (form) => window.htmx.trigger(statusOf(form), "driehoek:save"),
    tell: (trouble) => {
      const place = document.getElementById("mijn-stand");
      if (place) place.textContent = document.querySelector(".my-actions").dataset[trouble];
    },
  });

  // Put back what this browser kept and the server never confirmed, with its token and revision: so the server sees what
  // somebody saved meanwhile, and shows both.
  const restore = (form) => {
    const old = keptAt(keyOfForm(form))?.kept;
    if (form.dataset.unsaved) { keep(form); return; } // it was refused just now
    if (!old) return;
    if (answersOf(old) === answersOf(snapshot(form))) { settle(form); return; }
    const isWhole = "token" in old;
    for (const field of fieldsOf(form)) {
      const was = old[field.name];
      if (["ronde", "partij", "lijst"].includes(field.name) || (!was && !(isWhole && field.type === "radio"))) continue;
      putIn(field, was);
    }
    for (const field of fieldsOf(form).filter(isTyped)) for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    say(form, "restored");
    if (isWhole) resend(form, WAIT);
  };

  const start = (root) => {
    const found = root.matches?.("form[data-report]") ? [root] : [...root.querySelectorAll("form[data-report]")];
    for (const form of found) if (!form.dataset.watched) { form.dataset.watched = "yes"; restore(form); }
    return found;
  };
  const close = (form) => {
    if (isUnsaved(form)) window.htmx.trigger(statusOf(form), "driehoek:save");
    const row = form.closest(".my-action");
    row.classList.remove("my-action--open");
    const panel = form.closest(".my-action__panel");
    setTimeout(() => { if (panel.contains(form)) panel.replaceChildren(); }, 0);
    return row;
  };
  const goOn = (row) => {
    const rows = [...document.querySelectorAll(".my-action[data-waiting]")];
    return rows.find((other) => row.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) || rows[0];
  };

  // In the list: open the form of which this browser still has words that were not saved.
  const openKept = () => {
    const reports = keys(START).map((key) => key.slice(START.length).split("-").slice(0, 2).join("-"));
    const link = reports.map((report) => document.querySelector(`#actie-${report} .my-action__report`)).find((found) => found);
    if (link) window.htmx.trigger(link, "driehoek:open");
  };

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.report || event.target.type === "file") return;
    keep(form);
    resend(form, WAIT);
  });
  document.addEventListener("click", (event) => {
    const taken = event.target.closest("[data-take-other]");
    if (taken) { forget(taken.dataset.takeOther); forms().forEach(stop); }
    if (event.target.closest("[data-close]")) focusOn(close(event.target.closest("form")).querySelector(".my-action__report"));
  }, true);

  document.addEventListener("htmx:beforeRequest", (event) => {
    const element = event.detail.elt;
    const form = element.closest("form[data-report]");
    if (form) sent.set(form, answersOf(snapshot(form)));
    if (element.matches(".my-action__report")) { // one form at a time
      for (const open of forms()) close(open);
      element.closest(".my-action").classList.add("my-action--open");
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const form = event.detail.elt.closest?.("form[data-report]") || event.detail.target.closest("form[data-report]");
    if (form?.isConnected && statusOf(form).querySelector("[data-saved]") && sent.get(form) === answersOf(snapshot(form))) settle(form);
  });
  document.addEventListener("htmx:load", (event) => {
    const loaded = event.detail.elt;
    if (loaded.dataset?.reported) {
      forget(loaded.dataset.reported);
      const next = goOn(loaded);
      if (!next) focusOn(document.getElementById("mijn-stand"));
      else if (loaded.dataset.goOn === "form") window.htmx.trigger(next.querySelector(".my-action__report"), "driehoek:open");
      else focusOn(next.querySelector("button, .my-action__report"));
      return;
    }
    const [form] = start(loaded);
    focusOn(loaded.querySelector?.(".summary") ?? form?.closest(".my-action")?.querySelector("form textarea"));
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); }); // back: as it is now
  document.addEventListener("DOMContentLoaded", () => {
    const done = new URLSearchParams(location.search).get("gemeld");
    if (done) {
      forget(done);
      history.replaceState(null, "", location.pathname + location.search.replace(/[?&]gemeld=[^&]*/, ""));
    }
    forgetOld();
    start(document);
    openKept();
    document.querySelector(".summary")?.focus();
  });
}
