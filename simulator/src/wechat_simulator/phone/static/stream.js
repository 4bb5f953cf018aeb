// The event stream of a page. It opens first and the page loads second, so that no event is lost between the two.

import { server } from "./server.js";

const TRY_AGAIN_MS = 1000;

// Calls `load` each time the stream has opened, also after a broken connection, and then the handlers. Events that come
// while `load` runs wait for its end. The load's answer may contain their effect already, so a handler has to accept an
// event twice.
export function listen(handlers, load) {
  const source = new EventSource("/_sim/stream");
  let waiting = [];
  for (const [name, handle] of Object.entries(handlers)) {
    source.addEventListener(name, (event) => {
      const tell = () => handle(JSON.parse(event.data));
      if (waiting) waiting.push(tell); else tell();
    });
  }
  // The server says `ready` once it notes events for this stream.
  source.addEventListener("ready", async () => {
    const mine = [];
    waiting = mine;
    try {
      await load();
    } catch (error) {
      source.close();
      setTimeout(() => listen(handlers, load), TRY_AGAIN_MS);
      throw error;
    }
    // The stream has opened again meanwhile; the load of that opening includes these events.
    if (waiting !== mine) return;
    waiting = null;
    mine.forEach((tell) => tell());
  });
}

// Returns a function that runs `work` one at a time. A call during a run starts one more run afterwards, so an older
// answer never replaces a newer one. The promise ends with a run that began after the call.
export function oneAtATime(work) {
  let running = null;
  let next = null;
  return function run() {
    if (!running) {
      running = work().finally(() => { running = null; });
      return running;
    }
    next ??= running.catch(() => {}).then(() => { next = null; return run(); });
    return next;
  };
}

// A list of API calls and callbacks: `load` draws the newest that the server keeps, `add` draws one from the stream
// unless it was loaded.
export function callList({ draw, clear, kept }) {
  let loaded = new Set();
  return {
    async load() {
      const calls = await server.calls();
      loaded = new Set(calls.map((call) => call.id));
      clear();
      calls.slice(-kept).forEach(draw);
    },
    add(call) { if (!loaded.has(call.id)) draw(call); },
  };
}
