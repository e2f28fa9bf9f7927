/* Times in the reader's own zone, and at most so many slots ticked.
   <gw-times data-zone="Europe/Brussels" data-max="3" data-offer="Show in {zone} time" data-back="Show in {zone} time"
             data-full="Three times are chosen. Untick one to change.">… <time datetime="…" data-style="moment|hour|day"> …
   Without script: the times stand in the zone the page names, and the server counts the ticks. */
const STYLES = {
  moment: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  hour: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  day: { weekday: "short", day: "numeric", month: "short" },
};

class Times extends HTMLElement {
  connectedCallback() {
    this.own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (this.dataset.offer && this.own && this.dataset.zone && this.differs()) this.offer();
    if (this.dataset.max) this.addEventListener("change", () => this.count());
    if (this.dataset.max) this.count();
  }

  differs() {
    const say = (zone) => (time) =>
      new Intl.DateTimeFormat("en", { ...STYLES.moment, timeZone: zone }).format(new Date(time.dateTime));
    const times = [...this.querySelectorAll("time[datetime]")];
    return times.some((time) => say(this.own)(time) !== say(this.dataset.zone)(time));
  }

  offer() {
    const place = this.querySelector("[data-zone-switch]");
    if (!place) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn-link";
    place.append(button);
    const label = () => {
      const other = this.inOwn ? this.dataset.zone : this.own;
      const words = this.inOwn ? this.dataset.back : this.dataset.offer;
      button.textContent = words.replace("{zone}", city(other));
    };
    button.addEventListener("click", () => {
      this.inOwn = !this.inOwn;
      this.tell(this.inOwn ? this.own : null);
      const name = this.querySelector("[data-zone-name]");
      if (name) name.textContent = city(this.inOwn ? this.own : this.dataset.zone);
      label();
    });
    label();
  }

  tell(zone) {
    for (const time of this.querySelectorAll("time[datetime]")) {
      time.asWritten ??= time.textContent;
      const style = STYLES[time.dataset.style ?? "moment"];
      const language = document.documentElement.lang || "en";
      time.textContent = zone
        ? new Intl.DateTimeFormat(language, { ...style, timeZone: zone }).format(new Date(time.dateTime))
        : time.asWritten;
    }
  }

  count() {
    const boxes = [...this.querySelectorAll("input[type=checkbox]")];
    const full = boxes.filter((box) => box.checked).length >= Number(this.dataset.max);
    for (const box of boxes) box.disabled = full && !box.checked;
    const words = this.querySelector("[data-full-note]");
    if (words) words.textContent = full ? this.dataset.full : "";
  }
}

function city(zone) {
  return zone.split("/").pop().replaceAll("_", " ");
}

customElements.define("gw-times", Times);
