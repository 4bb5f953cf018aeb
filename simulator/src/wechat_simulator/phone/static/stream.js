// A page that stays true: it hears the event stream first and loads second, so that no event falls between the two.

import { server } from "./server.js";

const TRY_AGAIN_MS = 1000;

// Calls `load` whenever the stream has opened, also after a broken connection, and the handlers from then on. An event
// that comes while `load` runs waits for its end. What happened before a load is in its answer and may be told again,
// so a handler has to take an event twice.
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
    // Opened once more meanwhile: the load of that opening has all that came before it.
    if (waiting !== mine) return;
    waiting = null;
    mine.forEach((tell) => tell());
  });
}

// The same work, never twice at a time: asked for while it runs, it runs once more afterwards. So an older answer never
// replaces a newer one. The promise ends with a run that began after the call.
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

// A list of calls: `load` draws the newest that the server keeps, `add` draws one that the stream tells, unless it was
// loaded.
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
