/* <gw-dialog><a href="/find/request?…">Request Ingrid</a></gw-dialog>
   The link is a whole page. With script its [data-dialog] part opens in a native <dialog> over this page; forms inside
   post as on the page itself. Esc and the close button close it, a click outside does not (typed text is kept). */
class Dialog extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (!link || !this.contains(link) || link.closest("dialog") || event.defaultPrevented) return;
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      this.open(link);
    });
  }

  async open(link) {
    if (link.ariaBusy === "true") return;
    link.ariaBusy = "true";
    const part = await this.fetch(link.href);
    link.ariaBusy = null;
    if (!part) {
      location.assign(link.href);
      return;
    }
    const dialog = document.createElement("dialog");
    if (this.dataset.kind) dialog.className = this.dataset.kind;
    dialog.append(document.importNode(part, true));
    const heading = dialog.querySelector("h1, h2");
    if (heading) {
      heading.id ||= "dialog-title";
      heading.tabIndex = -1;
      dialog.setAttribute("aria-labelledby", heading.id);
    }
    dialog.addEventListener("click", (event) => {
      if (event.target.closest("[data-close]")) {
        event.preventDefault();
        dialog.close();
      }
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      link.focus();
    });
    document.body.append(dialog);
    globalThis.htmx?.process(dialog);
    dialog.showModal();
    (dialog.querySelector("[autofocus]") ?? heading ?? dialog).focus();
  }

  async fetch(address) {
    try {
      const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || answer.redirected) return null;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return page.querySelector("[data-dialog]");
    } catch {
      return null;
    }
  }
}

customElements.define("gw-dialog", Dialog);

// A page kept as it was may offer what was asked for meanwhile: coming back to it reads it anew.
addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector('gw-dialog[data-kind="sheet"]')) location.reload();
});
