// What is pasted from Word, Google Docs or a web page becomes our Markdown: paragraphs, bold, lists.
// Word has no lists: its items are paragraphs with "mso-list: l0 level2 lfo1" and a typed sign.
"use strict";
{
  const BLOCK = /^(P|DIV|H[1-6]|LI|TR|TABLE|BLOCKQUOTE|SECTION|ARTICLE|PRE)$/;
  const GONE = /^(STYLE|SCRIPT|HEAD|META|LINK|TITLE|XML|TEMPLATE|IMG|SVG|BUTTON|INPUT|DEL)$/;
  const TYPED_SIGN = /^[•·▪◦‣●–—-]\s+/;

  // A parsed document has the policy of the page, which refuses and reports each style attribute: they get another name first.
  const quiet = (html) => html.replace(/<!--[^]*?-->|<style[^]*?<\/style>/gi, "")
    .replace(/<[^>]+>/g, (tag) => tag.replace(/\s(style|on\w+)(?=\s*=)/gi, " data-$1"));
  const styleOf = (element) => element.dataset?.style || "";
  const isBold = (element, was) => {
    const weight = /font-weight:\s*(bold|[6-9]00|normal|[1-5]00)/i.exec(styleOf(element))?.[1];
    if (weight) return /bold|[6-9]00/i.test(weight); // Google: <b style="font-weight:normal"> around all
    return was || /^(B|STRONG|H[1-6])$/.test(element.tagName);
  };
  const isHidden = (element) => GONE.test(element.tagName) || /mso-hide:\s*all|display:\s*none/i.test(styleOf(element));
  const escaped = (text) => text.replace(/[\\*]/g, "\\$&").replace(/(^|\s)_(?=\S)/g, "$1\\_");
  const signOf = (text) => (/\d|^\s*[a-z][.)]/i.test(text) ? `${parseInt(text, 10) || 1}.` : "-");

  // The lines of the document: { runs: [[text, is bold]], depth, marker }.
  const linesOf = (root) => {
    const lines = [];
    let line = null;
    const open = (depth, marker) => { line = { runs: [], depth, marker }; lines.push(line); };
    const isEmpty = () => !line.runs.some(([text]) => text.trim());
    const readText = (node, bold) => {
      const text = node.data.replace(/[\s\u00a0]+/g, " ");
      if (text.trim() && !line) open(0, "");
      if (line && text) line.runs.push([text, bold]);
    };
    const readList = (node, bold, list) => {
      const deeper = { depth: (list?.depth ?? 0) + 1, number: node.tagName === "OL" ? Number(node.getAttribute("start") || 1) : 0 };
      line = null;
      for (const child of node.childNodes) walk(child, bold, deeper);
      line = null;
    };
    const readBlock = (node, bold, list) => {
      const level = /mso-list:\s*\S+\s+level(\d)/i.exec(styleOf(node))?.[1];
      if (node.tagName === "LI" && list) open(Number(node.getAttribute("aria-level")) || list.depth, list.number ? `${list.number++}.` : "-");
      else if (level) open(Number(level), "-");
      else if (!(list && line && isEmpty())) open(list ? list.depth + 0.5 : 0, "");
      for (const child of node.childNodes) walk(child, isBold(node, bold), list);
      if (!list) line = null;
    };
    const walk = (node, bold, list) => {
      if (node.nodeType === Node.TEXT_NODE) readText(node, bold);
      else if (node.nodeType !== Node.ELEMENT_NODE || isHidden(node)) return;
      else if (/mso-list:\s*ignore/i.test(styleOf(node))) { if (line) line.marker = signOf(node.textContent); }
      else if (node.tagName === "BR") line?.runs.push(["\n", false]);
      else if (/^[UO]L$/.test(node.tagName)) readList(node, bold, list);
      else if (BLOCK.test(node.tagName)) readBlock(node, bold, list);
      else {
        if (/^T[DH]$/.test(node.tagName)) line?.runs.push([" ", false]);
        for (const child of node.childNodes) walk(child, isBold(node, bold), list);
      }
    };
    walk(root, false, null);
    return lines;
  };
  const written = (runs) => {
    const joined = []; // white space goes outside the signs
    for (const [text, bold] of runs) { const last = joined.at(-1); if (last && (last[1] === bold || !text.trim())) last[0] += text; else joined.push([text, bold]); }
    const inBold = (text) => text.replace(/^(\s*)(.*?)(\s*)$/s, (_, before, said, after) => `${before}**${escaped(said)}**${after}`);
    const text = joined.map(([part, bold]) => (bold && part.trim() ? inBold(part) : escaped(part))).join("");
    return text.replace(/ *\n */g, "\n").replace(/ {2,}/g, " ").trim();
  };
  const markdownOf = (html) => {
    let out = "", before = null;
    for (const line of linesOf(new DOMParser().parseFromString(quiet(html), "text/html").body)) {
      let text = written(line.runs);
      if (!text) continue;
      const typed = !line.marker && TYPED_SIGN.exec(text);
      if (typed) { line.marker = "-"; line.depth = Math.max(line.depth, 1); text = text.slice(typed[0].length); }
      const indent = "  ".repeat(Math.max(Math.ceil(line.depth) - 1, 0)) + (line.depth % 1 ? "  " : "");
      if (before) out += line.marker && before.marker ? "\n" : "\n\n";
      out += indent + (line.marker ? `${line.marker} ` : "") + text.replace(/\n/g, `\n${indent}${line.marker ? "  " : ""}`);
      before = line;
    }
    return out;
  };

  document.addEventListener("paste", (event) => {
    const field = event.target.closest?.("textarea[data-markdown]");
    const html = event.clipboardData?.getData("text/html");
    if (!field || !html) return;
    event.preventDefault();
    window.driehoekText.insert(field, field.selectionStart, field.selectionEnd, markdownOf(html));
  });
}
