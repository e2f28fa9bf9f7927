/* Around the theme form: changes the page at once, tells the server for the next one. Without script the form posts. */
class Theme extends HTMLElement {
  connectedCallback() {
    this.querySelector("form")?.addEventListener("submit", (event) => this.choose(event));
  }

  async choose(event) {
    const form = event.target;
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    const body = new FormData(form, button);
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    } catch {
      answer = null;
    }
    if (!answer?.ok) {
      form.submit();
      return;
    }
    const theme = button.value;
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    for (const one of document.querySelectorAll("gw-theme button[name=theme]")) {
      one.setAttribute("aria-pressed", String(one.value === theme));
    }
  }
}

customElements.define("gw-theme", Theme);
