import { createFinalURL, createQuerySerializer, defaultPathSerializer } from "openapi-fetch";
import type { paths } from "./generated/schema";

/** The routes that are read with GET, and what their addresses are made of. */
type Given<P extends keyof paths> = paths[P] extends { get: { parameters: infer T } }
  ? Pick<T & { path?: unknown; query?: unknown }, "path" | "query">
  : never;

/** The address of something that is not fetched as JSON: a stream, or a file to download. */
export function addressOf<P extends keyof paths>(path: P, params: Given<P>): string {
  return createFinalURL(path, {
    baseUrl: "",
    params: params as { path?: Record<string, unknown>; query?: Record<string, unknown> },
    querySerializer: createQuerySerializer(),
    pathSerializer: defaultPathSerializer,
  });
}
