/** The texts of `…/features/runs/messages/en.json` are the namespace `runs`; those of `shared/…` are `shared`. */
export function byNamespace(files: Record<string, object>): Record<string, object> {
  const all: Record<string, object> = {};
  for (const [path, texts] of Object.entries(files)) {
    // This folder's own texts have no folder in their path but ".".
    const folder = /([^/]+)\/messages\/[^/]+$/.exec(path)?.[1] ?? ".";
    all[folder === "." ? "app" : folder] = texts;
  }
  return all;
}
