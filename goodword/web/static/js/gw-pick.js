/* <gw-pick data-one="1 selected" data-many="# selected"> around a list's bulk bar: says how many rows are ticked, ticks
   all that are shown, and lets Escape clear them. Without it the bar works on whatever was ticked by hand. */
class Pick extends HTMLElement {
  connectedCallback() {
    this.listener = (event) => this.changed(event);
    this.keys = (event) => event.key === "Escape" && this.closest("[data-pick]")?.contains(event.target) && this.all(false);
    document.addEventListener("change", this.listener);
    document.addEventListener("keydown", this.keys);
    this.tell();
  }

  disconnectedCallback() {
    document.removeEventListener("change", this.listener);
    document.removeEventListener("keydown", this.keys);
  }

  rows() {
    return [...document.querySelectorAll('input[name="row"][form="bulk"]')];
  }

  all(ticked) {
    for (const row of this.rows()) row.checked = ticked;
    this.tell();
  }

  changed(event) {
    if (event.target.matches?.("[data-pick-all]")) this.all(event.target.checked);
    else if (event.target.matches?.('input[name="row"]')) this.tell();
  }

  tell() {
    const ticked = this.rows().filter((row) => row.checked).length;
    const count = this.querySelector("[data-count]");
    if (count) count.textContent = ticked === 1 ? this.dataset.one : this.dataset.many.replace("#", ticked);
    const all = document.querySelector("[data-pick-all]");
    if (all) {
      all.checked = ticked > 0 && ticked === this.rows().length;
      all.indeterminate = ticked > 0 && !all.checked;
    }
  }
}

customElements.define("gw-pick", Pick);
