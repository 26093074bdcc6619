import { liveness } from "./live";

/** How a stream stands: it lives, it is being picked up again, or it has ended for good. */
export type Live = "live" | "reconnecting" | "over";

/** What a follower of a stream wants to hear. */
export type Ears = {
  /** Each event once, in order; `id` is where to resume. */
  event: (data: unknown, name: string, id: string) => void;
  state?: (state: Live) => void;
};

let followed = 0;

const pauses = [500, 1000, 2000, 5000, 10_000];

/**
 * Follows a stream of server-sent events until it ends or `stop` is called. A cut stream is resumed behind
 * the last event that was heard (`Last-Event-ID`), so there is neither gap nor double. While the page is
 * hidden nothing is asked; it resumes when it is seen again. How it stands is shown in the frame, too.
 */
export function follow(address: string, ears: Ears, after = ""): { stop: () => void } {
  const ended = new AbortController();
  const name = `stream ${++followed}`;
  let known = after;
  const tell = (state: Live) => {
    liveness.getState().set(name, state === "over" ? undefined : state);
    ears.state?.(state);
  };

  const once = async () => {
    const headers: Record<string, string> = { Accept: "text/event-stream" };
    if (known) headers["Last-Event-ID"] = known;
    const response = await fetch(address, { headers, signal: ended.signal });
    if (response.status === 204) return "over";
    if (!response.ok || !response.body) return final(response.status) ? "over" : "cut";
    tell("live");
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const read = reading((data, name, id) => {
      if (id) known = id;
      ears.event(data, name, id);
    });
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return read.over() ? "over" : "cut";
      read.more(value);
    }
  };

  const run = async () => {
    for (let tries = 0; !ended.signal.aborted; tries++) {
      const before = known;
      const how = await once().catch(() => "cut");
      if (ended.signal.aborted) return;
      if (how === "over") {
        tell("over");
        return;
      }
      if (known !== before) tries = 0;
      tell("reconnecting");
      await pause(pauses[Math.min(tries, pauses.length - 1)] ?? 1000, ended.signal);
      await seen(ended.signal);
    }
  };
  void run();
  return {
    stop: () => {
      ended.abort();
      liveness.getState().set(name, undefined);
    },
  };
}

/** Whether it is no use to ask again. Who is not signed in may sign in on top of the page, and go on. */
function final(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 408, 429].includes(status);
}

/** The last event of a stream: it ends as it should, or nothing more may be read. */
const last = new Set(["end", "refused"]);

/** Takes a stream's text apart: fields `id`, `event` and `data`, an empty line after each event. */
export function reading(heard: (data: unknown, name: string, id: string) => void) {
  let rest = "";
  let ended = false;
  const one = (block: string) => {
    let name = "message";
    let id = "";
    const data: string[] = [];
    for (const line of block.split("\n")) {
      const colon = line.indexOf(":");
      if (colon <= 0) continue;
      const value = line.slice(colon + 1).replace(/^ /, "");
      const field = line.slice(0, colon);
      if (field === "id") id = value;
      else if (field === "event") name = value;
      else if (field === "data") data.push(value);
    }
    ended = last.has(name); // a run that is over can be undone: more comes behind its end then
    if (data.length > 0) heard(JSON.parse(data.join("\n")), name, id);
  };
  return {
    more(text: string) {
      rest += text.replaceAll("\r\n", "\n");
      for (let at = rest.indexOf("\n\n"); at >= 0; at = rest.indexOf("\n\n")) {
        one(rest.slice(0, at));
        rest = rest.slice(at + 2);
      }
    },
    over: () => ended,
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Waits until the page is seen. */
function seen(signal: AbortSignal): Promise<void> {
  if (document.visibilityState !== "hidden") return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      if (document.visibilityState === "hidden" && !signal.aborted) return;
      document.removeEventListener("visibilitychange", done);
      resolve();
    };
    document.addEventListener("visibilitychange", done);
    signal.addEventListener("abort", done);
  });
}
