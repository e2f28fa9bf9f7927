/* <gw-keys data-single="on" data-go='{"t": "/", "f": "/find"}'><template><dialog>the list of keys</dialog></template></gw-keys>
   Keys for those who don't want to leave them. Single letters work only outside fields and can be switched off. */
const PATIENCE = 1200;
const FIELDS = "input, textarea, select, [contenteditable], dialog";
const ROWS = "main tbody tr, main [data-row], main ul.rows > li";

class Keys extends HTMLElement {
  connectedCallback() {
    this.go = JSON.parse(this.dataset.go ?? "{}");
    this.pressed = (event) => this.hear(event);
    document.addEventListener("keydown", this.pressed);
    for (const opener of document.querySelectorAll("[data-keys]")) {
      opener.hidden = false;
      opener.addEventListener("click", () => this.list());
    }
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.pressed);
  }

  hear(event) {
    if (this.dataset.single !== "on" || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(FIELDS)) return;
    const act = this.waiting ? this.place(event.key) : this.deed(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  }

  place(key) {
    clearTimeout(this.timer);
    this.waiting = false;
    const address = this.go[key];
    return address && (() => location.assign(address));
  }

  deed(key) {
    return {
      g: () => this.wait(),
      "/": () => this.filter(),
      "?": () => this.list(),
      j: () => this.step(1),
      k: () => this.step(-1),
      x: this.row && (() => this.row.querySelector("input[type=checkbox]")?.click()),
      m: this.row && (() => this.row.querySelector("details.menu > summary")?.click()),
    }[key];
  }

  wait() {
    this.waiting = true;
    this.timer = setTimeout(() => (this.waiting = false), PATIENCE);
  }

  filter() {
    const field = document.querySelector("main input[type=search]");
    if (field) field.focus();
    else document.querySelector("gw-palette")?.open?.();
  }

  get row() {
    const row = document.activeElement?.closest?.(ROWS);
    return row && row.querySelector("a[href]") ? row : null;
  }

  step(by) {
    const rows = [...document.querySelectorAll(ROWS)].filter((row) => row.checkVisibility() && row.querySelector("a[href]"));
    const here = rows.indexOf(this.row);
    const next = rows[here < 0 ? (by > 0 ? 0 : rows.length - 1) : here + by];
    next?.querySelector("a[href]").focus();
  }

  list() {
    const dialog = this.querySelector("template").content.cloneNode(true).querySelector("dialog");
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    });
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }
}

customElements.define("gw-keys", Keys);
