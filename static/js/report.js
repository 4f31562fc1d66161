// Reporting: what one types is kept in this browser at once, and saved as a draft by htmx; saving.js sends it again when that failed.
// Without this script the form is an ordinary one, with a button that saves the draft.
"use strict";
{
  const { PREFIX, read, write, parsed, fieldsOf, snapshot, forgetOld } = window.driehoekKept;
  const { watch, resend, stop, say } = window.driehoekSaving;
  const WAIT = 1000; // milliseconds of rest before a draft is saved
  const HIDDEN = ["token", "seen", "ronde", "partij", "lijst", "keep_mine"];
  const sent = new WeakMap(); // by form: what was sent last

  const keyOf = (report, person) => `${PREFIX}${person}:voortgang:${report}`;
  const keyOfForm = (form) => keyOf(form.dataset.report, form.dataset.person);
  const statusOf = (form) => form.querySelector(".saved");
  const isHidden = (name) => HIDDEN.includes(name) || name.endsWith("-sent_as");
  const answersOf = (kept) => JSON.stringify(Object.entries(kept).filter(([name]) => !isHidden(name)).sort());
  const forms = () => [...document.querySelectorAll("form[data-report]")];
  const forget = (report) => {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX) && key.endsWith(`:voortgang:${report}`)) write(localStorage, key, null);
  };
  const keep = (form) => write(localStorage, keyOfForm(form), JSON.stringify({ at: Date.now(), kept: snapshot(form) }));
  // Figures are no part of a draft: this browser keeps them until the form is submitted.
  const isFigure = (name) => name.startsWith("meting-");
  const isTyped = (field) => isFigure(field.name) && field.type !== "hidden"
    && (field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);
  const figuresOf = (form) => {
    const is = form.querySelector("[data-figures][data-typed]") || fieldsOf(form).some(isTyped);
    return is ? Object.fromEntries(Object.entries(snapshot(form)).filter(([name]) => isFigure(name))) : null;
  };
  const settle = (form) => {
    const kept = figuresOf(form);
    write(localStorage, keyOfForm(form), kept && JSON.stringify({ at: Date.now(), kept }));
  };
  const isUnsaved = (form) => read(localStorage, keyOfForm(form)) !== null;
  watch({
    selector: "form[data-report]",
    status: statusOf,
    words: (form) => statusOf(form).dataset,
    isUnsaved,
    mayRepeat: () => true, // each draft says all, and carries the number of the one before it
    resend: (form) => window.htmx.trigger(statusOf(form), "driehoek:save"),
    tell: (trouble) => {
      const place = document.getElementById("mijn-stand");
      if (place) place.textContent = document.querySelector(".my-actions").dataset[trouble];
    },
  });

  // Put back what this browser kept and the server never confirmed. A version that somebody saved meanwhile is not lost:
  // the token and the revision come back too, so the server sees the difference and shows both.
  const restore = (form) => {
    const old = parsed(read(localStorage, keyOfForm(form)))?.kept;
    if (form.dataset.unsaved) { keep(form); return; } // it was refused just now, and stands in the form as it was typed
    if (!old) return;
    if (answersOf(old) === answersOf(snapshot(form))) { settle(form); return; }
    const isWhole = "token" in old;
    for (const field of fieldsOf(form)) {
      const was = old[field.name];
      if (["ronde", "partij", "lijst"].includes(field.name) || (!was && !(isWhole && field.type === "radio"))) continue;
      if (field.type === "radio") field.checked = was?.value === field.value;
      else if (field.type === "checkbox") field.checked = was.value;
      else field.value = was.value;
    }
    for (const field of fieldsOf(form).filter(isTyped)) for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    say(form, "restored");
    if (isWhole) resend(form, WAIT);
  };

  const start = (root) => {
    const found = root.matches?.("form[data-report]") ? [root] : [...root.querySelectorAll("form[data-report]")];
    for (const form of found) { if (!form.dataset.watched) { form.dataset.watched = "yes"; restore(form); } }
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
    const after = rows.find((other) => row.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
    return after || rows[0];
  };
  const focusOn = (element) => { if (element) { if (!element.matches("a, button, input, textarea")) element.tabIndex = -1; element.focus(); } };

  // In the list: open the form of which this browser still has words that were not saved.
  const openKept = () => {
    const person = document.querySelector(".my-actions")?.dataset.person;
    const start = `${PREFIX}${person}:voortgang:`;
    const reports = person ? Object.keys(localStorage).filter((key) => key.startsWith(start)).map((key) => key.slice(start.length)) : [];
    const rows = reports.map((report) => document.getElementById(`actie-${report.split("-").slice(0, 2).join("-")}`));
    const link = rows.find((row) => row)?.querySelector(".my-action__report");
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
    if (taken) {
      forget(taken.dataset.takeOther);
      for (const form of forms()) stop(form);
    }
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
    if (!form || !form.isConnected || !statusOf(form).querySelector("[data-saved]")) return;
    if (sent.get(form) === answersOf(snapshot(form))) settle(form);
  });
  document.addEventListener("htmx:load", (event) => {
    const loaded = event.detail.elt;
    if (loaded.dataset?.reported) { // a row that was just reported takes the place of its form
      forget(loaded.dataset.reported);
      const next = goOn(loaded);
      if (!next) focusOn(document.getElementById("mijn-stand"));
      else if (loaded.dataset.goOn === "form") window.htmx.trigger(next.querySelector(".my-action__report"), "driehoek:open");
      else focusOn(next.querySelector("button, .my-action__report"));
      return;
    }
    const [form] = start(loaded);
    const summary = loaded.querySelector?.(".summary");
    if (summary) focusOn(summary);
    else if (form && form.closest(".my-action")) focusOn(form.querySelector("textarea"));
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
