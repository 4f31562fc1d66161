// Agreed text: bold, italic and lists by buttons and keys, and Enter that goes on with a list.
"use strict";
{
  // The one way to insert that keeps undo (Ctrl+Z): deprecated in name, present in every browser.
  const insert = (field, from, to, text) => {
    field.focus();
    field.setSelectionRange(from, to);
    document.execCommand(text ? "insertText" : "delete", false, text);
  };
  const put = (field, from, to, text, start, end) => { insert(field, from, to, text); field.setSelectionRange(start, end); };

  const around = (sign) => (field) => {
    const { selectionStart: from, selectionEnd: to, value } = field;
    const long = sign.length;
    const isAround = value.slice(from - long, from) === sign && value.slice(to, to + long) === sign;
    const isOfBold = long === 1 && value.slice(from - 2, from) === "**" && value.slice(from - 3, from) !== "***";
    if (isAround && !isOfBold) { put(field, from - long, to + long, value.slice(from, to), from - long, to - long); return; }
    const inner = value.slice(from, to), lead = inner.length - inner.trimStart().length, said = inner.trim();
    put(field, from, to, `${inner.slice(0, lead)}${sign}${said}${sign}${inner.slice(lead + said.length)}`, from + lead + long, from + lead + long + said.length);
  };
  const linesWith = (sign) => (field) => {
    const from = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
    const end = field.value.indexOf("\n", field.selectionEnd), to = end < 0 ? field.value.length : end;
    const lines = field.value.slice(from, to).split("\n");
    const has = sign(0) === "- " ? /^\s*- / : /^\s*\d+\. /;
    const is = lines.every((line) => has.test(line));
    const text = lines.map((line, place) => (is ? "" : sign(place)) + line.replace(/^\s*(- |\d+\. )/, "")).join("\n");
    put(field, from, to, text, lines.length > 1 ? from : from + text.length, from + text.length);
  };
  const ACTS = { bold: around("**"), italic: around("*"), list: linesWith(() => "- "), numbers: linesWith((place) => `${place + 1}. `) };
  const KEYS = { b: "bold", i: "italic" };

  const toolbar = (field) => {
    if (field.previousElementSibling?.matches("[role=toolbar]")) return;
    const bar = document.getElementById("opmaak").content.firstElementChild.cloneNode(true);
    bar.setAttribute("aria-controls", field.id);
    field.before(bar);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-format]");
    if (button) ACTS[button.dataset.format](document.getElementById(button.parentElement.getAttribute("aria-controls")));
  });

  const goOnWithList = (field, event) => {
    const line = field.value.slice(field.value.lastIndexOf("\n", field.selectionStart - 1) + 1, field.selectionStart);
    const item = /^(\s*)(-|(\d+)\.) (.*)$/.exec(line);
    if (!item) return;
    event.preventDefault();
    const at = field.selectionStart;
    // An empty item ends the list; without an empty line what follows would still be of the item.
    if (!item[4].trim()) { put(field, at - line.length, at, "\n", at - line.length + 1, at - line.length + 1); return; }
    const sign = `\n${item[1]}${item[3] ? `${Number(item[3]) + 1}.` : "-"} `;
    put(field, at, at, sign, at + sign.length, at + sign.length);
  };
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    const isControl = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (field.matches?.("textarea[data-markdown]")) {
      const name = isControl && KEYS[event.key.toLowerCase()];
      if (name) { event.preventDefault(); ACTS[name](field); }
      if (event.key === "Enter" && !isControl && !event.shiftKey && !event.isComposing && field.selectionStart === field.selectionEnd) goOnWithList(field, event);
      return;
    }
    const next = field.parentElement?.matches(".format-bar") && { ArrowRight: field.nextElementSibling, ArrowLeft: field.previousElementSibling }[event.key];
    if (!next) return;
    [field.tabIndex, next.tabIndex] = [-1, 0]; // one tab stop, arrows within
    next.focus();
  });

  const start = (root) => { for (const field of root.querySelectorAll("textarea[data-markdown]")) toolbar(field); };
  document.addEventListener("htmx:load", (event) => start(event.detail.elt));
  document.addEventListener("DOMContentLoaded", () => start(document));
  window.driehoekText = { insert };
}
