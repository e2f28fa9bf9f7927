/* <gw-board>: keys and dragging for a board whose cards have a menu each. Both only press what the menu offers:
   [data-to="lane"] is a button or link that goes there, or a line that says why not. Keys work on the board alone. */
class Board extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => this.key(event));
    for (const card of this.querySelectorAll(".tcard")) card.draggable = true;
    this.addEventListener("dragstart", (event) => this.lift(event));
    this.addEventListener("dragover", (event) => this.over(event));
    this.addEventListener("drop", (event) => this.drop(event));
    this.addEventListener("dragend", () => this.rest());
    document.addEventListener("click", (event) => this.closeOthers(event.target));
  }

  get lanes() {
    return [...this.querySelectorAll("[data-lane]")];
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    const card = event.target.closest(".tcard");
    const menu = card?.querySelector("details");
    if (event.key === "Escape" && menu?.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (document.querySelector("gw-keys")?.dataset.single === "off") return;
    else if (event.key === "j" || event.key === "k") this.step(card, event.key === "j" ? 1 : -1);
    else if (event.key === "m" && menu) this.openMenu(menu);
    else if (/^[1-9]$/.test(event.key) && card) this.move(card, this.lanes[event.key - 1]);
    else return;
    event.preventDefault();
  }

  step(card, by) {
    const cards = [...this.querySelectorAll(".tcard")];
    const next = cards[Math.min(cards.length - 1, Math.max(0, cards.indexOf(card) + by))];
    next?.querySelector("h3 a").focus();
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
    event.dataTransfer.setData("text/plain", card.id);
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
