import createClient, { type Middleware } from "openapi-fetch";
import createQueries from "openapi-react-query";
import type { components, paths } from "./generated/schema";
import { liveness } from "./live";
import { Problem } from "./problems";

/** The shapes of the API by name: `Shape<"RunBody">`. */
export type Shape<Name extends keyof components["schemas"]> = components["schemas"][Name];

const changing = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** What the client asks its surroundings for. The app sets it once. */
export const surroundings = {
  language: () => "en",
  /** The session is over: somebody must sign in again. */
  signedOut: () => {},
  /** Asks who sits there to give a factor again; says whether that was done. */
  stepUp: async () => false,
  /**
   * What `mine` was to replace is another by now. Gives the ETag of that one if mine is to be saved over it all
   * the same.
   */
  overtaken: async (_mine: Request): Promise<string | undefined> => undefined,
};

/** Of the refusals with 401 those that are about the session, not about a password or code just given. */
const noSession = new Set(["auth.needed", "auth.session"]);

/**
 * Sends a request. What needs a factor given again is sent once more after that, with the same key; what others
 * have overtaken, once somebody has seen theirs and saves over it. No feature has to know of either.
 */
async function send(request: Request): Promise<Response> {
  // Uploads are large and never need that; all else can be kept for a second time.
  const again = request.headers.get("Content-Type") === "application/octet-stream" ? null : request.clone();
  const response = await globalThis.fetch(request);
  if (response.status === 412 && again?.headers.has("If-Match")) {
    const theirs = await surroundings.overtaken(again.clone());
    if (theirs === undefined) return response;
    again.headers.set("If-Match", theirs);
    again.headers.set("Idempotency-Key", crypto.randomUUID()); // another request than the one that was refused
    return send(again);
  }
  if (response.status !== 403 || !again) return response;
  const body = await response
    .clone()
    .json()
    .catch(() => ({}));
  if (body.code !== "auth.step_up_needed" || !(await surroundings.stepUp())) return response;
  return globalThis.fetch(again);
}

const conduct: Middleware = {
  onRequest({ request }) {
    request.headers.set("Accept-Language", surroundings.language());
    if (changing.has(request.method) && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", crypto.randomUUID());
    }
    return request;
  },
  async onResponse({ response }) {
    liveness.getState().answered(true);
    if (response.ok || response.status === 304) return;
    const body = await response
      .clone()
      .json()
      .catch(() => ({}));
    if (response.status === 401 && noSession.has(body.code)) surroundings.signedOut();
    throw new Problem(body, response);
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === "AbortError") return error;
    liveness.getState().answered(false);
    return new Problem({ detail: error instanceof Error ? error.message : String(error) });
  },
};

/** The only way to the server. Refusals are thrown as Problem. */
export const client = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "", fetch: send });
client.use(conduct);

/** The same as queries and mutations of TanStack Query. */
export const api = createQueries(client);
