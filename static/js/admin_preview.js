// Shows below a text box how its Markdown will look. Without this script the text box works as it is.
"use strict";
{
  const show = async (box) => {
    const preview = box.querySelector(".markdown__preview");
    const csrfmiddlewaretoken = document.querySelector("[name=csrfmiddlewaretoken]").value;
    try {
      const body = new URLSearchParams({ csrfmiddlewaretoken, text: box.querySelector("textarea").value });
      const answer = await fetch(box.dataset.previewUrl, { method: "POST", body });
      if (!answer.ok) throw new Error(answer.status);
      preview.innerHTML = await answer.text(); // rendered and cleaned by the server
    } catch {
      preview.textContent = preview.dataset.failed;
    }
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest(".markdown__button")) show(event.target.closest(".markdown"));
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll(".markdown__button")) button.hidden = false;
  });
}
