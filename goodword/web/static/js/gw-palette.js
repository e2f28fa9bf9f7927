/* <gw-palette><a href="/palette">Search</a><template><dialog>…</dialog></template></gw-palette>
   The link is a whole page. With script Ctrl-K, ⌘-K or a click opens the field over this page; lines come from the same
   address. Focus stays in the field, the chosen line is told by aria-activedescendant. */
const WAIT = 150;

class Palette extends HTMLElement {
  connectedCallback() {
    this.opener = this.querySelector("a");
    this.opener.addEventListener("click", (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.open();
    });
    this.pressed = (event) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      this.dialog ? this.dialog.close() : this.open();
    };
    document.addEventListener("keydown", this.pressed);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.pressed);
  }

  open() {
    const before = document.activeElement;
    this.dialog = this.querySelector("template").content.cloneNode(true).querySelector("dialog");
    this.field = this.dialog.querySelector("input");
    this.lines = this.dialog.querySelector("[role=listbox]");
    this.field.addEventListener("input", () => this.soon());
    this.field.addEventListener("keydown", (event) => this.steer(event));
    this.lines.addEventListener("pointermove", (event) => this.choose(event.target.closest("[role=option]")));
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog || event.target.closest("[data-close]")) this.dialog.close();
    });
    this.dialog.addEventListener("close", () => {
      clearTimeout(this.timer);
      this.asking?.abort();
      this.dialog.remove();
      this.dialog = null;
      before?.focus?.();
    });
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.field.focus();
    this.ask();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const address = `${this.opener.href}?q=${encodeURIComponent(this.field.value)}`;
    try {
      const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" }, signal: asking.signal });
      // Signed out meanwhile: the whole page knows where to sign in.
      if (answer.redirected) return location.assign(this.opener.href);
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.lines.replaceChildren(...document.importNode(page.body, true).childNodes);
      this.choose(this.lines.querySelector("[role=option]"));
    } catch (error) {
      if (error.name !== "AbortError") this.failed();
    }
  }

  failed() {
    const words = document.createElement("p");
    words.className = "none";
    words.textContent = this.dataset.none;
    this.lines.replaceChildren(words);
  }

  steer(event) {
    const options = [...this.lines.querySelectorAll("[role=option]")];
    const here = options.indexOf(this.chosen);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.choose(options[(here + step + options.length) % options.length]);
      this.chosen?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      this.chosen?.click();
    }
  }

  choose(line) {
    if (line === undefined || line === null || line === this.chosen) return;
    this.chosen?.setAttribute("aria-selected", "false");
    this.chosen = line;
    line.setAttribute("aria-selected", "true");
    this.field.setAttribute("aria-activedescendant", line.id);
  }
}

customElements.define("gw-palette", Palette);
