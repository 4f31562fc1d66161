// What others write appears by itself, asked every few seconds and after each step of one's own.
"use strict";
{
  const { OPENED, page, words, say, isTyped, closed } = window.driehoekWriting;
  const { isSignedOut, signedOut } = window.driehoekSaving;
  const { read, write } = window.driehoekKept;
  const EVERY = 5000; // milliseconds
  const QUIET = 60000; // milliseconds between two counts
  const KEY = "driehoek-not-by-itself";
  const box = document.getElementById("vanzelf");
  const own = new Set(); // rows that this person changed since
  let running = false, again = false;
  let told = 0, number = 0, telling = null;
  box.checked = !read(localStorage, KEY);
  box.addEventListener("change", () => write(localStorage, KEY, box.checked ? null : "yes"));

  const textOf = (element) => element.textContent.replace(/\s+/g, " ");
  const partsOf = (root) => new Map([...root.querySelectorAll(".part")].map((part) => [part.id, part]));
  const changedRows = (fresh) => {
    const [was, is] = [partsOf(page()), partsOf(fresh)];
    const came = [...is].filter(([id, part]) => (was.has(id) ? textOf(part) !== textOf(was.get(id)) : !document.getElementById(id)));
    const went = [...was].filter(([id]) => !fresh.querySelector(`#${id}`));
    return new Set([...came, ...went].map(([, part]) => part.closest("[data-row]")?.dataset.row).filter((row) => !own.has(row)));
  };
  // What stands open here is put into the fresh page, in its place, before the two are compared.
  const carryOver = (fresh) => {
    for (const form of page().querySelectorAll(OPENED)) {
      const place = fresh.querySelector(`#${form.id}`);
      const before = closed.get(form.id);
      if (place) {
        form.querySelector("[data-stale]").hidden &&= !(before && textOf(place) !== textOf(before) && isTyped(form));
        closed.set(form.id, document.importNode(place, true));
        place.replaceWith(form.cloneNode(true));
      } else {
        const row = form.parentElement.closest("[data-row]")?.id;
        const menu = fresh.querySelector(row ? `#${row} > .row-menu, #${row} > :not([data-row]) > .row-menu` : ".doc > .row-menu");
        menu?.after(form.cloneNode(true));
      }
    }
    for (const tick of page().querySelectorAll("[data-pick]:checked")) fresh.querySelector(`#${tick.id}`)?.setAttribute("checked", "");
    for (const fold of page().querySelectorAll("details[open][id]")) fresh.querySelector(`#${fold.id}`)?.setAttribute("open", "");
  };
  const callbacks = {
    beforeNodeMorphed: (old) => !old.matches?.(OPENED),
    // A row that a colleague deleted stays while somebody types in it; saving says what happened.
    beforeNodeRemoved: (old) => !old.matches?.(`${OPENED}, :has(${OPENED})`),
  };
  const tellOthers = (rows) => {
    for (const row of rows) document.querySelector(`[data-row="${row}"]`)?.setAttribute("data-fresh", words.changed);
    number += rows.size;
    if (number) telling ??= setTimeout(() => {
      document.getElementById("van-anderen").textContent = number === 1 ? words.othersOne : words.others.replace("{count}", number);
      [told, number, telling] = [Date.now(), 0, null];
    }, Math.max(0, told + QUIET - Date.now()));
  };
  const show = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("schrijven");
    for (const mark of page().querySelectorAll(".part__kept")) mark.remove();
    const rows = changedRows(fresh);
    carryOver(fresh);
    window.Idiomorph.morph(page(), fresh, { morphStyle: "outerHTML", ignoreActiveValue: true, callbacks });
    window.htmx.process(page());
    own.clear();
    tellOthers(rows);
  };
  const refresh = async () => {
    again = running;
    if (running) return;
    running = true;
    const answer = await fetch(`${page().dataset.address}vers/?gezien=${page().dataset.mark}`).catch(() => null);
    if (answer?.status === 401) signedOut();
    else if ([403, 404].includes(answer?.status)) location.reload(); // who left the party reads along no more
    else if (answer?.status === 200) show(await answer.text());
    if (answer?.ok) document.dispatchEvent(new CustomEvent("driehoek:fresh"));
    running = false;
    if (again) refresh();
  };
  setInterval(() => { if (box.checked && !document.hidden && !isSignedOut() && !document.querySelector(".is-held")) refresh(); }, EVERY);
  document.addEventListener("driehoek:written", ({ detail: { at } }) => { own.add(at); refresh(); });
  document.addEventListener("driehoek:signed-in", () => { say(""); refresh(); });

  window.driehoekFresh = { refresh, own };
}
