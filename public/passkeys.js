// Forms that are answered by a passkey: asks the hall for a question, the device for an answer, and sends the form.
// Without this script, or in a browser without passkeys, these forms stay hidden.
const keys = window.PublicKeyCredential;

async function answer(form) {
  const asked = await fetch(form.dataset.passkey, { method: "POST", body: new URLSearchParams() });
  if (!asked.ok || asked.redirected) {
    throw new Error("no question");
  }
  const question = await asked.json();
  const given =
    form.dataset.kind === "make"
      ? await navigator.credentials.create({ publicKey: keys.parseCreationOptionsFromJSON(question) })
      : await navigator.credentials.get({ publicKey: keys.parseRequestOptionsFromJSON(question) });
  form.elements.answer.value = JSON.stringify(given);
  form.submit();
}

if (keys?.parseRequestOptionsFromJSON) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const failed = form.querySelector("[role=alert]");
      failed.hidden = true;
      answer(form).catch(() => {
        failed.hidden = false;
      });
    });
  }
  for (const instead of document.querySelectorAll("[data-without-passkeys]")) {
    instead.hidden = true;
  }
}
