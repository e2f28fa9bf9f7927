/* Toasts: said once by the status region, gone after 8 s unless someone is reading, dismissable.
   What they say is also on the page; without script they simply stay. */
const LIFE = 8000;

class Toasts extends HTMLElement {
  connectedCallback() {
    this.region = this.querySelector("[role=status]");
    const early = [...this.region.children];
    // A status region speaks of changes only: put in again what came with the page.
    if (early.length) {
      this.region.replaceChildren();
      setTimeout(() => this.region.append(...early), 150);
    }
    new MutationObserver((changes) => {
      for (const change of changes) for (const node of change.addedNodes) this.start(node);
    }).observe(this.region, { childList: true });
    this.addEventListener("click", (event) => {
      if (event.target.closest("[data-dismiss]")) this.remove_(event.target.closest("[data-toast]"));
    });
    document.addEventListener("gw:toast", (event) => this.say(event.detail));
  }

  start(toast) {
    if (!(toast instanceof HTMLElement) || !toast.matches("[data-toast]") || toast.timed) return;
    toast.timed = true;
    toast.querySelector("[data-dismiss]")?.removeAttribute("hidden");
    let timer;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.remove_(toast), LIFE);
    };
    const hold = () => clearTimeout(timer);
    for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, hold);
    for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, wait);
    // An error stays until it is dismissed.
    if (!toast.classList.contains("error")) wait();
  }

  say({ text, tone = "info" }) {
    const pattern = this.querySelector("template[data-pattern]");
    if (!pattern) return;
    const toast = pattern.content.firstElementChild.cloneNode(true);
    toast.classList.add(tone);
    toast.querySelector("p").textContent = text;
    this.region.append(toast);
  }

  remove_(toast) {
    if (!toast) return;
    const hadFocus = toast.contains(document.activeElement);
    toast.remove();
    if (hadFocus) document.getElementById("main")?.focus();
  }
}

customElements.define("gw-toasts", Toasts);
