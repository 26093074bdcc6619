import createClient, { type Middleware } from "openapi-fetch";
import createQueries from "openapi-react-query";
import type { components, paths } from "./generated/schema";
import { Problem } from "./problems";

/** The shapes of the API by name: `Shape<"RunBody">`. */
export type Shape<Name extends keyof components["schemas"]> = components["schemas"][Name];

const changing = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** What the client asks its surroundings for. The app sets it once. */
export const surroundings = {
  language: () => "en",
  /** The session is over: somebody must sign in again. */
  signedOut: () => {},
};

const conduct: Middleware = {
  onRequest({ request }) {
    request.headers.set("Accept-Language", surroundings.language());
    if (changing.has(request.method) && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", crypto.randomUUID());
    }
    return request;
  },
  async onResponse({ request, response }) {
    if (response.ok || response.status === 304) return;
    const body = await response
      .clone()
      .json()
      .catch(() => ({}));
    if (response.status === 401 && !new URL(request.url).pathname.startsWith("/api/v1/session"))
      surroundings.signedOut();
    throw new Problem(body, response);
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === "AbortError") return error;
    return new Problem({ detail: error instanceof Error ? error.message : String(error) });
  },
};

/** The only way to the server. Refusals are thrown as Problem. */
export const client = createClient<paths>({ baseUrl: globalThis.location?.origin ?? "" });
client.use(conduct);

/** The same as queries and mutations of TanStack Query. */
export const api = createQueries(client);
