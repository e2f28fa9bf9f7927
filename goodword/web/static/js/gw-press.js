/* <gw-press><article class="card"><form method="post">…</form></article> <template>…</template></gw-press>
   What is pressed inside is sent without leaving the page: where nothing comes back, the card stays and says so with a
   press to try again. The server counts the same press once, so trying again never does a thing twice. Only then the
   page goes where the answer leads. Whatever else the answer is, the browser sends the form itself and shows it. */
const PATIENCE = 20000;

class Press extends HTMLElement {
  connectedCallback() {
    this.native = new WeakSet();
    this.addEventListener("submit", (event) => this.pressed(event));
  }

  pressed(event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || this.native.has(form)) return;
    event.preventDefault();
    if (form.ariaBusy !== "true") this.send(form, event.submitter);
  }

  async send(form, button) {
    // Not disabled: a disabled button loses focus, and with it the reader's place.
    for (const one of [form, button]) if (one) one.ariaBusy = "true";
    try {
      await this.answered(form, button, await this.sent(form, button));
    } catch {
      this.failed(form, button);
    } finally {
      for (const one of [form, button]) if (one) one.ariaBusy = null;
    }
  }

  sent(form, button) {
    return fetch(form.getAttribute("action") || location.href, {
      method: "POST",
      body: new URLSearchParams(new FormData(form, button)),
      headers: { "X-Goodword-Press": "1" },
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  async answered(form, button, answer) {
    const where = answer.headers.get("X-Goodword-Leads-To");
    if (where) this.go(new URL(where, location.href));
    else if (answer.status >= 500) this.failed(form, button, await this.words(answer));
    else {
      this.native.add(form);
      form.requestSubmit(button);
    }
  }

  go(where) {
    const stays = where.pathname + where.search === location.pathname + location.search;
    location.assign(where);
    // Another place on the same page would only be scrolled to.
    if (stays && where.hash) location.reload();
  }

  async words(answer) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[data-say]")?.dataset.say;
  }

  failed(form, button, words) {
    const said = this.querySelector("template").content.firstElementChild.cloneNode(true);
    if (words) said.querySelector("p").textContent = words;
    const again = said.querySelector("button");
    again.addEventListener("click", () => form.requestSubmit(button));
    const before = this.place(form).querySelector("[data-unsent]");
    const focused = before?.contains(document.activeElement);
    before?.remove();
    this.place(form).append(said);
    if (focused) again.focus();
  }

  place(form) {
    return form.closest("article, li, section") ?? form;
  }
}

customElements.define("gw-press", Press);
