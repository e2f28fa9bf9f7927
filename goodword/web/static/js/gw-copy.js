/* <gw-copy data-text="…" data-done="Copied"><button type="button" hidden>Copy link</button></gw-copy>
   The button shows only where copying can work. */
class Copy extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || !navigator.clipboard) return;
    // A swap brings the button as the server draws it: hidden.
    const show = () => button.hidden && (button.hidden = false);
    show();
    new MutationObserver(show).observe(button, { attributeFilter: ["hidden"] });
    button.addEventListener("click", () => this.copy(button));
  }

  async copy(button) {
    const source = this.dataset.from && document.getElementById(this.dataset.from);
    const text = this.dataset.text ?? source?.value ?? source?.textContent ?? "";
    try {
      await navigator.clipboard.writeText(text.trim());
    } catch {
      // Refused by the browser: the words are marked, ready for Ctrl-C.
      if (source?.select) source.select();
      else if (source) getSelection().selectAllChildren(source);
      return;
    }
    const label = button.querySelector("[data-label]") ?? button;
    const before = label.textContent;
    label.textContent = this.dataset.done;
    document.dispatchEvent(new CustomEvent("gw:say", { detail: this.dataset.done }));
    setTimeout(() => (label.textContent = before), 2000);
  }
}

customElements.define("gw-copy", Copy);
