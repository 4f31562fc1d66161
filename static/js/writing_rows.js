// Rows in order: dragged by a handle (mouse, pen, finger), by buttons with one press each, or with Alt and an arrow. And several rows at once.
// The order goes to the server as "this row, before that row": never as a list of numbers, which another person may have changed meanwhile.
"use strict";
{
  const { page, words, say, focusOn } = window.driehoekWriting;
  const { refresh, own } = window.driehoekFresh;
  const MOVED = 5; // pixels before a press on the handle becomes a drag
  const EDGE = 60; // pixels from the edge of the window where the page scrolls along
  const kindOf = (row) => row.dataset.row.split("-")[0];
  const rowsOf = (row) => [...row.parentElement.children].filter((each) => each.dataset.row && kindOf(each) === kindOf(row));
  const addressOf = (row, act) => `${page().dataset.address}${row.dataset.row.replace("-", "/")}/${act}/`;
  const token = () => document.querySelector("#rij [name=csrfmiddlewaretoken]").value;
  const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const send = async (row, next) => {
    const before = row.nextElementSibling?.dataset.row?.split("-")[1] ?? "0"; // 0: last
    const back = (sentence) => { row.parentElement.insertBefore(row, next); say(sentence); };
    try {
      own.add(row.dataset.row);
      const body = new URLSearchParams({ before, csrfmiddlewaretoken: token() });
      const answer = await fetch(addressOf(row, "verplaatsen"), { method: "POST", body, headers: { "HX-Request": "true" } });
      if (answer.status === 204) { refresh(); return; }
      if (answer.redirected || answer.status === 403) { back(words.signedOut); refresh(); return; } // asking for what is fresh notices that nobody is signed in
      const said = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".summary li");
      back(said?.textContent.trim() ?? words.failed);
      refresh();
    } catch { back(words.offlineAct); }
  };
  const place = (row, before, next = row.nextElementSibling) => {
    const focused = row.contains(document.activeElement) ? document.activeElement : null;
    row.parentElement.insertBefore(row, before);
    focused?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    const rows = rowsOf(row);
    say(filled(words.placed, { name: row.dataset.name, place: rows.indexOf(row) + 1, count: rows.length }));
    send(row, next);
  };
  const shift = (row, down) => {
    const rows = rowsOf(row), at = rows.indexOf(row);
    if (down ? at === rows.length - 1 : at === 0) say(down ? words.last : words.first);
    else if (down) place(row, rows[at + 1].nextElementSibling);
    else place(row, rows[at - 1]);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#schrijven [data-move]");
    if (!button) return;
    event.preventDefault();
    shift(button.closest("[data-row]"), button.dataset.move === "down");
  });
  document.addEventListener("keydown", (event) => {
    const step = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (event.key === "Escape" && held) drop(true);
    if (!step || !event.altKey || event.target.closest("form.part-form")) return;
    const row = event.target.closest("#schrijven [data-row]");
    if (!row?.querySelector("[data-move]")) return;
    event.preventDefault();
    shift(row, step === "down");
  });

  // -- Dragging

  let held = null;
  const drop = (back) => {
    if (!held) return;
    const { row, next, is, handle, id } = held;
    held = null;
    row.classList.remove("is-held");
    if (handle.hasPointerCapture(id)) handle.releasePointerCapture(id);
    if (back) { row.parentElement.insertBefore(row, next); if (is) say(words.notMoved); } else if (is && row.nextElementSibling !== next) place(row, row.nextElementSibling, next);
  };
  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button) return;
    event.preventDefault();
    const row = handle.closest("[data-row]");
    held = { row, handle, next: row.nextElementSibling, from: event.clientY, is: false, id: event.pointerId };
    handle.setPointerCapture(event.pointerId); // the handle has touch-action: none, so that a finger on it does not scroll
  });
  document.addEventListener("pointermove", (event) => {
    if (!held || (!held.is && Math.abs(event.clientY - held.from) < MOVED)) return;
    held.is = true;
    held.row.classList.add("is-held");
    for (const row of rowsOf(held.row)) {
      const box = row.getBoundingClientRect();
      if (row === held.row || event.clientY < box.top || event.clientY > box.bottom) continue;
      row.parentElement.insertBefore(held.row, event.clientY < box.top + box.height / 2 ? row : row.nextElementSibling);
    }
    if (!held.handle.hasPointerCapture(held.id)) held.handle.setPointerCapture(held.id); // a row that moves in the page lets go of it
    if (event.clientY < EDGE) scrollBy(0, -12); else if (event.clientY > innerHeight - EDGE) scrollBy(0, 12);
  });
  document.addEventListener("pointerup", () => drop(false));
  document.addEventListener("pointercancel", () => drop(true));

  // -- Several rows at once

  const bar = document.getElementById("gekozen");
  const picked = () => [...document.querySelectorAll("[data-pick]:checked")];
  const formPlace = bar.querySelector(".pick-bar__form");
  const count = () => {
    const number = picked().length;
    bar.hidden = !number && !formPlace.firstElementChild;
    bar.querySelector(".pick-bar__count").textContent = number === 1 ? words.pickedOne : words.picked.replace("{count}", number);
  };
  const pickNone = () => { for (const tick of picked()) tick.checked = false; count(); };
  document.addEventListener("change", (event) => { if (event.target.matches("[data-pick]")) count(); });
  document.addEventListener("driehoek:fresh", count);
  bar.addEventListener("click", (event) => {
    if (event.target.closest("[data-pick-none]")) { formPlace.replaceChildren(); pickNone(); focusOn(document.querySelector("#schrijven h1")); }
    if (!event.target.closest("[data-several]")) return;
    const asked = new URLSearchParams(picked().map((tick) => [tick.dataset.pick, tick.value]));
    window.htmx.ajax("GET", `${page().dataset.address}meer/?${asked}`, { source: event.target, target: formPlace, swap: "innerHTML" });
  });
  document.addEventListener("driehoek:done", (event) => { if (event.target.id === "meer") pickNone(); }, true);
  new MutationObserver(() => { bar.classList.toggle("pick-bar--open", Boolean(formPlace.firstElementChild)); count(); }).observe(formPlace, { childList: true });
}
