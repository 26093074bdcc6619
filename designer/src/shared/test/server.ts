import { vi } from "vitest";

type Answer = unknown | ((url: URL, request: Request) => unknown);

/**
 * Stands in for the server: `{ "GET /orgs/o1/runs": { items: [] } }`, below /api/v1. An answer is sent as JSON,
 * a Response as it is; what is not listed is not found. Gives the requests that were made, as `GET /orgs/…?q=`.
 */
export function serve(routes: Record<string, Answer>): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const request =
      input instanceof Request ? input : new Request(new URL(String(input), location.origin), init);
    const url = new URL(request.url);
    const path = url.pathname.replace(/^\/api\/v1/, "");
    asked.push(`${request.method} ${path}${url.search}`);
    const known = routes[`${request.method} ${path}`];
    if (known === undefined) return refusal(404, "unknown", `nothing is at ${path}`);
    const answer = typeof known === "function" ? await known(url, request) : known;
    return answer instanceof Response ? answer : Response.json(answer);
  });
  return asked;
}

/** What the server says when it refuses. */
export function refusal(status: number, code: string, detail: string): Response {
  return Response.json({ status, code, detail, title: code, type: `/problems/${code}` }, { status });
}

/** A stream of events that the test writes. */
export function streaming() {
  let out: ReadableStreamDefaultController<Uint8Array>;
  const text = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      out = controller;
    },
  });
  return {
    response: new Response(body, { headers: { "Content-Type": "text/event-stream" } }),
    send: (id: string | number, name: string, data: unknown) =>
      out.enqueue(text.encode(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`)),
    /** The connection is cut. */
    cut: () => out.close(),
  };
}
