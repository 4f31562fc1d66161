// Offers the names of who reads along once one types "@" in a comment.
"use strict";
{
  const MOST = 8;
  const ASKED = /(?:^|\s)@([^@\n]{0,40})$/; // what stands between the "@" and the cursor
  const plain = window.driehoekFolded;

  const readers = (area) => {
    const audience = area.form.querySelector("[name$=audience]:checked");
    const onlyOwn = area.dataset.mention === "own" || audience?.value === "own";
    return [...document.querySelectorAll(`#wie-leest-mee li${onlyOwn ? "[data-own]" : ""}`)].map((row) => row.dataset.called);
  };
  const asked = (area) => ASKED.exec(area.value.slice(0, area.selectionStart))?.[1];
  const take = (area, name) => {
    area.setRangeText(`${name} `, area.selectionStart - asked(area).length, area.selectionStart, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const { offer } = window.driehoekListbox({ id: "noem", className: "mention", label: document.currentScript.dataset.list, take });
  const found = (area) => {
    const typed = asked(area);
    if (typed === undefined) return [];
    return readers(area)
      .filter((name) => plain(name).split(" ").some((_, index, parts) => parts.slice(index).join(" ").startsWith(plain(typed))))
      .filter((name) => plain(typed) !== `${plain(name)} `)
      .slice(0, MOST);
  };
  document.addEventListener("input", (event) => { if (event.target.matches("textarea[data-mention]")) offer(event.target, found(event.target), 0); });
}
