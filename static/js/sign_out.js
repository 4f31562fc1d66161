// Who signs out leaves nothing behind in a browser that others may use.
"use strict";
document.addEventListener("submit", (event) => {
  if (!event.target.getAttribute("action")?.includes("logout")) return;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("driehoek-typed:")) localStorage.removeItem(key);
    sessionStorage.clear();
  } catch { /* storage is not allowed here, so nothing is kept */ }
});
