import i18next from "i18next";

/** Codes under which the server says many things: what it says stands behind the words for the code. */
const manyThings = new Set([
  "chain.config",
  "chain.cycle",
  "chain.input_schema",
  "chain.number",
  "chain.parameters",
  "chain.syntax",
  "chain.type",
  "chain.value",
  "engine.answer",
  "engine.refused",
  "engine.settings",
  "glue.error",
  "glue.syntax",
  "image.archive_invalid",
  "image.build_failed",
  "image.build_refused",
  "image.engine_unavailable",
  "image.registry_refused",
  "image.registry_rejected",
  "image.registry_unavailable",
  "image.source_missing",
  "limits.range",
  "node.config",
  "release.check",
  "release.gate",
  "release.gate_closed",
  "request.invalid",
  "request.parameter",
  "run.input",
  "run.state",
  "schedule.input",
  "server.not_ready",
]);

/**
 * What a code means, in the shown language. The server writes English, which is shown as it is; for another
 * language the catalogue has words by code, and what they do not say is taken from the server: the names
 * that it puts into quotation marks, or all of it, if `more` is not said elsewhere.
 */
export function told(code: string | undefined, detail: string, more = false): string {
  const words: string = code ? i18next.t(`refusals:${code}` as never, { defaultValue: "" }) : "";
  if (!words) return detail;
  if (code && manyThings.has(code)) return detail && !more ? `${words.replace(/。$/, "")}：${detail}` : words;
  const names = [...detail.matchAll(/"([^"]+)"/g)].map((m) => m[1]);
  return names.length > 0 ? `${words.replace(/。$/, "")}（${names.join("、")}）。` : words;
}

/** Things with a code and a detail, told in the shown language. */
export function toldEach<T extends { code?: string; detail: string }>(found: readonly T[]): T[] {
  return found.map((f) => ({ ...f, detail: told(f.code, f.detail) }));
}
