/* <gw-board>: keys and dragging for a board whose cards have a menu each. Both only press what the menu offers:
   [data-to="lane"] is a button or link that goes there, or a line that says why not. Keys work from anywhere on the page
   but a field; those of one letter can be switched off. Beside the board, #side holds the picked card's [data-leave]. */
const FIELDS = "input, textarea, select, [contenteditable], dialog";

class Board extends HTMLElement {
  connectedCallback() {
    for (const card of this.querySelectorAll(".tcard")) card.draggable = true;
    this.addEventListener("dragstart", (event) => this.lift(event));
    this.addEventListener("dragover", (event) => this.over(event));
    this.addEventListener("drop", (event) => this.drop(event));
    this.addEventListener("dragend", () => this.rest());
    this.pressed = (event) => this.key(event);
    this.clicked = (event) => this.closeOthers(event.target);
    // Before the keys of every page, which know lines but no cards.
    document.addEventListener("keydown", this.pressed, true);
    document.addEventListener("click", this.clicked);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.pressed, true);
    document.removeEventListener("click", this.clicked);
  }

  get lanes() {
    return [...this.querySelectorAll("[data-lane]")];
  }

  get cards() {
    return [...this.querySelectorAll(".tcard")];
  }

  get picked() {
    return this.querySelector('.tcard[aria-current="true"]');
  }

  get card() {
    return document.activeElement?.closest(".tcard") ?? this.picked;
  }

  get single() {
    return document.querySelector("gw-keys")?.dataset.single !== "off";
  }

  key(event) {
    if (event.isComposing || this.modified(event) || event.target.closest?.(FIELDS)) return;
    if (document.querySelector("dialog[open], :popover-open")) return;
    const deed = event.key === "Escape" ? this.leaving() : this.single && this.deed(event.key);
    if (!deed) return;
    event.preventDefault();
    deed();
  }

  modified(event) {
    // Where [ and ] need AltGr, it comes as Ctrl and Alt.
    return (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph");
  }

  deed(key) {
    const lane = /^[1-9]$/.test(key) && this.lanes[key - 1];
    if (lane) return () => this.onCard((card) => this.move(card, lane));
    return {
      j: () => this.step(1),
      k: () => this.step(-1),
      m: () => this.onCard((card) => this.openMenu(card.querySelector("details"))),
      "[": this.picked && (() => this.turn(-1)),
      "]": this.picked && (() => this.turn(1)),
    }[key];
  }

  leaving() {
    const menu = document.querySelector("main details.menu[open]");
    if (menu) {
      return () => {
        menu.open = false;
        menu.querySelector("summary").focus();
      };
    }
    const leave = document.querySelector("#side [data-leave]");
    return leave && (() => leave.click());
  }

  onCard(act) {
    // With no card at hand a key shows the first one, and moves nothing unseen.
    if (this.card) act(this.card);
    else this.step(1);
  }

  step(by) {
    this.beside(this.card, by)?.querySelector("h3 a").focus();
  }

  turn(by) {
    const next = this.beside(this.picked, by);
    if (next && next !== this.picked) next.querySelector("h3 a").click();
  }

  beside(card, by) {
    const cards = this.cards;
    return cards[Math.min(cards.length - 1, Math.max(0, cards.indexOf(card) + by))];
  }

  openMenu(menu) {
    menu.open = true;
    this.closeOthers(menu);
    menu.querySelector(".pop a, .pop button")?.focus();
  }

  closeOthers(target) {
    for (const menu of this.querySelectorAll("details[open]")) if (!menu.contains(target)) menu.open = false;
  }

  lift(event) {
    const card = event.target.closest?.(".tcard");
    if (!card) return;
    this.dragged = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.querySelector("h3 a").href);
    for (const lane of this.lanes) {
      const way = this.way(card, lane);
      if (way) lane.dataset.drop = way.matches("p") ? "no" : "yes";
    }
  }

  over(event) {
    const lane = event.target.closest("[data-lane]");
    for (const one of this.lanes) one.toggleAttribute("data-over", one === lane);
    if (this.dragged && lane && !lane.contains(this.dragged)) event.preventDefault();
  }

  drop(event) {
    const lane = event.target.closest("[data-lane]");
    const card = this.dragged;
    this.rest();
    if (!card || !lane || lane.contains(card)) return;
    event.preventDefault();
    this.move(card, lane);
  }

  rest() {
    this.dragged = null;
    for (const lane of this.lanes) {
      delete lane.dataset.drop;
      lane.removeAttribute("data-over");
    }
  }

  way(card, lane) {
    return lane && card.querySelector(`[data-to="${lane.dataset.lane}"]`);
  }

  move(card, lane) {
    const way = this.way(card, lane);
    if (!way) return;
    if (!way.matches("p")) {
      document.dispatchEvent(new CustomEvent("gw:say", { detail: this.dataset.moving }));
      way.click();
      return;
    }
    const text = way.querySelector("[data-why]").textContent;
    document.dispatchEvent(new CustomEvent("gw:toast", { detail: { text, tone: "info" } }));
  }
}

customElements.define("gw-board", Board);
