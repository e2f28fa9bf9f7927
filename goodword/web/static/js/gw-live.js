/* One polite voice: after a swap it says the data-announce of what came in; a failed request is told as a toast, and the
   boxes that asked for it show again what the page shows: it did not change.
   Focus never falls to <body>: an error summary takes it, else the element named in data-focus. */
class Live extends HTMLElement {
  connectedCallback() {
    this.region = this.querySelector("#live");
    document.addEventListener("htmx:after:swap", (event) => this.swapped(event));
    document.addEventListener("htmx:response:error", (event) => this.refused(event));
    document.addEventListener("htmx:error", (event) => this.failed(event));
    document.addEventListener("gw:say", (event) => this.say(event.detail));
    document.getElementById("error-summary")?.focus();
  }

  swapped(event) {
    const target = event.detail?.ctx?.target ?? event.target;
    const root = target instanceof Element && target.isConnected ? target : document;
    const summary = root.querySelector("#error-summary");
    if (summary) summary.focus();
    else if (document.activeElement === document.body) root.querySelector("[data-focus]")?.focus();
    const words = root.matches?.("[data-announce]") ? root : root.querySelector("[data-announce]");
    if (words) this.say(words.dataset.announce);
  }

  refused(event) {
    // 422 is a form with its errors and is swapped in; what the page says there is enough.
    const ctx = event.detail?.ctx;
    if (ctx?.response?.status === 422) return;
    // An error page carries its words in data-say: a rule's own "no" is told as it was said.
    const page = new DOMParser().parseFromString(ctx?.text ?? "", "text/html");
    this.failed(event, page.querySelector("[data-say]")?.dataset.say);
  }

  failed(event, words = this.dataset.failed) {
    const text = this.putBack(event.detail?.ctx?.sourceElement) ? `${words} ${this.dataset.back}` : words;
    document.dispatchEvent(new CustomEvent("gw:toast", { detail: { text, tone: "error" } }));
  }

  // What was rendered as ticked or chosen is what the page shows. Typed words are the reader's own, and stay.
  putBack(form) {
    if (!form?.matches?.("form[method=get]")) return false;
    const other = [...form.querySelectorAll("[type=checkbox], [type=radio]")].filter((box) => box.checked !== box.defaultChecked);
    const chosen = [...form.querySelectorAll("option")].filter((option) => option.selected !== option.defaultSelected);
    for (const box of other) box.checked = box.defaultChecked;
    for (const option of chosen) option.selected = option.defaultSelected;
    return other.length + chosen.length > 0;
  }

  say(words) {
    this.region.textContent = "";
    // The same words twice in a row are only read when the region was empty in between.
    setTimeout(() => (this.region.textContent = words), 50);
  }
}

customElements.define("gw-live", Live);
