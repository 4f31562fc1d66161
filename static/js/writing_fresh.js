// What others write appears by itself, without moving the page under somebody's hands: an open form, ticks and folds stay as they are.
// Asked every few seconds while one looks at it, and after each step of one's own; the answer is nothing when nothing changed.
"use strict";
{
  const { page, words, say, isTyped, closed } = window.driehoekWriting;
  const { isSignedOut, signedOut } = window.driehoekSaving;
  const EVERY = 5000; // milliseconds
  const QUIET = 60000; // milliseconds between two counts of changes by others
  const KEY = "driehoek-not-by-itself";
  const box = document.getElementById("vanzelf");
  const own = new Set(); // rows that this person changed since the page was last fresh
  let running = false;
  let again = false;
  let told = 0;
  let number = 0;
  try { box.checked = !localStorage.getItem(KEY); } catch { /* storage is not allowed here */ }
  box.addEventListener("change", () => { try { if (box.checked) localStorage.removeItem(KEY); else localStorage.setItem(KEY, "yes"); } catch { /* it holds for this page */ } });

  const rowOf = (element) => element?.closest("[data-row]")?.dataset.row ?? "";
  const textOf = (element) => element.textContent.replace(/\s+/g, " ");
  const partsOf = (root) => new Map([...root.querySelectorAll(".part")].map((part) => [part.id, part]));

  // What stands open here is put into the fresh page, in its place, before the two are compared.
  const carryOver = (fresh) => {
    for (const form of page().querySelectorAll("form.part-form")) {
      const place = fresh.querySelector(`#${CSS.escape(form.id)}`);
      const before = closed.get(form.id);
      if (place && !("act" in form.dataset)) {
        if (before && textOf(place) !== textOf(before)) form.querySelector("[data-stale]").hidden = !isTyped(form);
        closed.set(form.id, document.importNode(place, true));
        place.replaceWith(form.cloneNode(true));
      } else if ("act" in form.dataset) {
        const row = fresh.querySelector(`[id="${CSS.escape(form.parentElement.closest("[id]").id)}"]`);
        const menu = [...(row?.querySelectorAll(".row-menu") ?? [])].find((each) => each.parentElement.closest("[id]") === row);
        menu?.after(form.cloneNode(true));
      }
    }
    for (const box of page().querySelectorAll("[data-pick]:checked")) fresh.querySelector(`#${CSS.escape(box.id)}`)?.setAttribute("checked", "");
    for (const fold of page().querySelectorAll("details[open]")) fresh.querySelector(`#${CSS.escape(fold.id)}`)?.setAttribute("open", "");
  };
  const changedRows = (fresh) => {
    const [was, is] = [partsOf(page()), partsOf(fresh)];
    const rows = new Set();
    for (const [id, part] of is) if (!was.has(id) ? !document.getElementById(id) : textOf(part) !== textOf(was.get(id))) rows.add(rowOf(part));
    for (const [id, part] of was) if (!is.has(id) && !fresh.querySelector(`#${CSS.escape(id)}`)) rows.add(rowOf(part));
    return [...rows].filter((row) => !own.has(row));
  };
  const callbacks = {
    beforeNodeMorphed: (old) => !(old instanceof Element && old.matches("form.part-form")),
    // A row that a colleague deleted stays while somebody types in it; saving says what happened.
    beforeNodeRemoved: (old) => !(old instanceof Element && (old.matches("form.part-form") || old.querySelector("form.part-form"))),
  };
  const tellOthers = (rows) => {
    if (!rows.length) return;
    for (const row of rows) document.querySelector(`[data-row="${CSS.escape(row)}"]`)?.setAttribute("data-fresh", words.changed);
    number += rows.length;
    const wait = Math.max(0, told + QUIET - Date.now());
    if (tellOthers.timer) return;
    tellOthers.timer = setTimeout(() => {
      document.getElementById("van-anderen").textContent = number === 1 ? words.othersOne : words.others.replace("{count}", number);
      [told, number, tellOthers.timer] = [Date.now(), 0, null];
    }, wait);
  };
  const show = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("schrijven");
    if (!fresh) return;
    for (const mark of page().querySelectorAll(".part__kept")) mark.remove(); // of this browser alone; it comes back
    const rows = changedRows(fresh);
    carryOver(fresh);
    window.Idiomorph.morph(page(), fresh, { morphStyle: "outerHTML", ignoreActiveValue: true, callbacks });
    own.clear();
    tellOthers(rows);
    document.dispatchEvent(new CustomEvent("driehoek:fresh"));
  };
  const refresh = async () => {
    if (running) { again = true; return; }
    running = true;
    try {
      const answer = await fetch(`${page().dataset.address}vers/?gezien=${page().dataset.mark}`);
      if (answer.status === 401) signedOut();
      else if (answer.status === 403 || answer.status === 404) location.reload(); // who left the party reads along no more
      else if (answer.status === 200) show(await answer.text());
      else if (answer.status === 204) document.dispatchEvent(new CustomEvent("driehoek:fresh"));
    } catch { /* no connection: what one types says so, and the next look may succeed */ }
    running = false;
    if (again) { again = false; refresh(); }
  };
  const dragging = () => document.querySelector(".is-held");
  setInterval(() => { if (box.checked && !document.hidden && !isSignedOut() && !running && !dragging()) refresh(); }, EVERY);
  document.addEventListener("driehoek:written", (event) => { if (event.detail.at) own.add(event.detail.at); refresh(); });
  document.addEventListener("driehoek:signed-in", () => { say(""); refresh(); });

  window.driehoekFresh = { refresh, own };
}
