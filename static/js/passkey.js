// Says in words that no passkey came: allauth's scripts only report it on the document.
(() => {
  "use strict";

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const trouble = document.getElementById("passkey_trouble");
    if (!trouble) return;
    trouble.hidden = false;
    trouble.focus();
  });
})();
