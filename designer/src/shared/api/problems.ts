import type { components } from "./generated/schema";

type Body = components["schemas"]["Problem"];

/** One thing that is wrong with a request, and where (a JSON pointer). */
export type Detail = components["schemas"]["FaultDetail"];

/** What the server said when it refused. `code` is stable; `detail` is in the asked language. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Detail[];
  readonly data: Record<string, unknown>;
  readonly requestId: string;
  readonly retryAfter: number | undefined;

  constructor(body: Partial<Body>, response?: Response) {
    super(body.detail ?? body.title ?? "");
    this.name = "Problem";
    this.status = body.status ?? response?.status ?? 0;
    this.code = body.code ?? (this.status ? `http.${this.status}` : "network.unreachable");
    this.details = body.errors ?? [];
    this.data = (body.data as Record<string, unknown> | undefined) ?? {};
    this.requestId = response?.headers.get("X-Request-Id") ?? "";
    const after = Number(response?.headers.get("Retry-After"));
    this.retryAfter = Number.isFinite(after) && after > 0 ? after : undefined;
  }

  /** What is wrong at a pointer, if anything. */
  at(pointer: string): string | undefined {
    return this.details.find((d) => d.pointer === pointer)?.detail;
  }
}

/** Whatever was thrown, as a problem. A request that found no server has the status 0. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem({ detail: error instanceof Error ? error.message : String(error) });
}
