import { createTokenSource } from "@melio-platform/client/browser";

/** @param {string} selector @returns {any} */
const find = (selector) => document.querySelector(selector);
const api = find("meta[name=melio-api]").content;

const melio = createTokenSource({
  endpoint: "/melio/token",
  apiOrigins: [api], // Melio's own, unless it is another server that stands for it
});

async function showBills() {
  say("Loading …");
  try {
    const response = await melio.fetch(`${api}/v1/bills`);
    if (!response.ok) throw new Error(`The API answered ${response.status}`);
    const { data } = await response.json();
    const rows = data.map((/** @type {Record<string, string>} */ bill) => {
      const row = document.createElement("tr");
      for (const text of [bill["vendor"], bill["due"], bill["amount"]])
        row.insertCell().textContent = text ?? "";
      return row;
    });
    find("#bills tbody").replaceChildren(...rows);
    find("#bills").hidden = false;
    say(`${rows.length} bills.`);
  } catch (error) {
    find("#bills").hidden = true;
    say(explain(error));
  }
}

/** @param {any} error */
function explain(error) {
  if (error.name !== "TokenEndpointError") return "Melio cannot be reached.";
  return error.response.status === 403
    ? "You have no Melio Account."
    : "Melio cannot be reached at the moment. Try again soon.";
}

/** @param {string | null} name */
function show(name) {
  find("#user").textContent = name ?? "";
  find("#sign-in").hidden = name !== null;
  find("#account").hidden = find("#sign-out").hidden = name === null;
  say("");
}

/** @param {string} text */
function say(text) {
  find("#status").textContent = text;
}

find("#sign-in").addEventListener(
  "submit",
  async (/** @type {Event} */ event) => {
    event.preventDefault();
    const response = await fetch("/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ login: find("#login").value }),
    });
    show((await response.json()).name);
    await showBills();
  },
);
find("#reload").addEventListener("click", showBills);
find("#sign-out").addEventListener("click", async () => {
  await fetch("/session", { method: "DELETE" });
  location.reload(); // the token was in this page's memory alone
});

const { name } = await (await fetch("/session")).json();
show(name);
if (name !== null) await showBills();
