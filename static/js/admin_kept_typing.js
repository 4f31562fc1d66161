// Keeps what was typed in a form until it has been saved: after a lost session it is offered again.
"use strict";
{
  const { PREFIX, read, write, keptAt, keepAt, fieldsOf, valueOf, snapshot, putIn, forgetOld, focusOn } = window.driehoekKept;
  const PENDING = "driehoek-sent"; // the key of the form that was sent, until the page after it says it was saved

  const put = (field, saved) => {
    const { value, label } = saved;
    if (field.tagName === "SELECT" && value && ![...field.options].some((option) => option.value === value)) field.add(new Option(label, value));
    putIn(field, saved);
    field.dispatchEvent(new Event("change", { bubbles: true }));
    if (window.django?.jQuery) window.django.jQuery(field).trigger("change.select2");
  };

  // A row is found by its id; one that is new, or that went meanwhile, gets an empty one.
  const placeOfRow = (form, kept, prefix, number, places) => {
    const known = `${prefix}-${number}`;
    if (known in places) return places[known];
    const id = kept[`${known}-id`]?.value;
    const same = id && fieldsOf(form).find((field) => field.name.startsWith(`${prefix}-`) && field.name.endsWith("-id") && field.value === id);
    if (same) return (places[known] = same.name.slice(0, -3));
    const used = new Set(Object.values(places));
    const empty = () => fieldsOf(form).map((field) => field.name).filter((name) => name.startsWith(`${prefix}-`) && name.endsWith("-id"))
      .filter((name) => !form.elements[name].value).map((name) => name.slice(0, -3)).find((name) => !used.has(name));
    if (!empty()) document.querySelector(`#${CSS.escape(prefix)}-group .add-row a`)?.click();
    return (places[known] = empty() || "");
  };

  const restore = (form, kept) => {
    const places = {};
    for (const [name, saved] of Object.entries(kept)) {
      const row = name.match(/^(.+?)-(\d+)-(.+)$/);
      if (row && (row[3] === "id" || saved.value === "" || saved.value === false) && !kept[`${row[1]}-${row[2]}-id`]?.value) continue;
      if (row && row[3] === "id") continue;
      const place = row ? placeOfRow(form, kept, row[1], row[2], places) : "";
      const target = row ? place && `${place}-${row[3]}` : name;
      const fields = fieldsOf(form).filter((field) => field.name === target);
      for (const field of fields) if (field.type === "radio" || valueOf(field) !== saved.value) put(field, saved);
    }
  };

  const watch = (form, bar) => {
    const key = `${PREFIX}${bar.dataset.person}:${location.pathname}`;
    const status = bar.querySelector("[role=status]");
    const choice = bar.querySelector(".kept-typing__choice");
    let start = JSON.stringify(snapshot(form));
    let isAsked = false, isSent = false, timer;
    const isChanged = () => bar.dataset.changed === "yes" || JSON.stringify(snapshot(form)) !== start;
    const keep = () => {
      clearTimeout(timer);
      if (isAsked && !isChanged()) return;
      keepAt(key, isChanged() ? snapshot(form) : null);
    };
    const later = () => { clearTimeout(timer); timer = setTimeout(keep, 400); };
    const old = keptAt(key);
    if (old?.kept && bar.dataset.changed !== "yes" && JSON.stringify(old.kept) !== start) {
      isAsked = true;
      choice.hidden = false;
      status.textContent = status.dataset.offer;
    }
    bar.addEventListener("click", (event) => {
      const wish = event.target.closest("[data-kept]")?.dataset.kept;
      if (!wish) return;
      choice.hidden = true;
      isAsked = false;
      if (wish === "restore") restore(form, old.kept);
      status.textContent = wish === "restore" ? status.dataset.restored : status.dataset.dropped;
      focusOn(status);
      keep();
    });
    for (const name of ["input", "change"]) form.addEventListener(name, later);
    window.django?.jQuery?.(form).on("change", later);
    form.addEventListener("submit", (event) => {
      if (event.submitter?.formTarget) return; // a preview
      if (isSent) { event.preventDefault(); return; } // a second press
      keep();
      write(sessionStorage, PENDING, key);
      isSent = true;
      setTimeout(() => { isSent = false; }, 5000);
    });
    window.addEventListener("pageshow", () => { isSent = false; });
    window.addEventListener("pagehide", () => { if (!isSent) keep(); });
    window.addEventListener("beforeunload", (event) => { if (!isSent && isChanged()) { keep(); event.preventDefault(); } });
  };

  window.addEventListener("load", () => setTimeout(() => {
    document.querySelector(".error-summary")?.focus();
    const sent = read(sessionStorage, PENDING);
    if (sent && document.querySelector("ul.messagelist li.success")) write(localStorage, sent, null);
    if (sent && !document.querySelector("[name=password]")) write(sessionStorage, PENDING, null);
    forgetOld();
    const bar = document.getElementById("kept-typing");
    if (bar) watch(bar.closest("form"), bar);
  }, 50));
}
