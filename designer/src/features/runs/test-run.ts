import { streaming } from "@/shared/test/server";
import { failing } from "./test-events";

/** A run of `document` that failed, as `failing` tells. */
export const run = {
  id: "r1",
  org_id: "o1",
  chain_id: "c1",
  chain_key: "pay",
  version: 3,
  state: "failed",
  title: "Order 5531",
  trigger: "api",
  test: false,
  started_by: { id: "u1", name: "Drafter" },
  seq: failing.length,
  created_at: "2026-05-31T10:31:00Z",
  started_at: "2026-05-31T10:31:00Z",
  ended_at: "2026-05-31T10:31:15Z",
  can: ["run:view", "run:data", "run:cancel", "run:rerun"],
};
export const document = {
  format: "catenary/v1",
  kind: "Chain",
  key: "pay",
  name: "Pay",
  nodes: [
    { id: "order", name: "Read the order", kind: "script" },
    { id: "build", name: "Build and check", kind: "work", task: { script: "check", environment: "shell" } },
  ],
  edges: [{ from: "order", to: "build" }],
};
const said = ["\u001b[32mok\u001b[0m begun", "amount is missing", "amount is undefined", "giving up"].map(
  (text, n) => ({
    n,
    at: "2026-05-31T10:31:14.000Z",
    stream: n === 2 ? "stderr" : "stdout",
    text,
  }),
);

/** What the server answers of the run, whose stream has told `events` and is cut. */
export function routesOf(events: typeof failing) {
  const stream = streaming();
  for (const e of events) stream.send(e.seq, e.kind, e);
  stream.cut();
  return {
    "GET /orgs/o1/runs/r1": run,
    "GET /orgs/o1/runs/r1/events/stream": () => stream.response,
    "GET /orgs/o1/runs/r1/document": document,
    "GET /node-kinds": { items: [] },
    "GET /orgs/o1/runs/r1/artefacts": { items: [] },
    "GET /orgs/o1/runs/r1/steps/build": { node: "build", state: "failed", input: { amount: null } },
    "GET /orgs/o1/runs/r1/logs": (url: URL) => ({
      items: said.slice(Number(url.searchParams.get("from"))),
      end: said.length,
      over: true,
      attempt: Number(url.searchParams.get("attempt")),
    }),
  };
}
