import {registry} from "@web/core/registry";
import {Interaction} from "@web/public/interaction";

const SECOND = 1000;
/** How long after news (or the start) the page asks how often. */
const RHYTHM = [
    {until: 120 * SECOND, every: 0.75 * SECOND},
    {until: 900 * SECOND, every: 3 * SECOND},
    {until: Infinity, every: 30 * SECOND},
];
const LONGEST_BACKOFF = 60 * SECOND;

/**
 * Keeps the page of a shipment up to date while somebody looks at it.
 *
 * The server answers 304 as long as nothing on the page would change, so asking is
 * cheap; a page in a hidden tab does not ask at all.
 */
export class ShipmentLive extends Interaction {
    static selector = ".o_shipment:has(.o_shipment_live)";
    dynamicContent = {
        _document: {"t-on-visibilitychange": this.onVisibilityChange},
    };

    setup() {
        this.live = this.el.querySelector(".o_shipment_live");
        this.announcer = this.el.querySelector(".o_shipment_announcer");
        this.stale = this.el.querySelector(".o_shipment_stale");
        this.etag = `"${this.live.dataset.etag}"`;
        this.zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
        this.lastNews = Date.now();
        this.failures = 0;
        this.asking = false;
    }

    start() {
        // Another zone than the server took: ask at once, for the reader's own times.
        this.schedule(this.zone === this.live.dataset.zone ? this.pause() : 0);
        this.registerCleanup(() => clearTimeout(this.timer));
    }

    schedule(delay) {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.ask(), delay);
    }

    pause() {
        if (this.failures) {
            return Math.min(2 ** this.failures * 2 * SECOND, LONGEST_BACKOFF);
        }
        const quiet = Date.now() - this.lastNews;
        return RHYTHM.find((pace) => quiet < pace.until).every;
    }

    onVisibilityChange() {
        if (document.visibilityState === "visible") {
            this.lastNews = Date.now();
            this.schedule(0);
        }
    }

    async ask() {
        if (this.asking || document.visibilityState !== "visible") {
            return;
        }
        this.asking = true;
        try {
            const response = await this.waitFor(this.request());
            await this.take(response);
        } catch {
            this.failures += 1;
        }
        this.asking = false;
        this.stale.classList.toggle("d-none", this.failures < 3);
        if (!this.over) {
            this.schedule(this.pause());
        }
    }

    request() {
        const url = new URL(this.live.dataset.liveUrl, window.location.origin);
        url.searchParams.set("tz", this.zone);
        return fetch(url, {
            cache: "no-store",
            credentials: "same-origin",
            headers: {"If-None-Match": this.etag},
        });
    }

    async take(response) {
        if (response.status === 404 || response.redirected) {
            // The link was revoked, or the session is over: the server says the rest.
            this.over = true;
            window.location.reload();
        } else if (response.status === 200) {
            const html = await this.waitFor(response.text());
            this.etag = response.headers.get("ETag");
            this.lastNews = Date.now();
            this.replace(html);
        } else if (response.status !== 304) {
            throw new Error(`HTTP ${response.status}`);
        }
        this.failures = 0;
    }

    /** Put the new body in place; what was unfolded stays so, and so does the focus. */
    replace(html) {
        const parsed = new DOMParser().parseFromString(html, "text/html");
        const body = parsed.querySelector(".o_shipment_body");
        const known = this.eventKeys(this.live);
        for (const open of this.live.querySelectorAll("details[open][id]")) {
            body.querySelector(`#${open.id}`)?.setAttribute("open", "");
        }
        const focused = this.focusPath();
        this.live.replaceChildren(document.importNode(body, true));
        for (const event of this.live.querySelectorAll("[data-key]")) {
            event.classList.toggle("o_event_new", !known.has(event.dataset.key));
        }
        if (focused) {
            this.live.querySelector(focused)?.focus({preventScroll: true});
        }
        this.announce(known);
    }

    eventKeys(element) {
        return new Set(
            [...element.querySelectorAll("[data-key]")].map(
                (event) => event.dataset.key
            )
        );
    }

    focusPath() {
        const element = document.activeElement;
        if (!element || !this.live.contains(element)) {
            return null;
        }
        const details = element.closest("details[id]");
        if (element.tagName === "SUMMARY" && details) {
            return `#${details.id} > summary`;
        }
        const href = element.getAttribute("href");
        return href ? `a[href="${CSS.escape(href)}"]` : null;
    }

    /** Tell those who cannot see it what is new. */
    announce(known) {
        const news = [...this.live.querySelectorAll("[data-key]")]
            .filter((event) => !known.has(event.dataset.key))
            .map((event) => event.querySelector(".o_event_title").textContent);
        if (news.length) {
            const {headline} = this.live.firstElementChild.dataset;
            this.announcer.textContent = `${news.join(". ")}. ${headline}`;
        }
    }
}

registry
    .category("public.interactions")
    .add("logistics_portal.shipment_live", ShipmentLive);
