// Shows below a text box how its Markdown will look. Without this script the text box works as it is.
"use strict";
{
  const show = async (box) => {
    const area = box.querySelector("textarea");
    const preview = box.querySelector(".markdown__preview");
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    try {
      const answer = await fetch(box.dataset.previewUrl, {
        method: "POST",
        headers: { "X-CSRFToken": token },
        body: new URLSearchParams({ text: area.value }),
      });
      if (!answer.ok) throw new Error(answer.status);
      preview.innerHTML = await answer.text(); // rendered and cleaned by the server
    } catch {
      preview.textContent = preview.dataset.failed;
    }
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".markdown__button");
    if (button) show(button.closest(".markdown"));
  });
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".markdown__button").forEach((button) => { button.hidden = false; });
  });
}
