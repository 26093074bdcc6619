import { told, toldEach } from "@/shared/i18n/told";
import type { components } from "./generated/schema";

type Body = components["schemas"]["Problem"];

/** One thing that is wrong with a request, and where (a JSON pointer). */
export type Detail = components["schemas"]["FaultDetail"];

/**
 * What the server said when it refused. `code` is stable; `message` and the details are in the language that
 * is shown when they are read.
 */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  private readonly said: { detail: string; errors: Detail[] };
  readonly data: Record<string, unknown>;
  readonly requestId: string;
  readonly retryAfter: number | undefined;

  constructor(body: Partial<Body>, response?: Response) {
    super();
    this.name = "Problem";
    this.status = body.status ?? response?.status ?? 0;
    this.code = body.code ?? (this.status ? `http.${this.status}` : "network.unreachable");
    this.said = { detail: body.detail ?? body.title ?? "", errors: body.errors ?? [] };
    this.data = (body.data as Record<string, unknown> | undefined) ?? {};
    this.requestId = response?.headers.get("X-Request-Id") ?? "";
    const after = Number(response?.headers.get("Retry-After"));
    this.retryAfter = Number.isFinite(after) && after > 0 ? after : undefined;
  }

  override get message(): string {
    // Of many things that are wrong, the details tell.
    return told(this.code, this.said.detail, this.said.errors.length > 0);
  }

  get details(): Detail[] {
    return toldEach(this.said.errors);
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
